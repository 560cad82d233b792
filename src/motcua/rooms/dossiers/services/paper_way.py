"""Paper goes from one desk to the next, signed out and in; the electronic dossier is everywhere at once (Art. 18, 20)."""

from datetime import datetime
from uuid import UUID

from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.dossiers.events import PaperHanded, PaperReceived
from motcua.rooms.dossiers.models import Dossier, PaperTransfer
from motcua.rooms.dossiers.rules.papers import forward_by, told
from motcua.rooms.dossiers.services.holding import announce
from motcua.rooms.dossiers.types import PaperWay

CARRIER, REMARK = 200, 500


def set_off(dossier: Dossier, *, at: datetime) -> None:
    """Note that paper kept at the receiving counter must go to the competent agency, and by when."""
    kept = [paper for paper, one in zip(dossier.papers_in_hand, told(dossier.papers_in_hand), strict=True) if one.kept]
    if dossier.reception_agency_id == dossier.agency_id or not kept:
        return
    PaperTransfer.objects.create(
        dossier=dossier,
        agency_id=dossier.agency_id,
        from_agency_id=dossier.reception_agency_id,
        owner_id=dossier.owner_id,
        papers=kept,
        ready_at=at,
        due_at=forward_by(at, calendar_for(dossier.reception_agency_id, at)),
    )


@act("dossiers.hand_paper", law="paper/hand-over")
def hand_paper(way_id: UUID, *, carrier: str, by: Actor, at: datetime) -> PaperWay:
    """Sign paper out of this counter to the agency it goes to; `carrier` is who takes it there.

    Refused: act.out-of-reach, paper.carrier-missing, paper.handed-already
    """
    way, dossier = _held(way_id)
    permit(by, "dossiers.hand_paper", Target(agency_id=way.from_agency_id))
    if not carrier.strip():
        raise Refused("paper.carrier-missing")
    way.hand(by=by, carrier=carrier.strip()[:CARRIER], at=at)
    way.save()
    audit_note(subject=dossier.id, paper_way=way.id)
    announce(PaperHanded, dossier, by=by, at=at, way_id=way.id, to=_name(way.agency_id), late=at > way.due_at)
    return as_way(way, dossier)


@act("dossiers.receive_paper", law="paper/hand-over")
def receive_paper(way_id: UUID, *, remark: str = "", by: Actor, at: datetime) -> PaperWay:
    """Sign paper in at the agency it was sent to; `remark` says what is missing, if anything.

    Refused: act.out-of-reach, paper.not-handed-yet, paper.received-already
    """
    way, dossier = _held(way_id)
    permit(by, "dossiers.receive_paper", Target(agency_id=way.agency_id))
    way.receive(by=by, remark=remark.strip()[:REMARK], at=at)
    way.save()
    audit_note(subject=dossier.id, paper_way=way.id)
    announce(PaperReceived, dossier, by=by, at=at, way_id=way.id, sender=_name(way.from_agency_id))
    return as_way(way, dossier)


def as_way(way: PaperTransfer, dossier: Dossier) -> PaperWay:
    return PaperWay(
        id=way.id,
        dossier_id=dossier.id,
        reference=dossier.reference,
        procedure_name=dossier.procedure_name,
        from_agency_id=way.from_agency_id,
        to_agency_id=way.agency_id,
        papers=told(way.papers),
        ready_at=way.ready_at,
        due_at=way.due_at,
        handed_at=way.handed_at,
        handed_by_name=way.handed_by_name,
        carrier=way.carrier,
        received_at=way.received_at,
        received_by_name=way.received_by_name,
        remark=way.remark,
    )


def _held(way_id: UUID) -> tuple[PaperTransfer, Dossier]:
    held = PaperTransfer.objects.select_for_update(of=("self",)).filter(id=way_id)
    way = held.select_related("dossier").order_by().first()
    if way is None:
        raise Refused("act.out-of-reach")
    return way, way.dossier


def _name(agency_id: UUID) -> str:
    agency = agencies.agency(agency_id)
    return agency.name if agency else ""
