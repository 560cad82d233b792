"""A hundred thousand due dates between 2020 and 2027, each worked out twice and independently."""

import random
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from motcua.rooms.calendar import rules
from motcua.rooms.calendar.content import shipped_calendar
from motcua.rooms.calendar.rules import ZONE
from motcua.rooms.calendar.tests import second_opinion
from motcua.rooms.calendar.types import TimeLimit

CASES = 100_000
FIRST, DAYS = datetime(2020, 1, 1), (date(2027, 9, 1) - date(2020, 1, 1)).days  # noqa: DTZ001 (local, as a clerk writes)
CUTOFF = time(15)
CALENDAR = shipped_calendar()


def any_case(dice: random.Random) -> dict[str, Any]:
    """A limit as procedures have them, and some they should not dare."""
    unit = dice.choice(
        ("working_day", "working_day", "working_hour", "hour", "calendar_day", "week", "month", "window")
    )
    case: dict[str, Any] = {"unit": unit}
    if unit == "window":
        opens = FIRST.date() + timedelta(days=dice.randrange(DAYS))
        closes = opens + timedelta(days=dice.randrange(30))
        published = closes + timedelta(days=dice.randrange(40)) if dice.random() < 0.5 else None
        return case | {"windows": [(opens, closes, published)]}
    most = {"working_day": 60, "working_hour": 80, "hour": 200, "calendar_day": 120, "week": 12, "month": 6}[unit]
    case["amount"] = dice.randint(1, most)
    if unit in {"working_hour", "hour"} and dice.random() < 0.3:
        case["amount"] -= 0.5
    if unit == "working_day" and dice.random() < 0.1:
        case["amount"] = dice.choice((0.5, 1.5))
    elif unit == "working_day" and dice.random() < 0.1:
        return case | {"amount": 1, "same_day": True, "cutoff": dice.choice((None, CUTOFF))}
    elif unit == "month" and dice.random() < 0.2:
        case["amount"] += 0.5
    elif dice.random() < 0.15:
        case |= {"cutoff": CUTOFF, "shifts": True}
    return case


def any_instant(dice: random.Random) -> datetime:
    """Mostly in office hours, often at their edges, sometimes at night."""
    day = FIRST + timedelta(days=dice.randrange(DAYS))
    edge = dice.choice(
        (0, 7 * 60 + 29, 7 * 60 + 30, 11 * 60 + 30, 13 * 60, 14 * 60 + 59, 15 * 60, 17 * 60, 17 * 60 + 1)
    )
    minute = edge if dice.random() < 0.2 else dice.randint(7 * 60, 18 * 60)
    return day + timedelta(minutes=minute if dice.random() < 0.9 else dice.randrange(24 * 60))


def as_limit(case: dict[str, Any]) -> TimeLimit:
    windows = [{"opens_on": a, "closes_on": b, "due_on": c} for a, b, c in case.get("windows", ())]
    return TimeLimit.model_validate(
        {
            "amount": case.get("amount"), "unit": case["unit"], "cutoff": case.get("cutoff"), "windows": windows,
            "same_day": case.get("same_day", False), "cutoff_shifts_deadline": case.get("shifts", False),
        }
    )  # fmt: skip


def test_a_hundred_thousand_due_dates_agree_with_the_second_opinion() -> None:
    dice = random.Random(2027)
    checked: dict[str, int] = {}
    for number in range(CASES):
        received, case = any_instant(dice), any_case(dice)
        deadline = rules.due_at(received.replace(tzinfo=ZONE), as_limit(case), CALENDAR)

        told = deadline.due_at.replace(tzinfo=None) if deadline.due_at else None
        assert told == second_opinion.due(received, case), (number, received, case)
        if case["unit"] == "working_day" and case["amount"] == int(case["amount"]) and not case.get("same_day"):
            counted = [step.date for step in deadline.steps if step.counted]
            assert counted == second_opinion.days_counted(received, case), (number, received, case)
        checked[case["unit"]] = checked.get(case["unit"], 0) + 1
    assert min(checked.values()) > CASES // 20


@pytest.mark.parametrize("year", range(2020, 2028))
def test_each_year_has_its_days_off_and_each_swap_its_day_worked(year: int) -> None:
    off = {day for day in second_opinion.OFF if day.year == year}

    assert len(off) >= 11  # Điều 112: 1 + 5 + 1 + 1 + 1 + 2 (2020: one day for the National Day, a weekend in Tết)
    for day in (day for day in off if day.isoweekday() < 6):
        assert not CALENDAR.is_open(day)
    for day in second_opinion.WORKED:
        assert CALENDAR.is_open(day)
