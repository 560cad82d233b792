"""Holding a task and its case for one act, in one order, and saying who may touch it."""

from uuid import UUID

from motcua.kernel.acts import audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor, ActorKind
from motcua.rooms.process.models import Instance, Task

IN_CHARGE = ("dispatcher", "unit_head")
LEADING = "signing_authority"


def held_task(task_id: UUID, *, by: Actor, to: str) -> Task:
    """Lock the case, then the task; decide permission once both are held."""
    subject = Task.objects.filter(id=task_id).values_list("instance_id", flat=True).order_by().first()
    if subject is None:
        raise Refused("act.out-of-reach")
    instance = Instance.objects.select_for_update().get(id=subject)
    task = Task.objects.select_for_update().get(id=task_id)
    task.instance = instance
    permit(by, to, target(task))
    audit_note(subject=task.subject_id, task=str(task.id), step=task.step_key)
    return task


def held_instance(subject_id: UUID, *, by: Actor, to: str) -> Instance | None:
    """Lock the case of a subject; None when no process runs for it."""
    instance = Instance.objects.select_for_update().filter(subject_id=subject_id).first()
    if instance is not None:
        permit(by, to, Target(agency_id=instance.agency_id, owner_id=instance.owner_id))
        audit_note(subject=subject_id)
    return instance


def target(task: Task) -> Target:
    return Target(
        agency_id=task.agency_id,
        owner_id=task.owner_id,
        unit_id=task.unit_id,
        assignee_id=task.assignee_id,
        state=task.state,
    )


def refuse_unless_worker(task: Task, by: Actor) -> None:
    """The task belongs to its role at its unit, or to whom it was given; a colleague's task is the colleague's."""
    if by.kind == ActorKind.SYSTEM or task.assignee_id in by.hands:
        return
    if not by.holds(task.role, task.unit_id):
        raise Refused("task.not-yours", role=task.role)
    if task.assignee_id is not None:
        raise Refused("task.held-by-another", who=task.assignee_name)


def in_charge_of(task: Task, by: Actor) -> bool:
    """Tell whether the actor distributes the work of the task's unit."""
    return by.kind == ActorKind.SYSTEM or any(by.holds(role, task.unit_id) for role in IN_CHARGE)


def may_distribute(task: Task, by: Actor) -> bool:
    """Whoever is in charge of the unit, or leads the agency: a leader gives work across its units."""
    return in_charge_of(task, by) or (by.agency_id == task.agency_id and by.holds(LEADING))
