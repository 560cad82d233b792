"""Handling after acceptance: doing steps, giving work to people and units, returning it, leaving notes."""

from datetime import datetime
from uuid import UUID

from motcua.kernel import crypto
from motcua.kernel.acts import act
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.types import Actor
from motcua.rooms.dossiers.events import NoteWritten, ReturnedForRework
from motcua.rooms.dossiers.models import Dossier, Note
from motcua.rooms.dossiers.rules.states import words
from motcua.rooms.dossiers.services.holding import announce, held, kept
from motcua.rooms.dossiers.services.steps import PLAIN_STEPS, refuse_unless_running, settle_step
from motcua.rooms.dossiers.types import Done, Status
from motcua.rooms.identity import queries as identity
from motcua.rooms.process import queries as process_read
from motcua.rooms.process import services as process


@act("dossiers.complete_step", law="handling/steps")
def complete_step(
    task_id: UUID, outcome: str = "", *, note: str = "", version: int | None = None, by: Actor, at: datetime
) -> Done:
    """Do a step that has no act of its own; what follows opens at its unit.

    Refused: act.out-of-reach, task.already-done, task.not-yours, task.held-by-another, task.has-own-act,
    dossier.not-possible-now, result.not-drafted
    """
    task = process_read.task(task_id, by=by)
    dossier = held(task.subject_id, by=by, to="dossiers.complete_step")
    if task.does not in PLAIN_STEPS:
        raise Refused("task.has-own-act")
    refuse_unless_running(dossier, task.id, by=by)
    outcome = outcome or "done"
    progress = process.complete(task.id, outcome, note=note, version=version, by=by, at=at)
    return settle_step(dossier, task, progress, outcome, by=by, at=at)


@act("dossiers.return_for_rework", law="handling/rework")
def return_for_rework(
    task_id: UUID, to_step: str | None = None, *, reason: str, version: int | None = None, by: Actor, at: datetime
) -> Done:
    """Send the work back to an earlier step (the last one done, unless named) with a reason. No due date moves.

    Refused: act.out-of-reach, task.already-done, task.not-yours, task.reason-missing, process.no-such-step,
    dossier.not-possible-now
    """
    task = process_read.task(task_id, by=by)
    dossier = held(task.subject_id, by=by, to="dossiers.return_for_rework")
    refuse_unless_running(dossier, task.id, by=by)
    if dossier.status in {Status.SIGNING, Status.ISSUED}:
        raise Refused("dossier.not-possible-now", status=words(dossier.status), state=dossier.status)
    to_step = to_step or next((key for key, _ in process_read.rework_steps(task.id)), "")
    progress = process.return_for_rework(task.id, to_step, reason=reason, version=version, by=by, at=at)
    if dossier.status in {Status.FOR_APPROVAL, Status.APPROVED}:
        dossier.become(Status.REWORK)
    kept(dossier)
    facts = {"task_id": task.id, "step_key": task.step_key, "to_step": to_step, "reason": reason}
    announce(ReturnedForRework, dossier, by=by, at=at, status=str(dossier.status), **facts)
    return Done(dossier.id, dossier.status, next_steps=tuple(step.name for step in progress.new_tasks))


@act("dossiers.claim")
def claim(task_id: UUID, *, version: int | None = None, by: Actor, at: datetime) -> UUID:
    """Take a task. Refused: act.out-of-reach, task.already-done, task.not-yours, task.held-by-another"""
    _held_by_task(task_id, by=by, to="dossiers.claim")
    return process.claim(task_id, version=version, by=by, at=at)


@act("dossiers.release")
def release(task_id: UUID, *, by: Actor, at: datetime) -> UUID:
    """Put a task back for the colleagues. Refused: act.out-of-reach, task.held-by-another"""
    _held_by_task(task_id, by=by, to="dossiers.claim")
    return process.release(task_id, by=by, at=at)


@act("dossiers.assign", law="handling/assignment")
def assign(task_id: UUID, assignee_id: UUID, *, version: int | None = None, by: Actor, at: datetime) -> UUID:
    """Give a task to a colleague who holds its role.

    Refused: act.out-of-reach, task.already-done, task.not-in-charge, task.nobody-there
    """
    task = process_read.task(task_id, by=by)
    _held_by_task(task_id, by=by, to="dossiers.assign")
    colleagues = {o.account_id: o.name for o in identity.officers(by=by, at=at, role=task.role)}
    if assignee_id not in colleagues:
        raise Refused("task.nobody-there")
    return process.assign(task_id, assignee_id, assignee_name=colleagues[assignee_id], version=version, by=by, at=at)


@act("dossiers.hand_over", law="handling/hand-over")
def hand_over(
    task_id: UUID, unit_id: UUID, *, reason: str = "", version: int | None = None, by: Actor, at: datetime
) -> UUID:
    """Pass a task to another unit of the agency. Refused: act.out-of-reach, task.already-done, task.unit-elsewhere"""
    _held_by_task(task_id, by=by, to="dossiers.hand_over")
    return process.hand_over(task_id, unit_id, reason=reason, version=version, by=by, at=at)


@act("dossiers.note")
def note(dossier_id: UUID, text: str, *, by: Actor, at: datetime) -> UUID:
    """Leave an internal note; the applicant does not see it. Refused: act.out-of-reach, note.empty"""
    dossier = held(dossier_id, by=by, to="dossiers.note")
    if not text.strip():
        raise Refused("note.empty")
    row = Note(
        id=new_id(), dossier=dossier, agency_id=dossier.agency_id, author_id=by.id, author_name=by.name, written_at=at
    )
    row.text = crypto.seal(text.strip().encode(), context=f"dossiers_note.text:{row.id}", agency_id=dossier.agency_id)
    row.save(force_insert=True)
    announce(NoteWritten, dossier, by=by, at=at, note_id=row.id)
    return row.id


def _held_by_task(task_id: UUID, *, by: Actor, to: str) -> Dossier:
    """Hold the dossier before its task, in the order every act does."""
    return held(process_read.task(task_id, by=by).subject_id, by=by, to=to)
