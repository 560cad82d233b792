"""Who is told of complaints, and what the clock starts. Only config/wiring.py connects these."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.feedback import queries, services
from motcua.rooms.feedback.events import (
    ComplaintAnswered,
    ComplaintEscalated,
    ComplaintReopened,
    LatenessComplained,
)
from motcua.rooms.identity import queries as identity
from motcua.rooms.notifications import services as notifications

LEADERS = ("signing_authority",)
UNIT = ("unit_head",)


def on_complained(fact: LatenessComplained, *, key: str, at: datetime) -> None:
    _tell_desk(fact, "desk_complaint", UNIT, key=key, at=at)


def on_reopened(fact: ComplaintReopened, *, key: str, at: datetime) -> None:
    _tell_desk(fact, "desk_complaint_again", UNIT, key=key, at=at)


def on_escalated(fact: ComplaintEscalated, *, key: str, at: datetime) -> None:
    _tell_desk(fact, "desk_complaint_unanswered", LEADERS, key=key, at=at)


def on_answered(fact: ComplaintAnswered, *, key: str, at: datetime) -> None:
    """Tell the person; whoever cannot be reached sees it on his page all the same."""
    agency = agencies.agency(fact.agency_id) if fact.agency_id else None
    values = {"code": fact.reference, "agency": agency.name if agency else "", "officer": fact.by_name}
    try:
        notifications.tell(
            fact.owner_id, "complaint_answered", values, subject_id=fact.subject_id, agency_id=fact.agency_id,
            cause=key, by=SYSTEM, at=at,
        )  # fmt: skip
    except Refused as no:
        if no.code != "message.nobody":
            raise


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
    """Tell those who hold the role at the unit where the work lies; where nobody does, the leader."""
    if fact.agency_id is None:
        return
    unit = agencies.unit(fact.unit_id) if fact.unit_id else None
    due = clock.local(fact.answer_due_at)
    values = {
        "code": fact.reference,
        "answer_by": f"{due:%H:%M, %d/%m/%Y}",
        "unit": unit.name if unit else "",
    }
    for officer in _holders(fact.agency_id, roles, fact.unit_id, at) or _holders(fact.agency_id, LEADERS, None, at):
        notifications.tell_officer(
            officer, event, {k: v for k, v in values.items() if v}, subject_id=fact.subject_id,
            agency_id=fact.agency_id, cause=key, by=SYSTEM, at=at,
        )  # fmt: skip


def _holders(agency_id: UUID, roles: tuple[str, ...], unit_id: UUID | None, at: datetime) -> list[UUID]:
    there = replace(SYSTEM, agency_id=agency_id)
    at_unit = unit_id if roles == UNIT else None
    with scope(SYSTEM):
        held = [one for role in roles for one in identity.officers(by=there, at=at, role=role, unit_id=at_unit)]
    return list(dict.fromkeys(one.account_id for one in held))
