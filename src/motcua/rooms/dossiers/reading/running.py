"""Open dossiers whose clock runs: what has to be known to count their dates again, and what a change would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.kernel import clock
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar.types import Pause, Place
from motcua.rooms.dossiers.models import Pause as PauseRow
from motcua.rooms.dossiers.models import Recomputation
from motcua.rooms.dossiers.reading.terms import term_of
from motcua.rooms.dossiers.rules.recounting import Question
from motcua.rooms.dossiers.rules.states import CLOCK_RUNS
from motcua.rooms.dossiers.types import RecountStage, RecountView

# Found first, then opened: explanations are long and compressed, and only the next few are needed.
RUNNING = "status = any(%(states)s) and current_due_at > %(at)s"
TOUCHED = f"""
   {RUNNING} and completed_at is null and accepted_at is not null and ended_at is null
   and current_due_at >= %(first)s and clock_from < %(last)s and clock_from >= %(since)s
   and (%(everywhere)s or agency_id = any(%(agencies)s))
"""
FIND = f"""
select id from dossiers_dossier
 where id > %(after)s and {TOUCHED}
   and (%(half)s < 0 or get_byte(uuid_send(id), 15) %% 2 = %(half)s)
 order by id limit %(portion)s
"""  # noqa: S608 (no value is in it)
GROUPS = f"""
select g.id from dossiers_dossier g
 where g.group_id = g.id and g.group_id > %(after)s and {RUNNING} and g.completed_at is null
   and (%(everywhere)s or g.agency_id = any(%(agencies)s) or exists (
        select 1 from dossiers_groupmember m where m.group_id = g.id and m.at_agency_id = any(%(agencies)s)))
 order by g.group_id limit %(portion)s
"""  # noqa: S608
FLOORS = """
select group_id, max(case when clock_from > accepted_at then original_due_at else current_due_at end)
  from dossiers_dossier
 where group_id = any(%s) and id <> group_id and completed_at is null and ended_at is null and accepted_at is not null
   and (extension_count = 0 or clock_from > accepted_at)
 group by group_id
"""
OPEN = f"""
select id, agency_id, owner_id, clock_from, current_due_at, due_explanation -> 'term', extension_count > 0, group_id = id
  from dossiers_dossier where id = any(%(ids)s) and {RUNNING} order by id
"""  # noqa: S608
STATES = sorted(str(state) for state in CLOCK_RUNS)
NOBODY = UUID(int=0)
EVER = datetime(2000, 1, 1, tzinfo=clock.ZONE)
HALVES = 2


@dataclass(frozen=True, slots=True)
class Touched:
    """Which open dossiers a change of days touches. `since`: only those whose clock began later; `half`: 0, 1, or all."""

    place: Place
    first: date
    last: date
    since: datetime = EVER
    half: int = -1


@dataclass(frozen=True, slots=True)
class Row:
    """What has to be known of an open dossier to count its date again."""

    id: UUID
    agency_id: UUID
    owner_id: UUID
    question: Question


def open_ids(touched: Touched, at: datetime, *, after: UUID | None, portion: int) -> list[UUID]:
    """The next open dossiers that a change touches, by id."""
    return _found(FIND, touched, at, after=after, portion=portion)


def open_groups(touched: Touched, at: datetime, *, after: UUID | None, portion: int) -> list[UUID]:
    """The next open dossiers of groups that a change touches at the lead's or at a member's agency, by id."""
    return _found(GROUPS, touched, at, after=after, portion=portion)


def asked(touched: Touched, at: datetime, *, after: UUID | None, portion: int) -> dict[str, Any]:
    """What every look for open clocks is asked with."""
    only = agencies_of(touched.place)
    return {
        "after": after or NOBODY,
        "states": STATES,
        "at": at,
        "first": _midnight(touched.first),
        "last": _midnight(touched.last + timedelta(days=1)),
        "since": touched.since,
        "everywhere": only is None,
        "agencies": only or [],
        "portion": portion,
        "half": touched.half,
    }


def _found(statement: str, touched: Touched, at: datetime, *, after: UUID | None, portion: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked(touched, at, after=after, portion=portion))
        return [row[0] for row in cursor.fetchall()]


def open_rows(ids: Sequence[UUID], at: datetime, *, by: Actor, held: bool = False) -> list[Row]:
    """These dossiers as far as their clocks still run; `held` locks them."""
    with connection.cursor() as cursor:
        cursor.execute(OPEN + (" for update" if held else ""), {"ids": list(ids), "states": STATES, "at": at})
        found = cursor.fetchall()
    pauses = _pauses([row[0] for row in found])
    floors = _floors([row[0] for row in found if row[7]])
    return [
        Row(
            id_, agency, owner,
            Question(since, term_of(id_, term, by=by), due, pauses.get(id_, ()), extended, floors.get(id_)),
        )
        for id_, agency, owner, since, due, term, extended, _ in found
    ]  # fmt: skip


def recounts(place: Place, limit: int = 5) -> list[RecountView]:
    """The latest changes of a place's days carried into the open dossiers, and how far each has come; figures only."""
    with scope(SYSTEM):
        theirs = Recomputation.objects.filter(agency_id=place.agency_id, province_code=place.province_code)
        rows = list(theirs.order_by("-begun_at", "cause", "half")[: limit * HALVES])
    found: dict[str, RecountView] = {}
    for row in rows:
        view = RecountView(
            row.id, row.ground, row.begun_at, row.finished_at, row.looked, row.moved, row.later, row.terms
        )
        found[row.cause] = view.with_other_half(found[row.cause]) if row.cause in found else view
    return list(found.values())


def touched_by(job: Recomputation) -> Touched:
    """What a job has still to look at: everything the days touch, later only what began meanwhile."""
    since = job.known_at if job.stage == RecountStage.STRAGGLERS else EVER
    return Touched(Place(job.agency_id, job.province_code), job.first, job.last, since, job.half)


def _pauses(ids: Sequence[UUID]) -> Mapping[UUID, list[Pause]]:
    found: dict[UUID, list[Pause]] = {}
    ended = PauseRow.objects.filter(dossier_id__in=ids).exclude(until=None).order_by("since")
    for one in ended.select_related("dossier"):
        if one.until and one.dossier.clock_from and one.since >= one.dossier.clock_from:
            found.setdefault(one.dossier_id, []).append(Pause(one.since, one.until, one.ground))
    return found


def _floors(leads: Sequence[UUID]) -> Mapping[UUID, datetime]:
    """Of groups: when the part that is done last is due, as far as parts have begun."""
    if not leads:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(FLOORS, [list(leads)])
        return dict(cursor.fetchall())


def agencies_of(place: Place) -> list[UUID] | None:
    """The agencies of a place; None for all."""
    if place.agency_id is not None:
        return [place.agency_id]
    if not place.province_code:
        return None
    return [one.id for one in agencies.all_agencies() if one.province_code == place.province_code]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.ZONE)
