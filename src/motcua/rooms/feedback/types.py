"""What the room of opinions answers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class RatingKind(StrEnum):
    """What is graded: how easy it was to hand in, asked right after; or how the office handled it."""

    EASE = "ease"
    HANDLING = "handling"


@dataclass(frozen=True, slots=True)
class RatingView:
    """One grade of a kind for one dossier, 1 (very hard, very dissatisfied) to 5 (very easy, very satisfied)."""

    dossier_id: UUID
    kind: RatingKind
    grade: int
    comment: str
    rated_at: datetime


@dataclass(frozen=True, slots=True)
class Askable:
    """Whether the owner of a dossier may ask about its promised date now: why it is late, or whether it will be kept."""

    promised: datetime
    late: bool
    now: bool
    since: datetime | None
    """From when one may ask, while that is still to come."""
    ahead: datetime | None
    """The promised date while it is still to come: the office answers by then."""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer of the office."""

    words: str
    by_name: str
    at: datetime
    in_time: bool


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """One complaint of lateness, for its owner and for the office that has to answer."""

    dossier_id: UUID
    reference: str
    unit_id: UUID | None
    due_at: datetime
    late: bool
    """Whether it was late when it was asked; else the question was whether the date will be kept."""
    sentence: str
    made_at: datetime
    answer_due_at: datetime
    waiting: bool
    round: int
    escalated: bool
    answers: tuple[AnswerView, ...]
    asked_again_at: datetime | None = None
    late_again: bool | None = None

    @property
    def may_reopen(self) -> bool:
        """Once, after the first answer."""
        return not self.waiting and self.round == 1
