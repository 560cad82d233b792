"""What goes over the wire. Names are stable; new members may be added."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema


class Words(Schema):
    vi: str
    en: str | None = None


class ProcedureCard(Schema):
    """One procedure in a list."""

    code: str
    key: str
    name: str
    plain_name: str
    field: str
    ministry: str
    levels: list[str]
    online_mode: str
    minutes: int
    href: str


class ProcedureFull(ProcedureCard):
    """A procedure in effect with its form: everything a client needs to file."""

    version_id: UUID
    effective_from: str
    sha256: str
    channels: list[dict[str, Any]]
    components: list[dict[str, Any]]
    form: dict[str, Any]
    legal_bases: list[str]


class FileIn(Schema):
    """One paper. `field` is the key of a file field of the form."""

    field: str = Field(max_length=100)
    name: str = Field(max_length=200)
    content: str = Field(description="base64")


class DossierIn(Schema):
    """A complete dossier. Answers use the keys of the procedure's form; dates are ISO 8601."""

    procedure: str = Field(max_length=60, description="code or key")
    answers: dict[str, Any]
    agency: UUID | None = Field(default=None, description="competent agency, when several are possible")
    files: list[FileIn] = Field(default_factory=list, max_length=100)


class ReceiptOut(Schema):
    """What is true from this moment on."""

    id: UUID
    receipt_number: str
    submitted_at: datetime
    answer_due_at: datetime
    amount: int
    obligation_id: UUID | None
    payment_url: str | None
    href: str


class DossierOut(Schema):
    id: UUID
    receipt_number: str
    code: str | None
    procedure: str
    procedure_name: str
    applicant_name: str
    status: str
    national_status: int
    finance_state: str
    delivery_state: str
    submitted_at: datetime
    accepted_at: datetime | None
    answer_due_at: datetime
    due_at: datetime | None
    completed_at: datetime | None
    result_kind: str | None
    late: bool
    href: str


class Entry(Schema):
    at: datetime
    title: str
    unit: str
    person: str
    due_at: datetime | None


class Fault(Schema):
    field: str
    words: str


class SupplementOut(Schema):
    requested_at: datetime
    due_at: datetime
    reason: str
    items: list[Fault]


class DossierFull(DossierOut):
    timeline: list[Entry]
    explanation: dict[str, Any]
    supplement: SupplementOut | None
    documents: list[dict[str, Any]]


class DossierPage(Schema):
    items: list[DossierOut]


class TaskOut(Schema):
    """One piece of work. `does`: receive, appraise, consult, draft_result, approve, number, sign, deliver, work."""

    id: UUID
    dossier_id: UUID
    reference: str
    name: str
    does: str
    role: str
    procedure_name: str
    applicant_name: str
    assignee_name: str
    due_at: datetime | None
    version: int
    outcomes: list[str]


class TaskPage(Schema):
    items: list[TaskOut]
    next: str | None = None


class OpeningIn(Schema):
    """Why an officer opens a dossier he has no part in. The applicant can read it."""

    reason: str = Field(default="", max_length=20, description="visitor, work, complaint or inspection")
    words: str = Field(default="", max_length=200, description="what it is about; needed but for a visitor")


class OpeningOut(Schema):
    """Until when the dossier is open to the caller."""

    until: datetime


class CompletionIn(Schema):
    """How a task is finished. `values` are the result's fields when it is drafted here."""

    outcome: str = Field(default="", max_length=60)
    note: str = Field(default="", max_length=2000)
    version: int | None = Field(default=None, ge=0, le=2_000_000_000)
    values: dict[str, Any] = Field(default_factory=dict)
    ground: str = Field(default="", max_length=60)
    items: list[Fault] = Field(default_factory=list, max_length=200)
    evidence: str = Field(default="", max_length=500)


class CompletionOut(Schema):
    dossier_id: UUID
    status: str
    code: str | None = None
    due_at: datetime | None = None
    document_id: UUID | None = None


class ProgressOut(Schema):
    """What anybody with the look-up pair may know."""

    reference: str
    procedure_name: str
    status: str
    status_words: str
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    completed_at: datetime | None
    late: bool
    timeline: list[Entry]


class SignatureOut(Schema):
    """`trusted`: its certificate leads to a known root; `intact`: what it covers was not changed."""

    purpose: str
    signer: str
    organisation: str
    signed_at: datetime | None
    time_stamped_at: datetime | None
    trusted: bool
    intact: bool


class VerificationOut(Schema):
    """What is true of a document."""

    truth: str
    code: str
    title: str
    agency: str
    number: str
    dated_on: str | None
    holder_initials: str
    signed_at: datetime | None
    revoked_at: datetime | None
    signatures: list[SignatureOut]
