"""What a counter follows of the dossiers it took in for other agencies: where they are, and the papers to hand out."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from motcua.kernel import audit, clock
from motcua.kernel.errors import Refused
from motcua.kernel.rows import fetch_one
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents.types import DocumentKind, DocumentRef
from motcua.rooms.dossiers.models import Dossier, PaperTransfer, Share
from motcua.rooms.dossiers.reading import worklists
from motcua.rooms.dossiers.reading.rows import row_of
from motcua.rooms.dossiers.rules.papers import places
from motcua.rooms.dossiers.services.paper_way import as_way, involved, leaves_on_paper
from motcua.rooms.dossiers.services.standing import acting, as_desk_of
from motcua.rooms.dossiers.types import DossierRow, DossierView, FeeAtDesk, PaperPlace, PaperWay
from motcua.rooms.identity import queries as identity
from motcua.rooms.payments import queries as payments

MOST, MOST_OPEN = 200, 20

HANDED_OUT = frozenset(
    {
        DocumentKind.RECEPTION_SLIP,
        DocumentKind.REFUSAL_SLIP,
        DocumentKind.SUPPLEMENT_REQUEST,
        DocumentKind.APOLOGY,
        DocumentKind.STOP_NOTICE,
        DocumentKind.PAYMENT_NOTICE,
        DocumentKind.PAYMENT_RECEIPT,
        DocumentKind.RESULT,
        DocumentKind.RESULT_REFUSAL,
        DocumentKind.RESULT_COPY,
    }
)
"""What a counter gives to the person; drafts and what an agency writes for itself stay there."""


def taken_in(*, by: Actor, at: datetime | None = None) -> list[DossierRow]:
    """What the officer's counter took in for other agencies (Đã nhận giúp), the latest first."""
    if by.agency_id is None:
        return []
    brought = Share.objects.filter(agency_id=by.agency_id, at_counter=True).values("dossier_id")
    found = Dossier.objects.filter(
        Q(reception_agency_id=by.agency_id) & ~Q(agency_id=F("reception_agency_id")) | Q(id__in=brought)
    )
    now = at or clock.now()
    return [row_of(row, now) for row in found.order_by("-submitted_at", "id")[:MOST]]


def papers_to_hand_out(dossier_id: UUID, *, by: Actor) -> list[DocumentRef]:
    """Slips, receipts and the result, for the counter that took the dossier in. Refused: act.out-of-reach"""
    row = reached(dossier_id, by)
    desk = as_desk_of(row, by)
    with acting(desk, instead_of=by):
        found = documents.documents(row.id, by=desk)
    return [one for one in found if DocumentKind(one.kind) in HANDED_OUT and not one.draft]


def paper_to_hand_out(dossier_id: UUID, document_id: UUID, *, by: Actor) -> bytes:
    """One of them as PDF. Refused: act.out-of-reach, document.not-ready"""
    row = reached(dossier_id, by)
    if all(one.id != document_id for one in papers_to_hand_out(dossier_id, by=by)):
        raise Refused("act.out-of-reach")
    desk = as_desk_of(row, by)
    with acting(desk, instead_of=by):
        return documents.document_content(document_id, by=desk, purpose=row.reference)


def fee_at_desk(dossier_id: UUID, *, by: Actor) -> FeeAtDesk | None:
    """What is owed and the cash that paid it, if cash did; None when nothing ever was. Refused: act.out-of-reach"""
    row = reached(dossier_id, by)
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


def paper_under_way(*, by: Actor) -> list[PaperWay]:
    """Paper that this agency sent and nobody has signed in yet, what left first on top."""
    if by.agency_id is None:
        return []
    gone = PaperTransfer.objects.filter(from_agency_id=by.agency_id, received_at=None, handed_at__isnull=False)
    return _ways(gone.order_by("handed_at", "id"), MOST)


def paper_here(*, by: Actor) -> list[PaperWay]:
    """Paper of open dossiers that came here from elsewhere and has not gone on, the latest on top."""
    if by.agency_id is None:
        return []
    here = PaperTransfer.objects.filter(
        agency_id=by.agency_id, received_at__isnull=False, to_applicant=False, following=None,
        dossier__delivered_at=None, dossier__ended_at=None,
    )  # fmt: skip
    return _ways(here.order_by("-received_at", "id"), MOST)


def paper_places(view: DossierView, *, at: datetime | None = None) -> list[PaperPlace]:
    """Who holds the paper of a dossier one reads now; what was kept where it was handed in lies there."""
    if not view.has_paper:
        return []
    ways = PaperTransfer.objects.filter(dossier_id=view.id).order_by("ready_at", "id")
    found = places(_ways(ways, MOST), at=at or clock.now())
    if not found and any(one.kept for one in view.papers):
        return [PaperPlace(None, "desk", view.row.reception_agency_id, view.row.submitted_at)]
    return found


def paper_goes_to(way_id: UUID, *, by: Actor) -> list[UUID]:
    """Where paper that lies here may go on to. Refused: act.out-of-reach"""
    way = PaperTransfer.objects.filter(id=way_id).select_related("dossier").order_by().first()
    if way is None or way.agency_id != by.agency_id:
        raise Refused("act.out-of-reach")
    return sorted(involved(way.dossier, by=by) - {by.agency_id}, key=str)


def result_goes_to(dossier_id: UUID, *, by: Actor) -> list[UUID] | None:
    """The counters to which a result on paper may go besides the post; None where there is none, or it went already.

    Refused: act.out-of-reach
    """
    row = reached(dossier_id, by)
    if (
        row.agency_id != by.agency_id
        or not leaves_on_paper(row, by=by)
        or row.paper_ways.filter(is_result=True).exists()
    ):
        return None
    brought = Share.objects.filter(dossier_id=row.id, at_counter=True).values_list("agency_id", flat=True)
    with acting(SYSTEM, instead_of=by):
        return [one for one in (row.reception_agency_id, *brought) if one != row.agency_id]


def of_person_at_counter(person_id: UUID, *, by: Actor, at: datetime, anew: bool = True) -> list[DossierRow]:
    """The open dossiers of the person who stands at the officer's counter, at whichever agency they are.

    He and whoever filed for him may see that it was looked at; a part of a page that follows what is typed, `anew`
    false, is the same look. Refused: act.out-of-reach
    """
    if not identity.is_at_counter(person_id, by=by, at=at):
        raise Refused("act.out-of-reach")
    his = Q(owner_id=person_id) | Q(representative_id=person_id)
    with acting(SYSTEM, instead_of=by):
        found = Dossier.objects.filter(his, ended_at=None, delivered_at=None).order_by("-submitted_at", "id")[
            :MOST_OPEN
        ]
        rows = [row_of(row, at) for row in found]
    for row in rows if anew else ():
        audit.record_read(
            by, subject="dossier", subject_id=row.id, purpose="counter", owner_id=person_id, agency_id=by.agency_id
        )
    return rows


def at_counter_by_number(text: str, *, by: Actor) -> UUID | None:
    """The dossier of a code or receipt number, as scanned from a slip, if this counter may open it."""
    wanted = text.strip().upper()
    found = Dossier.objects.filter(Q(code=wanted) | Q(receipt_number=wanted)).order_by("id").first()
    return found.id if found is not None and worklists.sees(found, by) else None


def desk_of(dossier_id: UUID, *, by: Actor) -> Actor:
    """As whom the officer reads a dossier: himself, or the competent agency's desk (ADR 0005). Refused: act.out-of-reach"""
    return as_desk_of(reached(dossier_id, by), by)


def paper_to_receive(*, by: Actor) -> list[PaperWay]:
    """Paper on its way to this agency, what left first on top."""
    if by.agency_id is None:
        return []
    coming = PaperTransfer.objects.filter(agency_id=by.agency_id, received_at=None, handed_at__isnull=False)
    return _ways(coming.order_by("handed_at", "id"), MOST)


def paper_ways(dossier_id: UUID, *, by: Actor) -> list[PaperWay]:
    """Where the paper of a dossier went, in turn; both agencies and the owner may know. Refused: act.out-of-reach"""
    return _ways(PaperTransfer.objects.filter(dossier_id=reached(dossier_id, by).id).order_by("ready_at", "id"), MOST)


def paper_way(way_id: UUID, *, by: Actor) -> PaperWay:
    """One stretch, for the slip that goes with it. Refused: act.out-of-reach"""
    either = Q(agency_id=by.agency_id) | Q(from_agency_id=by.agency_id)
    found = _ways(PaperTransfer.objects.filter(either, id=way_id).order_by("id"), 1) if by.agency_id else []
    if not found:
        raise Refused("act.out-of-reach")
    return found[0]


def _ways(found: QuerySet[PaperTransfer], limit: int) -> list[PaperWay]:
    return [as_way(way, way.dossier) for way in found.select_related("dossier")[:limit]]


def reached(dossier_id: UUID, by: Actor) -> Dossier:
    row = fetch_one(Dossier, "where id = %s", [dossier_id])
    if row is None or not worklists.sees(row, by):
        raise Refused("act.out-of-reach")
    return row
