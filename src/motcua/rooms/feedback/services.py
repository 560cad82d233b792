"""What people say about how they were served."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from motcua.kernel import crypto, events
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.feedback import queries
from motcua.rooms.feedback.events import (
    AnswerMoved,
    ComplaintAnswered,
    ComplaintEscalated,
    ComplaintReopened,
    DossierRated,
    LatenessComplained,
)
from motcua.rooms.feedback.models import Answer, Complaint, Rating
from motcua.rooms.feedback.terms import answer_due
from motcua.rooms.feedback.types import RatingKind
from motcua.rooms.process import queries as process

CHANGEABLE = timedelta(days=30)
LONGEST_COMMENT = 2000


@act("feedback.rate", law="feedback/citizens-opinion")
def rate(
    dossier_id: UUID, *, grade: int, kind: RatingKind = RatingKind.HANDLING, comment: str = "", by: Actor, at: datetime
) -> int:
    """Grade the handling of one's own dossier, or how easy it was to hand in, 1 to 5; changeable for 30 days.

    Refused: act.out-of-reach, rating.grade-unknown, rating.too-late
    """
    dossier = dossiers.dossier(dossier_id, by=by)
    permit(by, "feedback.rate", Target(agency_id=dossier.row.agency_id, owner_id=dossier.owner_id))
    audit_note(subject=dossier_id, owner=dossier.owner_id)
    if grade not in range(1, 6):
        raise Refused("rating.grade-unknown", grade=grade)
    row = Rating.objects.select_for_update().filter(dossier_id=dossier_id, kind=kind).order_by().first()
    changed = row is not None
    if row is not None and at - row.rated_at > CHANGEABLE:
        raise Refused("rating.too-late")
    if row is None:
        row = Rating(
            agency_id=dossier.row.agency_id, owner_id=dossier.owner_id, dossier_id=dossier_id, kind=kind, rated_at=at
        )
    row.grade, row.changed_at = grade, at if changed else None
    if comment.strip():
        row.comment_sealed = crypto.seal(
            comment.strip()[:LONGEST_COMMENT].encode(),
            context=f"feedback_rating.comment:{row.id}",
            agency_id=row.agency_id,
        )
    row.save()
    events.record(
        DossierRated(
            occurred_at=at,
            agency_id=row.agency_id,
            subject_id=dossier_id,
            owner_id=row.owner_id,
            grade=grade,
            changed=changed,
            kind=kind.value,
        )
    )
    return grade


@act("feedback.complain", law="feedback/lateness")
def complain(dossier_id: UUID, *, sentence: str = "", by: Actor, at: datetime) -> datetime:
    """Ask why one's own dossier is late, or about to be. Answers until when the office has to answer.

    Refused: act.out-of-reach, complaint.not-late, complaint.already-made
    """
    dossier = dossiers.dossier(dossier_id, by=by, at=at)
    permit(by, "feedback.complain", Target(agency_id=dossier.row.agency_id, owner_id=dossier.owner_id))
    audit_note(subject=dossier_id, owner=dossier.owner_id)
    ask = queries.askable(dossier.row, at=at)
    if not ask.now:
        raise Refused("complaint.not-late")
    if Complaint.objects.filter(dossier_id=dossier_id).exists():
        raise Refused("complaint.already-made")
    unit_id = _waits_at(dossier_id, dossier.row.agency_id, leads=dossier.row.leads)
    row = Complaint(
        agency_id=dossier.row.agency_id, owner_id=dossier.owner_id, dossier_id=dossier_id, reference=dossier.row.reference,
        due_at=ask.promised, late=ask.late, made_at=at, unit_id=unit_id, answer_from=at,
        answer_due_at=answer_due(dossier.row.agency_id, at, about=ask.ahead, known=at),
    )  # fmt: skip
    if sentence.strip():
        row.sentence_sealed = crypto.seal(
            sentence.strip()[:LONGEST_COMMENT].encode(),
            context=f"feedback_complaint.sentence:{row.id}",
            agency_id=row.agency_id,
        )
    row.save(force_insert=True)
    _announce(LatenessComplained, row, at, due_at=row.due_at, late=ask.late, answer_due_at=row.answer_due_at)
    return row.answer_due_at


@act("feedback.answer_complaint", law="feedback/lateness")
def answer_complaint(dossier_id: UUID, words: str, *, by: Actor, at: datetime) -> None:
    """Answer a complaint of lateness in words the person understands: what happened, and by when it will be done.

    Refused: act.out-of-reach, act.not-permitted, complaint.answered-already, complaint.answer-missing
    """
    row = _held(dossier_id, by=by, to="feedback.answer_complaint")
    if not row.waiting:
        last = row.answers.order_by("-round").first()
        raise Refused("complaint.answered-already", who=last.by_name if last else "")
    if not words.strip():
        raise Refused("complaint.answer-missing")
    answer = Answer(
        complaint=row, agency_id=row.agency_id, owner_id=row.owner_id, round=row.round, by=by.id, by_name=by.name, at=at,
        in_time=at <= row.answer_due_at,
    )  # fmt: skip
    answer.words_sealed = crypto.seal(
        words.strip()[:LONGEST_COMMENT].encode(),
        context=f"feedback_answer.words:{answer.id}",
        agency_id=row.agency_id,
    )
    answer.save(force_insert=True)
    row.waiting = False
    row.save(update_fields=["waiting"])
    _announce(ComplaintAnswered, row, at, round=row.round, in_time=answer.in_time, by_id=by.id, by_name=by.name)


@act("feedback.reopen_complaint", law="feedback/lateness")
def reopen_complaint(dossier_id: UUID, *, by: Actor, at: datetime) -> datetime:
    """Say once that the answer did not help; the office answers again. Refused: act.out-of-reach, complaint.not-again"""
    row = _held(dossier_id, by=by, to="feedback.reopen_complaint")
    if row.waiting or row.round > 1:
        raise Refused("complaint.not-again")
    ask = queries.askable(dossiers.dossier(dossier_id, by=by, at=at).row, at=at)
    row.round, row.waiting, row.escalated_at, row.late_again = 2, True, None, ask.ahead is None
    row.answer_from, row.answer_due_at = at, answer_due(row.agency_id, at, about=ask.ahead, known=at)
    row.save()
    _announce(ComplaintReopened, row, at, answer_due_at=row.answer_due_at)
    return row.answer_due_at


@act("feedback.escalate_complaint", law="feedback/lateness")
def escalate_complaint(dossier_id: UUID, *, by: Actor, at: datetime) -> bool:
    """Tell the leader that a complaint was not answered in its time; once a round. The system only.

    Refused: act.out-of-reach
    """
    row = _held(dossier_id, by=by, to="feedback.escalate_complaint")
    if not row.waiting or row.escalated_at is not None or row.answer_due_at >= at:
        return False
    row.escalated_at = at
    row.save(update_fields=["escalated_at"])
    _announce(ComplaintEscalated, row, at, answer_due_at=row.answer_due_at)
    return True


@act("feedback.recount_answers", law="calendar/holidays")
def recount_answers(dossier_ids: Sequence[UUID], *, ground: str, known_at: datetime, by: Actor, at: datetime) -> int:
    """Count again until when these complaints have to be answered, after the calendar changed. The system only.

    What has passed stays, and nobody becomes late by it. Whoever asked about a date that moved is answered by the
    new one. Answers how many moved.
    """
    permit(by, "feedback.recount_answers", Target())
    rows = Complaint.objects.select_for_update().filter(dossier_id__in=dossier_ids, waiting=True, answer_due_at__gt=at)
    moved, waiting = 0, list(rows.order_by("id"))
    found = dossiers.rows([row.dossier_id for row in waiting if row.ahead], by=by, at=at)
    promised = {one.id: one.current_due_at or one.answer_due_at for one in found}
    for row in waiting:
        since, about = row.answer_from or row.made_at, promised.get(row.dossier_id)
        before, due = row.answer_due_at, answer_due(row.agency_id, since, about=about, known=max(at, known_at))
        if due == before or due <= at or (row.answer_from is None and row.round > 1):
            continue
        row.answer_due_at = due
        row.save(update_fields=["answer_due_at"])
        _announce(AnswerMoved, row, at, ground=ground, before=before, answer_due_at=due)
        moved += 1
    audit_note(moved=moved)
    return moved


def _waits_at(dossier_id: UUID, agency_id: UUID, *, leads: bool) -> UUID | None:
    """The unit that has the work; the counter while nobody else has, and of a group, which it gathers."""
    waiting = [task.unit_id for task in process.open_tasks([dossier_id]) if task.unit_id]
    desk = agencies.desk(agency_id)
    return waiting[0] if waiting and not leads else (desk.id if desk else None)


def _held(dossier_id: UUID, *, by: Actor, to: str) -> Complaint:
    row = Complaint.objects.select_for_update().filter(dossier_id=dossier_id).order_by().first()
    if row is None:
        raise Refused("act.out-of-reach")
    permit(by, to, Target(agency_id=row.agency_id, owner_id=row.owner_id))
    audit_note(subject=dossier_id, owner=row.owner_id)
    return row


def _announce(kind: type[Any], row: Complaint, at: datetime, **more: Any) -> None:
    events.record(
        kind(
            occurred_at=at, agency_id=row.agency_id, subject_id=row.dossier_id, owner_id=row.owner_id,
            reference=row.reference, unit_id=row.unit_id, **more,
        )
    )  # fmt: skip
