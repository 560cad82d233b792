"""Folded work becomes rows: always a dossier whole, several dossiers in one statement."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.kernel import events, tenancy
from motcua.kernel.types import SYSTEM
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import working_hours_between
from motcua.rooms.insights.rules import Progress, fold

FOLDING = "motcua.rooms.insights.handlers:on_work"

HOLD = (
    "select dossier_id, agency, procedure from insights_dossierfigure where dossier_id = any(%s) order by 1 for update"
)
FACTS = "select subject_id, name, payload from kernel_event where subject_id = any(%s) and name = any(%s) order by subject_id, seq"

FIGURES = """
update insights_dossierfigure f
set unit = n.unit, step_unit = n.step_unit, answer_due_at = n.answer_due_at, due_at = n.due_at,
    clock_due_at = n.clock_due_at, step_due_at = n.step_due_at, step_does = n.step_does, step_held = n.step_held,
    consult_due_at = n.consult_due_at, correction_due_at = n.correction_due_at,
    waits_for = n.waits_for, waits_since = n.waits_since, asked = n.asked, sent_back = n.sent_back, group_id = n.group_id,
    complained_at = n.complained_at, complaint_due_at = n.complaint_due_at, complaint_missed = n.complaint_missed,
    passed_up_at = n.passed_up_at
from jsonb_to_recordset(%s::jsonb) as n(dossier_id uuid, unit uuid, step_unit uuid, answer_due_at timestamptz, due_at timestamptz,
     clock_due_at timestamptz, step_due_at timestamptz, step_does text, step_held boolean, consult_due_at timestamptz,
     correction_due_at timestamptz, waits_for text, waits_since timestamptz, asked smallint, sent_back smallint, group_id uuid,
     complained_at timestamptz, complaint_due_at timestamptz, complaint_missed boolean, passed_up_at timestamptz)
where f.dossier_id = n.dossier_id
"""

PIECES = """
insert into insights_workpiece (task_id, dossier_id, agency_id, unit_id, procedure, step_key, step_name, does, role, opened_at,
     due_at, officer_id, officer_name, held_at, done_at, gone_at, outcome, sent_back, hours, moved)
select * from jsonb_to_recordset(%s::jsonb) as n(task_id uuid, dossier_id uuid, agency_id uuid, unit_id uuid, procedure text,
     step_key text, step_name text, does text, role text, opened_at timestamptz, due_at timestamptz, officer_id uuid,
     officer_name text, held_at timestamptz, done_at timestamptz, gone_at timestamptz, outcome text, sent_back boolean, hours float8,
     moved smallint)
on conflict (task_id) do update set unit_id = excluded.unit_id, due_at = excluded.due_at, officer_id = excluded.officer_id,
     officer_name = excluded.officer_name, held_at = excluded.held_at, done_at = excluded.done_at, gone_at = excluded.gone_at,
     outcome = excluded.outcome, sent_back = excluded.sent_back, hours = excluded.hours, moved = excluded.moved, opened_at = excluded.opened_at
"""

ASKS = """
insert into insights_supplementask (id, dossier_id, agency_id, unit_id, officer_id, officer_name, stage, asked_at, again)
select * from jsonb_to_recordset(%s::jsonb) as n(id uuid, dossier_id uuid, agency_id uuid, unit_id uuid, officer_id uuid,
     officer_name text, stage text, asked_at timestamptz, again boolean)
on conflict (id) do update set unit_id = excluded.unit_id, again = excluded.again
"""


def write(dossier_ids: Sequence[UUID]) -> int:
    """Fold these dossiers from their facts and write what came of it; returns how many have a figure.

    The figure rows are held first: of two who write the same dossier the later one sees every fact of the earlier.
    """
    with tenancy.scope(SYSTEM, writes=True), connection.cursor() as cursor:
        cursor.execute(HOLD, [list(dossier_ids)])
        known = {row[0]: (row[1], row[2]) for row in cursor.fetchall()}
        cursor.execute(FACTS, [list(known), _told_by()])
        told = cursor.fetchall()
        figures: list[dict[str, Any]] = []
        pieces: list[dict[str, Any]] = []
        asks: list[dict[str, Any]] = []
        for dossier_id, rows in groupby(told, key=itemgetter(0)):
            agency_id, procedure = known[dossier_id]
            state = _folded(agency_id, [(name, payload) for _, name, payload in rows])
            figures.append(_figure(dossier_id, state))
            belongs = {"dossier_id": dossier_id, "agency_id": agency_id}
            pieces += [_piece(one, belongs | {"procedure": procedure}) for one in state.pieces.values()]
            asks += [{**asdict(one), "asked_at": one.at, **belongs} for one in state.asks]
        for statement, made in ((FIGURES, figures), (PIECES, pieces), (ASKS, asks)):
            if made:
                cursor.execute(statement, [json.dumps(made, default=str)])
    return len(known)


def _told_by() -> list[str]:
    """The facts the wiring lets the folding hear."""
    return [name for name, all_of in events.subscriptions().items() if any(one.handler == FOLDING for one in all_of)]


def _folded(agency_id: UUID, rows: list[tuple[str, Any]]) -> Progress:
    facts = [events.load(name, json.loads(payload) if isinstance(payload, str) else payload) for name, payload in rows]
    calendar = calendar_for(agency_id, facts[0].occurred_at)
    return fold(facts, partial(working_hours_between, calendar=calendar))


def _figure(dossier_id: UUID, state: Progress) -> dict[str, Any]:
    step = state.step
    return {
        "dossier_id": dossier_id,
        "unit": state.unit_id,
        "step_unit": step.unit_id if step else None,
        "answer_due_at": state.answer_due_at,
        "due_at": state.due_at,
        "clock_due_at": state.clock_due_at,
        "step_due_at": step.due_at if step and not state.stopped else None,
        "step_does": step.does if step else "",
        "correction_due_at": state.correction_due_at,
        "consult_due_at": state.consult_due_at,
        "step_held": bool(step and step.officer_id),
        "waits_for": state.waits_for.value,
        "waits_since": state.waits_since,
        "asked": len(state.asks),
        "sent_back": state.sent_back,
        "group_id": state.group_id,
        "complained_at": state.complained_at,
        "complaint_due_at": state.complaint_due_at,
        "complaint_missed": state.complaint_missed,
        "passed_up_at": state.passed_up_at,
    }


def _piece(one: Any, belongs: dict[str, Any]) -> dict[str, Any]:
    row = asdict(one)
    return {"task_id": row.pop("id"), **row, **belongs}
