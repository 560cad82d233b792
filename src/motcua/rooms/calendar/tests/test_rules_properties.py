"""Working time against a second, slow and independent way of counting it, minute by minute and day by day."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.rooms.calendar import rules
from motcua.rooms.calendar.content import shipped_calendar
from motcua.rooms.calendar.rules import ZONE
from motcua.rooms.calendar.types import TimeLimit

CALENDAR = shipped_calendar()
instants = st.datetimes(datetime(2024, 1, 1), datetime(2027, 10, 1)).map(  # noqa: DTZ001 (hypothesis wants naive bounds)
    lambda d: d.replace(second=0, microsecond=0, tzinfo=ZONE)
)


def slow_is_open(day: date) -> bool:
    rule = CALENDAR.exceptions.get(day)
    return bool(rule.intervals) if rule else day.weekday() < 5


def slow_nth_working_day(after: date, n: int) -> date:
    while n:
        after += timedelta(days=1)
        n -= slow_is_open(after)
    return after


def slow_add_minutes(start: datetime, minutes: int) -> datetime:
    now = start
    while minutes:
        minute = now.hour * 60 + now.minute
        if slow_is_open(now.date()) and (450 <= minute < 690 or 780 <= minute < 1020):
            minutes -= 1
        now += timedelta(minutes=1)
    return now


@given(instants, st.integers(1, 60))
@settings(max_examples=300, deadline=None)
def test_working_days_equal_counting_day_by_day(start: datetime, days: int) -> None:
    deadline = rules.due_at(start, TimeLimit(amount=Decimal(days)), CALENDAR)

    assert deadline.due_at is not None
    assert deadline.due_at.date() == slow_nth_working_day(start.date(), days)
    assert sum(step.counted for step in deadline.steps) == days


@given(instants, st.integers(1, 40 * 60))
@settings(max_examples=100, deadline=None)
def test_working_hours_equal_counting_minute_by_minute(start: datetime, minutes: int) -> None:
    end = rules.add_working_hours(start, minutes / 60, CALENDAR)

    assert end == slow_add_minutes(start, minutes)
    assert round(rules.working_hours_between(start, end, CALENDAR) * 60) == minutes


@given(instants, instants, st.sampled_from(["working_day", "calendar_day", "week", "month", "working_hour", "hour"]))
@settings(max_examples=300, deadline=None)
def test_a_later_start_is_never_due_earlier(one: datetime, other: datetime, unit: str) -> None:
    early, late = sorted((one, other))
    limit = TimeLimit.model_validate({"amount": 3, "unit": unit})

    first, second = (rules.due_at(t, limit, CALENDAR).due_at for t in (early, late))

    assert first is not None
    assert second is not None
    assert first <= second
    assert first > early


@given(instants, st.integers(1, 30), st.sampled_from(["working_day", "calendar_day", "hour"]))
@settings(max_examples=300, deadline=None)
def test_a_due_instant_in_days_lies_in_working_time(start: datetime, amount: int, unit: str) -> None:
    deadline = rules.due_at(start, TimeLimit.model_validate({"amount": amount, "unit": unit}), CALENDAR)

    assert deadline.due_at is not None
    assert slow_is_open(deadline.due_at.date())
