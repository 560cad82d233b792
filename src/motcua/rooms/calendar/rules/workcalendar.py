"""A day index of working time: for each day its working minutes, the working days and the minutes before it.

A calendar is indexed once. Every question afterwards is a look-up or one bisection, whatever the distance.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from motcua.rooms.calendar.types import (
    EVERY_DAY,
    SATURDAY,
    SUNDAY,
    WORKING_DAY,
    CountedDay,
    DayRule,
    Intervals,
    Week,
)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST, LAST = date(2015, 1, 1), date(2045, 12, 31)

OFFICE_HOURS: Intervals = ((7 * 60 + 30, 11 * 60 + 30), (13 * 60, 17 * 60))
OFFICE_WEEK: Mapping[int, Intervals] = dict.fromkeys(range(5), OFFICE_HOURS)


class CalendarFault(ValueError):
    """The question cannot be answered: outside the index, or a week without working time."""


class WorkCalendar:
    """The working time of one office: a weekly pattern, and dated exceptions that override it.

    `weeks` are later weekly patterns, each from a day on. `known_until` is the last day an official calendar has been
    published for; later days follow the weekly pattern and are marked as not certain.
    """

    def __init__(
        self,
        *,
        weekly: Mapping[int, Intervals] = OFFICE_WEEK,
        exceptions: Mapping[date, DayRule] | None = None,
        known_until: date = LAST,
        weekly_source: str = "",
        weeks: Sequence[Week] = (),
    ) -> None:
        patterns = [Week(FIRST, tuple(weekly.items()), weekly_source), *sorted(weeks, key=lambda week: week.since)]
        if not all(any(spans for _, spans in week.days) for week in patterns):
            raise CalendarFault("a working week needs at least one working interval")
        self._since = [week.since.toordinal() for week in patterns[1:]]
        self._weeks = [{day: tuple(dict(week.days).get(day, ())) for day in range(7)} for week in patterns]
        self._sources = [week.source for week in patterns]
        self.exceptions = dict(exceptions or {})
        self.known_until = known_until.toordinal()
        self._first = FIRST.toordinal()
        self._index()
        self._explained: dict[int, CountedDay] = {}
        self._every: dict[int, CountedDay] = {}

    def _index(self) -> None:
        lengths = [{day: _length(spans) for day, spans in week.items()} for week in self._weeks]
        minutes, days = array("q", [0]), array("l", [0])
        self._working: list[int] = []
        exceptional = {day.toordinal(): rule for day, rule in self.exceptions.items()}
        for ordinal in range(self._first, LAST.toordinal() + 1):
            rule = exceptional.get(ordinal)
            length = _length(rule.intervals) if rule else lengths[self._week(ordinal)][(ordinal + 6) % 7]
            if length:
                self._working.append(ordinal)
            minutes.append(minutes[-1] + length)
            days.append(days[-1] + (1 if length else 0))
        self._minutes, self._days = minutes, days

    def intervals(self, day: date) -> Intervals:
        """The working intervals of a day, in minutes after midnight."""
        rule = self.exceptions.get(day)
        return self._weeks[self._week(day.toordinal())][day.weekday()] if rule is None else rule.intervals

    def is_open(self, day: date) -> bool:
        return bool(self.intervals(day))

    def closes_at(self, day: date) -> datetime:
        """The last working instant of a working day."""
        spans = self.intervals(day)
        if not spans:
            raise CalendarFault(f"{day} is not a working day")
        return at_minute(day, spans[-1][1])

    def working_days_between(self, after: date, until: date) -> int:
        """Count the working days later than `after`, up to and including `until`."""
        return self._days[self._slot(until) + 1] - self._days[self._slot(after) + 1]

    def nth_working_day(self, after: date, n: int) -> date:
        """The n-th working day later than `after` (n ≥ 1)."""
        position = self._days[self._slot(after) + 1] + n - 1
        if position >= len(self._working):
            raise CalendarFault("the date lies beyond the calendar")
        return date.fromordinal(self._working[position])

    def next_open(self, day: date) -> date:
        """Give this day if it is a working day, or the next one that is."""
        return day if self.is_open(day) else self.nth_working_day(day, 1)

    def seconds_until(self, instant: datetime) -> int:
        """Working seconds from the beginning of the index to `instant`; differences of it measure working time."""
        here = instant.astimezone(ZONE)
        now = here.hour * 60 + here.minute + (here.second * 1_000_000 + here.microsecond) / 60_000_000
        day = here.date()
        passed = sum(max(0.0, min(now, end) - start) for start, end in self.intervals(day))
        return self._minutes[self._slot(day)] * 60 + round(passed * 60)

    def instant_after(self, seconds: int) -> datetime:
        """The earliest instant at which `seconds` of working time have passed: an end lies at the close of business,
        not at the next opening.
        """
        if seconds <= 0:
            raise CalendarFault("working time must be positive")
        slot = bisect_left(self._minutes, -(-seconds // 60)) - 1
        if slot + 1 >= len(self._minutes):
            raise CalendarFault("the instant lies beyond the calendar")
        day, rest = date.fromordinal(self._first + slot), seconds - self._minutes[slot] * 60
        for start, end in self.intervals(day):
            if rest <= (end - start) * 60:
                return at_minute(day, start) + timedelta(seconds=rest)
            rest -= (end - start) * 60
        raise CalendarFault("the day index is out of step")  # pragma: no cover

    def explain(self, day: date) -> CountedDay:
        """Say whether a working-day count includes this day, and why."""
        ordinal = day.toordinal()
        known = self._explained.get(ordinal)
        if known is None:
            known = self._explained[ordinal] = self._explain(day)
        return known

    def explain_range(self, first: date, last: date) -> list[CountedDay]:
        explained, explain = self._explained, self.explain
        ordinals = range(first.toordinal(), last.toordinal() + 1)
        return [explained.get(o) or explain(date.fromordinal(o)) for o in ordinals]

    def count_every(self, first: date, last: date) -> list[CountedDay]:
        """Explain a stretch in which days of rest count too."""
        every, found = self._every, []
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            day = every.get(ordinal)
            if day is None:
                known = self.explain(date.fromordinal(ordinal))
                day = every[ordinal] = CountedDay(known.date, True, EVERY_DAY, known.source, known.certain)
            found.append(day)
        return found

    def certain(self, day: date) -> bool:
        rule = self.exceptions.get(day)
        return day.toordinal() <= self.known_until and (rule is None or rule.certain)

    def _explain(self, day: date) -> CountedDay:
        rule, counted = self.exceptions.get(day), self.is_open(day)
        if rule is not None:
            return CountedDay(day, counted, rule.reason, rule.source, self.certain(day))
        weekend = {5: SATURDAY, 6: SUNDAY}.get(day.weekday(), "Ngày nghỉ của cơ quan")
        reason = WORKING_DAY if counted else weekend
        return CountedDay(day, counted, reason, self._sources[self._week(day.toordinal())], self.certain(day))

    def _week(self, ordinal: int) -> int:
        """Which weekly pattern holds on a day."""
        return bisect_right(self._since, ordinal) if self._since else 0

    def _slot(self, day: date) -> int:
        slot = day.toordinal() - self._first
        if not 0 <= slot < len(self._minutes) - 1:
            raise CalendarFault(f"{day} lies beyond the calendar ({FIRST} to {LAST})")
        return slot


def at_minute(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(), ZONE) + timedelta(minutes=minute)


def _length(spans: Intervals) -> int:
    return sum(end - start for start, end in spans)
