"""The read model can be thrown away and made again; and what a leader does about what it shows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from motcua.kernel import clock, events, tenancy
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.types import SYSTEM, Actor, ActorKind
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers.types import DossierRow
from motcua.rooms.identity import queries as identity
from motcua.rooms.insights import recounting
from motcua.rooms.insights.events import OfficerReminded
from motcua.rooms.insights.models import DossierFigure, Reminder
from motcua.rooms.insights.reading import reaching
from motcua.rooms.insights.types import Reminded
from motcua.rooms.notifications import services as notifications
from motcua.rooms.process import queries as process
from motcua.rooms.process.types import TaskView


def rebuild() -> int:
    """Make every figure again from the stored facts; returns how many facts were read. Safe to repeat."""
    return recounting.again(clock.now())


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A dossier and the work in it that waits now."""

    row: DossierRow
    task: TaskView | None


@act("insights.remind", law="oversight/remind")
def remind(dossier_id: UUID, *, by: Actor, at: datetime) -> Reminded:
    """Remind whoever the dossier waits for: a notice at his desk and an e-mail, once a day and dossier at most.

    From inside the agency the holder of the work is told, or who could take it; from above, the agency's leaders. Nobody
    reminds himself.
    Refused: act.out-of-reach, act.not-permitted, reminder.nothing-waits, reminder.today-already, reminder.nobody,
    reminder.yourself
    """
    figure = DossierFigure.objects.filter(dossier_id=dossier_id).first()
    if figure is None or not reaching.covers(by, figure.agency, figure.unit, figure.step_unit):
        raise Refused("act.out-of-reach")
    target = Target(agency_id=figure.agency, above=agencies.above(figure.agency))
    permit(by, "insights.remind", target)
    audit_note(subject=dossier_id)
    with tenancy.scope(SYSTEM):
        waiting = _waiting(dossier_id, figure)
        told = _whom(waiting, figure.agency, by=by, at=at)
    others = {who: name for who, name in told.items() if who != by.id}
    if not others:
        raise Refused("reminder.yourself" if told else "reminder.nobody")
    made = _noted(waiting, others, figure, by=by, at=at)
    for reminder in made:
        _mail(reminder, at=at)
    late = figure.clock_due_at is not None and figure.clock_due_at < at
    ids = tuple(one.officer_id for one in made)
    events.record(OfficerReminded(at, figure.agency, dossier_id, by.id, by.name, ids, late))
    audit_note(officers=len(made))
    return Reminded(dossier_id, tuple(one.officer_name for one in made))


def _waiting(dossier_id: UUID, figure: DossierFigure) -> _Waiting:
    rows = dossiers.rows([dossier_id], by=SYSTEM)
    if not rows:
        raise Refused("act.out-of-reach")
    if figure.completed_at is not None or figure.waits_for in {"", "applicant", "payment"}:
        raise Refused("reminder.nothing-waits")
    tasks = process.open_tasks([dossier_id])
    if not tasks and rows[0].accepted_at is not None:
        raise Refused("reminder.nothing-waits")
    urgent = min(tasks, key=lambda task: (task.due_at is None, task.due_at or task.opened_at), default=None)
    return _Waiting(rows[0], urgent)


def _whom(waiting: _Waiting, agency_id: UUID, *, by: Actor, at: datetime) -> dict[UUID, str]:
    """Who is told, by account: the holder and who stands in for him, else those of the role at the unit.

    From above the agency's leaders are told.
    """
    asker = Actor(id=SYSTEM.id, kind=ActorKind.SYSTEM, agency_id=agency_id)
    task = waiting.task
    if by.agency_id != agency_id:
        leaders = identity.officers(by=asker, at=at, role="signing_authority")
        return {one.account_id: one.name for one in leaders}
    if task is not None and task.assignee_id is not None:
        day = clock.local(at).date()
        away = [
            one for one in identity.absences(by=asker, at=at) if one.account_id == task.assignee_id and one.runs(day)
        ]
        return {task.assignee_id: task.assignee_name} | {one.substitute_id: one.substitute_name for one in away}
    role, unit_id = (task.role, task.unit_id) if task else ("reception_officer", None)
    return {one.account_id: one.name for one in identity.officers(by=asker, at=at, role=role, unit_id=unit_id)}


def _noted(
    waiting: _Waiting, told: dict[UUID, str], figure: DossierFigure, *, by: Actor, at: datetime
) -> list[Reminder]:
    """Rows of the agency itself; refused when the dossier was reminded of today already."""
    row, today = waiting.row, clock.local(at).date()
    made = [
        Reminder(
            agency_id=figure.agency, dossier_id=row.id, officer_id=officer, officer_name=name, reference=row.reference,
            title=row.procedure_name[:300], by_id=by.id, by_name=by.name, on=today, at=at, due_at=figure.clock_due_at,
        )
        for officer, name in told.items()
    ]  # fmt: skip
    with tenancy.scope(SYSTEM, writes=True):
        DossierFigure.objects.select_for_update().get(dossier_id=row.id)
        if Reminder.objects.filter(dossier_id=row.id, on=today).exists():
            raise Refused("reminder.today-already")
        Reminder.objects.bulk_create(made)
    return made


def _mail(reminder: Reminder, *, at: datetime) -> None:
    """An e-mail where an address is known; the notice at the desk stands in any case."""
    with tenancy.scope(SYSTEM):
        person = identity.person_of(reminder.officer_id)
        email = identity.contact(person).email if person else ""
    if not email:
        return
    values = {
        "code": reminder.reference, "procedure": reminder.title, "officer": reminder.by_name,
        "due_at": f"{clock.local(reminder.due_at):%H:%M ngày %d/%m/%Y}" if reminder.due_at else "",
        "link": f"{settings.MOTCUA.public_url}/can-bo/ho-so/{reminder.dossier_id}",
    }  # fmt: skip
    notifications.tell(
        None, "officer_reminded", values, subject_id=reminder.dossier_id, agency_id=reminder.agency_id, address=email,
        key=f"reminder:{reminder.id}", by=SYSTEM, at=at,
    )  # fmt: skip


@act("insights.see_reminders")
def see_reminders(*, by: Actor, at: datetime) -> int:
    """Note that the officer has read the reminders at his desk; how many were new."""
    permit(by, "insights.see_reminders", Target(agency_id=by.agency_id, assignee_id=by.id))
    return Reminder.objects.filter(agency_id=by.agency_id or by.id, officer_id__in=by.hands, seen_at=None).update(
        seen_at=at
    )
