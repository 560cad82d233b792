"""Taking a document back."""

from datetime import datetime
from uuid import UUID

from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.documents.reading import as_document
from motcua.rooms.documents.services.drawing import held
from motcua.rooms.documents.services.replacing import void
from motcua.rooms.documents.types import DocumentRef


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
