"""Taking a document back."""

from datetime import datetime
from uuid import UUID

from motcua.kernel import events
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.documents.events import DocumentRevoked
from motcua.rooms.documents.reading import as_document
from motcua.rooms.documents.services.drawing import held
from motcua.rooms.documents.types import DocumentRef


@act("documents.revoke", law="documents/revocation")
def revoke(document_id: UUID, *, reason: str, by: Actor, at: datetime) -> DocumentRef:
    """Declare that a document no longer holds. Its bytes stay as they are; whoever verifies it is told.

    Refused: act.out-of-reach, document.already-revoked
    """
    row = held(document_id, by)
    permit(by, "documents.revoke", Target(agency_id=row.agency_id, owner_id=row.owner_id))
    row.revoke(by=by.id, at=at, reason=reason[:500])
    row.save()
    audit_note(subject=row.id)
    events.record(
        DocumentRevoked(
            occurred_at=at,
            agency_id=row.agency_id,
            subject_id=row.subject_id,
            owner_id=row.owner_id,
            document_id=row.id,
            kind=row.kind,
        )
    )
    return as_document(row)
