"""Working time as pure arithmetic over a day index. The same answer on every machine and on every repetition.

A calendar is indexed once: for each day its working minutes, the working days and the minutes before it. Every
question afterwards is a look-up or one bisection, whatever the distance.
"""

from array import array
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import ceil
from zoneinfo import ZoneInfo

from motcua.rooms.calendar.types import (
    DAY_ZERO,
    EVERY_DAY,
    LAST_DAY,
    SATURDAY,
    SUNDAY,
    WORKING_DAY,
    CountedDay,
    DayRule,
    Deadline,
    LimitUnit,
    Pause,
    TimeLimit,
)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST, LAST = date(2015, 1, 1), date(2045, 12, 31)
HOURS_PER_WORKING_DAY = 8
Intervals = tuple[tuple[int, int], ...]

OFFICE_HOURS: Intervals = ((7 * 60 + 30, 11 * 60 + 30), (13 * 60, 17 * 60))
OFFICE_WEEK: Mapping[int, Intervals] = dict.fromkeys(range(5), OFFICE_HOURS)
FULL_DAY: Intervals = OFFICE_HOURS


class CalendarFault(ValueError):
    """The question cannot be answered: outside the index, or a week without working time."""


class WorkCalendar:
    """The working time of one office: a weekly pattern, and dated exceptions that override it.

    `known_until` is the last day an official calendar has been published for; later days follow the weekly pattern
    and are marked as not certain.
    """

    def __init__(
        self,
        *,
        weekly: Mapping[int, Intervals] = OFFICE_WEEK,
        exceptions: Mapping[date, DayRule] | None = None,
        known_until: date = LAST,
        weekly_source: str = "",
    ) -> None:
        if not any(weekly.values()):
            raise CalendarFault("a working week needs at least one working interval")
        self.weekly = {day: tuple(weekly.get(day, ())) for day in range(7)}
        self.exceptions = dict(exceptions or {})
        self.known_until = known_until.toordinal()
        self.weekly_source = weekly_source
        self._first = FIRST.toordinal()
        self._index()
        self._explained: dict[int, CountedDay] = {}
        self._every: dict[int, CountedDay] = {}

    def _index(self) -> None:
        lengths = {day: sum(end - start for start, end in spans) for day, spans in self.weekly.items()}
        minutes, days = array("q", [0]), array("l", [0])
        self._working: list[int] = []
        exceptional = {day.toordinal(): rule for day, rule in self.exceptions.items()}
        for ordinal in range(self._first, LAST.toordinal() + 1):
            rule = exceptional.get(ordinal)
            length = lengths[(ordinal + 6) % 7] if rule is None else sum(e - s for s, e in rule.intervals)
            if length:
                self._working.append(ordinal)
            minutes.append(minutes[-1] + length)
            days.append(days[-1] + (1 if length else 0))
        self._minutes, self._days = minutes, days

    def intervals(self, day: date) -> Intervals:
        """The working intervals of a day, in minutes after midnight."""
        rule = self.exceptions.get(day)
        return self.weekly[day.weekday()] if rule is None else rule.intervals

    def is_open(self, day: date) -> bool:
        return bool(self.intervals(day))

    def closes_at(self, day: date) -> datetime:
        """The last working instant of a working day."""
        spans = self.intervals(day)
        if not spans:
            raise CalendarFault(f"{day} is not a working day")
        return _at(day, spans[-1][1])

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
                return _at(day, start) + timedelta(seconds=rest)
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
        return CountedDay(day, counted, reason, self.weekly_source, self.certain(day))

    def _slot(self, day: date) -> int:
        slot = day.toordinal() - self._first
        if not 0 <= slot < len(self._minutes) - 1:
            raise CalendarFault(f"{day} lies beyond the calendar ({FIRST} to {LAST})")
        return slot


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(), ZONE) + timedelta(minutes=minute)


def add_working_hours(start: datetime, hours: Decimal | float, calendar: WorkCalendar) -> datetime:
    """The instant at which so many hours of opening time have passed since `start`."""
    return calendar.instant_after(calendar.seconds_until(start) + round(hours * 3600))


def working_hours_between(start: datetime, end: datetime, calendar: WorkCalendar) -> float:
    """Opening time between two instants, in hours; negative when `end` comes first."""
    return (calendar.seconds_until(end) - calendar.seconds_until(start)) / 3600


def add_working_days(start: date, days: int, calendar: WorkCalendar) -> date:
    """The n-th working day after `start`, which itself is not counted."""
    return calendar.nth_working_day(start, days) if days else calendar.next_open(start)


def due_at(start: datetime, limit: TimeLimit, calendar: WorkCalendar) -> Deadline:
    """When the result is due, with every day that was counted or skipped.

    Rows 2-6 of the decision table: Bộ luật Dân sự Art. 147, 148; NĐ 118/2025 Art. 17.3.
    """
    here = start.astimezone(ZONE)
    if limit.amount is None or limit.unit in {None, LimitUnit.WINDOW}:
        return Deadline(here, None, limit.words)
    if limit.same_day:
        return _same_day(here, limit, calendar)
    if limit.unit == LimitUnit.WORKING_DAY:
        return _working_days(here, limit, limit.amount, calendar)
    if limit.unit == LimitUnit.WORKING_HOUR:
        due = add_working_hours(here, limit.amount, calendar)
        return _hourly(here, due, limit, calendar, "Tính theo giờ mở cửa, bắt đầu ngay khi nhận.")
    if limit.unit == LimitUnit.HOUR:
        return _clock_hours(here, limit, limit.amount, calendar)
    return _calendar_days(here, limit, limit.amount, calendar)


def _day_zero(start: datetime, limit: TimeLimit, calendar: WorkCalendar) -> tuple[date, str]:
    """The day that is not counted: that of receipt, or the next working day after a cut-off that shifts."""
    day = start.date()
    late = limit.cutoff_shifts_deadline and limit.cutoff is not None and start.time() >= limit.cutoff
    if late and limit.cutoff is not None:
        return calendar.nth_working_day(day, 1), f"Nhận sau {limit.cutoff:%H:%M} nên tính như nhận ngày này"
    return day, DAY_ZERO


def _working_days(start: datetime, limit: TimeLimit, amount: Decimal, calendar: WorkCalendar) -> Deadline:
    if amount != int(amount) or not amount:
        due = add_working_hours(start, amount * HOURS_PER_WORKING_DAY, calendar)
        return _hourly(start, due, limit, calendar, "Một ngày làm việc là 8 giờ làm việc.")
    zero, why = _day_zero(start, limit, calendar)
    last = calendar.nth_working_day(zero, int(amount))
    steps = [_not_counted(zero, why, calendar), *calendar.explain_range(zero + timedelta(days=1), last)]
    rule = "Tính từ ngày làm việc tiếp theo, đến hết giờ làm việc của ngày cuối."
    return Deadline(start, calendar.closes_at(last), limit.words, steps, rule)


def _same_day(start: datetime, limit: TimeLimit, calendar: WorkCalendar) -> Deadline:
    day = start.date()
    open_now = calendar.is_open(day)
    before_cutoff = limit.cutoff is None or start.time() < limit.cutoff
    if open_now and before_cutoff and start < calendar.closes_at(day):
        steps = [_counted(day, "Nhận trong giờ nên trả trong ngày", calendar)]
        return Deadline(start, calendar.closes_at(day), limit.words, steps, "Trả kết quả trong ngày.")
    last = calendar.nth_working_day(day, 1)
    late = f"Nhận sau {limit.cutoff:%H:%M}" if limit.cutoff and not before_cutoff else "Nhận ngoài giờ làm việc"
    why = f"{late} nên trả trong ngày làm việc tiếp theo"
    steps = [_not_counted(day, why, calendar), *calendar.explain_range(day + timedelta(days=1), last)]
    return Deadline(start, calendar.closes_at(last), limit.words, steps, f"{why}.")


def _hourly(start: datetime, due: datetime, limit: TimeLimit, calendar: WorkCalendar, rule: str) -> Deadline:
    return Deadline(start, due, limit.words, calendar.explain_range(start.date(), due.date()), rule)


def _clock_hours(start: datetime, limit: TimeLimit, amount: Decimal, calendar: WorkCalendar) -> Deadline:
    """Hours by the clock; an end on a day of rest moves to the end of the next working day (Art. 148.5)."""
    end = start + timedelta(seconds=round(amount * 3600))
    last = calendar.next_open(end.date())
    due = end if last == end.date() else calendar.closes_at(last)
    steps = [_counted_or_moved(day, end.date(), calendar) for day in _days(start.date(), last)]
    return Deadline(start, due, limit.words, steps, "Tính liên tục theo đồng hồ, bắt đầu ngay khi nhận.")


def _calendar_days(start: datetime, limit: TimeLimit, amount: Decimal, calendar: WorkCalendar) -> Deadline:
    zero, why = _day_zero(start, limit, calendar)
    nominal = _nominal_end(zero, limit.unit, amount)
    last = calendar.next_open(nominal)
    steps = [_not_counted(zero, why, calendar)]
    steps += calendar.count_every(zero + timedelta(days=1), nominal - timedelta(days=1))
    steps += [_counted_or_moved(day, nominal, calendar) for day in _days(max(nominal, zero + timedelta(days=1)), last)]
    rule = "Tính cả ngày nghỉ. Ngày cuối trùng ngày nghỉ thì lùi đến hết ngày làm việc kế tiếp."
    return Deadline(start, calendar.closes_at(last), limit.words, steps, rule)


def _nominal_end(zero: date, unit: LimitUnit | None, amount: Decimal) -> date:
    if unit == LimitUnit.WEEK:
        return zero + timedelta(days=round(amount * 7))
    if unit == LimitUnit.MONTH:
        months, rest = divmod(amount, 1)
        return add_months(zero, int(months)) + timedelta(days=15 if rest else 0)
    return zero + timedelta(days=ceil(amount))


def add_months(day: date, months: int) -> date:
    """The same day number so many months later; a month without it ends on its last day (Art. 148.3)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _counted(day: date, reason: str, calendar: WorkCalendar) -> CountedDay:
    known = calendar.explain(day)
    return CountedDay(day, counted=True, reason=reason, source=known.source, certain=known.certain)


def _not_counted(day: date, reason: str, calendar: WorkCalendar) -> CountedDay:
    return CountedDay(day, counted=False, reason=reason, certain=calendar.certain(day))


def _counted_or_moved(day: date, nominal: date, calendar: WorkCalendar) -> CountedDay:
    known = calendar.explain(day)
    if day < nominal or (day == nominal and known.counted):
        return CountedDay(day, True, EVERY_DAY if day < nominal else LAST_DAY, known.source, known.certain)
    if known.counted:
        return CountedDay(day, True, "Ngày làm việc kế tiếp, hạn dời đến đây", known.source, known.certain)
    return CountedDay(day, False, f"{known.reason}: hạn dời sang ngày sau", known.source, known.certain)


def due_after_pauses(
    start: datetime, limit: TimeLimit, pauses: Sequence[Pause], calendar: WorkCalendar
) -> datetime | None:
    """When the result is due once the law's pauses are taken out (row 10): the rest of the time resumes, it does not
    begin again.
    """
    due = due_at(start, limit, calendar).due_at
    for pause in sorted(pauses, key=lambda p: p.since):
        if due is None or pause.since >= due:
            break
        due = _resume(due, pause, limit, calendar)
    return due


def _resume(due: datetime, pause: Pause, limit: TimeLimit, calendar: WorkCalendar) -> datetime:
    since, until = pause.since.astimezone(ZONE), pause.until.astimezone(ZONE)
    if limit.unit in {LimitUnit.WORKING_HOUR, LimitUnit.HOUR} or limit.same_day:
        rest = calendar.seconds_until(due) - calendar.seconds_until(since)
        return calendar.instant_after(calendar.seconds_until(until) + max(rest, 1))
    if limit.unit == LimitUnit.WORKING_DAY:
        rest = calendar.working_days_between(since.date(), due.date())
        return calendar.closes_at(add_working_days(until.date(), rest, calendar))
    rest = (due.date() - since.date()).days
    return calendar.closes_at(calendar.next_open(until.date() + timedelta(days=rest)))


def answer_due(submitted_at: datetime, hours: int, calendar: WorkCalendar) -> datetime:
    """When an online submission must have been answered (row 1): hours of opening time, from the next opening."""
    return add_working_hours(submitted_at, hours, calendar)


def extension_notice_due(due: datetime) -> datetime:
    """The last instant at which lateness may still be announced and excused (row 12, NĐ 118/2025 Art. 19.6)."""
    return due - timedelta(days=1)


def is_late(finished_at: datetime, original_due_at: datetime) -> bool:
    """Late is measured against the original due date (row 13); handing over later is another matter (row 15)."""
    return finished_at > original_due_at
