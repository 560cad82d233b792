"""Making a document void, by itself or because the one that takes its place is signed."""

from datetime import datetime

from motcua.kernel import events
from motcua.kernel.types import Actor
from motcua.rooms.documents.events import DocumentRevoked
from motcua.rooms.documents.models import Document
from motcua.rooms.documents.types import DocumentState
from motcua.rooms.documents.words import superseded


def void_the_replaced(row: Document, *, by: Actor, at: datetime) -> None:
    """What this document takes the place of no longer holds: never are both true, never neither."""
    if row.replaces_id is None:
        return
    old = Document.objects.select_for_update().get(id=row.replaces_id)
    if old.state != DocumentState.REVOKED:
        void(old, superseded(row.number_text, row.verification_code), by=by, at=at)


def void(row: Document, reason: str, *, by: Actor, at: datetime) -> None:
    row.revoke(by=by.id, at=at, reason=reason[:500])
    row.save()
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
