"""A dossier, its draft and what belongs to it, as shown to its owner and to officers."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.rooms.dossiers.types.papers import PaperInHand
from motcua.rooms.dossiers.types.states import FinanceState, Punctuality, Status


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
    papers: tuple[PaperInHand, ...] = ()
    representative_name: str = ""


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
    group_id: UUID | None
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
    answers_id: UUID | None = None
    ended_at: datetime | None = None
    soon_from: datetime | None = None

    @property
    def unpaid(self) -> bool:
        """Tell whether nobody has to answer yet, because the fee due on handing in is not paid."""
        return self.status == Status.SUBMITTED and self.finance_state == FinanceState.OWED

    @property
    def answer_awaited(self) -> datetime | None:
        """Until when the applicant has to be answered; None once taken in or ended, and while the fee is owed."""
        return self.answer_due_at if self.status == Status.SUBMITTED and not self.unpaid else None

    @property
    def ended_without_result(self) -> bool:
        """Tell whether nothing is waited for any more: not taken in, taken back, or stopped."""
        return self.ended_at is not None and self.completed_at is None

    @property
    def reference(self) -> str:
        """The code people quote: the legal one once there is one."""
        return self.code or self.receipt_number

    @property
    def leads(self) -> bool:
        """Tell whether this is the one dossier of a group that the applicant handed in."""
        return self.group_id == self.id

    @property
    def member(self) -> bool:
        """Tell whether this is the part of a group that one agency does."""
        return self.group_id not in {None, self.id}

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
    consultations: tuple[Any, ...] = ()
    amendments: tuple["AmendmentView", ...] = ()
    papers: tuple[PaperInHand, ...] = ()
    """What lay on the counter when it was handed in."""
    has_paper: bool = False
    """Whether paper of it may lie or travel anywhere: handed in, brought later, or the result."""
    representative_name: str = ""
    """Who filed it for its owner, if somebody did."""
    authorisation_id: UUID | None = None
    ended_ground: str = ""
    ended_provision: str = ""
    """Which text of law it was stopped on, where the ground is the law itself."""
    opened_for: str = ""
    """The reason an officer gave who has no part in it; empty for everybody else."""

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def open_supplement(self) -> SupplementView | None:
        return next((s for s in self.supplements if s.answered_at is None), None)


@dataclass(frozen=True, slots=True)
class OpeningView:
    """Who opened a dossier he has no part in, why, and until when it is open to him."""

    dossier_id: UUID
    reference: str
    procedure_name: str
    officer_name: str
    why: str
    opened_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class AmendmentView:
    """What the applicant changed, with the answers before and after. `through`: the part of a group it came from."""

    before_id: UUID
    answers_id: UUID
    fields: tuple[str, ...]
    reason: str
    amended_at: datetime
    through: str = ""


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
    answer_due_at: datetime | None
    """Until when it is answered; None while the fee due on handing in is not paid."""
    completed_at: datetime | None
    late: bool
    timeline: tuple[TimelineEntry, ...]
