"""Taking a document back."""

from datetime import datetime
from uuid import UUID

from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.documents.reading import as_document
from motcua.rooms.documents.services.drawing import held
from motcua.rooms.documents.services.replacing import void
from motcua.rooms.documents.types import DocumentRef, DocumentState


@act("documents.revoke", law="documents/revocation")
def revoke(document_id: UUID, *, reason: str, by: Actor, at: datetime) -> DocumentRef:
    """Declare that a document no longer holds. Its bytes stay as they are; whoever verifies it is told.

    Refused: act.out-of-reach, document.already-revoked
    """
    row = held(document_id, by)
    permit(by, "documents.revoke", Target(agency_id=row.agency_id, owner_id=row.owner_id))
    void(row, reason, by=by, at=at)
    audit_note(subject=row.id)
    return as_document(row)


@act("documents.put_aside", law="documents/revocation")
def put_aside(document_id: UUID, *, reason: str, by: Actor, at: datetime) -> bool:
    """Put a draft aside that nothing will come of. It was never issued, so nobody outside is told. The system only.

    Answers whether it lay there as a draft. Refused: act.out-of-reach
    """
    row = held(document_id, by)
    permit(by, "documents.put_aside", Target(agency_id=row.agency_id, owner_id=row.owner_id))
    if not row.draft or row.state == DocumentState.REVOKED:
        return False
    row.revoke(by=by.id, at=at, reason=reason[:500])
    row.save()
    audit_note(subject=row.id)
    return True
