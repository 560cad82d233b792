"""Due dates worked out a second time, from the text of the law and nothing of the product.

Written day by day and minute by minute as a clerk would count on a wall calendar: slow, plain, without an index. It reads
the dates of content/calendars itself. Times are local and naive: Vietnam has one zone and no summer time.

Bộ luật Dân sự Art. 147 (a term in days begins the day after, one in hours at once), Art. 148 (ends; a last day of rest
moves to the next working day), Art. 146 (half a month is fifteen days); NĐ 118/2025 Art. 17, 18 (clock from acceptance).
"""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

TABLE = Path(__file__).resolve().parents[5] / "content" / "calendars" / "national.yaml"
ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)
MORNING = [datetime(2000, 1, 1, 7, 30) + n * ONE_MINUTE for n in range(240)]  # noqa: DTZ001 (a local time of day)
AFTERNOON = [datetime(2000, 1, 1, 13, 0) + n * ONE_MINUTE for n in range(240)]  # noqa: DTZ001
MINUTES = [minute.time() for minute in (*MORNING, *AFTERNOON)]
CLOSING = MINUTES[-1]


def read_table(path: Path = TABLE) -> tuple[set[date], set[date]]:
    """The days off and the days of rest that are worked."""
    off: set[date] = set()
    worked: set[date] = set()
    for line in yaml.safe_load(path.read_text(encoding="utf-8"))["days"]:
        day, last = line.get("day") or line["from"], line.get("day") or line["to"]
        while day <= last:
            (off if line["kind"] == "closed" else worked).add(day)
            day += ONE_DAY
    return off, worked


OFF, WORKED = read_table()


def rests(day: date) -> bool:
    """Nobody works on Saturday, on Sunday and on days off, unless the day is worked instead of another."""
    if day in WORKED:
        return False
    return day in OFF or day.isoweekday() in (6, 7)


def close_of(day: date) -> datetime:
    return datetime.combine(day, CLOSING) + ONE_MINUTE


def working_day_from(day: date) -> date:
    """This day, or the first after it on which people work (Art. 148.5)."""
    while rests(day):
        day += ONE_DAY
    return day


def first_day(received: datetime, case: dict[str, Any]) -> date:
    """The day that is not counted: of receipt, or with a cut-off that shifts the next working day."""
    day = received.date()
    if case.get("shifts") and received.time() > case["cutoff"]:
        return working_day_from(day + ONE_DAY)
    return day


def due(received: datetime, case: dict[str, Any]) -> datetime | None:
    """When the result is due."""
    if case["unit"] == "window":
        return after_windows(received, case["windows"])
    if case.get("same_day"):
        return same_day(received, case.get("cutoff"))
    whole = case["amount"] == int(case["amount"])
    if case["unit"] in ("hour", "working_hour") or (case["unit"] == "working_day" and not whole):
        return after_hours(received, case["unit"], case["amount"])
    if case["unit"] == "working_day":
        return close_of(nth_working_day(first_day(received, case), int(case["amount"])))
    return close_of(working_day_from(calendar_end(first_day(received, case), case["unit"], case["amount"])))


def after_hours(received: datetime, unit: str, amount: float) -> datetime:
    """Open hours; of a part of a working day eight make the day; or hours by the clock, moved out of a day of rest."""
    if unit != "hour":
        return after_minutes(received, round(amount * 60 * (8 if unit == "working_day" else 1)))
    end = received + timedelta(minutes=round(amount * 60))
    return end if not rests(end.date()) else close_of(working_day_from(end.date()))


def nth_working_day(day: date, n: int) -> date:
    while n:
        day += ONE_DAY
        if not rests(day):
            n -= 1
    return day


def after_minutes(received: datetime, minutes: int) -> datetime:
    """The end of the last of so many open minutes, counted from the instant of receipt."""
    day = received.date()
    opened = [] if rests(day) else [minute for minute in MINUTES if minute >= received.time()]
    while len(opened) < minutes:
        minutes -= len(opened)
        day = working_day_from(day + ONE_DAY)
        opened = MINUTES
    return datetime.combine(day, opened[minutes - 1]) + ONE_MINUTE


def same_day(received: datetime, cutoff: Any) -> datetime:
    day = received.date()
    in_time = cutoff is None or received.time() <= cutoff
    if not rests(day) and in_time and received < close_of(day):
        return close_of(day)
    return close_of(working_day_from(day + ONE_DAY))


def calendar_end(day: date, unit: str, amount: float) -> date:
    """The nominal last day: so many days, weeks or months later; the same number or the month's last (Art. 148.2-4)."""
    if unit == "month":
        end = day
        year, month = divmod(day.year * 12 + day.month - 1 + int(amount), 12)
        number = day.day
        while True:
            try:
                end = date(year, month + 1, number)
                break
            except ValueError:
                number -= 1
        return end + (15 * ONE_DAY if amount != int(amount) else timedelta())
    days = int(amount) * (7 if unit == "week" else 1)
    for _ in range(days):
        day += ONE_DAY
    return day


def after_windows(received: datetime, windows: list[tuple[date, date, date | None]]) -> datetime | None:
    """The published day, else the close, of the first round that still takes what was received."""
    for _, closes, published in sorted(windows, key=lambda window: window[1]):
        end = close_of(working_day_from(published or closes))
        if received.date() <= closes and received < end:
            return end
    return None


def days_counted(received: datetime, case: dict[str, Any]) -> list[date]:
    """For a limit in whole working days: exactly the days that count."""
    day = first_day(received, case)
    found: list[date] = []
    while len(found) < case["amount"]:
        day += ONE_DAY
        if not rests(day):
            found.append(day)
    return found
