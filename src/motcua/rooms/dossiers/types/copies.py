"""Copies of results asked for again, as those who ask and those who grant see them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.rooms.dossiers.types.states import CopyState
from motcua.rooms.dossiers.types.views import DossierRow


@dataclass(frozen=True, slots=True)
class CopyView:
    """One copy asked for: why, what it costs, how far it has come."""

    id: UUID
    dossier_id: UUID
    state: CopyState
    reason: str
    by_applicant: bool
    asked_by_name: str
    asked_at: datetime
    amount: int
    obligation_id: UUID | None
    document_id: UUID | None
    ended_at: datetime | None
    ended_reason: str

    @property
    def open(self) -> bool:
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class CopyLine:
    copy: CopyView
    dossier: DossierRow
