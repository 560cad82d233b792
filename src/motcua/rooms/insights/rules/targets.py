"""Which target an office is measured against on a day. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

MEASURED = ("on_time_rate", "online_rate", "satisfaction", "complaint_rate")


@dataclass(frozen=True, slots=True)
class Targets:
    """What is aimed at from a day on, by measure, and where that is written."""

    since: date
    shares: Mapping[str, float] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """One share to reach. `own`: set for this office, not for all."""

    share: float
    since: date
    source: str
    own: bool


def target_on(measure: str, day: date, own: Iterable[Sequence[Targets]], usual: Sequence[Targets]) -> Target | None:
    """The line that holds on a day: the office's own, else that of the nearest office above it, else the usual one.

    A line that does not name the measure says nothing about it, so the line before it goes on.
    """
    for place, lines in enumerate((*own, usual)):
        begun = [one for one in lines if one.since <= day and measure in one.shares]
        if begun:
            line = max(begun, key=lambda one: one.since)
            return Target(line.shares[measure], line.since, line.source, own=place == 0 and lines is not usual)
    return None
