"""What leaders do about the figures."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.kernel.events import fact


@fact("insights.reminded")
@dataclass(frozen=True)
class OfficerReminded:
    """A leader reminded these officers of a dossier. `subject_id` is the dossier."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    by_id: UUID
    by_name: str
    officer_ids: tuple[UUID, ...]
    late: bool
