"""What a counter follows of the dossiers it took in for other agencies: where they are, and the papers to hand out."""

from datetime import datetime
from uuid import UUID

from django.db.models import F

from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents.types import DocumentKind, DocumentRef
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.reading.rows import row_of
from motcua.rooms.dossiers.services.standing import acting, as_desk_of
from motcua.rooms.dossiers.types import DossierRow

HANDED_OUT = frozenset(
    {
        DocumentKind.RECEPTION_SLIP,
        DocumentKind.REFUSAL_SLIP,
        DocumentKind.SUPPLEMENT_REQUEST,
        DocumentKind.PAYMENT_RECEIPT,
        DocumentKind.RESULT,
        DocumentKind.RESULT_REFUSAL,
    }
)
"""What a counter gives to the person; drafts and what an agency writes for itself stay there."""


def taken_in(by: Actor, *, at: datetime, limit: int) -> list[DossierRow]:
    """What this agency's counter took in for others, the latest first."""
    if by.agency_id is None:
        return []
    found = Dossier.objects.filter(reception_agency_id=by.agency_id).exclude(agency_id=F("reception_agency_id"))
    return [row_of(row, at) for row in found.order_by("-submitted_at", "id")[:limit]]


def papers(row: Dossier, *, by: Actor) -> list[DocumentRef]:
    """The documents of this dossier that the counter hands out, oldest first."""
    desk = as_desk_of(row, by)
    with acting(desk, instead_of=by):
        found = documents.documents(row.id, by=desk)
    return [one for one in found if DocumentKind(one.kind) in HANDED_OUT and not one.draft]


def paper(row: Dossier, document_id: UUID, *, by: Actor) -> bytes:
    """One of them as PDF. Refused: act.out-of-reach, document.not-ready"""
    if all(one.id != document_id for one in papers(row, by=by)):
        raise Refused("act.out-of-reach")
    desk = as_desk_of(row, by)
    with acting(desk, instead_of=by):
        return documents.document_content(document_id, by=desk, purpose=row.reference)
