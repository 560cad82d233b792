"""The leader's figures: totals, a row a unit, the trend, what is urgent, and the cases behind every number."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.kernel import tenancy
from motcua.kernel.clock import ZONE
from motcua.kernel.errors import Refused
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.insights.reading.measures import DECIDED, MEASURES, SOON_HOURS, WORK
from motcua.rooms.insights.reading.reaching import Reach, reach_of
from motcua.rooms.insights.rules import Urgent
from motcua.rooms.insights.types import Lines, Narrowed, Period, Score, Week

WEEKS = 12
# Where a dossier is counted: at the unit of its present step; ended, at the unit that handled it. Of a head of units, his.
PLACE = """case when %(units)s::uuid[] is not null and unit = any(%(units)s) then unit
  else coalesce(step_unit, unit) end"""
GROUPS = {"agency": "agency", "unit": "place", "procedure": "procedure"}
WITHIN = f"""
  agency = any(%(agencies)s)
  and (%(units)s::uuid[] is null or unit = any(%(units)s) or step_unit = any(%(units)s))
  and (%(unit)s::uuid is null or ({PLACE}) = %(unit)s) and (not %(nowhere)s or ({PLACE}) is null)
  and (%(procedure)s::text is null or procedure = %(procedure)s)
"""
# Every dossier a period touches, once: each arm walks an index of its own, and no two arms share a dossier.
_IN = "({0} >= %(start)s and {0} < %(end)s)"
_ENDED, _TAKEN, _HANDED = (_IN.format(column) for column in ("completed_at", "accepted_at", "submitted_at"))
_ELSEWHEN = f"completed_at is not null and not {_ENDED}"
_OWED = "coalesce(correction_due_at < %(at)s, false)"
_NOT_TAKEN = f"not coalesce({_TAKEN}, false)"
ARMS = (
    "completed_at is null",
    _ENDED,
    f"{_TAKEN} and {_ELSEWHEN}",
    f"{_HANDED} and {_ELSEWHEN} and {_NOT_TAKEN}",
    f"correction_due_at < %(at)s and {_ELSEWHEN} and not {_HANDED} and {_NOT_TAKEN}",
    f"complained_at is not null and {_ELSEWHEN} and not {_HANDED} and {_NOT_TAKEN} and not {_OWED}",
)
OWED = (
    "completed_at is null",
    "correction_due_at < %(at)s and completed_at is not null",
    f"complained_at is not null and complaint_due_at is not null and completed_at is not null and not {_OWED}",
)


def _of(arms: tuple[str, ...]) -> str:
    """The dossiers of these arms within the reach, as something to select from."""
    every = f"select *, {PLACE} as place from insights_dossierfigure where {WITHIN}"  # noqa: S608 (conditions of our own)
    return " union all ".join(f"{every} and {arm}" for arm in arms)


MEDIAN = (
    "percentile_cont(0.5) within group (order by extract(epoch from completed_at - accepted_at) / 86400) "
    f"filter (where {DECIDED})"
)
COUNTS = ", ".join(f"count(*) filter (where {one.where})" for one in MEASURES.values())
TREND = f"""
select date_trunc('week', completed_at at time zone 'Asia/Ho_Chi_Minh')::date as week, count(*),
       count(*) filter (where due_at is null or completed_at <= due_at)
from insights_dossierfigure
where {WITHIN} and {WORK} and accepted_at is not null and completed_at >= %(since)s and completed_at < %(end)s
group by 1 order by 1
"""  # noqa: S608 (conditions of our own)


def values(reach: Reach, asked: Narrowed, at: datetime) -> dict[str, Any]:
    """The reach and the question as parameters. Refused: act.out-of-reach"""
    if asked.agency_id is not None and asked.agency_id not in reach.agency_ids:
        raise Refused("act.out-of-reach")
    if asked.unit_id is not None and reach.unit_ids is not None and asked.unit_id not in reach.unit_ids:
        raise Refused("act.out-of-reach")
    start, end = bounds(asked.period)
    return {
        "agencies": [asked.agency_id] if asked.agency_id else list(reach.agency_ids),
        "units": list(reach.unit_ids) if reach.unit_ids is not None else None,
        "unit": asked.unit_id,
        "nowhere": asked.nowhere,
        "procedure": asked.procedure,
        "home": reach.home,
        "start": start,
        "end": end,
        "at": at,
        "soon": at + timedelta(hours=SOON_HOURS),
    }


def bounds(period: Period) -> tuple[datetime, datetime]:
    first = datetime.combine(period.first, time.min, ZONE)
    return first, datetime.combine(period.last + timedelta(days=1), time.min, ZONE)


def scores(asked: Narrowed, group: str | None, *, by: Actor, at: datetime) -> Lines:
    """The total and, when grouped, a row each; one reading of the period for both."""
    given = values(reach_of(by), asked, at)
    key = GROUPS[group] if group else "null"
    sets = f"grouping sets ((), ({key}))" if group else "()"
    statement = f"select {key}, grouping({key}), {COUNTS}, {MEDIAN} from ({_of(ARMS)}) touched group by {sets}"  # noqa: S608 (conditions of our own)
    if not group:
        statement = f"select null, 1, {COUNTS}, {MEDIAN} from ({_of(ARMS)}) touched"  # noqa: S608 (conditions of our own)
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        found = cursor.fetchall()
    as_of = complete_until(at)
    total = next((_score(row) for row in found if row[1] == 1), Score(None, {}))
    rows = tuple(_score(row) for row in found if row[1] == 0)
    return Lines(total, rows, as_of)


def complete_until(at: datetime) -> datetime:
    """The figures know everything up to this instant: now, unless facts still wait to be counted."""
    with tenancy.scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "select min(e.occurred_at) from kernel_delivery d join kernel_event e on e.id = d.event_id "
            "where d.lane = 'bulk' and d.state in ('waiting', 'leased') and d.handler like 'motcua.rooms.insights.%%'"
        )
        waiting = cursor.fetchone()[0]
    return min(at, waiting) if waiting else at


def _score(row: tuple[Any, ...]) -> Score:
    counts = dict(zip(MEASURES, row[2:-1], strict=True))
    return Score(row[0], counts, None if row[-1] is None else float(row[-1]))


def trend(asked: Narrowed, *, by: Actor, at: datetime) -> tuple[Week, ...]:
    """Resolved and on time in each of the last weeks up to the end of the period, empty weeks too."""
    given = values(reach_of(by), asked, at)
    last = asked.period.last - timedelta(days=asked.period.last.weekday())
    first = last - timedelta(weeks=WEEKS - 1)
    with connection.cursor() as cursor:
        cursor.execute(TREND, given | {"since": datetime.combine(first, time.min, ZONE)})
        found: dict[date, tuple[int, int]] = {row[0]: (row[1], row[2]) for row in cursor.fetchall()}
    weeks = [first + timedelta(weeks=n) for n in range(WEEKS)]
    return tuple(Week(week, *found.get(week, (0, 0))) for week in weeks)


# What could be urgent, and the column its delay is measured by.
URGENT = {
    "complaint_late": (MEASURES["complaint_late"].where, "complaint_due_at"),
    "passed_up": (MEASURES["passed_up"].where, "clock_due_at"),
    "overdue": (MEASURES["overdue"].where, "clock_due_at"),
    "unanswered": (MEASURES["unanswered"].where, "clock_due_at"),
    "consult_late": (MEASURES["consult_late"].where, "consult_due_at"),
    "correction_late": (MEASURES["correction_late"].where, "correction_due_at"),
    "nobodys": (MEASURES["nobodys"].where, "step_due_at"),
    "to_decide": (MEASURES["to_decide"].where + " and agency = %(home)s", "step_due_at"),
    "at_risk": (MEASURES["at_risk"].where, "clock_due_at"),
}
PLACES = f"""
select agency, place,
       {", ".join(f"count(*) filter (where {where}), min({due}) filter (where {where})" for where, due in URGENT.values())}
from ({_of(OWED)}) owed
group by 1, 2 order by 1, 2
"""  # noqa: S608 (conditions of our own)


def urgent(asked: Narrowed, *, by: Actor, at: datetime) -> tuple[Urgent, ...]:
    """Everything that could be among the three things to do; a province names agencies, an agency its units."""
    reach = reach_of(by)
    with connection.cursor() as cursor:
        cursor.execute(PLACES, values(reach, asked, at))
        places = cursor.fetchall()
    by_place = 0 if reach.upper and asked.agency_id is None else 1
    found = [_worst(kind, by_place, places, 2 + 2 * n) for n, kind in enumerate(URGENT)]
    return tuple(one for one in found if one.count)


def _worst(kind: str, key: int, places: list[tuple[Any, ...]], column: int) -> Urgent:
    """All of a kind, the longest delay among it, and the place that has most of it."""
    sums: dict[UUID, int] = {}
    for place in places:
        if place[column] and place[key] is not None:
            sums[place[key]] = sums.get(place[key], 0) + place[column]
    worst = max(sums, key=lambda one: (sums[one], str(one)), default=None)
    dates = [place[column + 1] for place in places if place[column + 1] is not None]
    total = sum(place[column] for place in places)
    return Urgent(kind, total, min(dates, default=None), worst, sums[worst] if worst else 0)
