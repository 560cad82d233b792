"""What the acts on dossiers answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a person holds right after submission."""

    dossier_id: UUID
    receipt_number: str
    obligation_id: UUID | None
    amount: int
    submitted_at: datetime
    answer_due_at: datetime


@dataclass(frozen=True, slots=True)
class ReceptionSlip:
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả."""

    dossier_id: UUID
    code: str
    accepted_at: datetime
    due_at: datetime | None
    explanation: str
    document_id: UUID | None


@dataclass(frozen=True, slots=True)
class Done:
    """How an act on a dossier ended: its status now, the document drawn up if one was, the work that follows."""

    dossier_id: UUID
    status: str
    document_id: UUID | None = None
    due_at: datetime | None = None
    next_steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbered:
    dossier_id: UUID
    document_id: UUID
    number: str


@dataclass(frozen=True, slots=True)
class FurtherLine:
    """A line of a payment notice that the procedure's own table does not name, such as a tax."""

    name: str
    kind: str
    amount: int
