"""What a change of the calendar does, or would do, to open due dates."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Walk(StrEnum):
    """Through which open clocks a round goes, in this order: the date of a group follows those of its members."""

    DOSSIERS = "dossiers"
    GROUPS = "groups"
    ANSWER = "answer"
    SUPPLEMENT = "supplement"
    CONSULTATION = "consultation"
    CORRECTION = "correction"
    PAPER = "paper"
    TIMER = "timer"

    @property
    def following(self) -> "Walk | None":
        walks = list(Walk)
        place = walks.index(self) + 1
        return walks[place] if place < len(walks) else None


@dataclass(frozen=True, slots=True)
class Portion:
    """What came of one portion of a walk; `after` is its last row, None when the walk is over."""

    after: UUID | None
    looked: int = 0
    moved: int = 0
    later: int = 0
    terms: int = 0
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many open due dates would move; `by_days` is (days later, how many), negative for earlier.

    `sampled`: so many were looked at and the rest is estimated from them; 0 when every one was.
    """

    looked: int
    moved: int
    agencies: int
    by_days: tuple[tuple[int, int], ...] = ()
    sampled: int = 0

    @property
    def later(self) -> int:
        return sum(count for days, count in self.by_days if days >= 0)

    @property
    def earlier(self) -> int:
        return sum(count for days, count in self.by_days if days < 0)


@dataclass(frozen=True, slots=True)
class RecountView:
    """One change of the calendar carried into the open dossiers."""

    id: UUID
    ground: str
    begun_at: datetime
    finished_at: datetime | None
    looked: int
    moved: int
    later: int
    terms: int = 0

    def with_other_half(self, other: "RecountView") -> "RecountView":
        """Both halves of one change together; finished when both are."""
        ends = (self.finished_at, other.finished_at)
        finished = max(end for end in ends if end) if all(ends) else None
        return RecountView(
            self.id, self.ground, min(self.begun_at, other.begun_at), finished, self.looked + other.looked,
            self.moved + other.moved, self.later + other.later, self.terms + other.terms,
        )  # fmt: skip
