"""What the rooms above and the faces see of dossiers."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from motcua.rooms.forms.types import Words


class Status(StrEnum):
    """Where the business stands. Finance, delivery and synchronisation are states of their own."""

    SUBMITTED = "submitted"
    SUPPLEMENT_BEFORE = "supplement_before_acceptance"
    REFUSED_RECEPTION = "refused_reception"
    ACCEPTED = "accepted"
    IN_APPRAISAL = "in_appraisal"
    SUPPLEMENT_AFTER = "supplement_after_appraisal"
    AWAITING_PAYMENT = "awaiting_payment"
    FOR_APPROVAL = "submitted_for_approval"
    REWORK = "returned_for_rework"
    APPROVED = "approved"
    SIGNING = "signing"
    ISSUED = "issued"
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


class FinanceState(StrEnum):
    NOTHING = "nothing_due"
    OWED = "owed"
    PAID = "paid"
    WAIVED = "waived"
    CANCELLED = "cancelled"


class DeliveryState(StrEnum):
    NOT_READY = "not_ready"
    READY = "ready"
    DELIVERED = "delivered"


class SyncState(StrEnum):
    """Whether the national portal knows the present state; a failed push never holds a dossier up."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


class Method(StrEnum):
    ONLINE = "online"
    COUNTER = "counter"
    POSTAL = "postal"


class ResultChannel(StrEnum):
    PORTAL = "portal"
    COUNTER = "counter"
    POST = "post"


class ResultKind(StrEnum):
    GRANTED = "granted"
    REFUSED = "refused"


class Stage(StrEnum):
    """When a supplement was asked for."""

    RECEPTION = "reception"
    APPRAISAL = "appraisal"


class Punctuality(StrEnum):
    """trước hạn, đúng hạn, quá hạn; and what is still open."""

    NO_TERM = "no_term"
    IN_TIME = "in_time"
    DUE_SOON = "due_soon"
    LATE = "late"
    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"


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
class DraftView:
    """A draft as its owner sees it."""

    id: UUID
    owner_id: UUID
    procedure_key: str
    procedure_code: str
    procedure_name: str
    version_id: UUID
    agency_id: UUID | None
    reception_agency_id: UUID | None
    method: str
    case: str
    result_channel: str
    answers_id: UUID
    created_at: datetime
    saved_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SupplementItem:
    """One thing to mend: a field or paper of the form, what is wrong, how to mend it."""

    field: str
    words: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class SupplementView:
    id: UUID
    stage: str
    reason: str
    ground: str
    items: tuple[SupplementItem, ...]
    requested_at: datetime
    requested_by_name: str
    due_at: datetime
    answered_at: datetime | None
    document_id: UUID | None
    answers_id: UUID | None = None
    """The working copy of the answers, once the applicant began to mend them."""

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(item.field for item in self.items)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of a dossier's history. `public`: anybody with the look-up pair may see it."""

    at: datetime
    kind: str
    title: str
    title_en: str
    who: str = ""
    unit: str = ""
    detail: str = ""
    due_at: datetime | None = None
    done: bool = True
    late: bool = False
    public: bool = True


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A dossier in a list."""

    id: UUID
    receipt_number: str
    code: str | None
    procedure_key: str
    procedure_code: str
    procedure_name: str
    agency_id: UUID
    reception_agency_id: UUID
    applicant_name: str
    method: str
    status: str
    finance_state: str
    delivery_state: str
    submitted_at: datetime
    accepted_at: datetime | None
    answer_due_at: datetime
    original_due_at: datetime | None
    current_due_at: datetime | None
    completed_at: datetime | None
    result_document_id: UUID | None
    result_kind: str
    result_channel: str
    national_status: int
    status_words: str
    status_words_en: str
    needs_applicant: bool
    punctuality: str = Punctuality.IN_TIME

    @property
    def reference(self) -> str:
        """The code people quote: the legal one once there is one."""
        return self.code or self.receipt_number

    @property
    def late(self) -> bool:
        return self.punctuality in {Punctuality.LATE, Punctuality.DONE_LATE}


@dataclass(frozen=True, slots=True)
class DossierView:
    """One dossier, whole, for its owner or an officer of its agency."""

    row: DossierRow
    owner_id: UUID
    version_id: UUID
    answers_id: UUID
    case: str
    slip_document_id: UUID | None
    due_explanation: dict[str, Any]
    extension_count: int
    delivered_at: datetime | None
    ended_reason: str
    version: int
    supplements: tuple[SupplementView, ...]
    timeline: tuple[TimelineEntry, ...]
    tasks: tuple[Any, ...] = ()
    notes: tuple["NoteView", ...] = ()
    due_history: tuple["DueChangeView", ...] = ()
    may: frozenset[str] = field(default_factory=frozenset)

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def open_supplement(self) -> SupplementView | None:
        return next((s for s in self.supplements if s.answered_at is None), None)


@dataclass(frozen=True, slots=True)
class NoteView:
    id: UUID
    author_name: str
    written_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class DueChangeView:
    at: datetime
    cause: str
    ground: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class PublicProgress:
    """What the look-up by code and phone shows: progress, nothing of the person."""

    reference: str
    procedure_name: str
    agency_id: UUID
    status: str
    status_words: str
    status_words_en: str
    national_status: int
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    completed_at: datetime | None
    late: bool
    timeline: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True)
class WorklistFilters:
    """Which dossiers a desk shows. `view`: reception, mine, unit, unassigned, overdue, due_soon, waiting, all, done."""

    view: str = "unit"
    text: str = ""
    procedure: str = ""
    status: str = ""
    does: tuple[str, ...] = ()
    unit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """One line of the work-list: a dossier and, from acceptance on, the task that waits for somebody."""

    dossier: DossierRow
    task_id: UUID | None = None
    step_name: str = ""
    does: str = ""
    unit_id: UUID | None = None
    assignee_name: str = ""
    due_at: datetime | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Worklist:
    rows: tuple[WorklistRow, ...]
    next_after: str | None = None


@dataclass(frozen=True, slots=True)
class WorklistCounts:
    """Bounded counts for the chips above the list."""

    reception: int = 0
    mine: int = 0
    unit: int = 0
    unassigned: int = 0
    due_soon: int = 0
    overdue: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class ResultDraftView:
    """The result as drafted: its values are the officer's to edit, its document the leader's to read."""

    document_id: UUID
    kind: str
    values: dict[str, Any]
    drafter_id: UUID
    drafter_name: str
    drafted_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class ResultField:
    """One field of the result for the officer to fill in; `value` is what the procedure proposes."""

    key: str
    kind: str
    label: Words
    hint: Words | None
    required: bool
    options: tuple[Any, ...]
    value: Any
