"""Figures anybody may see, always from facts, with small cells hidden."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Literal
from uuid import UUID

from django.db import connection

from motcua.kernel.clock import ZONE
from motcua.kernel.types import Actor
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers.types import TimelineEntry
from motcua.rooms.insights import recounting as recount
from motcua.rooms.insights.models import Reminder
from motcua.rooms.insights.reading import cases as reading_cases
from motcua.rooms.insights.reading import leading, working
from motcua.rooms.insights.reading.measures import MEASURES, RATES, RULES, WHOLE
from motcua.rooms.insights.reading.reaching import Reach, reach_of
from motcua.rooms.insights.rules import PERIODS, SUMS, Target, Urgent, days_of, kept_back, three
from motcua.rooms.insights.targets import aims_of, target_of
from motcua.rooms.insights.targets import check as check_targets
from motcua.rooms.insights.types import (
    Board,
    Case,
    Cases,
    Cell,
    Figures,
    Lines,
    Narrowed,
    OfficerWork,
    Passage,
    Period,
    ReminderView,
    Waits,
    Week,
    WorkLine,
)

__all__ = ["MEASURES", "PERIODS", "RATES", "RULES", "Reach", "Target", "Urgent", "aims_of", "check_targets", "days_of"]

COUNTED = (
    "online", "counter", "postal", "carried_over", "early", "on_day", "late", "open_in_time", "open_late", "grades", "satisfied",
    "ease_grades", "found_easy",
    "passed_up", "complaints", "complaints_kept", "complaints_missed",
)  # fmt: skip
GROUPS = {"agency": "agency", "procedure": "procedure", "both": "agency, procedure"}

FIGURES = f"""
with f as (
  select *, accepted_at < %(end)s and (completed_at is null or completed_at >= %(start)s) as counted,
         complained_at >= %(start)s and complained_at < %(end)s as complained,
         complaint_missed or coalesce(complaint_due_at < %(at)s, false) as missed,
         case when completed_at is null then null
                 when (completed_at at time zone 'Asia/Ho_Chi_Minh')::date < (due_at at time zone 'Asia/Ho_Chi_Minh')::date then 'early'
                 when completed_at <= due_at then 'on_day' else 'late' end as ending
  from insights_dossierfigure
  where (accepted_at < %(end)s and (completed_at is null or completed_at >= %(start)s)
         or complained_at >= %(start)s and complained_at < %(end)s
         or passed_up_at >= %(start)s and passed_up_at < %(end)s)
    and {WHOLE}
    and (%(agency)s::uuid is null or agency = %(agency)s) and (%(procedure)s::text[] is null or procedure = any(%(procedure)s))
)
select {{group}}
  count(*) filter (where counted and accepted_at >= %(start)s and channel = 'online'),
  count(*) filter (where counted and accepted_at >= %(start)s and channel = 'counter'),
  count(*) filter (where counted and accepted_at >= %(start)s and channel = 'postal'),
  count(*) filter (where counted and accepted_at < %(start)s),
  count(*) filter (where counted and ending = 'early' and completed_at < %(end)s),
  count(*) filter (where counted and ending = 'on_day' and completed_at < %(end)s),
  count(*) filter (where counted and ending = 'late' and completed_at < %(end)s),
  count(*) filter (where counted and (completed_at is null or completed_at >= %(end)s) and due_at >= least(%(end)s, %(at)s)),
  count(*) filter (where counted and (completed_at is null or completed_at >= %(end)s) and due_at < least(%(end)s, %(at)s)),
  count(grade) filter (where counted and completed_at < %(end)s),
  count(grade) filter (where counted and completed_at < %(end)s and grade >= 4),
  count(ease) filter (where counted and accepted_at >= %(start)s),
  count(ease) filter (where counted and accepted_at >= %(start)s and ease >= 4),
  count(*) filter (where passed_up_at >= %(start)s and passed_up_at < %(end)s),
  count(*) filter (where complained),
  count(*) filter (where complained and complaint_due_at is null and not missed),
  count(*) filter (where complained and missed),
  avg(extract(epoch from completed_at - accepted_at) / 3600)
    filter (where counted and completed_at < %(end)s and outcome in ('granted', 'rejected')),
  avg(extract(epoch from due_at - accepted_at) / 3600)
    filter (where counted and completed_at < %(end)s and outcome in ('granted', 'rejected'))
from f {{clause}}
"""  # noqa: S608 (conditions of our own)


def transparency(
    period: Period,
    *,
    at: datetime,
    group: Literal["agency", "procedure", "both"] = "agency",
    agency_id: UUID | None = None,
    procedure: str | None = None,
) -> Board:
    """The public board of a period, a row an agency, a procedure or both; busiest first.

    What people handed in is counted: a linked dossier once, where it was taken in, and not its parts beside it.

    Counts are exact inside; `Cell.shown` hides 1 to 4 and what would give such a one away. What the line of an office or
    a procedure keeps back in the board of all, its own board keeps back in its total.
    """
    also = _elsewhere(period, agency_id, procedure, at=at)
    card = catalogue.card(procedure) if procedure else None
    values = {
        "start": datetime.combine(period.first, time.min, ZONE),
        "end": datetime.combine(period.last + timedelta(days=1), time.min, ZONE),
        "agency": agency_id,
        "procedure": [procedure, card.code, card.key] if card else [procedure] if procedure else None,
        "at": at,
    }
    columns = GROUPS[group]
    with connection.cursor() as cursor:
        cursor.execute(FIGURES.format(group="", clause=""), values)
        total = _figures(None, None, cursor.fetchone())
        cursor.execute(
            FIGURES.format(group=f"{columns},", clause=f"group by {columns} order by count(*) desc, {columns}"), values
        )
        rows = tuple(_keyed(group, row) for row in cursor.fetchall())
        cursor.execute("select max(seen_until) from insights_dossierfigure")
        as_of = cursor.fetchone()[0] or at
    kept = kept_back([_counts(one) for one in (total, *rows)], also)
    total, *others = (_without(one, names) for one, names in zip((total, *rows), kept, strict=True))
    return Board(period=period, total=total, rows=tuple(others), as_of=as_of)


def _elsewhere(period: Period, agency_id: UUID | None, procedure: str | None, *, at: datetime) -> frozenset[str]:
    """What the board of all keeps back of the one office or procedure asked for."""
    if (agency_id is None) == (procedure is None):
        return frozenset()
    card = catalogue.card(procedure) if procedure else None
    names = {agency_id} if agency_id else {procedure, card.code if card else procedure}
    every = transparency(period, at=at, group="agency" if agency_id else "procedure")
    mine = (one for one in every.rows if (one.agency_id if agency_id else one.procedure) in names)
    return frozenset(name for one in mine for name in (*COUNTED, *SUMS) if getattr(one, name).shown is None)


def _counts(one: Figures) -> dict[str, int]:
    return {name: getattr(one, name).exact for name in dict.fromkeys((*COUNTED, *SUMS))}


def _without(one: Figures, names: frozenset[str]) -> Figures:
    own = {name: replace(getattr(one, name), aside=True) for name in names if name in COUNTED}
    return replace(one, aside=names - own.keys(), **own)


def _keyed(group: str, row: tuple[object, ...]) -> Figures:
    if group == "both":
        return _figures(row[0], row[1], row[2:])
    return _figures(row[0], None, row[1:]) if group == "agency" else _figures(None, row[0], row[1:])


def _figures(agency_id: object, procedure: object, row: tuple[object, ...]) -> Figures:
    counts = dict(zip(COUNTED, (Cell(int(str(n))) for n in row[: len(COUNTED)]), strict=True))
    mean, legal = (None if n is None else float(str(n)) for n in row[len(COUNTED) :])
    return Figures(
        agency_id=UUID(str(agency_id)) if agency_id else None,
        procedure=str(procedure) if procedure else None,
        mean_hours=mean,
        legal_hours=legal,
        aside=frozenset(),
        **counts,
    )


def grades_of(agency_id: UUID) -> dict[int, Cell]:
    """How many gave each grade to an agency, 1 to 5."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select grade, count(*) from insights_dossierfigure where agency = %s and grade is not null group by 1 order by 1",
            [agency_id],
        )
        found = dict(cursor.fetchall())
    return {grade: Cell(found.get(grade, 0)) for grade in range(1, 6)}


def reach(*, by: Actor) -> Reach:
    """Whose figures the officer may see. Refused: act.not-permitted"""
    return reach_of(by)


def scores(asked: Narrowed, *, group: str | None = None, by: Actor, at: datetime) -> Lines:
    """Every measure of what the officer oversees, in total and by agency, unit or procedure. Refused: act.out-of-reach"""
    return leading.scores(asked, group, by=by, at=at)


def target(measure: str, agency_id: UUID, day: date) -> Target | None:
    """The share this office is measured against on this day, and where that is written; None when nothing is set."""
    return target_of(measure, agency_id, day)


def recounting() -> bool:
    """Tell whether an upgrade made the figures count anew and they are not all there yet."""
    return recount.running()


def trend(asked: Narrowed, *, by: Actor, at: datetime) -> tuple[Week, ...]:
    """The last twelve weeks. Refused: act.out-of-reach"""
    return leading.trend(asked, by=by, at=at)


def urgent(asked: Narrowed, *, by: Actor, at: datetime) -> tuple[Urgent, ...]:
    """The three things to do now. Refused: act.out-of-reach"""
    return three(leading.urgent(asked, by=by, at=at), at)


def cases(measure: str, asked: Narrowed, *, page: int = 1, by: Actor, at: datetime) -> Cases:
    """The dossiers behind a number; the reading is recorded for their owners. Refused: act.out-of-reach"""
    return reading_cases.listed(measure, asked, page=page, by=by, at=at)


def case(dossier_id: UUID, *, by: Actor, at: datetime) -> Case:
    """One dossier and the reason where it stands; the reading is recorded. Refused: act.out-of-reach"""
    return reading_cases.one(dossier_id, by=by, at=at)


def passages(dossier_id: UUID, *, by: Actor, at: datetime) -> tuple[Passage, ...]:
    """Who got the work, passed it on and was reminded, from the facts. Refused: act.out-of-reach"""
    return reading_cases.passages(dossier_id, by=by, at=at)


def reminders(*, by: Actor, limit: int = 50) -> list[ReminderView]:
    """Reminders at the officer's own desk, the latest first."""
    rows = Reminder.objects.filter(agency_id=by.agency_id or by.id, officer_id__in=by.hands).order_by("-at", "id")[
        :limit
    ]
    return [
        ReminderView(row.id, row.dossier_id, row.reference, row.title, row.by_name, row.at, row.due_at, row.seen_at)
        for row in rows
    ]


def new_reminders(*, by: Actor) -> int:
    return Reminder.objects.filter(agency_id=by.agency_id or by.id, officer_id__in=by.hands, seen_at=None).count()


def history(dossier_id: UUID, *, by: Actor, at: datetime) -> tuple[TimelineEntry, ...]:
    """What happened to a dossier and what waits now, without reasons and notes. Refused: act.out-of-reach"""
    return reading_cases.history(dossier_id, by=by, at=at)


def work(asked: Narrowed, *, group: str, by: Actor, at: datetime) -> tuple[WorkLine, ...]:
    """Pieces of work by agency, unit or step. Refused: act.not-permitted, act.out-of-reach"""
    return working.lines(asked, group, by=by, at=at)


def waits(asked: Narrowed, *, group: str, by: Actor, at: datetime) -> tuple[Waits, ...]:
    """Whom the open dossiers wait for, by agency or unit. Refused: act.not-permitted, act.out-of-reach"""
    return working.waits(asked, group, by=by, at=at)


def officers(asked: Narrowed, *, by: Actor, at: datetime) -> tuple[OfficerWork, ...]:
    """The officers of the leader's own agency or units, by name. Refused: act.not-permitted, act.out-of-reach"""
    return working.officers(asked, by=by, at=at)


def own_work(period: Period, *, by: Actor, at: datetime) -> tuple[OfficerWork | None, tuple[WorkLine, ...]]:
    """What the officer himself did, whole and by step. Refused: act.not-permitted"""
    return working.own(period, by=by, at=at)


def complete_until(at: datetime) -> datetime:
    """The figures know everything up to this instant."""
    return leading.complete_until(at)
