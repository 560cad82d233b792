"""What a step that was done means for its dossier; used by the acts that do steps."""

from datetime import datetime
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.dossiers.events import StepCompleted
from motcua.rooms.dossiers.models import Dossier, ResultDraft
from motcua.rooms.dossiers.rules.states import TAKES_WORK, words
from motcua.rooms.dossiers.services.handing import deliver_on_portal
from motcua.rooms.dossiers.services.holding import announce, kept
from motcua.rooms.dossiers.types import Done, Status
from motcua.rooms.process import queries as process_read
from motcua.rooms.process.types import Progress, TaskView

PLAIN_STEPS = frozenset({"appraise", "consult", "work", "draft_result"})


def settle_step(dossier: Dossier, task: TaskView, progress: Progress, outcome: str, *, by: Actor, at: datetime) -> Done:
    """Write what a done step means for the dossier, and tell of it."""
    for_approval = any(following.does == "approve" for following in progress.new_tasks)
    needs_draft = for_approval or task.does == "draft_result"
    if needs_draft:
        draft = ResultDraft.objects.filter(dossier_id=dossier.id).order_by().first()
        if draft is None:
            raise Refused("result.not-drafted")
        refuse_on_older(draft, dossier)
    if for_approval and dossier.status != Status.FOR_APPROVAL:
        dossier.become(Status.FOR_APPROVAL)
    elif dossier.status == Status.ACCEPTED:
        dossier.become(Status.IN_APPRAISAL)
    kept(dossier)
    announce(
        StepCompleted, dossier, by=by, at=at, task_id=task.id, step_key=task.step_key, step_name=task.name,
        does=task.does, outcome=outcome, unit_id=task.unit_id, status=str(dossier.status),
    )  # fmt: skip
    deliver_on_portal(dossier, by=by, at=at)
    return Done(dossier.id, dossier.status, next_steps=tuple(step.name for step in progress.new_tasks))


def refuse_on_older(draft: ResultDraft, dossier: Dossier) -> None:
    """A result drafted on answers that have changed since is neither passed on nor approved."""
    if draft.answers_id not in {None, dossier.answers_id}:
        raise Refused("result.on-older-answers")


def refuse_unless_at_work(dossier: Dossier, by: Actor) -> None:
    """The result is drafted by whoever has the dossier on his desk: the role and unit of an open step, or its holder."""
    waiting = [task for task in process_read.open_tasks([dossier.id]) if task.does in PLAIN_STEPS]
    if not waiting:
        raise Refused("dossier.not-this-step")
    at_hand = [task for task in waiting if task.assignee_id in by.hands or by.holds(task.role, task.unit_id)]
    if not at_hand:
        raise Refused("task.not-yours")
    if all(task.assignee_id not in {None, *by.hands} for task in at_hand):
        raise Refused("task.held-by-another", who=at_hand[0].assignee_name)


def refuse_unless_running(dossier: Dossier, task_id: UUID, *, by: Actor) -> None:
    """A dossier that waits or has ended takes no work; a task done by somebody else says so first."""
    if Status(dossier.status) in TAKES_WORK:
        return
    task = process_read.task(task_id, by=by)
    if task.state == "done":
        when = f"{clock.local(task.done_at):%H:%M ngày %d/%m/%Y}" if task.done_at else ""
        raise Refused("task.already-done", who=task.done_by_name, when=when)
    raise Refused("dossier.not-possible-now", status=words(dossier.status), state=dossier.status)
