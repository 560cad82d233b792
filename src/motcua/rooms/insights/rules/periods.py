"""The periods one may ask about, as they stand in addresses. Pure."""

from collections.abc import Callable
from datetime import date, timedelta

from motcua.rooms.insights.types import Period


def _before(today: date) -> Period:
    last = today.replace(day=1) - timedelta(days=1)
    return Period(last.replace(day=1), last)


PERIODS: dict[str, Callable[[date], Period]] = {
    "30-ngay": lambda today: Period(today - timedelta(days=29), today),
    "90-ngay": lambda today: Period(today - timedelta(days=89), today),
    "thang-nay": lambda today: Period(today.replace(day=1), today),
    "thang-truoc": _before,
    "quy-nay": lambda today: Period(date(today.year, 3 * ((today.month - 1) // 3) + 1, 1), today),
    "nam-nay": lambda today: Period(date(today.year, 1, 1), today),
}


def days_of(key: str, today: date) -> Period:
    """The days of a period, both ends counted, seen from today."""
    return PERIODS[key](today)
