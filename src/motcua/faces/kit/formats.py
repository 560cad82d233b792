"""How values are written for people: money, dates, lengths of time, numbers of persons and telephones.

Vietnamese is the source. English spells months, so that no date is read the American way round.
"""

from collections.abc import Callable, Mapping
from datetime import date as Date  # noqa: N812  the filter itself is called date
from datetime import datetime as DateTime  # noqa: N812
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from motcua.kernel.clock import local

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
KILO = 1024
PERSONAL_ID_DIGITS = 12


def english() -> bool:
    return (get_language() or "vi").startswith("en")


def number(value: float | Decimal | None) -> str:
    """1234.5 → 1.234,5 (English: 1,234.5). Nothing becomes a dash."""
    if value is None:
        return "–"
    text = f"{value:,}"
    return text if english() else text.translate(str.maketrans(",.", ".,"))


def money(value: int | None) -> str:
    """115000 → 115.000 đồng. Amounts of the state are whole đồng."""
    if value is None:
        return "–"
    if value == 0:
        return _("Free")
    return f"VND {number(value)}" if english() else f"{number(value)} đồng"


def percent(value: float | None, digits: int = 1) -> str:
    """0.973 → 97,3%."""
    if value is None:
        return "–"
    text = f"{value * 100:.{digits}f}".removesuffix(".0")
    return f"{text if english() else text.replace('.', ',')}%"


def date(value: Any) -> str:
    """27/3/1960 from a date, an instant (Vietnamese wall clock), ISO text or three boxes; a year alone stays a year."""
    if not value:
        return ""
    if isinstance(value, Mapping):
        return "/".join(str(value[part]) for part in ("day", "month", "year") if value.get(part))
    if isinstance(value, str):
        try:
            value = DateTime.fromisoformat(value) if "T" in value else Date.fromisoformat(value)
        except ValueError:
            return str(value)
    day = local(value).date() if isinstance(value, DateTime) and value.tzinfo else value
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if english() else f"{day.day}/{day.month}/{day.year}"


def time(value: DateTime | None) -> str:
    return f"{local(value):%H:%M}" if value else ""


def datetime(value: DateTime | None) -> str:
    """10:40 ngày 21/11/2026."""
    if not value:
        return ""
    return f"{time(value)}, {date(value)}" if english() else f"{time(value)} ngày {date(value)}"


def month(value: Date) -> str:
    """Tháng 11/2026."""
    return f"{MONTHS[value.month - 1]} {value.year}" if english() else f"Tháng {value.month}/{value.year}"


def duration(value: Any, unit: str | None = None) -> str:
    """A length of time in words, from a time limit or from (amount, unit): 5 ngày làm việc, 4 giờ làm việc."""
    if value is None:
        return _("See the schedule of the year")
    if unit is None:
        if isinstance(value, tuple | list):
            value, unit = value
        elif isinstance(value, Mapping):
            value, unit = value.get("amount"), value["unit"]
        else:
            value, unit = value.amount, value.unit
    if value is None or str(unit) == "window":
        return _("See the schedule of the year")
    return _counted(value, str(unit))


UNITS: dict[str, Callable[[int], str]] = {
    "working_day": lambda n: ngettext("%(n)s working day", "%(n)s working days", n),
    "working_hour": lambda n: ngettext("%(n)s working hour", "%(n)s working hours", n),
    "hour": lambda n: ngettext("%(n)s hour", "%(n)s hours", n),
    "week": lambda n: ngettext("%(n)s week", "%(n)s weeks", n),
    "month": lambda n: ngettext("%(n)s month", "%(n)s months", n),
    "minute": lambda n: ngettext("%(n)s minute", "%(n)s minutes", n),
    "day": lambda n: ngettext("%(n)s day", "%(n)s days", n),
}


def _counted(amount: float | Decimal, unit: str) -> str:
    if unit == "working_hour" and amount * 2 != int(amount * 2):
        hours, minutes = divmod(round(amount * 60), 60)
        return _("%(hours)s h %(minutes)s min of working time") % {"hours": hours, "minutes": minutes}
    n = int(amount) if amount == int(amount) else amount
    words = UNITS.get(unit, UNITS["day"])
    return str(words(1 if n == 1 else 2)) % {"n": number(n)}


def ago(value: DateTime, at: DateTime) -> str:
    """How long before `at`, roughly: vừa xong, 5 phút trước, 3 giờ trước, then the date."""
    minutes = int((at - value).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:  # noqa: PLR2004
        return _("%(time)s ago") % {"time": _counted(minutes, "minute")}
    if minutes < 24 * 60:
        return _("%(time)s ago") % {"time": _counted(minutes // 60, "hour")}
    return date(value)


def personal_id(value: str | None) -> str:
    """001190012345 → 001 190 012 345."""
    digits = _digits(value)
    return (
        " ".join((digits[:3], digits[3:6], digits[6:9], digits[9:]))
        if len(digits) == PERSONAL_ID_DIGITS
        else value or ""
    )


def phone(value: str | None) -> str:
    """0912345678 → 0912 345 678."""
    digits = _digits(value)
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}" if len(digits) == 10 else value or ""  # noqa: PLR2004


def mask(value: str | None, shown: int = 3) -> str:
    """Keep the first and last few characters of a number that others may see over the shoulder."""
    text = (value or "").replace(" ", "")
    if len(text) <= 2 * shown:
        return "*" * len(text)
    return f"{text[:shown]} {'*' * 3} {'*' * 3} {text[-shown:]}"


def initials(name: str | None) -> str:
    """Nguyễn Thị Lan → N.T.L., all that a stranger may learn of the holder."""
    return "".join(f"{word[0].upper()}." for word in (name or "").split())


def filesize(size: int | None) -> str:
    """1258291 → 1,2 MB; below one megabyte in KB, as dom.js says it while a file is being sent."""
    if size is None:
        return ""
    if size < KILO:
        return f"{size} B"
    if size < KILO * KILO:
        return f"{number(size // KILO)} KB"
    text = f"{size / KILO / KILO:.1f}".removesuffix(".0")
    return f"{text if english() else text.replace('.', ',')} MB"


def _digits(value: str | None) -> str:
    return "".join(c for c in value or "" if c.isdigit())


FILTERS = {
    f.__name__: f
    for f in (number, money, percent, date, time, datetime, duration, ago, personal_id, phone, mask, initials, filesize)
}
