"""What the other rooms and the faces see of files, documents and signatures."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from motcua.kernel.errors import Refused
from motcua.rooms.documents.words import size_in_words

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEGABYTE = 1024 * 1024


class FileState(StrEnum):
    """Where a file stands: nobody opens it before it is clean."""

    QUARANTINE = "quarantine"
    CLEAN = "clean"
    REFUSED = "refused"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What is taken in for one purpose. A procedure's paper may be stricter, never looser than the installation."""

    media_types: tuple[str, ...] = (PDF, JPEG, PNG)
    max_image_bytes: int = 10 * MEGABYTE
    max_bytes: int = 25 * MEGABYTE
    max_pages: int = 300
    max_pixels: int = 60_000_000


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file handed in: tệp. `reason` tells what is wrong with it as a refusal code."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    pages: int | None
    state: FileState
    purpose: str
    owner_id: UUID | None
    agency_id: UUID | None
    subject_id: UUID | None
    taken_in_at: datetime
    reason: str = ""
    reason_params: dict[str, Any] = field(default_factory=dict)
    taken_in_by: UUID | None = None

    @property
    def usable(self) -> bool:
        return self.state == FileState.CLEAN

    @property
    def is_image(self) -> bool:
        return self.media_type in {JPEG, PNG}

    @property
    def size_text(self) -> str:
        return size_in_words(self.size)

    @property
    def words(self) -> str:
        """What is wrong and how to mend it; empty for a good file."""
        return Refused(self.reason, **self.reason_params).message if self.reason else ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the inspector found."""

    state: FileState
    media_type: str = ""
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    reason: str = ""
    reason_params: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


class DocumentKind(StrEnum):
    """Kinds of document the office draws up."""

    SUBMISSION_RECEIPT = "submission_receipt"
    RECEPTION_SLIP = "reception_slip"
    SUPPLEMENT_REQUEST = "supplement_request"
    REFUSAL_SLIP = "refusal_slip"
    RESULT = "result"
    RESULT_REFUSAL = "result_refusal"
    PAYMENT_RECEIPT = "payment_receipt"
    APOLOGY = "apology"
    STOP_NOTICE = "stop_notice"
    PAYMENT_NOTICE = "payment_notice"
    RESULT_COPY = "result_copy"
    REFUND_SLIP = "refund_slip"
    OTHER = "other"


FILE_NAMES: dict[str, str] = {
    DocumentKind.SUBMISSION_RECEIPT: "bien-nhan",
    DocumentKind.RECEPTION_SLIP: "giay-hen",
    DocumentKind.SUPPLEMENT_REQUEST: "yeu-cau-bo-sung",
    DocumentKind.REFUSAL_SLIP: "phieu-tu-choi",
    DocumentKind.RESULT: "ket-qua",
    DocumentKind.RESULT_REFUSAL: "thong-bao-tu-choi",
    DocumentKind.PAYMENT_RECEIPT: "bien-lai",
    DocumentKind.APOLOGY: "thu-xin-loi",
    DocumentKind.STOP_NOTICE: "thong-bao-dung",
    DocumentKind.PAYMENT_NOTICE: "thong-bao-nop-tien",
    DocumentKind.RESULT_COPY: "ban-sao-ket-qua",
    DocumentKind.REFUND_SLIP: "phieu-chi-hoan-tra",
}


class DocumentState(StrEnum):
    """Where a document stands. Only `signed` is a result anybody may rely on."""

    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"
    SIGNING = "signing"
    SIGNED = "signed"
    REVOKED = "revoked"


class SignaturePurpose(StrEnum):
    """Whose signature: first the one who decides, then the organisation (con dấu số)."""

    PERSONAL = "personal"
    SEAL = "seal"


@dataclass(frozen=True, slots=True)
class TemplateRef:
    """Which template: one of the room's own forms, or the source of a procedure's template.

    Numbers of forms changed meaning between circulars, so a form is named by code, regulation and version.
    """

    form_code: str = ""
    regulation: str = ""
    version: str = "1"
    source: str = ""

    @classmethod
    def form(cls, form_code: str, regulation: str, version: str = "1") -> "TemplateRef":
        return cls(form_code=form_code, regulation=regulation, version=version)

    @classmethod
    def content(cls, source: str, name: str = "", version: str = "1") -> "TemplateRef":
        """A procedure's own template, frozen with the version it belongs to."""
        return cls(form_code=name, regulation="procedure", version=version, source=source)


@dataclass(frozen=True, slots=True)
class OfficialForm:
    """Mẫu văn bản: one form of a circular, with the name it has there."""

    template: TemplateRef
    title: str
    regulation_name: str


SUBMISSION_RECEIPT = TemplateRef.form("submission-receipt", "motcua")
RECEPTION_SLIP = TemplateRef.form("01", "tt-03-2025")
SUPPLEMENT_REQUEST = TemplateRef.form("02", "tt-03-2025")
REFUSAL_SLIP = TemplateRef.form("03", "tt-03-2025")
RESULT_REFUSAL = TemplateRef.form("result-refusal", "motcua")
PAYMENT_RECEIPT = TemplateRef.form("payment-receipt", "nd-254-2026")
PAYMENT_NOTICE = TemplateRef.form("payment-notice", "motcua")
REFUND_SLIP = TemplateRef.form("refund-slip", "motcua")
COUNTER_SLIP = OfficialForm(TemplateRef.form("counter-slip", "motcua"), "Giấy nhận hồ sơ tại quầy", "")
PAPER_LIST = OfficialForm(TemplateRef.form("paper-list", "motcua"), "Phiếu bàn giao giấy tờ", "")
CASH_DAY = OfficialForm(TemplateRef.form("cash-day", "motcua"), "Bảng kê thu phí, lệ phí bằng tiền mặt", "")


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """One document: văn bản. Bytes are asked for with `queries.document_content`."""

    id: UUID
    kind: str
    title: str
    state: DocumentState
    draft: bool
    version: int
    subject_id: UUID
    agency_id: UUID | None
    owner_id: UUID | None
    number_text: str
    dated_on: date | None
    verification_code: str
    sha256: str
    size: int
    drafted_by: UUID
    drafted_at: datetime
    signed_at: datetime | None
    revoked_at: datetime | None
    fault: str = ""

    @property
    def usable(self) -> bool:
        """Tell whether there are bytes to show."""
        return bool(self.sha256)

    @property
    def file_name(self) -> str:
        """A plain name for downloads: no marks, no person."""
        return self.name_with(self.verification_code)

    def name_with(self, reference: str) -> str:
        """The name with the number of the document, or else what its dossier is called."""
        number = (self.number_text or reference).replace("/", "-")
        return f"{FILE_NAMES.get(self.kind, 'giay-to')}-{number}.pdf"


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """Số, ký hiệu văn bản: the place in the register book."""

    document_id: UUID
    book: str
    year: int
    number: int
    symbol: str
    text: str
    dated_on: date


@dataclass(frozen=True, slots=True)
class ApprovalRef:
    """Who approved which version, and thereby what may be signed once."""

    id: UUID
    document_id: UUID
    version: int
    purpose: SignaturePurpose
    approver_id: UUID
    approver_name: str
    approver_title: str
    approved_at: datetime


@dataclass(frozen=True, slots=True)
class SigningSlip:
    """One document before its signer: what will be signed, and the approval it rests on."""

    document: DocumentRef
    approval: ApprovalRef | None


@dataclass(frozen=True, slots=True)
class SigningOrder:
    """A signature that was ordered, and how far it has come. `fault` tells what it waits for: "time-stamp", "key"."""

    document_id: UUID
    subject_id: UUID
    title: str
    number_text: str
    state: DocumentState
    ordered_at: datetime
    signed_at: datetime | None
    sha256: str
    fault: str = ""

    @property
    def done(self) -> bool:
        return self.signed_at is not None


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """How far signing has come. `waiting_for` is empty, "time-stamp", "key" or "another-signature"."""

    document_id: UUID
    state: DocumentState
    signatures: int
    waiting_for: str = ""
    sha256: str = ""


class Truth(StrEnum):
    """What is true of a document somebody holds."""

    VALID = "valid"
    ALTERED = "altered"
    UNKNOWN = "unknown"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class SignatureFound:
    """One signature in a file, as anybody may see it."""

    purpose: str
    signer: str
    organisation: str
    signed_at: datetime | None
    time_stamped_at: datetime | None
    trusted: bool
    intact: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """The public answer about a document: nothing of the holder but the initials."""

    truth: Truth
    code: str = ""
    kind: str = ""
    title: str = ""
    agency_id: UUID | None = None
    agency_name: str = ""
    number_text: str = ""
    dated_on: date | None = None
    holder_initials: str = ""
    signed: bool = False
    signed_at: datetime | None = None
    revoked_at: datetime | None = None
    revoked_reason: str = ""
    sha256: str = ""
    signatures: tuple[SignatureFound, ...] = ()
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A PDF with room for one signature: the bytes to be signed are fixed from here on."""

    content: bytes
    digest: bytes
    field_name: str
