"""What a decree makes of each day it names."""

from datetime import date, timedelta

from motcua.rooms.calendar.types import DayRule, DeclarationKind, Decree, Intervals

MOST_DAYS = 60
EVER = date(2045, 12, 31)  # calendars are kept so far


def faults(decree: Decree) -> dict[str, str]:
    """What is wrong with a decree: field → code of a refusal."""
    found: dict[str, str] = {}
    if not decree.number.strip():
        found["number"] = "calendar.number-missing"
    if not decree.reason.strip():
        found["reason"] = "calendar.reason-missing"
    swap = decree.kind == DeclarationKind.SWAP
    if decree.last < decree.first or (decree.last - decree.first).days >= MOST_DAYS:
        found["last"] = "calendar.days-out-of-order"
    elif swap and (decree.last != decree.first or decree.worked_on in {None, decree.first}):
        found["worked_on"] = "calendar.swap-needs-a-day"
    elif decree.kind == DeclarationKind.HOURS and not decree.hours:
        found["hours"] = "calendar.hours-missing"
    elif decree.kind == DeclarationKind.WEEK and not any(spans for _, spans in decree.weekly):
        found["weekly"] = "calendar.week-missing"
    return found


def touched(decree: Decree) -> tuple[date, date]:
    """From when to when working time is another under this decree; a working week holds until the next."""
    if decree.kind == DeclarationKind.WEEK:
        return decree.first, EVER
    days = [decree.first, decree.last, *([decree.worked_on] if decree.worked_on else [])]
    return min(days), max(days)


def days_of(decree: Decree, usual: Intervals) -> list[tuple[date, DayRule]]:
    """Every day a decree names, with the rule it means; a working week names none. `usual` are the ordinary hours."""
    if decree.kind == DeclarationKind.WEEK:
        return []
    days = [decree.first + timedelta(days=n) for n in range((decree.last - decree.first).days + 1)]
    if decree.kind == DeclarationKind.SWAP and decree.worked_on is not None:
        off = DayRule((), f"{decree.reason} (làm bù {decree.worked_on:%d/%m/%Y})", decree.source)
        worked = DayRule(decree.hours or usual, f"Làm bù cho ngày {decree.first:%d/%m/%Y}", decree.source)
        return [(decree.first, off), (decree.worked_on, worked)]
    open_ = decree.kind in {DeclarationKind.WORKED, DeclarationKind.HOURS}
    rule = DayRule((decree.hours or usual) if open_ else (), decree.reason, decree.source)
    return [(day, rule) for day in days]
