"""Who is told when a dossier runs out of time. `handlers` passes it on to the wiring."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings

from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers.events import DossierEscalated, DueChanged, ReadingsSpent
from motcua.rooms.dossiers.facts import OfDossier
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.services import papers
from motcua.rooms.dossiers.services.escalating import climb, set_aside_apologies
from motcua.rooms.dossiers.services.together import open_parts
from motcua.rooms.identity import queries as identity
from motcua.rooms.notifications import services as notifications
from motcua.rooms.process import queries as process
from motcua.rooms.process.types import TaskView

REMINDER = "reminder"
WATCHERS = ("signing_authority", "auditor")


def on_escalated(fact: DossierEscalated, *, key: str, at: datetime) -> None:
    """Tell everybody this rung is for, each once."""
    del key  # the rung itself is the cause: nobody is told of it twice
    if fact.agency_id is None or (fact.rung == REMINDER and fact.occurred_at > fact.due_at):
        return  # found late: the next rung says so
    with scope(SYSTEM):
        dossier = Dossier.objects.get(id=fact.subject_id)
        tasks = process.open_tasks([dossier.id])
        parts = open_parts(dossier, at) if dossier.leads else []
    units = [unit for task in tasks if (unit := agencies.unit(task.unit_id) if task.unit_id else None)]
    values = {
        "code": dossier.reference,
        "due_at": papers.instant(fact.due_at),
        "unit": "; ".join(part.words for part in parts) or ", ".join(dict.fromkeys(unit.name for unit in units)),
        "draft": "chưa gửi cho ai" if fact.draft_id else "",
    }
    event = "desk_reminder" if fact.rung == REMINDER else "desk_overdue"
    for agency_id, officer in _receivers(dossier, fact.to, tasks, at):
        told = {k: v for k, v in (values | {"absent": officer.in_place_of}).items() if v}
        notifications.tell_officer(
            officer.account_id, event, told, subject_id=dossier.id, agency_id=agency_id,
            cause=f"{fact.rung}:{dossier.id}:{fact.due_at.isoformat()}", by=SYSTEM, at=at,
        )  # fmt: skip


def on_readings_spent(fact: ReadingsSpent, *, key: str, at: datetime) -> None:
    """Tell the heads of the officer's units, the leader, and whoever watches over personal data; never the officer."""
    del key  # the hour itself is the cause: nobody is told of it twice
    if fact.agency_id is None:
        return
    there = replace(SYSTEM, agency_id=fact.agency_id)
    with scope(SYSTEM):
        units = {one.unit_id for one in identity.officers(by=there, at=at) if one.account_id == fact.officer_id}
    told = [one for unit in units if unit for one in _holding("unit_head", fact.agency_id, unit, at)]
    for role in WATCHERS:
        told += _holding(role, fact.agency_id, None, at)
    values = {
        "officer": fact.officer_name,
        "count": str(fact.opened),
        "due_at": papers.instant(fact.until),
        "link": f"{settings.MOTCUA.public_url}/can-bo/dieu-hanh/cong-viec",
    }
    for officer in dict.fromkeys(told):
        if officer != fact.officer_id:
            notifications.tell_officer(
                officer, "desk_readings_spent", values, subject_id=fact.subject_id, agency_id=fact.agency_id,
                cause=f"readings:{fact.subject_id}:{fact.hour_from:%Y%m%dT%H%M%S}", by=SYSTEM, at=at,
            )  # fmt: skip


def on_due_earlier(fact: DueChanged, *, key: str, at: datetime) -> None:
    """Tell who has the work that less time is left than he was told; a later date he finds in his list."""
    if fact.agency_id is None or fact.before is None or fact.due_at is None or fact.due_at >= fact.before:
        return
    with scope(SYSTEM):
        dossier = Dossier.objects.get(id=fact.subject_id)
        tasks = process.open_tasks([dossier.id])
    values = {
        "code": dossier.reference, "old_due_at": papers.instant(fact.before), "due_at": papers.instant(fact.due_at),
        "reason": fact.ground,
    }  # fmt: skip
    for agency_id, officer in _receivers(dossier, ("holder",), tasks, at):
        told = {k: v for k, v in (values | {"absent": officer.in_place_of}).items() if v}
        notifications.tell_officer(
            officer.account_id, "desk_due_earlier", told, subject_id=dossier.id, agency_id=agency_id, cause=key,
            by=SYSTEM, at=at,
        )  # fmt: skip


def on_moved_or_ended(fact: OfDossier, *, key: str, at: datetime) -> None:
    """No apology stays ready for a date that holds no more."""
    del key  # putting aside twice changes nothing
    set_aside_apologies(fact.subject_id, by=SYSTEM, at=at)


def keep_ladder(at: datetime) -> int:
    """What the clock starts every quarter of an hour."""
    return climb(at)


def heads_of_desk(agency_id: UUID | None, *, at: datetime) -> list[UUID]:
    """Who leads the one-stop unit; where nobody is named head, whoever distributes or receives there."""
    desk = agencies.desk(agency_id) if agency_id else None
    if desk is None:
        return []
    there: Actor = replace(SYSTEM, agency_id=agency_id)
    with scope(SYSTEM):
        for role in ("unit_head", "dispatcher", "reception_officer"):
            listed = identity.officers(by=there, at=at, role=role, unit_id=desk.id)
            at_desk = [one.account_id for one in listed if one.unit_id == desk.id]
            people = [person for account in at_desk if (person := identity.person_of(account)) is not None]
            if people:
                return list(dict.fromkeys(people))
    return []


def _receivers(
    dossier: Dossier, to: Iterable[str], tasks: list[TaskView], at: datetime
) -> list[tuple[UUID, identity.OnDuty]]:
    """Everybody a rung names, who is there today, and at which agency; for an absent one whoever stands in for him.

    A part of a group is also told of where the group was taken in: that counter watches over the one published date.
    """
    found: list[tuple[UUID, identity.OnDuty]] = []
    places = [dossier.agency_id]
    if dossier.member and dossier.reception_agency_id != dossier.agency_id and "one_stop_head" in to:
        places.append(dossier.reception_agency_id)
    for place in places:
        wanted = to if place == dossier.agency_id else ("one_stop_head",)
        named = [one for whom in wanted for one in _who(whom, place, _units(dossier, tasks), tasks, at)]
        with scope(SYSTEM):
            found += [(place, one) for one in identity.on_duty(named, by=replace(SYSTEM, agency_id=place), at=at)]
    return found


def _units(dossier: Dossier, tasks: list[TaskView]) -> list[UUID]:
    """The units that have the work; of a group the counter of its lead agency, which gathers what the others do."""
    desk = agencies.desk(dossier.agency_id) if dossier.leads else None
    return [desk.id] if desk else [task.unit_id for task in tasks if task.unit_id]


def _who(whom: str, agency_id: UUID, units: list[UUID], tasks: list[TaskView], at: datetime) -> list[UUID]:
    if whom == "holder":
        holders = [task.assignee_id for task in tasks if task.assignee_id]
        return holders or _who("unit_head", agency_id, units, tasks, at)
    if whom == "unit_head":
        heads = [one for unit in units for one in _holding("unit_head", agency_id, unit, at)]
        return heads or _holding("signing_authority", agency_id, None, at)
    if whom == "one_stop_head":
        desk = agencies.desk(agency_id)
        return _holding("unit_head", agency_id, desk.id, at) if desk else []
    return _holding("signing_authority", agency_id, None, at)


def _holding(role: str, agency_id: UUID, unit_id: UUID | None, at: datetime) -> list[UUID]:
    there = replace(SYSTEM, agency_id=agency_id)
    with scope(SYSTEM):
        return [one.account_id for one in identity.officers(by=there, at=at, role=role, unit_id=unit_id)]
