"""What is announced about opinions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.kernel.events import fact


@fact("feedback.rated")
@dataclass(frozen=True)
class DossierRated:
    """A person graded how a dossier was handled. `subject_id` is the dossier; the words stay in the room."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    owner_id: UUID
    grade: int
    changed: bool
