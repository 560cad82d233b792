"""Paper goes from one desk to the next, signed out and in; the electronic dossier is everywhere at once (Art. 18, 20)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.dossiers.events import PaperHanded, PaperMissed, PaperReceived
from motcua.rooms.dossiers.models import Consultation, Dossier, PaperTransfer, Share
from motcua.rooms.dossiers.rules.papers import expected_by, forward_by, stored, together, told
from motcua.rooms.dossiers.rules.states import words
from motcua.rooms.dossiers.services.holding import announce, held
from motcua.rooms.dossiers.services.standing import acting
from motcua.rooms.dossiers.types import PaperInHand, PaperWay, ResultChannel, Status

RESULT, APPLICANT = "result", "người nộp, qua bưu chính"
CARRIER, REMARK = 200, 500


def set_off(dossier: Dossier, *, at: datetime) -> None:
    """Note that paper kept at the receiving counter must go to the competent agency, and by when."""
    forward(dossier, told(dossier.papers_in_hand), from_agency_id=dossier.reception_agency_id, at=at)


def forward(dossier: Dossier, papers: Sequence[PaperInHand], *, from_agency_id: UUID, at: datetime) -> None:
    """The same of paper that came over any counter; what still lies there goes along with it."""
    kept = [one for one in papers if one.kept]
    if from_agency_id == dossier.agency_id or not kept:
        return
    waiting = PaperTransfer.objects.filter(
        dossier=dossier, from_agency_id=from_agency_id, agency_id=dossier.agency_id, handed_at=None, is_result=False
    )
    lying = waiting.order_by().first()
    if lying is not None:
        lying.papers = stored(together(told(lying.papers), kept))
        lying.save(update_fields=["papers"])
        return
    _lay_out(dossier, stored(kept), from_agency_id=from_agency_id, agency_id=dossier.agency_id, at=at)


def _lay_out(dossier: Dossier, papers: list[Any], *, from_agency_id: UUID, at: datetime, **more: Any) -> PaperTransfer:
    return PaperTransfer.objects.create(
        dossier=dossier,
        from_agency_id=from_agency_id,
        owner_id=dossier.owner_id,
        papers=papers,
        ready_at=at,
        due_at=forward_by(at, calendar_for(from_agency_id, at)),
        **more,
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
    expected_at = expected_by(at, calendar_for(way.agency_id, at), by_post=way.to_applicant)
    way.hand(by=by, carrier=carrier.strip()[:CARRIER], expected_at=expected_at, at=at)
    way.save()
    audit_note(subject=dossier.id, paper_way=way.id)
    announce(PaperHanded, dossier, by=by, at=at, way_id=way.id, to=_goal(way), late=at > way.due_at)
    return as_way(way, dossier)


@act("dossiers.receive_paper", law="paper/hand-over")
def receive_paper(way_id: UUID, *, remark: str = "", by: Actor, at: datetime) -> PaperWay:
    """Sign paper in at the agency it was sent to; `remark` says what is missing, if anything.

    Refused: act.out-of-reach, paper.not-handed-yet, paper.received-already
    """
    way, dossier = _held(way_id)
    permit(by, "dossiers.receive_paper", Target(agency_id=way.agency_id))
    if way.to_applicant:
        raise Refused("act.out-of-reach")
    way.receive(by=by, remark=remark.strip()[:REMARK], at=at)
    way.save()
    audit_note(subject=dossier.id, paper_way=way.id)
    announce(PaperReceived, dossier, by=by, at=at, way_id=way.id, sender=_name(way.from_agency_id))
    return as_way(way, dossier)


@act("dossiers.send_paper_on", law="paper/hand-over")
def send_paper_on(way_id: UUID, to_agency_id: UUID, *, by: Actor, at: datetime) -> PaperWay:
    """Let paper that arrived here go on to the next agency of the dossier, or back to the counter it came from.

    Refused: act.out-of-reach, paper.not-here, paper.not-involved
    """
    way, dossier = _held(way_id)
    permit(by, "dossiers.send_paper_on", Target(agency_id=way.agency_id))
    if way.received_at is None or way.to_applicant or PaperTransfer.objects.filter(after=way).exists():
        raise Refused("paper.not-here")
    if to_agency_id == by.agency_id or to_agency_id not in involved(dossier, by=by):
        raise Refused("paper.not-involved")
    with acting(SYSTEM, instead_of=by, writes=True):
        # who holds the paper may know whose it is, also after its opinion was given
        Share.objects.update_or_create(
            dossier_id=dossier.id, agency_id=to_agency_id,
            defaults={"given_by": None}, create_defaults={"since": at},
        )  # fmt: skip
    onward = _lay_out(
        dossier, way.papers, from_agency_id=way.agency_id, agency_id=to_agency_id, after=way, is_result=way.is_result,
        at=at,
    )  # fmt: skip
    audit_note(subject=dossier.id, paper_way=onward.id)
    return as_way(onward, dossier)


@act("dossiers.send_result_paper", law="paper/hand-over")
def send_result_paper(
    dossier_id: UUID, *, to_agency_id: UUID | None = None, copies: int = 1, by: Actor, at: datetime
) -> PaperWay:
    """Let the result on paper go to the counter where the applicant collects it, or, to none, by post to himself.

    Refused: act.out-of-reach, dossier.not-possible-now, paper.nowhere-to-send, paper.not-involved
    """
    dossier = held(dossier_id, by=by, to="dossiers.send_result_paper")
    if not leaves_on_paper(dossier, by=by):
        raise Refused("dossier.not-possible-now", status=words(dossier.status), state=dossier.status)
    if to_agency_id == dossier.agency_id or dossier.paper_ways.filter(is_result=True).exists():
        raise Refused("paper.nowhere-to-send")
    if to_agency_id is not None and to_agency_id not in involved(dossier, by=by):
        raise Refused("paper.not-involved")
    result = PaperInHand(RESULT, dossier.procedure_name, originals=max(1, copies))
    way = _lay_out(
        dossier, stored([result]), from_agency_id=dossier.agency_id, agency_id=to_agency_id or dossier.agency_id,
        to_applicant=to_agency_id is None, is_result=True, at=at,
    )  # fmt: skip
    audit_note(paper_way=way.id)
    return as_way(way, dossier)


def leaves_on_paper(dossier: Dossier, *, by: Actor) -> bool:
    """Tell whether the result may leave on paper; that of a member, seen online at once, when the set is collected so."""
    if dossier.status != Status.DELIVERED or not dossier.member or dossier.group_id is None:
        return bool(dossier.status == Status.ISSUED)
    with acting(SYSTEM, instead_of=by):
        group = Dossier.objects.filter(id=dossier.group_id).order_by().first()
    return group is not None and group.result_channel != ResultChannel.PORTAL


@act("dossiers.miss_paper", law="paper/hand-over")
def miss_paper(way_id: UUID, *, note: str, by: Actor, at: datetime) -> PaperWay:
    """Say that paper left and did not arrive; whoever sent it or waits for it may. Both and the applicant then see it.

    Refused: act.out-of-reach, paper.note-missing, paper.not-handed-yet, paper.received-already, paper.missed-already
    """
    way, dossier = _held(way_id)
    here = way.agency_id if by.agency_id == way.agency_id else way.from_agency_id
    permit(by, "dossiers.miss_paper", Target(agency_id=here))
    if not note.strip():
        raise Refused("paper.note-missing")
    way.miss(by=by, note=note.strip()[:REMARK], at=at)
    way.save()
    audit_note(subject=dossier.id, paper_way=way.id)
    announce(
        PaperMissed, dossier, by=by, at=at, way_id=way.id, sender=_name(way.from_agency_id), to=_goal(way),
        note=way.lost_note,
    )  # fmt: skip
    return as_way(way, dossier)


def involved(dossier: Dossier, *, by: Actor) -> set[UUID]:
    """The agencies that have to do with a dossier: who decides, the counters, who was asked for an opinion."""
    with acting(SYSTEM, instead_of=by):
        asked = Consultation.objects.filter(dossier_id=dossier.id).values_list("to_agency_id", flat=True)
        shared = Share.objects.filter(dossier_id=dossier.id).values_list("agency_id", flat=True)
        further = {one for one in (*asked, *shared) if one}
    return {dossier.agency_id, dossier.reception_agency_id, *further}


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
        after=way.after_id,
        is_result=way.is_result,
        to_applicant=way.to_applicant,
        expected_at=way.expected_at,
        lost_at=way.lost_at,
        lost_by_name=way.lost_by_name,
        lost_note=way.lost_note,
    )


def _held(way_id: UUID) -> tuple[PaperTransfer, Dossier]:
    held = PaperTransfer.objects.select_for_update(of=("self",)).filter(id=way_id)
    way = held.select_related("dossier").order_by().first()
    if way is None:
        raise Refused("act.out-of-reach")
    return way, way.dossier


def _goal(way: PaperTransfer) -> str:
    return APPLICANT if way.to_applicant else _name(way.agency_id)


def _name(agency_id: UUID) -> str:
    agency = agencies.agency(agency_id)
    return agency.name if agency else ""
