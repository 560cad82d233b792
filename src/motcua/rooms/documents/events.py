"""What happened to files and documents."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.kernel.events import fact


@fact("documents.file-taken-in")
@dataclass(frozen=True)
class FileTakenIn:
    """A file lies in quarantine and waits for the inspector."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    owner_id: UUID | None
    purpose: str


@fact("documents.file-inspected")
@dataclass(frozen=True)
class FileInspected:
    """The inspector has spoken: `state` is clean, refused or unreadable."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    owner_id: UUID | None
    state: str
    reason: str


@fact("documents.requested")
@dataclass(frozen=True)
class DocumentRequested:
    """A document has to be set (again): its values, version or number changed."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    owner_id: UUID | None
    document_id: UUID
    kind: str
    version: int


@fact("documents.ready")
@dataclass(frozen=True)
class DocumentReady:
    """The PDF of a document can be shown. `draft` tells that it is only a draft."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    owner_id: UUID | None
    document_id: UUID
    kind: str
    version: int
    draft: bool


@fact("documents.approved")
@dataclass(frozen=True)
class DocumentApproved:
    """A leader stands for one version of a document."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    document_id: UUID
    kind: str
    version: int
    approver_id: UUID


@fact("documents.numbered")
@dataclass(frozen=True)
class DocumentNumbered:
    """A document took its place in the register book."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    document_id: UUID
    book: str
    year: int
    number: int
    text: str


@fact("documents.signature-ordered")
@dataclass(frozen=True)
class SignatureOrdered:
    """The one who approved asked for the signatures to be made."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    document_id: UUID
    kind: str


@fact("documents.signed")
@dataclass(frozen=True)
class DocumentSigned:
    """Every signature is made and time-stamped: the document is a result."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    owner_id: UUID | None
    document_id: UUID
    kind: str
    sha256: str


@fact("documents.revoked")
@dataclass(frozen=True)
class DocumentRevoked:
    """A document no longer holds; the verification page says so."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    owner_id: UUID | None
    document_id: UUID
    kind: str
