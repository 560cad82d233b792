"""Laying open steps out anew, many cases at once: what a decree on holidays asks for."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import WorkCalendar, add_working_hours, working_hours_between
from motcua.rooms.process import rules
from motcua.rooms.process.models import PinnedDefinition
from motcua.rooms.process.services.planning import read_definition

CASES = """
select i.id, i.subject_id, i.agency_id, i.definition_id from process_instance i
 where i.subject_id = any(%s) order by i.id for update
"""
TASKS = """
select t.id, t.instance_id, t.step_key from process_task t
 where t.instance_id = any(%s) and t.state in ('open', 'claimed') order by t.id
"""
WRITE = """
with cases as (
  select * from jsonb_to_recordset(%s::jsonb) as c(id uuid, due_at timestamptz, started_at timestamptz)
), moved as (
  update process_instance i set due_at = c.due_at, started_at = c.started_at, version = i.version + 1
    from cases c where i.id = c.id
)
update process_task t set due_at = s.due_at
  from jsonb_to_recordset(%s::jsonb) as s(id uuid, due_at timestamptz) where t.id = s.id
"""
Dates = tuple[datetime, datetime]  # since when the clock runs, when it is due


@act("process.reschedule-many", law="handling/steps")
def reschedule_many(dates: Mapping[UUID, Dates], *, by: Actor, at: datetime) -> int:
    """Lay out the open steps of many cases: for each subject since when its clock runs and when it is due.

    No fact of its own: steps follow from the date, and whoever moves dates by the thousand tells of each.
    """
    permit(by, "process.reschedule-many", Target())
    with connection.cursor() as cursor:
        cursor.execute(CASES, [list(dates)])
        cases = {row[0]: row for row in cursor.fetchall()}
        cursor.execute(TASKS, [list(cases)])
        tasks = cursor.fetchall()
        plan, moved, steps = _Plan(at), [], []
        for case_id, subject_id, _, _ in cases.values():
            since, due = dates[subject_id]
            moved.append({"id": str(case_id), "due_at": due.isoformat(), "started_at": since.isoformat()})
        for task_id, case_id, step_key in tasks:
            _, subject_id, agency_id, digest = cases[case_id]
            due_at = plan.due(agency_id, digest, step_key, *dates[subject_id])
            steps.append({"id": str(task_id), "due_at": due_at.isoformat()})
        cursor.execute(WRITE, [json.dumps(moved), json.dumps(steps)])
    audit_note(cases=len(cases), tasks=len(tasks))
    return len(tasks)


class _Plan:
    """When steps are due; what many cases have in common is worked out once."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._parts: dict[str, Mapping[str, Decimal]] = {}
        self._due: dict[tuple[Any, ...], datetime] = {}

    def due(self, agency_id: UUID, digest: str, step_key: str, since: datetime, due: datetime) -> datetime:
        if digest not in self._parts:
            body = PinnedDefinition.objects.get(digest=digest).body
            self._parts[digest] = rules.planned_ends(read_definition(digest, body))
        part = self._parts[digest].get(step_key)
        if part is None:
            return due
        calendar = calendar_for(agency_id, self.at)
        key = (id(calendar), part, since, due)
        if key not in self._due:
            self._due[key] = _step_due(since, due, part, calendar)
        return self._due[key]


def _step_due(since: datetime, due: datetime, part: Decimal, calendar: WorkCalendar) -> datetime:
    hours = working_hours_between(since, due, calendar)
    add: Callable[[float], datetime] = partial(add_working_hours, since, calendar=calendar)
    return rules.step_due_at(since, due, part, hours, add) or due
