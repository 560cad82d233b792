"""Asking others for an opinion. The legal clock runs on; whoever is asked reads the dossier until he has answered."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from motcua.kernel import clock, crypto
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused, refuse_all, why_not
from motcua.kernel.ids import new_id
from motcua.kernel.permissions import Target
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import due_at
from motcua.rooms.calendar.types import LimitUnit, TimeLimit
from motcua.rooms.dossiers.events import (
    ConsultationAnswered,
    ConsultationAsked,
    ConsultationLate,
)
from motcua.rooms.dossiers.models import Consultation, Dossier
from motcua.rooms.dossiers.rules.states import TAKES_OPINIONS, words
from motcua.rooms.dossiers.rules.wording import plain
from motcua.rooms.dossiers.services.holding import announce, held, kept
from motcua.rooms.dossiers.services.opinions import close, named, share, unshare
from motcua.rooms.dossiers.services.steps import refuse_unless_at_work
from motcua.rooms.dossiers.types import Status

LONGEST = 15
BATCH = 200
NOBODY = UUID(int=0)


@act("dossiers.consult", law="handling/consultation")
def consult(
    dossier_id: UUID,
    question: str,
    *,
    to_agency_id: UUID,
    to_unit_id: UUID | None = None,
    days: int = 2,
    by: Actor,
    at: datetime,
) -> UUID:
    """Ask another unit or agency for an opinion, due in so many working days of theirs. Answers the consultation's id.

    Refused: act.out-of-reach, dossier.not-possible-now, task.not-yours, task.held-by-another,
    consultation.question-missing, consultation.nobody-there, consultation.term-unknown, consultation.already-asked
    """
    dossier = held(dossier_id, by=by, to="dossiers.consult")
    if Status(dossier.status) not in TAKES_OPINIONS:
        raise Refused("dossier.not-possible-now", status=words(dossier.status), state=dossier.status)
    refuse_unless_at_work(dossier, by)
    _refuse_careless(dossier, question, to_agency_id, to_unit_id, days, by)
    limit = TimeLimit(amount=Decimal(days), unit=LimitUnit.WORKING_DAY)
    due = due_at(at, limit, calendar_for(to_agency_id, at)).due_at or at

    row = Consultation(
        id=new_id(), dossier=dossier, agency_id=dossier.agency_id, owner_id=dossier.owner_id,
        to_agency_id=to_agency_id, to_unit_id=to_unit_id, asked_at=at, asked_by=by.id, asked_by_name=by.name, due_at=due,
        days=days,
    )  # fmt: skip
    row.question = crypto.seal(plain(question).encode(), context=sealed_at(row.id, "question"), agency_id=row.agency_id)
    row.save(force_insert=True)
    share(dossier, to_agency_id, at)
    kept(dossier)
    announce(ConsultationAsked, dossier, by=by, at=at, due_at=due, **named(row))
    return row.id


@act("dossiers.answer_consultation", law="handling/consultation")
def answer_consultation(consultation_id: UUID, answer: str, *, by: Actor, at: datetime) -> UUID:
    """Give the opinion that was asked for; with it the dossier is out of the answering agency's sight again.

    Refused: act.out-of-reach, consultation.answer-missing, consultation.over
    """
    dossier, row = _held(consultation_id)
    permit(by, "dossiers.answer_consultation", asked_of(row))
    audit_note(subject=dossier.id, owner=dossier.owner_id, consultation=row.id)
    _refuse_over(row)
    if not plain(answer):
        raise Refused("consultation.answer-missing")
    row.answer = crypto.seal(plain(answer).encode(), context=sealed_at(row.id, "answer"), agency_id=row.agency_id)
    row.answered_at, row.answered_by, row.answered_by_name = at, by.id, by.name
    row.save()
    kept(dossier)
    announce(ConsultationAnswered, dossier, by=by, at=at, late=at > row.due_at, **named(row))
    unshare([row])
    return row.id


@act("dossiers.close_consultation", law="handling/consultation")
def close_consultation(consultation_id: UUID, reason: str, *, by: Actor, at: datetime) -> UUID:
    """Take a question back that needs no answer any more.

    Refused: act.out-of-reach, consultation.over, dossier.reason-missing
    """
    dossier, row = _held(consultation_id)
    permit(by, "dossiers.close_consultation", Target(agency_id=row.agency_id))
    audit_note(subject=dossier.id, owner=dossier.owner_id, consultation=row.id)
    _refuse_over(row)
    if not plain(reason):
        raise Refused("dossier.reason-missing")
    kept(dossier)
    close(dossier, row, plain(reason), by=by, at=at)
    return row.id


def tell_late_consultations(at: datetime) -> int:
    """Announce each opinion whose term has passed, once; for the periodic jobs."""
    with scope(SYSTEM):
        late = Consultation.objects.filter(answered_at=None, closed_at=None, late_told_at=None, due_at__lt=at)
        ids = list(late.order_by("due_at", "id").values_list("id", flat=True)[:BATCH])
    return sum(_tell_late(one, by=SYSTEM, at=at) for one in ids)


@act("dossiers.tell_late_consultation", law="handling/consultation")
def _tell_late(consultation_id: UUID, *, by: Actor, at: datetime) -> bool:
    """Write down that the term of an opinion has passed; the fact tells the head of the one-stop unit."""
    dossier, row = _held(consultation_id)
    permit(by, "dossiers.tell_late_consultation", Target(agency_id=row.agency_id))
    if not row.open or row.late_told_at is not None or row.due_at >= at:
        return False
    row.late_told_at = at
    row.save(update_fields=["late_told_at"])
    announce(ConsultationLate, dossier, by=by, at=at, due_at=row.due_at, **named(row))
    return True


def asked_of(row: Consultation) -> Target:
    """Those who are asked: the agency, and its unit where one is named."""
    return Target(agency_id=row.to_agency_id, unit_id=row.to_unit_id)


def sealed_at(consultation_id: UUID, part: str) -> str:
    return f"dossiers_consultation.{part}:{consultation_id}"


def _held(consultation_id: UUID) -> tuple[Dossier, Consultation]:
    """The dossier first, then the consultation, in the order every act locks. Refused: act.out-of-reach"""
    dossier_id = Consultation.objects.filter(id=consultation_id).values_list("dossier_id", flat=True).order_by().first()
    dossier = Dossier.objects.select_for_update().filter(id=dossier_id or NOBODY).order_by().first()
    if dossier is None:
        row = Consultation.objects.filter(id=consultation_id).order_by().first()
        if row is not None and not row.open:  # shared no longer: whoever was asked still hears why
            _refuse_over(row)
        raise Refused("act.out-of-reach")
    return dossier, Consultation.objects.select_for_update().get(id=consultation_id)


def _refuse_over(row: Consultation) -> None:
    if not row.open:
        ended = row.answered_at or row.closed_at
        when = f"{clock.local(ended):%H:%M ngày %d/%m/%Y}" if ended else ""
        raise Refused("consultation.over", who=row.answered_by_name or row.asked_by_name, when=when)


def _refuse_careless(
    dossier: Dossier, question: str, to_agency_id: UUID, to_unit_id: UUID | None, days: int, by: Actor
) -> None:
    there = why_not(lambda: _refuse_place(dossier, to_agency_id, to_unit_id, by))
    wrong = Refused("consultation.term-unknown", most=LONGEST)
    refuse_all(
        {
            "to": there,
            "question": None if plain(question) else Refused("consultation.question-missing"),
            "days": None if 1 <= days <= LONGEST else wrong,
        }
    )


def _refuse_place(dossier: Dossier, to_agency_id: UUID, to_unit_id: UUID | None, by: Actor) -> None:
    """Refused: consultation.nobody-there, consultation.already-asked"""
    unit = agencies.unit(to_unit_id) if to_unit_id else None
    at_home = to_agency_id == dossier.agency_id
    strange = agencies.agency(to_agency_id) is None or (to_unit_id and (not unit or unit.agency_id != to_agency_id))
    if strange or (at_home and (to_unit_id is None or to_unit_id in by.unit_ids)):
        raise Refused("consultation.nobody-there")
    asked = dossier.consultations.filter(answered_at=None, closed_at=None, to_agency_id=to_agency_id)
    if asked.filter(to_unit_id=to_unit_id).exists():
        raise Refused("consultation.already-asked")
