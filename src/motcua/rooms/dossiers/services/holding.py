"""Holding a dossier for one act, and telling what happened to it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel import clock, events
from motcua.kernel.acts import audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor, ActorKind
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.process import queries as process
from motcua.rooms.process.types import TaskView


def held(dossier_id: UUID, *, by: Actor, to: str) -> Dossier:
    """Lock the dossier, then decide. One that is out of reach answers like one that does not exist."""
    dossier = Dossier.objects.select_for_update().filter(id=dossier_id).order_by().first()
    if dossier is None:
        raise Refused("act.out-of-reach")
    permit(by, to, target(dossier))
    audit_note(subject=dossier.id, state=dossier.status)
    return dossier


def target(dossier: Dossier) -> Target:
    shared = () if dossier.reception_agency_id == dossier.agency_id else (dossier.reception_agency_id,)
    return Target(agency_id=dossier.agency_id, owner_id=dossier.owner_id, shared_with=shared, state=dossier.status)


def refuse_for_group(dossier: Dossier) -> None:
    """What is done at one agency is done to a member. Refused: group.ask-the-member"""
    if dossier.leads and dossier.accepted_at is not None:
        raise Refused("group.ask-the-member")


def kept(dossier: Dossier) -> None:
    """Save the row with its next version."""
    dossier.version += 1
    dossier.save()


def announce(kind: type[Any], dossier: Dossier, /, *, by: Actor, at: datetime, **more: Any) -> None:
    """Record a fact about a dossier. Citizens are named by id only."""
    events.record(
        kind(
            occurred_at=at,
            agency_id=dossier.agency_id,
            subject_id=dossier.id,
            owner_id=dossier.owner_id,
            by_id=by.id,
            by_name="" if by.kind in {ActorKind.CITIZEN, ActorKind.ANONYMOUS} else by.name,
            **more,
        )
    )


def definition_of(dossier: Dossier) -> Definition:
    """The version the dossier is pinned to."""
    found = catalogue.version(dossier.version_id)
    if found is None:
        raise Refused("dossier.version-missing")
    return found


def open_task(dossier: Dossier, does: str) -> TaskView:
    """The open task of this kind. Refused: task.already-done, dossier.not-this-step"""
    tasks = process.tasks_of(dossier.id)
    waiting = [task for task in tasks if task.does == does and task.state in {"open", "claimed"}]
    if waiting:
        return waiting[0]
    done = [task for task in tasks if task.does == does and task.state == "done"]
    if done:
        raise Refused("task.already-done", who=done[-1].done_by_name, when=_spoken(done[-1].done_at))
    raise Refused("dossier.not-this-step")


def _spoken(instant: datetime | None) -> str:
    return f"{clock.local(instant):%H:%M ngày %d/%m/%Y}" if instant else ""
