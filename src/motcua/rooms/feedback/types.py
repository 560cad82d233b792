"""What the room of opinions answers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RatingView:
    """One grade for one dossier, 1 (very dissatisfied) to 5 (very satisfied)."""

    dossier_id: UUID
    grade: int
    comment: str
    rated_at: datetime
