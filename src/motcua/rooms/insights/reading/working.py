"""The work of units and officers: what came, what was done, in what time; explained by what kind of work it was.

No order of merit: rows come by name. A median of fewer than ten pieces is not told.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.kernel import tenancy
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import powers
from motcua.kernel.types import SYSTEM, Actor
from motcua.kernel.vietnamese import fold
from motcua.rooms.insights.reading.leading import PLACE, bounds, values
from motcua.rooms.insights.reading.leading import WITHIN as FIGURES_WITHIN
from motcua.rooms.insights.reading.measures import WORK
from motcua.rooms.insights.reading.reaching import reach_of
from motcua.rooms.insights.types import Mix, Narrowed, OfficerWork, Period, Waits, WorkLine

MOST_MIXED = 6
KEYS = {"agency": "agency_id", "unit": "unit_id", "step": "does", "procedure_step": "step_name"}
WITHIN = """
  agency_id = any(%(agencies)s)
  and (%(units)s::uuid[] is null or unit_id = any(%(units)s)) and (%(unit)s::uuid is null or unit_id = %(unit)s)
  and (%(procedure)s::text is null or procedure = %(procedure)s) and (%(officer)s::uuid is null or officer_id = %(officer)s)
"""
DONE = "done_at >= %(start)s and done_at < %(end)s"
OPEN = "done_at is null and gone_at is null"
NUMBERS = f"""
  count(*) filter (where opened_at >= %(start)s and opened_at < %(end)s), count(*) filter (where {DONE}),
  count(*) filter (where {OPEN}), count(*) filter (where {OPEN} and due_at < %(at)s),
  count(*) filter (where {DONE} and due_at is not null), count(*) filter (where {DONE} and done_at <= due_at),
  percentile_cont(array[0.5, 0.9]) within group (order by hours) filter (where {DONE}),
  count(*) filter (where {DONE} and sent_back), coalesce(sum(moved) filter (where {DONE} or {OPEN}), 0)
"""
TOUCHED = f"and (({DONE}) or ({OPEN}) or (opened_at >= %(start)s and opened_at < %(end)s))"
LINES = f"select {{key}}, {NUMBERS} from insights_workpiece where {WITHIN} {TOUCHED} group by 1 order by 1"  # noqa: S608
OFFICERS = f"""
select officer_id, max(officer_name), {NUMBERS}
from insights_workpiece where {WITHIN} {TOUCHED} and officer_id is not null group by 1 order by 1
"""  # noqa: S608 (conditions of our own)
# What the agency as a whole needs for the same procedures and steps, weighed by what each officer did of them.
USUAL = f"""
with did as (select procedure, does, officer_id, unit_id, hours from insights_workpiece
             where agency_id = any(%(agencies)s) and {DONE} and hours is not null),
     usual as (select procedure, does, percentile_cont(0.5) within group (order by hours) as hours from did group by 1, 2)
select d.officer_id, d.procedure, d.does, count(*), min(u.hours)
from did d join usual u using (procedure, does)
where d.officer_id is not null and (%(units)s::uuid[] is null or d.unit_id = any(%(units)s))
  and (%(unit)s::uuid is null or d.unit_id = %(unit)s) and (%(officer)s::uuid is null or d.officer_id = %(officer)s)
group by 1, 2, 3 order by 1, 4 desc, 2, 3
"""  # noqa: S608 (conditions of our own)
ASKED = """
select officer_id, count(*), count(*) filter (where again) from insights_supplementask
where agency_id = any(%(agencies)s) and asked_at >= %(start)s and asked_at < %(end)s
  and (%(units)s::uuid[] is null or unit_id = any(%(units)s)) and (%(unit)s::uuid is null or unit_id = %(unit)s)
  and (%(officer)s::uuid is null or officer_id = %(officer)s)
group by 1 order by 1
"""
WAITS = f"""
select {{key}}, waits_for, count(*)
from (select *, {PLACE} as place from insights_dossierfigure where {FIGURES_WITHIN} and {WORK} and completed_at is null) open
where waits_for <> '' group by 1, 2 order by 1, 2
"""  # noqa: S608 (conditions of our own)


def lines(asked: Narrowed, group: str, *, by: Actor, at: datetime) -> tuple[WorkLine, ...]:
    """A row an agency, a unit or a step. Refused: act.not-permitted, act.out-of-reach"""
    given = values(reach_of(by), asked, at) | {"officer": None}
    return tuple(_line(row) for row in _ask(LINES.format(key=KEYS[group]), given))


def waits(asked: Narrowed, group: str, *, by: Actor, at: datetime) -> tuple[Waits, ...]:
    """Whom the open dossiers wait for. Refused: act.not-permitted, act.out-of-reach"""
    statement = WAITS.format(key="agency" if group == "agency" else "place")
    found: dict[UUID | None, dict[str, int]] = {}
    for place, whom, count in _ask(statement, values(reach_of(by), asked, at)):
        found.setdefault(place, {})[whom] = count
    return tuple(Waits(place, counts) for place, counts in found.items())


def officers(asked: Narrowed, *, by: Actor, at: datetime) -> tuple[OfficerWork, ...]:
    """A row an officer of the leader's own agency, by name: nobody looks at the officers of another agency from above.

    Refused: act.not-permitted, act.out-of-reach
    """
    reach = reach_of(by)
    if asked.agency_id not in {None, reach.home}:
        raise Refused("act.out-of-reach")
    return _officers(values(reach, asked, at) | {"agencies": [reach.home], "officer": None})


def own(period: Period, *, by: Actor, at: datetime) -> tuple[OfficerWork | None, tuple[WorkLine, ...]]:
    """What the officer himself did, whole and by step. Refused: act.not-permitted"""
    if by.agency_id is None or not any("insights.own_work" in powers().get(role, {}) for role in by.roles):
        raise Refused("act.not-permitted", action="insights.own_work", who="—")
    start, end = bounds(period)
    given = {
        "agencies": [by.agency_id], "units": None, "unit": None, "procedure": None, "officer": by.id,
        "start": start, "end": end, "at": at,
    }  # fmt: skip
    found = _officers(given)
    steps = tuple(_line(row) for row in _ask(LINES.format(key="does"), given))
    return (found[0] if found else None), steps


def _officers(given: dict[str, Any]) -> tuple[OfficerWork, ...]:
    rows = _ask(OFFICERS, given)
    mixes: dict[UUID, list[Mix]] = {}
    for officer, procedure, does, count, usual in _ask(USUAL, given):
        mixes.setdefault(officer, []).append(Mix(procedure, does, count, float(usual)))
    asked = {row[0]: (row[1], row[2]) for row in _ask(ASKED, given)}
    found = [_officer(row, mixes.get(row[0], []), asked.get(row[0], (0, 0))) for row in rows]
    return tuple(sorted(found, key=lambda one: _by_name(one.line.name)))


def _officer(row: tuple[Any, ...], mix: list[Mix], asked: tuple[int, int]) -> OfficerWork:
    pieces = sum(one.count for one in mix)
    usual = sum(one.count * one.usual_hours for one in mix) / pieces if pieces else None
    return OfficerWork(_line((row[0], *row[2:]), row[1]), tuple(mix[:MOST_MIXED]), usual, *asked)


def _line(row: tuple[Any, ...], name: str = "") -> WorkLine:
    key, received, done, still, late, timed, in_time, hours, sent_back, moved = row
    median, ninety = hours or (None, None)
    return WorkLine(key, name, received, done, still, late, timed, in_time, median, ninety, sent_back, int(moved))


def _ask(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with tenancy.scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def _by_name(name: str) -> tuple[str, str]:
    """Vietnamese names are ordered by their last word."""
    return fold(name.rsplit(maxsplit=1)[-1] if name else ""), fold(name)
