"""The ladder of reminders: which rungs a dossier has reached. Pure; the ladder itself is dated configuration."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from motcua.rooms.calendar.rules import WorkCalendar, add_working_days


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: reached when so much of the time is used, or so long after the due date."""

    key: str
    to: tuple[str, ...]
    used: float | None = None
    after_working_days: int | None = None
    drafts: bool = False


@dataclass(frozen=True, slots=True)
class Ladder:
    since: date
    proposed_working_days: int
    rungs: tuple[Rung, ...]


def ladder_on(day: date, ladders: Sequence[Ladder]) -> Ladder:
    """The ladder that holds on a day: the last one that has begun, else the first."""
    begun = [one for one in sorted(ladders, key=lambda one: one.since) if one.since <= day]
    return begun[-1] if begun else min(ladders, key=lambda one: one.since)


def used_share(started_at: datetime, due_at: datetime, calendar: WorkCalendar, *, at: datetime) -> float:
    """Which part of the working time has passed; 1 or more when there is none left."""
    whole = calendar.seconds_until(due_at) - calendar.seconds_until(started_at)
    gone = calendar.seconds_until(at) - calendar.seconds_until(started_at)
    return gone / whole if whole > 0 else float(at >= due_at)


def reached(rung: Rung, *, used: float, due_at: datetime, calendar: WorkCalendar, at: datetime) -> bool:
    """Tell whether a dossier stands at or above this rung."""
    if rung.after_working_days is None:
        return rung.used is not None and used >= rung.used
    if rung.after_working_days == 0:
        return at > due_at
    day = add_working_days(due_at.astimezone(at.tzinfo).date(), rung.after_working_days, calendar)
    return at > calendar.closes_at(day)
