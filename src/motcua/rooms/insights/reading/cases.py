"""The dossiers behind a number, each with the reason why it stands where it stands.

Whoever asks has a power over every row: the reach is applied first, then the system reads what his own scope hides
(dossiers of the agencies that answer to him). Every reading is recorded for the owner of the dossier.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.kernel import audit, clock, events, tenancy
from motcua.kernel.errors import Refused
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers.types import TimelineEntry
from motcua.rooms.identity import queries as identity
from motcua.rooms.insights.events import OfficerReminded
from motcua.rooms.insights.models import DossierFigure, Reminder
from motcua.rooms.insights.reading.leading import WITHIN, values
from motcua.rooms.insights.reading.measures import MEASURES
from motcua.rooms.insights.reading.reaching import covers, reach_of
from motcua.rooms.insights.types import Case, Cases, Narrowed, Passage, Waiting
from motcua.rooms.process import queries as process
from motcua.rooms.process.events import TaskAssigned, WorkHandedOver

PAGE, FARTHEST = 25, 400
COLUMNS = (
    "dossier_id, agency, unit, waits_for, waits_since, clock_due_at, step_due_at, asked, sent_back, "
    "complained_at, complaint_due_at, passed_up_at, completed_at"
)


def listed(measure: str, asked: Narrowed, *, page: int, by: Actor, at: datetime) -> Cases:
    """A page of the dossiers behind a measure, the latest due first, else the newest. Refused: act.out-of-reach"""
    kind = MEASURES.get(measure)
    if kind is None or not kind.listed:
        raise Refused("act.out-of-reach")
    given = values(reach_of(by), asked, at)
    page = min(max(page, 1), FARTHEST)
    order = f"{kind.latest} desc, dossier_id" if kind.latest else f"{kind.first}, dossier_id"
    statement = f"select {COLUMNS} from insights_dossierfigure where {WITHIN} and {kind.where} order by {order} limit %(limit)s offset %(offset)s"  # noqa: S608 (conditions of our own)
    with connection.cursor() as cursor:
        cursor.execute(statement, given | {"limit": PAGE + 1, "offset": (page - 1) * PAGE})
        found = cursor.fetchall()
    return Cases(_shown(found[:PAGE], by=by, at=at), page, more=len(found) > PAGE and page < FARTHEST)


def one(dossier_id: UUID, *, by: Actor, at: datetime) -> Case:
    """One dossier and its reason. Refused: act.out-of-reach"""
    row = DossierFigure.objects.filter(dossier_id=dossier_id).first()
    if row is None or not covers(by, row.agency, row.unit, row.step_unit):
        raise Refused("act.out-of-reach")
    fields = tuple(getattr(row, name) for name in COLUMNS.split(", "))
    cases = _shown([fields], by=by, at=at)
    if not cases:
        raise Refused("act.out-of-reach")
    return cases[0]


def history(dossier_id: UUID, *, by: Actor, at: datetime) -> tuple[TimelineEntry, ...]:
    """The public lines of the history, with who did the steps. Refused: act.out-of-reach"""
    row = DossierFigure.objects.filter(dossier_id=dossier_id).first()
    if row is None or not covers(by, row.agency, row.unit, row.step_unit):
        raise Refused("act.out-of-reach")
    with tenancy.scope(SYSTEM):
        entries = dossiers.dossier(dossier_id, by=SYSTEM, at=at).timeline
    return tuple(replace(entry, detail="") for entry in entries if entry.public)


def passages(dossier_id: UUID, *, by: Actor, at: datetime) -> tuple[Passage, ...]:
    """Every change of hands of the dossier's work, and every reminder, oldest first. Refused: act.out-of-reach"""
    del at
    row = DossierFigure.objects.filter(dossier_id=dossier_id).first()
    if row is None or not covers(by, row.agency, row.unit, row.step_unit):
        raise Refused("act.out-of-reach")
    with tenancy.scope(SYSTEM):
        facts = events.history(dossier_id)
        ids = {fact.by_id for fact in facts if isinstance(fact, TaskAssigned | WorkHandedOver)}
        told = {one for fact in facts if isinstance(fact, OfficerReminded) for one in fact.officer_ids}
        names = identity.officer_names([*ids, *told])
    return tuple(found for fact in facts if (found := _passage(fact, names)) is not None)


def _passage(fact: Any, names: dict[UUID, str]) -> Passage | None:
    match fact:
        case TaskAssigned(assignee_id=None):
            return Passage(fact.occurred_at, "put-back", "", names.get(fact.by_id, ""))
        case TaskAssigned():
            kind = "taken" if fact.assignee_id == fact.by_id else "given"
            return Passage(fact.occurred_at, kind, fact.assignee_name, names.get(fact.by_id, ""))
        case WorkHandedOver():
            return Passage(fact.occurred_at, "handed-over", "", names.get(fact.by_id, ""), fact.to_unit_id)
        case OfficerReminded():
            told = ", ".join(names.get(one, "") for one in fact.officer_ids)
            return Passage(fact.occurred_at, "reminded", told, fact.by_name)
        case _:
            return None


def _shown(found: Sequence[tuple[Any, ...]], *, by: Actor, at: datetime) -> tuple[Case, ...]:
    ids = [row[0] for row in found]
    if not ids:
        return ()
    with tenancy.scope(SYSTEM):
        owned = {row.id: (row, owner) for row, owner in dossiers.owned_rows(ids, by=SYSTEM, at=at)}
        tasks: dict[UUID, Any] = {}
        for task in process.open_tasks(ids):
            known = tasks.get(task.subject_id)
            if known is None or (task.due_at is not None and (known.due_at is None or task.due_at < known.due_at)):
                tasks[task.subject_id] = task
        reminded = dict(
            Reminder.objects.filter(dossier_id__in=ids, on=clock.local(at).date())
            .order_by("at").values_list("dossier_id", "at")
        )  # fmt: skip
    for row, owner in owned.values():
        audit.record_read(
            by, subject="dossier", subject_id=row.id, purpose=row.reference, owner_id=owner, agency_id=row.agency_id
        )
    return tuple(
        Case(
            row=owned[key][0],
            task=tasks.get(key),
            unit_id=unit,
            waits_for=Waiting(waits_for),
            waits_since=since,
            clock_due_at=clock_due,
            step_due_at=step_due,
            asked=asked,
            sent_back=sent_back,
            reminded_at=reminded.get(key),
            complained_at=complained,
            complaint_due_at=complaint_due,
            passed_up_at=passed_up,
            ended_at=ended,
        )
        for (
            key, _agency, unit, waits_for, since, clock_due, step_due, asked, sent_back, complained, complaint_due, passed_up, ended,
        ) in found
        if key in owned
    )  # fmt: skip
