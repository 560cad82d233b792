"""A calendar changed: every open term it touches is counted again, in portions that each are done once.

A portion reads, counts and writes by a handful of statements, whatever its size. Each move of a due date is a fact, a row
of the history and a message to the applicant; the date printed on the slip stays what lateness is measured against.
After the due dates come those of groups, then the terms beside them (`beside`) and the timers of steps.
"""

import hashlib
import time
from collections.abc import Container, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.kernel import events
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.ids import new_id
from motcua.kernel.permissions import Target
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.types import Deadline
from motcua.rooms.dossiers.events import DueChanged, StepsMoved, TermsRecounted
from motcua.rooms.dossiers.models import Escalation, Recomputation
from motcua.rooms.dossiers.reading.running import (
    HALVES,
    Row,
    agencies_of,
    open_groups,
    open_ids,
    open_rows,
    touched_by,
)
from motcua.rooms.dossiers.rules.recounting import recounted
from motcua.rooms.dossiers.services import beside
from motcua.rooms.dossiers.services.explaining import Told
from motcua.rooms.dossiers.services.linking import plan_again
from motcua.rooms.dossiers.types import Portion, RecountStage, Walk
from motcua.rooms.process import services as process
from motcua.rooms.process.types import StepEnd

Ends = Mapping[UUID, tuple[StepEnd, ...]]
PORTION = 2_000
SLICE = 1.0  # seconds after which a round lets others have their turn
SETTLED_AFTER = timedelta(minutes=1)  # every process has read the calendar again by then

MOVE = """
with moved as (
  select * from jsonb_to_recordset(%s::jsonb) as m(id uuid, change uuid, agency uuid, owner uuid, before timestamptz,
                                                   due timestamptz, head jsonb, explanation jsonb)
), changed as (
  update dossiers_dossier d set current_due_at = m.due, due_explanation = m.explanation, version = d.version + 1
    from moved m where d.id = m.id
)
insert into dossiers_duechange (id, dossier_id, agency_id, owner_id, at, by, cause, ground, before, after, explanation)
select change, id, agency, owner, %s, %s, 'calendar', %s, before, due, head from moved
"""


@act("dossiers.begin_recomputation", law="calendar/holidays")
def begin_recomputation(
    cause: str, calendar_id: UUID, first: date, last: date, *, agency_id: UUID | None = None, province_code: str = "",
    ground: str, known_at: datetime, by: Actor, at: datetime,
) -> list[UUID]:  # fmt: skip
    """Note that the open due dates touching these days are to be counted again, in two halves; a cause is noted once."""
    permit(by, "dossiers.begin_recomputation", Target(agency_id=agency_id))
    facts: dict[str, Any] = {
        "calendar_id": calendar_id, "agency_id": agency_id, "province_code": province_code, "first": first,
        "last": last, "ground": ground, "known_at": known_at, "begun_at": at,
    }  # fmt: skip
    jobs = [Recomputation.objects.get_or_create(cause=cause, half=half, defaults=facts)[0] for half in range(HALVES)]
    audit_note(subject=jobs[0].id, cause=cause)
    return [job.id for job in jobs]


@act("dossiers.recompute_due", law="calendar/holidays")
def recompute_due(recomputation_id: UUID, *, portion: int = PORTION, by: Actor, at: datetime) -> bool:
    """Count the next portion of open terms again; answers whether the round has more.

    An extension that was granted stays, and so does every date that has passed.
    """
    permit(by, "dossiers.recompute_due", Target())
    job = Recomputation.objects.select_for_update().get(id=recomputation_id)
    stage, done = RecountStage(job.stage), Portion(None)
    if stage == RecountStage.DONE or (stage == RecountStage.STRAGGLERS and not _settled(job, at)):
        return False
    looked, lines = 0, tuple[str, ...]()
    while job.stage == stage and not done.after and not lines and not looked:
        done = _portion(job, portion, by=by, at=at)
        looked, lines = looked + done.looked, (*lines, *done.lines)
        job.pass_on(done, at=at)
    job.save()
    if job.stage != stage:
        events.record(
            TermsRecounted(at, job.agency_id, job.id, job.province_code, job.first, job.last, job.ground, job.known_at)
        )
    audit_note(subject=job.id, looked=looked, moved=len(lines), later=done.later, digest=_digest(lines))
    return job.stage == stage


def _portion(job: Recomputation, portion: int, *, by: Actor, at: datetime) -> Portion:
    match Walk(job.walk):
        case Walk.DOSSIERS:
            ids = open_ids(touched_by(job), at, after=job.after, portion=portion)
            return _dossiers(job, ids, portion, by=by, at=at)
        case Walk.GROUPS:
            ids = open_groups(touched_by(job), at, after=job.after, portion=portion)
            done = _dossiers(job, ids, portion, by=by, at=at)
            plan_again(ids, known=max(at, job.known_at))
            return replace(done, looked=0)  # they were looked at among the dossiers
        case Walk.TIMER:
            return _timers(job, portion, by=by, at=at)
        case _:
            return beside.recount(job, portion, by=by, at=at)


def _dossiers(job: Recomputation, ids: Sequence[UUID], portion: int, *, by: Actor, at: datetime) -> Portion:
    rows = open_rows(ids, at, held=True, by=by) if ids else []
    moves = [(row, deadline) for row in rows if (deadline := _recounted(row, job, at))]
    dates = {row.id: (row.question.since, row.question.promised) for row in rows}
    dates |= {row.id: (row.question.since, deadline.due_at) for row, deadline in moves if deadline.due_at}
    ends = process.reschedule_many(dates, by=by, at=at) if dates else {}
    if moves:
        _write(job, moves, ends, by=by, at=at)
    _tell_of_steps(job, [row for row in rows if row.id in ends], {row.id for row, _ in moves}, ends, by=by, at=at)
    later = sum(deadline.due_at > row.question.promised for row, deadline in moves if deadline.due_at)
    lines = tuple(f"{row.id} {row.question.promised.isoformat()} {deadline.due_at}" for row, deadline in moves)
    return Portion(ids[-1] if len(ids) == portion else None, len(ids), len(moves), later, lines=lines)


def _timers(job: Recomputation, portion: int, *, by: Actor, at: datetime) -> Portion:
    touched = touched_by(job)
    after, moved = process.recount_timers(
        touched.first, touched.last, agency_ids=agencies_of(touched.place), since=touched.since, half=touched.half,
        after=job.after, portion=portion, ground=job.ground, by=by, at=at,
    )  # fmt: skip
    return Portion(after, terms=moved)


def recompute_all(recomputation_ids: Sequence[UUID], *, at: datetime) -> bool:
    """Count open terms again for a slice of time; answers whether there is more. Orchestrates `recompute_due`; may be
    killed and begun again at any time.

    The halves go side by side: while one is counted here, the database writes the other. Inside a transaction, which only
    its own connection sees, one after the other.
    """
    until = time.monotonic() + SLICE
    if connection.in_atomic_block or len(recomputation_ids) < HALVES:
        return sum(_recompute(one, at, until) for one in recomputation_ids) > 0  # each has its turn
    with ThreadPoolExecutor(HALVES) as hands:
        done = [hands.submit(_recompute_aside, one, at, until) for one in recomputation_ids]
        return sum(one.result() for one in done) > 0


def _recompute(recomputation_id: UUID, at: datetime, until: float) -> bool:
    while recompute_due(recomputation_id, portion=PORTION, by=SYSTEM, at=at):
        if time.monotonic() >= until:
            return True
    return False


def _recompute_aside(recomputation_id: UUID, at: datetime, until: float) -> bool:
    """The same in a thread, with a connection of its own."""
    try:
        return _recompute(recomputation_id, at, until)
    finally:
        connection.close()


def recompute_stragglers(at: datetime) -> int:
    """Go on with what was begun: rounds a kill broke off, and dossiers accepted before every process had heard."""
    with scope(SYSTEM):
        begun = Recomputation.objects.exclude(stage=RecountStage.DONE).filter(begun_at__lte=at - SETTLED_AFTER)
        ids = list(begun.order_by("begun_at", "id").values_list("id", flat=True))
    for start in range(0, len(ids), HALVES):
        recompute_all(ids[start : start + HALVES], at=at)
    return len(ids)


def _recounted(row: Row, job: Recomputation, at: datetime) -> Deadline | None:
    calendar = calendar_for(row.agency_id, max(at, job.known_at))
    return recounted(row.question, calendar, at=at)


def _tell_of_steps(
    job: Recomputation, rows: Sequence[Row], told: Container[UUID], ends: Ends, *, by: Actor, at: datetime
) -> None:
    """Of steps that moved under a due date that stayed: nobody else tells of them."""
    for row in rows:
        if row.id not in told:
            fact = StepsMoved(at, row.agency_id, row.id, row.owner_id, by.id, by.name, job.ground, ends[row.id])
            events.record(fact, lane="bulk")


def _write(job: Recomputation, moves: Sequence[tuple[Row, Deadline]], ends: Ends, *, by: Actor, at: datetime) -> None:
    told = [(row, deadline, deadline.text) for row, deadline in moves]
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [Told().moves(told, new_id), at, by.id, job.ground])
    laid = Escalation.objects.filter(dossier_id__in=[row.id for row, *_ in told], draft_document_id__isnull=False)
    ready = set(laid.order_by().values_list("dossier_id", flat=True))
    for row, deadline, text in told:
        events.record(
            DueChanged(
                at, row.agency_id, row.id, row.owner_id, by.id, by.name, "calendar", job.ground,
                row.question.promised, deadline.due_at, text, row.id in ready, ends.get(row.id, ()),
            ),
            lane="bulk",
        )  # fmt: skip


def _settled(job: Recomputation, at: datetime) -> bool:
    return job.begun_at <= at - SETTLED_AFTER


def _digest(lines: Sequence[str]) -> str:
    """Names every move of a portion by one digest, so that the chain of evidence can prove each."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
