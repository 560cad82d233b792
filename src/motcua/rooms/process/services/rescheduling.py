"""Laying open steps and their timers out anew, many cases at once: what a decree on holidays asks for."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.kernel import clock, events
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import WorkCalendar, add_working_hours, working_hours_between
from motcua.rooms.process import rules
from motcua.rooms.process.events import TimerMoved
from motcua.rooms.process.models import PinnedDefinition
from motcua.rooms.process.services.planning import read_definition
from motcua.rooms.process.types import StepEnd

CASES = """
select i.id, i.subject_id, i.agency_id, i.definition_id, i.started_at, i.due_at from process_instance i
 where i.subject_id = any(%s) order by i.id for update
"""
TASKS = """
select t.id, t.instance_id, t.step_key, t.due_at from process_task t
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
TIMERS = """
select t.id, t.subject_id, t.agency_id, t.owner_id, t.step_key, t.opened_at, t.timer_at, i.definition_id
  from process_task t join process_instance i on i.id = t.instance_id
 where t.id > %(after)s and t.state in ('open', 'claimed') and t.timer_at > %(at)s and t.timer_at >= %(first)s
   and t.opened_at < %(last)s and t.opened_at >= %(since)s and (%(everywhere)s or t.agency_id = any(%(agencies)s))
   and (%(half)s < 0 or get_byte(uuid_send(t.id), 15) %% 2 = %(half)s)
 order by t.id limit %(portion)s for update of t
"""
WRITE_TIMERS = """
update process_task t set timer_at = m.at from jsonb_to_recordset(%s::jsonb) as m(id uuid, at timestamptz) where t.id = m.id
"""
Dates = tuple[datetime, datetime]  # since when the clock runs, when it is due


@act("process.recount-timers", law="calendar/holidays")
def recount_timers(
    first: date, last: date, *, agency_ids: Sequence[UUID] | None, since: datetime, half: int = -1,
    after: UUID | None = None, portion: int, ground: str, by: Actor, at: datetime,
) -> tuple[UUID | None, int]:  # fmt: skip
    """Count the next portion of open timers again that these days touch, in the opening time of each case's agency.

    Answers the last task looked at, None when there are no more, and how many timers moved. Each move is a fact.
    """
    permit(by, "process.recount-timers", Target())
    asked: dict[str, Any] = {
        "at": at, "first": _midnight(first), "last": _midnight(last + timedelta(days=1)), "since": since, "half": half,
        "everywhere": agency_ids is None, "agencies": list(agency_ids or ()), "after": after or UUID(int=0),
        "portion": portion,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(TIMERS, asked)
        tasks = cursor.fetchall()
        moved = [(task, due) for task in tasks if rules.may_move(task[6], due := _timer_due(task, at), at=at)]
        cursor.execute(WRITE_TIMERS, [json.dumps([{"id": str(task[0]), "at": due.isoformat()} for task, due in moved])])
    for (task_id, subject_id, agency_id, owner_id, _, _, before, _), due in moved:
        events.record(TimerMoved(at, agency_id, subject_id, owner_id, task_id, ground, before, due), lane="bulk")
    audit_note(timers=len(moved))
    return (tasks[-1][0] if len(tasks) == portion else None), len(moved)


@act("process.reschedule-many", law="handling/steps")
def reschedule_many(dates: Mapping[UUID, Dates], *, by: Actor, at: datetime) -> dict[UUID, tuple[StepEnd, ...]]:
    """Lay out the open steps of many cases: for each subject since when its clock runs and when it is due.

    Answers which steps of which subject moved, and until when; none becomes late by it. No fact of its own: steps follow
    from the date, and whoever moves dates by the thousand tells of each, with the ends of its steps.
    """
    permit(by, "process.reschedule-many", Target())
    with connection.cursor() as cursor:
        cursor.execute(CASES, [list(dates)])
        cases = {row[0]: row for row in cursor.fetchall()}
        cursor.execute(TASKS, [list(cases)])
        tasks = cursor.fetchall()
        plan, moved, ends = _Plan(at), [], dict[UUID, tuple[StepEnd, ...]]()
        for case_id, subject_id, _, _, *now in cases.values():
            since, due = dates[subject_id]
            if now != [since, due]:
                moved.append({"id": str(case_id), "due_at": due.isoformat(), "started_at": since.isoformat()})
        for task_id, case_id, step_key, before in tasks:
            _, subject_id, agency_id, digest, *_ = cases[case_id]
            due_at = plan.due(agency_id, digest, step_key, *dates[subject_id])
            if rules.may_move(before, due_at, at=at):
                ends[subject_id] = (*ends.get(subject_id, ()), StepEnd(task_id, due_at))
        steps = [{"id": str(end.task_id), "due_at": end.due_at.isoformat()} for some in ends.values() for end in some]
        if moved or steps:
            cursor.execute(WRITE, [json.dumps(moved), json.dumps(steps)])
    audit_note(cases=len(moved), tasks=len(steps))
    return ends


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


def _timer_due(task: tuple[Any, ...], at: datetime) -> datetime:
    """When the timer of an open task runs out under the calendar known now; where its step has none any more, as it was."""
    _, _, agency_id, _, step_key, opened_at, before, digest = task
    timer = read_definition(digest, PinnedDefinition.objects.get(digest=digest).body).step(step_key).step.timer
    return add_working_hours(opened_at, timer.hours, calendar_for(agency_id, at)) if timer else before


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.ZONE)
