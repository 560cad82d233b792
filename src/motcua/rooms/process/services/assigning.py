"""Who has a task: taking it, giving it, putting it back, passing it to another unit."""

from datetime import datetime
from uuid import UUID

from motcua.kernel import events
from motcua.kernel.acts import act
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.agencies.queries import unit
from motcua.rooms.process.events import TaskAssigned, WorkHandedOver
from motcua.rooms.process.models import Task
from motcua.rooms.process.services.holding import held_task, in_charge_of, may_distribute, refuse_unless_worker


@act("process.claim")
def claim(task_id: UUID, *, version: int | None = None, by: Actor, at: datetime) -> UUID:
    """Take an open task for oneself. Claiming one's own task again changes nothing.

    Refused: task.already-done, task.changed, task.not-yours, task.held-by-another
    """
    task = held_task(task_id, by=by, to="process.claim")
    task.refuse_unless_open()
    if task.assignee_id == by.id:
        return task.id
    refuse_unless_worker(task, by)
    task.refuse_unless_open(version)
    return _give(task, by.id, by.name, by=by, at=at)


@act("process.assign")
def assign(
    task_id: UUID, assignee_id: UUID, *, assignee_name: str, version: int | None = None, by: Actor, at: datetime
) -> UUID:
    """Give a task to an officer, even one that somebody holds. For those who distribute the unit's or agency's work.

    Refused: task.already-done, task.changed, task.not-in-charge
    """
    task = held_task(task_id, by=by, to="process.assign")
    task.refuse_unless_open(version)
    if not may_distribute(task, by):
        raise Refused("task.not-in-charge")
    return _give(task, assignee_id, assignee_name, by=by, at=at)


@act("process.release")
def release(task_id: UUID, *, by: Actor, at: datetime) -> UUID:
    """Put a task back for the colleagues. Refused: task.already-done, task.held-by-another"""
    task = held_task(task_id, by=by, to="process.release")
    task.refuse_unless_open()
    if task.assignee_id is None:
        return task.id
    if task.assignee_id not in by.hands and not in_charge_of(task, by):
        raise Refused("task.held-by-another", who=task.assignee_name)
    task.put_back()
    task.save()
    events.record(TaskAssigned(at, task.agency_id, task.subject_id, task.owner_id, task.id, None, "", by.id))
    return task.id


@act("process.hand-over")
def hand_over(
    task_id: UUID, unit_id: UUID, *, reason: str = "", version: int | None = None, by: Actor, at: datetime
) -> UUID:
    """Pass a task to another unit of the same agency; between agencies work goes by message. The clock runs on.

    Refused: task.already-done, task.changed, task.not-yours, task.unit-elsewhere, task.held-by-another
    """
    task = held_task(task_id, by=by, to="process.hand-over")
    task.refuse_unless_open(version)
    if not in_charge_of(task, by):
        refuse_unless_worker(task, by)
    there = unit(unit_id)
    if there is None or there.agency_id != task.agency_id or there.id == task.unit_id:
        raise Refused("task.unit-elsewhere")
    before, task.unit_id = task.unit_id, there.id
    task.put_back()
    task.save()
    events.record(
        WorkHandedOver(at, task.agency_id, task.subject_id, task.owner_id, task.id, before, there.id, reason, by.id)
    )
    return task.id


def _give(task: Task, assignee_id: UUID, name: str, *, by: Actor, at: datetime) -> UUID:
    task.give_to(assignee_id, name)
    task.save()
    events.record(TaskAssigned(at, task.agency_id, task.subject_id, task.owner_id, task.id, assignee_id, name, by.id))
    return task.id
