"""When something is due, as pure arithmetic over a working calendar. The same answer on every machine, every time."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import ceil

from motcua.rooms.calendar.rules.workcalendar import ZONE, WorkCalendar
from motcua.rooms.calendar.types import (
    DAY_ZERO,
    EVERY_DAY,
    LAST_DAY,
    WEEKDAYS,
    CountedDay,
    Deadline,
    LimitUnit,
    TimeLimit,
)

HOURS_PER_WORKING_DAY = 8


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
        return _in_window(here, limit, calendar)
    if limit.same_day:
        return _same_day(here, limit, calendar)
    if limit.unit == LimitUnit.WORKING_DAY:
        return _working_days(here, limit, limit.amount, calendar)
    if limit.unit == LimitUnit.WORKING_HOUR:
        due = add_working_hours(here, limit.amount, calendar)
        return _hourly(here, due, limit, calendar, f"Tính theo giờ mở cửa, {_beginning(here, calendar)}.")
    if limit.unit == LimitUnit.HOUR:
        return _clock_hours(here, limit, limit.amount, calendar)
    return _calendar_days(here, limit, limit.amount, calendar)


def _beginning(start: datetime, calendar: WorkCalendar) -> str:
    """From when opening time is counted: at once, or from the next opening when it came in outside opening time."""
    opens = calendar.instant_after(calendar.seconds_until(start) + 1) - timedelta(seconds=1)
    if opens <= start:
        return "bắt đầu ngay khi nhận"
    return f"bắt đầu tính từ {opens:%H:%M} {WEEKDAYS[opens.weekday()]}, {opens:%d/%m/%Y}"


def _day_zero(start: datetime, limit: TimeLimit, calendar: WorkCalendar) -> tuple[date, str]:
    """The day that is not counted: that of receipt, or the next working day after a cut-off that shifts."""
    day = start.date()
    late = limit.cutoff_shifts_deadline and limit.cutoff is not None and start.time() > limit.cutoff
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
    return Deadline(start, calendar.closes_at(last), limit, steps, rule)


def _same_day(start: datetime, limit: TimeLimit, calendar: WorkCalendar) -> Deadline:
    day = start.date()
    open_now = calendar.is_open(day)
    in_time = limit.cutoff is None or start.time() <= limit.cutoff
    if open_now and in_time and start < calendar.closes_at(day):
        steps = [_counted(day, "Nhận trong giờ nên trả trong ngày", calendar)]
        return Deadline(start, calendar.closes_at(day), limit, steps, "Trả kết quả trong ngày.")
    last = calendar.nth_working_day(day, 1)
    late = f"Nhận sau {limit.cutoff:%H:%M}" if limit.cutoff and not in_time else "Nhận ngoài giờ làm việc"
    why = f"{late} nên trả trong ngày làm việc tiếp theo"
    steps = [_not_counted(day, why, calendar), *calendar.explain_range(day + timedelta(days=1), last)]
    return Deadline(start, calendar.closes_at(last), limit, steps, f"{why}.")


def _hourly(start: datetime, due: datetime, limit: TimeLimit, calendar: WorkCalendar, rule: str) -> Deadline:
    return Deadline(start, due, limit, calendar.explain_range(start.date(), due.date()), rule)


def _clock_hours(start: datetime, limit: TimeLimit, amount: Decimal, calendar: WorkCalendar) -> Deadline:
    """Hours by the clock; an end on a day of rest moves to the end of the next working day (Art. 148.5)."""
    end = start + timedelta(seconds=round(amount * 3600))
    last = calendar.next_open(end.date())
    due = end if last == end.date() else calendar.closes_at(last)
    steps = [_counted_or_moved(day, end.date(), calendar) for day in _days(start.date(), last)]
    return Deadline(start, due, limit, steps, "Tính liên tục theo đồng hồ, bắt đầu ngay khi nhận.")


def _calendar_days(start: datetime, limit: TimeLimit, amount: Decimal, calendar: WorkCalendar) -> Deadline:
    zero, why = _day_zero(start, limit, calendar)
    nominal = _nominal_end(zero, limit.unit, amount)
    last = calendar.next_open(nominal)
    steps = [_not_counted(zero, why, calendar)]
    steps += calendar.count_every(zero + timedelta(days=1), nominal - timedelta(days=1))
    steps += [_counted_or_moved(day, nominal, calendar) for day in _days(max(nominal, zero + timedelta(days=1)), last)]
    rule = "Tính cả ngày nghỉ. Ngày cuối trùng ngày nghỉ thì lùi đến hết ngày làm việc kế tiếp."
    return Deadline(start, calendar.closes_at(last), limit, steps, rule)


def _in_window(start: datetime, limit: TimeLimit, calendar: WorkCalendar) -> Deadline:
    """The day published for the round, or its close; what comes before a round opens waits for it."""
    for window in sorted(limit.windows, key=lambda w: w.closes_on):
        nominal = window.due_on or window.closes_on
        last = calendar.next_open(nominal)
        due = calendar.closes_at(last)
        if window.closes_on < start.date() or due <= start:
            continue
        name = f"đợt {window.name}" if window.name else "đợt"
        told = "Trả vào ngày đã công bố" if window.due_on else "Trả khi đóng đợt"
        rule = f"{told}: {name} nhận hồ sơ từ {window.opens_on:%d/%m/%Y} đến hết {window.closes_on:%d/%m/%Y}."
        steps = [CountedDay(start.date(), False, DAY_ZERO, window.source, calendar.certain(start.date()))]
        steps += [_counted_or_moved(day, nominal, calendar) for day in _days(max(nominal, start.date()), last)]
        return Deadline(start, due, limit, steps, rule)
    return Deadline(start, None, limit, rule="Các đợt đã công bố đều đã đóng." if limit.windows else "")


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
    return CountedDay(day, False, f"{known.reason}, hạn dời sang ngày sau", known.source, known.certain)


def answer_due(submitted_at: datetime, hours: int, calendar: WorkCalendar) -> datetime:
    """When an online submission must have been answered (row 1): hours of opening time, from the next opening."""
    return add_working_hours(submitted_at, hours, calendar)


def extension_notice_due(due: datetime) -> datetime:
    """The last instant at which lateness may still be announced and excused (row 12, NĐ 118/2025 Art. 19.6)."""
    return due - timedelta(days=1)


def is_late(finished_at: datetime, original_due_at: datetime) -> bool:
    """Late is measured against the original due date (row 13); handing over later is another matter (row 15)."""
    return finished_at > original_due_at
