"""Opinions asked of others, as those who ask and those who are asked see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.rooms.dossiers.types.views import DossierRow

WAITS_FOR_OPINION = "waiting_for_agency"
"""The ground of putting a date off that holds only while an opinion is waited for."""


@dataclass(frozen=True, slots=True)
class ConsultationView:
    """One opinion asked: who, whom, what, by when, the answer."""

    id: UUID
    dossier_id: UUID
    agency_id: UUID
    to_agency_id: UUID
    to_unit_id: UUID | None
    question: str
    asked_at: datetime
    asked_by_name: str
    due_at: datetime
    answer: str = ""
    answered_at: datetime | None = None
    answered_by_name: str = ""
    closed_at: datetime | None = None
    closed_because: str = ""

    @property
    def open(self) -> bool:
        return self.answered_at is None and self.closed_at is None

    def late(self, at: datetime) -> bool:
        return self.closed_at is None and (self.answered_at or at) > self.due_at


@dataclass(frozen=True, slots=True)
class ConsultedLine:
    """One line of the list of those who are asked."""

    consultation: ConsultationView
    dossier: DossierRow | None
    """None once the answer is given: the dossier is no longer theirs to read."""


@dataclass(frozen=True, slots=True)
class ConsultedCase:
    """What those who are asked read of the dossier while the consultation is open: the request, never the notes."""

    consultation: ConsultationView
    dossier: DossierRow
    version_id: UUID
    owner_id: UUID
    answers: Mapping[str, Any]
    provenance: Mapping[str, Any]
    files: tuple[Any, ...]
