"""Questions about working time."""

import time
from datetime import date, datetime
from uuid import UUID

from motcua.rooms.calendar.content import shipped_calendar, shipped_national
from motcua.rooms.calendar.models import DayException, OfficeCalendar
from motcua.rooms.calendar.rules import Intervals, WorkCalendar
from motcua.rooms.calendar.types import DayRule, Holiday

__all__ = ["calendar_for", "forget", "holidays", "shipped_calendar", "shipped_national"]

FRESH_FOR = 30.0  # seconds; a calendar replaced elsewhere is noticed then, and CalendarChanged heals what was computed

MOST_BUILT = 200
Facts = tuple[tuple[tuple[int, Intervals], ...], tuple[tuple[date, DayRule], ...], date, str]

_built: dict[Facts, WorkCalendar] = {}
_chosen: dict[UUID | None, tuple[float, WorkCalendar]] = {}


def calendar_for(agency_id: UUID | None, at: datetime) -> WorkCalendar:  # noqa: ARG001 (which version counts is known now)
    """The working time of an agency: its own calendar if it has one, else the national one.

    Answered from memory; looked up again every half minute. Before anything was loaded, the files shipped with the
    product count.
    """
    known = _chosen.get(agency_id)
    if known is not None and time.monotonic() - known[0] < FRESH_FOR:
        return known[1]
    calendar = _look_up(agency_id)
    _chosen[agency_id] = (time.monotonic(), calendar)
    return calendar


def holidays(year: int) -> list[Holiday]:
    """Every dated exception of the national calendar in a year, for the public page."""
    rows = DayException.objects.filter(calendar__applies_to=None, superseded_at=None, date__year=year).order_by("date")
    found = [Holiday(r.date, bool(r.intervals), r.reason, r.source, r.confidence) for r in rows]
    if found or OfficeCalendar.objects.filter(applies_to=None).exists():
        return found
    national = shipped_national()
    return [
        Holiday(day, bool(rule.intervals), rule.reason, rule.source, line.confidence)
        for day, (rule, line) in sorted(national.rules().items())
        if day.year == year
    ]


def forget() -> None:
    """Let the next question look at the database again."""
    _chosen.clear()


def _look_up(agency_id: UUID | None) -> WorkCalendar:
    rows = OfficeCalendar.objects.filter(applies_to=None)
    if agency_id is not None:
        rows = rows | OfficeCalendar.objects.filter(applies_to=agency_id)
    found = sorted(rows.order_by("key"), key=lambda row: row.applies_to is None)
    if not found:
        return shipped_calendar()
    facts = _facts(found)
    if facts not in _built:
        if len(_built) > MOST_BUILT:
            _built.clear()
        _built[facts] = _build(*facts)
    return _built[facts]


def _facts(rows: list[OfficeCalendar]) -> Facts:
    """Everything a calendar is made of, as a value: offices with the same working time share one index."""
    exceptions: dict[date, DayRule] = {}
    for row in reversed(rows):
        for day in row.days.filter(superseded_at=None).order_by("date"):
            spans = tuple((int(start), int(end)) for start, end in day.intervals)
            exceptions[day.date] = DayRule(spans, day.reason, day.source, day.confidence != "estimated")
    first = rows[0]
    week = sorted(first.weekly.items())
    weekly = tuple((int(day), tuple((int(a), int(b)) for a, b in spans)) for day, spans in week)
    dated = tuple(sorted(exceptions.items(), key=lambda pair: pair[0]))
    return weekly, dated, min(row.known_until for row in rows), first.weekly_source


def _build(
    weekly: tuple[tuple[int, Intervals], ...],
    exceptions: tuple[tuple[date, DayRule], ...],
    known_until: date,
    weekly_source: str,
) -> WorkCalendar:
    return WorkCalendar(
        weekly=dict(weekly), exceptions=dict(exceptions), known_until=known_until, weekly_source=weekly_source
    )
