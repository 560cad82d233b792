"""What a counter follows of the dossiers it took in for other agencies: where they are, and the papers to hand out."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.rows import fetch_one
from motcua.kernel.types import Actor
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents.types import DocumentKind, DocumentRef
from motcua.rooms.dossiers.models import Dossier, PaperTransfer
from motcua.rooms.dossiers.reading import worklists
from motcua.rooms.dossiers.reading.rows import row_of
from motcua.rooms.dossiers.services.paper_way import as_way
from motcua.rooms.dossiers.services.standing import acting, as_desk_of
from motcua.rooms.dossiers.types import DossierRow, FeeAtDesk, PaperWay
from motcua.rooms.payments import queries as payments

MOST = 200

HANDED_OUT = frozenset(
    {
        DocumentKind.RECEPTION_SLIP,
        DocumentKind.REFUSAL_SLIP,
        DocumentKind.SUPPLEMENT_REQUEST,
        DocumentKind.APOLOGY,
        DocumentKind.STOP_NOTICE,
        DocumentKind.PAYMENT_RECEIPT,
        DocumentKind.RESULT,
        DocumentKind.RESULT_REFUSAL,
    }
)
"""What a counter gives to the person; drafts and what an agency writes for itself stay there."""


def taken_in(*, by: Actor, at: datetime | None = None) -> list[DossierRow]:
    """What the officer's counter took in for other agencies (Đã nhận giúp), the latest first."""
    if by.agency_id is None:
        return []
    found = Dossier.objects.filter(reception_agency_id=by.agency_id).exclude(agency_id=F("reception_agency_id"))
    now = at or clock.now()
    return [row_of(row, now) for row in found.order_by("-submitted_at", "id")[:MOST]]


def papers_to_hand_out(dossier_id: UUID, *, by: Actor) -> list[DocumentRef]:
    """Slips, receipts and the result, for the counter that took the dossier in. Refused: act.out-of-reach"""
    row = _reached(dossier_id, by)
    desk = as_desk_of(row, by)
    with acting(desk, instead_of=by):
        found = documents.documents(row.id, by=desk)
    return [one for one in found if DocumentKind(one.kind) in HANDED_OUT and not one.draft]


def paper_to_hand_out(dossier_id: UUID, document_id: UUID, *, by: Actor) -> bytes:
    """One of them as PDF. Refused: act.out-of-reach, document.not-ready"""
    row = _reached(dossier_id, by)
    if all(one.id != document_id for one in papers_to_hand_out(dossier_id, by=by)):
        raise Refused("act.out-of-reach")
    desk = as_desk_of(row, by)
    with acting(desk, instead_of=by):
        return documents.document_content(document_id, by=desk, purpose=row.reference)


def fee_at_desk(dossier_id: UUID, *, by: Actor) -> FeeAtDesk | None:
    """What is owed and the cash that paid it, if cash did; None when nothing ever was. Refused: act.out-of-reach"""
    row = _reached(dossier_id, by)
    desk = as_desk_of(row, by)
    with acting(desk, instead_of=by):
        owed = payments.obligation(row.id, by=desk)
        if owed is None:
            return None
        cash = payments.cash_of(owed.id, by=desk)
    return FeeAtDesk(owed.total, str(owed.state), cash)


def paper_to_send(*, by: Actor) -> list[PaperWay]:
    """Paper that lies at this agency's counter and belongs elsewhere, the most urgent first."""
    if by.agency_id is None:
        return []
    waiting = PaperTransfer.objects.filter(from_agency_id=by.agency_id, handed_at=None)
    return _ways(waiting.order_by("due_at", "id"), MOST)


def paper_to_receive(*, by: Actor) -> list[PaperWay]:
    """Paper on its way to this agency, what left first on top."""
    if by.agency_id is None:
        return []
    coming = PaperTransfer.objects.filter(agency_id=by.agency_id, received_at=None, handed_at__isnull=False)
    return _ways(coming.order_by("handed_at", "id"), MOST)


def paper_ways(dossier_id: UUID, *, by: Actor) -> list[PaperWay]:
    """Where the paper of a dossier went, in turn; both agencies and the owner may know. Refused: act.out-of-reach"""
    return _ways(PaperTransfer.objects.filter(dossier_id=_reached(dossier_id, by).id).order_by("ready_at", "id"), MOST)


def paper_way(way_id: UUID, *, by: Actor) -> PaperWay:
    """One stretch, for the slip that goes with it. Refused: act.out-of-reach"""
    either = Q(agency_id=by.agency_id) | Q(from_agency_id=by.agency_id)
    found = _ways(PaperTransfer.objects.filter(either, id=way_id).order_by("id"), 1) if by.agency_id else []
    if not found:
        raise Refused("act.out-of-reach")
    return found[0]


def _ways(found: QuerySet[PaperTransfer], limit: int) -> list[PaperWay]:
    return [as_way(way, way.dossier) for way in found.select_related("dossier")[:limit]]


def _reached(dossier_id: UUID, by: Actor) -> Dossier:
    row = fetch_one(Dossier, "where id = %s", [dossier_id])
    if row is None or not worklists.sees(row, by):
        raise Refused("act.out-of-reach")
    return row
