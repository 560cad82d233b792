"""Rows as what others see, and the application's own fence beside row-level security."""

from motcua.kernel.types import Actor, ActorKind
from motcua.rooms.documents.models import Approval, Document, File
from motcua.rooms.documents.types import (
    ApprovalRef,
    DocumentRef,
    DocumentState,
    FileState,
    SignaturePurpose,
    StoredFile,
)


def reaches(row: File | Document, by: Actor) -> bool:
    """Tell whether the row is the actor's own, or his agency's."""
    if by.kind == ActorKind.SYSTEM:
        return True
    mine = row.owner_id is not None and row.owner_id == by.person_id
    return mine or (row.agency_id is not None and row.agency_id == by.agency_id)


def as_file(row: File) -> StoredFile:
    return StoredFile(
        id=row.id,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        pages=row.pages,
        state=FileState(row.state),
        purpose=row.purpose,
        owner_id=row.owner_id,
        agency_id=row.agency_id,
        subject_id=row.subject_id,
        taken_in_at=row.taken_in_at,
        reason=row.reason,
        reason_params=row.reason_params,
        taken_in_by=row.taken_in_by,
    )


def as_document(row: Document) -> DocumentRef:
    return DocumentRef(
        id=row.id,
        kind=row.kind,
        title=row.title,
        state=DocumentState(row.state),
        draft=row.draft,
        version=row.version,
        subject_id=row.subject_id,
        agency_id=row.agency_id,
        owner_id=row.owner_id,
        number_text=row.number_text,
        dated_on=row.dated_on,
        verification_code=row.verification_code,
        sha256=row.sha256,
        size=row.size,
        drafted_by=row.drafted_by,
        drafted_at=row.drafted_at,
        signed_at=row.signed_at,
        revoked_at=row.revoked_at,
        fault=row.fault,
    )


def as_approval(row: Approval) -> ApprovalRef:
    return ApprovalRef(
        id=row.id,
        document_id=row.document_id,
        version=row.version,
        purpose=SignaturePurpose(row.purpose),
        approver_id=row.approver_id,
        approver_name=row.approver_name,
        approver_title=row.approver_title,
        approved_at=row.approved_at,
    )
