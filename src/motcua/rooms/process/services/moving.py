"""A case moves: hold it, let the pure executor say where to, write the tasks that come and go."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from motcua.kernel import events
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.process import rules
from motcua.rooms.process.events import ProcessMoved
from motcua.rooms.process.models import OPEN_STATES, Instance, Task
from motcua.rooms.process.rules import Marking, Moved, Token
from motcua.rooms.process.services.holding import held_instance, held_task, in_charge_of, refuse_unless_worker
from motcua.rooms.process.services.planning import context_of, definition_of, new_tasks, pin, plan_for, seal_context
from motcua.rooms.process.types import ProcessDefinition, Progress, TaskRef, TaskState


@act("process.start")
def start(
    subject_id: UUID,
    definition: ProcessDefinition,
    context: Mapping[str, Any],
    *,
    agency_id: UUID,
    owner_id: UUID | None,
    due_at: datetime | None = None,
    received_in: UUID | None = None,
    reference: str = "",
    title: str = "",
    party: str = "",
    by: Actor,
    at: datetime,
) -> Progress:
    """Let a case begin, its receiving step done by whoever receives it.

    `due_at` is the legal due date that the shares of the steps are laid out to; `received_in` the unit at the counter.
    """
    permit(by, "process.start", Target(agency_id=agency_id, owner_id=owner_id))
    audit_note(subject=subject_id)
    instance = Instance(
        subject_id=subject_id, agency_id=agency_id, owner_id=owner_id, definition_id=pin(definition), started_at=at,
        home_unit_id=received_in, due_at=due_at, reference=reference, title=title[:300], party=party[:200],
    )  # fmt: skip
    seal_context(instance, definition, context)
    received, moved = _begin(definition, context)
    instance.marking, instance.ended_at = moved.marking.as_dict(), at if moved.ended else None
    instance.save(force_insert=True)

    arriving = partial(
        new_tasks, instance, definition, plan_for(instance, definition, at), from_unit=received_in, at=at
    )
    done, tasks = arriving(received), arriving(moved.entered)
    for task in done:
        _finish(task, outcome="accepted", note="", by=by, at=at)
    Task.objects.bulk_create([*done, *tasks])
    return _announce(instance, done[0] if done else None, "started", tasks, [], moved.ended, by=by, at=at)


def _begin(definition: ProcessDefinition, context: Mapping[str, Any]) -> tuple[tuple[Token, ...], Moved]:
    """The first move: the receiving step is done by the very act that starts the case."""
    first = rules.start(definition, context)
    here = first.entered[0]
    if definition.step(here.step).step.does != "receive":
        return (), first
    moved = _move(lambda: rules.complete(definition, first.marking, here.number, {**context, "outcome": "accepted"}))
    return (here,), moved


@act("process.complete")
def complete(
    task_id: UUID,
    outcome: str = "done",
    *,
    note: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
    automatic: bool = False,
) -> Progress:
    """Do a task: the case moves on. `automatic`: the act of another room does it on the way, whoever holds it.

    Refused: task.already-done, task.changed, task.not-yours, task.held-by-another, process.no-way-on
    """
    task = held_task(task_id, by=by, to="process.complete")
    task.refuse_unless_open(version)
    if not automatic:
        refuse_unless_worker(task, by)
    instance, definition = task.instance, definition_of(task.instance)
    context = {**context_of(instance), "outcome": outcome}

    moved = _move(lambda: rules.complete(definition, Marking.from_dict(instance.marking), task.token, context))
    _finish(task, outcome=outcome, note=note, by=by, at=at)
    task.save()
    return _settle(instance, definition, task, "done", moved, by=by, at=at)


@act("process.return-for-rework")
def return_for_rework(
    task_id: UUID, to_step: str, *, reason: str, version: int | None = None, by: Actor, at: datetime
) -> Progress:
    """Send the work back to an earlier step. The due date of the dossier stays what it is.

    Refused: task.already-done, task.changed, task.not-yours, task.reason-missing, process.no-such-step
    """
    task = held_task(task_id, by=by, to="process.return-for-rework")
    task.refuse_unless_open(version)
    if not in_charge_of(task, by):
        refuse_unless_worker(task, by)
    if not reason.strip():
        raise Refused("task.reason-missing")
    instance, definition = task.instance, definition_of(task.instance)
    worked = set(instance.tasks.filter(state=TaskState.DONE).values_list("step_key", flat=True).order_by())
    if to_step not in worked or to_step == definition.first:
        raise Refused("process.no-such-step", step=to_step)

    moved = _move(lambda: rules.move_back(definition, Marking.from_dict(instance.marking), task.token, to_step))
    _finish(task, outcome="returned", note=reason, by=by, at=at)
    task.save()
    return _settle(instance, definition, task, "returned", moved, by=by, at=at)


@act("process.fire-timer")
def fire_timer(task_id: UUID, *, by: Actor, at: datetime) -> Progress | None:
    """Let the timer of a task run out, if it still stands open."""
    task = held_task(task_id, by=by, to="process.fire-timer")
    if task.state not in OPEN_STATES or task.timer_at is None or task.timer_at > at:
        return None
    instance, definition = task.instance, definition_of(task.instance)
    marking = Marking.from_dict(instance.marking)
    moved = _move(lambda: rules.fire(definition, marking, task.token, context_of(instance)))
    task.timer_at = None
    task.version += 1
    task.save()
    return _settle(instance, definition, task, "timer", moved, by=by, at=at)


@act("process.close", open=True)
def close(subject_id: UUID, *, cause: str, by: Actor, at: datetime) -> int:
    """End a case from outside (withdrawn, stopped, delivered): whatever work is open falls away."""
    instance = held_instance(subject_id, by=by, to="process.close")
    if instance is None or instance.ended_at is not None:
        return 0  # where nothing runs there is nothing to permit
    open_tasks = list(instance.tasks.select_for_update().filter(state__in=OPEN_STATES).order_by("id"))
    _cancel(open_tasks)
    instance.marking, instance.ended_at = Marking().as_dict(), at
    instance.version += 1
    instance.save()
    _announce(instance, None, cause, [], open_tasks, ended=True, by=by, at=at)
    return len(open_tasks)


@act("process.reschedule", open=True)
def reschedule(subject_id: UUID, *, due_at: datetime | None, started_at: datetime, by: Actor, at: datetime) -> int:
    """Lay the open steps out anew after the due date of the dossier moved by law."""
    instance = held_instance(subject_id, by=by, to="process.reschedule")
    if instance is None:
        return 0
    instance.due_at, instance.started_at = due_at, started_at
    instance.version += 1
    instance.save()
    plan = plan_for(instance, definition_of(instance), at)
    tasks = list(instance.tasks.select_for_update().filter(state__in=OPEN_STATES).order_by("id"))
    for task in tasks:
        task.due_at = plan.get(task.step_key, due_at)
    Task.objects.bulk_update(tasks, ["due_at"])
    _announce(instance, None, "rescheduled", tasks, [], ended=False, by=by, at=at)
    return len(tasks)


def run_timers(at: datetime) -> int:
    """Fire every timer whose time has come; for the periodic jobs."""
    with scope(SYSTEM):
        late = Task.objects.filter(timer_at__lte=at, state__in=OPEN_STATES).order_by("timer_at")
        due = list(late.values_list("id", flat=True)[:500])
    return sum(fire_timer(task_id, by=SYSTEM, at=at) is not None for task_id in due)


def _settle(
    instance: Instance, definition: ProcessDefinition, task: Task, cause: str, moved: Moved, *, by: Actor, at: datetime
) -> Progress:
    """Write where the case stands now, and the tasks that came and went with the move."""
    instance.marking, instance.ended_at = moved.marking.as_dict(), at if moved.ended else None
    instance.version += 1
    instance.save(update_fields=["marking", "ended_at", "version"])
    tasks = new_tasks(
        instance, definition, plan_for(instance, definition, at), moved.entered, from_unit=task.unit_id, at=at
    )
    if tasks:
        Task.objects.bulk_create(tasks)
    gone = [token.number for token in moved.cancelled]
    fallen = list(instance.tasks.filter(token__in=gone, state__in=OPEN_STATES).order_by("id")) if gone else []
    _cancel(fallen)
    return _announce(instance, task, cause, tasks, fallen, moved.ended, by=by, at=at)


def _announce(
    instance: Instance,
    task: Task | None,
    cause: str,
    opened: Sequence[Task],
    fallen: Sequence[Task],
    ended: bool,
    *,
    by: Actor,
    at: datetime,
) -> Progress:
    refs = tuple(TaskRef(t.id, t.step_key, t.name, t.does, t.role, t.unit_id, t.due_at) for t in opened)
    task_id, step, outcome = (task.id, task.step_key, task.outcome) if task else (None, "", "")
    events.record(
        ProcessMoved(
            at, instance.agency_id, instance.subject_id, instance.owner_id, cause, task_id, step, outcome,
            by.id, by.name, refs, tuple(t.id for t in fallen), ended,
        )
    )  # fmt: skip
    does = task.does if task else ""
    return Progress(task_id or instance.id, instance.subject_id, step, does, refs, ended)


def _finish(task: Task, *, outcome: str, note: str, by: Actor, at: datetime) -> None:
    task.state, task.outcome, task.note = TaskState.DONE, outcome, note
    task.done_at, task.done_by, task.done_by_name = at, by.id, by.name
    task.version += 1


def _cancel(tasks: Sequence[Task]) -> None:
    for task in tasks:
        task.state = TaskState.CANCELLED
        task.version += 1
    if tasks:
        Task.objects.bulk_update(tasks, ["state", "version"])


def _move(step: Callable[[], Moved]) -> Moved:
    try:
        return step()
    except rules.ExecutionFault as fault:
        raise Refused("process.no-way-on", reason=str(fault)) from fault
