"""Facts of the catalogue."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from motcua.kernel.events import fact


@fact("catalogue.procedure-published")
@dataclass(frozen=True, slots=True)
class ProcedurePublished:
    """A version of a procedure was frozen and made public."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    version_id: UUID
    procedure_key: str
    number: int
    sha256: str
    effective_from: date
