"""Who may open which dossier, and why (ADR 0015). The usual path asks the database nothing: the page knows the work already."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from motcua.kernel import clock, crypto, events
from motcua.kernel.acts import may
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor, ActorKind
from motcua.rooms.dossiers.events import NoteWritten
from motcua.rooms.dossiers.facts import ConsultationAsked
from motcua.rooms.dossiers.models import CopyRequest, Correction, Dossier, Opening, PaperTransfer
from motcua.rooms.dossiers.reading.reach import reachable
from motcua.rooms.dossiers.rules.concern import Piece, concern, concerned
from motcua.rooms.dossiers.rules.openings import OpeningReason, policies, reasons_on
from motcua.rooms.dossiers.rules.standing import LENT
from motcua.rooms.dossiers.services.holding import target
from motcua.rooms.dossiers.services.opening import sealed_at
from motcua.rooms.dossiers.types import FinanceState, OpeningView
from motcua.rooms.identity import queries as identity
from motcua.rooms.notifications import queries as messages
from motcua.rooms.process import queries as process
from motcua.rooms.process.types import TaskView

MOST = 200
MENDS = ("draft", "approve", "number", "sign", "decline")


def permit_reading(dossier_id: UUID, *, by: Actor, at: datetime | None = None) -> Dossier:
    """For what belongs to a dossier and is asked for by itself, papers, pictures, sheets: its row, if he may open it.

    Refused: act.out-of-reach, dossier.reason-needed
    """
    row = reachable(dossier_id, by)
    if by.kind == ActorKind.OFFICER:
        tasks = process.tasks_of(row.id)
        opened(row, by, tasks=tasks, facts=lambda: events.history(row.id), at=at or clock.now())
    return row


def opened(
    row: Dossier, by: Actor, *, tasks: Sequence[TaskView], facts: Callable[[], Sequence[Any]], at: datetime
) -> str:
    """Let the officer open it; answer the reason he gave when it is that which opens it.

    Refused: act.out-of-reach, dossier.reason-needed
    """
    if by.kind != ActorKind.OFFICER:
        return ""
    if by.agency_id != row.agency_id:
        if any(by.holds(role) for role in LENT):  # its counter took the dossier in (ADR 0005)
            return ""
        raise Refused("act.out-of-reach")
    work = [_piece(task) for task in tasks]
    if any(concerned(by, piece) for piece in work) or _concerned(row, by, facts()):
        return ""
    given = Opening.objects.filter(dossier_id=row.id, officer_id=by.id, until__gt=at).order_by("-until", "id").first()
    if given is not None:
        return said(given)
    if not _comes_to_him(row, by, at):
        refuse(row, by)
    return ""


def refuse(row: Dossier, by: Actor) -> None:
    """Ask for the reason, of those whom a reason helps. Refused: act.out-of-reach, dossier.reason-needed"""
    if not may(by, "dossiers.open_for_reason", target(row)):
        raise Refused("act.out-of-reach")
    raise Refused("dossier.reason-needed", reference=row.reference, id=row.id)


def said(one: Opening) -> str:
    """The reason in words, as the applicant and whoever reviews it read them."""
    reasons = reasons_on(clock.local(one.opened_at).date(), policies())
    listed = reasons[one.reason].words if one.reason in reasons else one.reason
    own = crypto.unseal(one.words, context=sealed_at(one.id)).decode() if one.words is not None else ""
    return f"{listed}: {own}" if own else listed


def opening_reasons(*, at: datetime | None = None) -> list[OpeningReason]:
    """Why an officer may look for a person, or open a dossier he has no part in."""
    return list(reasons_on(clock.local(at or clock.now()).date(), policies()).values())


def openings(*, by: Actor, since: datetime) -> list[OpeningView]:
    """What was opened for a reason at the officer's agency since then, the latest first. Refused: act.not-permitted"""
    if by.agency_id is None or not may(by, "dossiers.openings", Target(agency_id=by.agency_id)):
        raise Refused("act.not-permitted", action="dossiers.openings", who="")
    found = Opening.objects.filter(agency_id=by.agency_id, opened_at__gte=since).select_related("dossier")
    return [
        OpeningView(
            one.dossier_id, one.dossier.reference, one.dossier.procedure_name, one.officer_name, said(one), one.opened_at,
            one.until,
        )
        for one in found.order_by("-opened_at", "id")[:MOST]
    ]  # fmt: skip


def _concerned(row: Dossier, by: Actor, facts: Sequence[Any]) -> bool:
    deeds = {getattr(fact, "by_id", None) for fact in facts if not isinstance(fact, NoteWritten)}
    return concern(
        by,
        received=row.accepted_at is not None,
        owed=row.finance_state == FinanceState.OWED,
        work=(),
        asked=[f.to_unit_id for f in facts if isinstance(f, ConsultationAsked) and f.to_agency_id == by.agency_id],
        deeds=deeds | {row.submitted_by, row.accepted_by},
    ) is not None  # fmt: skip


def _comes_to_him(row: Dossier, by: Actor, at: datetime) -> bool:
    """It was put before him some other way: a notice, a person at his counter, a group, something asked for afterwards."""
    return (
        messages.was_told(row.id, by=by)
        or _stands_here(row, by, at)
        or _of_his_group(row, by)
        or _asked_for_afterwards(row, by)
        or _on_paper(row, by)
    )


def _stands_here(row: Dossier, by: Actor, at: datetime) -> bool:
    people = [one for one in (row.owner_id, row.representative_id) if one is not None]
    return any(identity.is_at_counter(one, by=by, at=at) for one in people)


def _of_his_group(row: Dossier, by: Actor) -> bool:
    """Who does one part of a group reads the joint form and the parts beside his own at the same agency."""
    if row.group_id is None:
        return False
    others = Dossier.objects.filter(group_id=row.group_id, agency_id=row.agency_id).exclude(id=row.id)
    ids = list(others.order_by("id").values_list("id", flat=True))
    return any(concerned(by, _piece(task)) for one in ids for task in process.tasks_of(one))


def _asked_for_afterwards(row: Dossier, by: Actor) -> bool:
    """A wrong result to be made right, another copy to be granted, by those who may do something about it."""
    if row.completed_at is None:
        return False
    to = target(row)
    mends = any(may(by, f"dossiers.{verb}_correction", to) for verb in MENDS)
    if mends and Correction.objects.filter(dossier_id=row.id, ended_at=None).exists():
        return True
    copies = any(may(by, f"dossiers.{verb}_copy", to) for verb in ("grant", "decline"))
    return copies and CopyRequest.objects.filter(dossier_id=row.id, ended_at=None).exists()


def _on_paper(row: Dossier, by: Actor) -> bool:
    """Its paper lies here to be sent on, or is on its way here."""
    if not any(may(by, f"dossiers.{verb}_paper", target(row)) for verb in ("hand", "receive")):
        return False
    here = Q(agency_id=by.agency_id) | Q(from_agency_id=by.agency_id)
    return PaperTransfer.objects.filter(here, dossier_id=row.id, received_at=None).exists()


def _piece(task: TaskView) -> Piece:
    return Piece(task.role, task.unit_id, frozenset({task.assignee_id, task.done_by} - {None}))
