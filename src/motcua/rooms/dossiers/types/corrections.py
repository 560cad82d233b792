"""Corrections of results, as those who work on them see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.rooms.dossiers.types.states import CorrectionState
from motcua.rooms.dossiers.types.views import DossierRow


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """One correction: what is said to be wrong, how far the right result has come."""

    id: UUID
    dossier_id: UUID
    state: CorrectionState
    wrong: str
    by_applicant: bool
    asked_by_name: str
    asked_at: datetime
    due_at: datetime
    kind: str
    values: dict[str, Any]
    document_id: UUID | None
    old_document_id: UUID
    drafter_name: str
    ended_at: datetime | None
    ended_reason: str
    version: int
    ground: str = ""
    reason: str = ""
    changes: tuple["PrintedChange", ...] = ()

    @property
    def open(self) -> bool:
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class PrintedChange:
    """One line that the right result prints otherwise, old and new in words."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ResultSaid:
    """What the result says that holds now, and which of the applicant's answers it prints, by the kind of decision."""

    kind: str
    values: dict[str, Any]
    answers: dict[str, Any]
    printed: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    correction: CorrectionView
    dossier: DossierRow
