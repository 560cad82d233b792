"""What is announced about opinions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.kernel.events import fact


@fact("feedback.rated")
@dataclass(frozen=True)
class DossierRated:
    """A person graded his dossier: how it was handled, or (`kind` ease) how easy it was to hand in.

    `subject_id` is the dossier; the words stay in the room.
    """

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    owner_id: UUID
    grade: int
    changed: bool
    kind: str = "handling"


@dataclass(frozen=True)
class _OfComplaint:
    """About a complaint of lateness. `subject_id` is the dossier; no word of either side is in a fact."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    owner_id: UUID
    reference: str
    unit_id: UUID | None


@fact("feedback.complained")
@dataclass(frozen=True)
class LatenessComplained(_OfComplaint):
    """A person asked why his dossier is late, or will be. Told for the transparency figures too."""

    due_at: datetime
    late: bool
    answer_due_at: datetime


@fact("feedback.answered")
@dataclass(frozen=True)
class ComplaintAnswered(_OfComplaint):
    """The office answered, in its time or not."""

    round: int
    in_time: bool
    by_id: UUID
    by_name: str


@fact("feedback.reopened")
@dataclass(frozen=True)
class ComplaintReopened(_OfComplaint):
    """The answer did not help; asked again, once."""

    answer_due_at: datetime


@fact("feedback.escalated")
@dataclass(frozen=True)
class ComplaintEscalated(_OfComplaint):
    """Nobody answered in time: the leader of the agency is told."""

    answer_due_at: datetime


@fact("feedback.answer-moved")
@dataclass(frozen=True)
class AnswerMoved(_OfComplaint):
    """A change of the calendar moved until when the office has to answer; `ground` is the decree."""

    ground: str
    before: datetime
    answer_due_at: datetime
