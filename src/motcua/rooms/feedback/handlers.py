"""Who is told of complaints, and what the clock starts. Only config/wiring.py connects these."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar.queries import forget
from motcua.rooms.calendar.types import Place
from motcua.rooms.dossiers.events import TermsRecounted
from motcua.rooms.feedback import queries, services
from motcua.rooms.feedback.events import (
    AnswerMoved,
    ComplaintAnswered,
    ComplaintEscalated,
    ComplaintReopened,
    LatenessComplained,
)
from motcua.rooms.identity import queries as identity
from motcua.rooms.notifications import services as notifications
from motcua.rooms.process import queries as process

PORTION = 200
LEADERS = ("signing_authority",)
UNIT = ("unit_head",)


def on_complained(fact: LatenessComplained, *, key: str, at: datetime) -> None:
    """Tell what is asked: why it is late, or whether the date that is still to come will be kept."""
    _tell_desk(fact, "desk_complaint" if fact.late else "desk_question", UNIT, key=key, at=at)


def on_reopened(fact: ComplaintReopened, *, key: str, at: datetime) -> None:
    _tell_desk(fact, "desk_complaint_again", UNIT, key=key, at=at)


def on_escalated(fact: ComplaintEscalated, *, key: str, at: datetime) -> None:
    _tell_desk(fact, "desk_complaint_unanswered", LEADERS, key=key, at=at)


def on_answered(fact: ComplaintAnswered, *, key: str, at: datetime) -> None:
    _tell_person(fact, "complaint_answered", {"officer": fact.by_name}, key=key, at=at)


def _tell_person(
    fact: ComplaintAnswered | AnswerMoved, event: str, more: Mapping[str, str], *, key: str, at: datetime
) -> None:
    """Tell the person; whoever cannot be reached sees it on his page all the same."""
    agency = agencies.agency(fact.agency_id) if fact.agency_id else None
    link = f"{settings.MOTCUA.public_url}/ho-so/{fact.subject_id}?phan=hoi"
    values = {"code": fact.reference, "agency": agency.name if agency else "", "link": link} | dict(more)
    try:
        notifications.tell(
            fact.owner_id, event, values, subject_id=fact.subject_id, agency_id=fact.agency_id,
            cause=key, by=SYSTEM, at=at,
        )  # fmt: skip
    except Refused as no:
        if no.code != "message.nobody":
            raise


def on_terms_recounted(fact: TermsRecounted, *, key: str, at: datetime) -> None:
    """Count the answers that are still owed there again, in portions; doing it again moves nothing."""
    del key  # counting twice moves nothing
    forget()
    with scope(SYSTEM):
        waiting = queries.waiting_there(Place(fact.agency_id, fact.province_code), fact.first, fact.last, at=at)
    for start in range(0, len(waiting), PORTION):
        some = waiting[start : start + PORTION]
        services.recount_answers(some, ground=fact.ground, known_at=fact.known_at, by=SYSTEM, at=at)


def on_answer_moved(fact: AnswerMoved, *, key: str, at: datetime) -> None:
    """Tell the person, who was told the earlier end when he asked."""
    due = {"old_due_at": _when(fact.before), "due_at": _when(fact.answer_due_at), "reason": fact.ground}
    _tell_person(fact, "complaint_answer_moved", due, key=key, at=at)


def keep_time(at: datetime) -> int:
    """Pass unanswered complaints on to the leader."""
    with scope(SYSTEM):
        due = queries.complaints_since(at)
    return sum(services.escalate_complaint(dossier_id, by=SYSTEM, at=at) for dossier_id in due)


def _tell_desk(
    fact: LatenessComplained | ComplaintReopened | ComplaintEscalated,
    event: str,
    roles: tuple[str, ...],
    *,
    key: str,
    at: datetime,
) -> None:
    """Tell whoever has the work and who heads its unit, or the leader; where no unit has a head, the leader."""
    if fact.agency_id is None:
        return
    unit = agencies.unit(fact.unit_id) if fact.unit_id else None
    values = {"code": fact.reference, "answer_by": _when(fact.answer_due_at), "unit": unit.name if unit else ""}
    if isinstance(fact, LatenessComplained):
        values["due_at"] = _when(fact.due_at)
    there = replace(SYSTEM, agency_id=fact.agency_id)
    with scope(SYSTEM):
        heads = _holders(there, roles, fact.unit_id if roles == UNIT else None, at) or _holders(
            there, LEADERS, None, at
        )
        meant = [*_at_work(fact), *heads] if roles == UNIT else heads
        receivers = identity.on_duty(meant, by=there, at=at)
    for officer in receivers:
        told = {k: v for k, v in (values | {"absent": officer.in_place_of}).items() if v}
        notifications.tell_officer(
            officer.account_id, event, told, subject_id=fact.subject_id, agency_id=fact.agency_id,
            cause=key, by=SYSTEM, at=at,
        )  # fmt: skip


def _at_work(fact: LatenessComplained | ComplaintReopened | ComplaintEscalated) -> list[UUID]:
    """Who has taken an open step of the dossier."""
    tasks = process.open_tasks([fact.subject_id])
    return [task.assignee_id for task in tasks if task.assignee_id is not None]


def _holders(there: Actor, roles: tuple[str, ...], unit_id: UUID | None, at: datetime) -> list[UUID]:
    return [one.account_id for role in roles for one in identity.officers(by=there, at=at, role=role, unit_id=unit_id)]


def _when(instant: datetime) -> str:
    return f"{clock.local(instant):%H:%M, %d/%m/%Y}"
