"""The facts of one dossier, folded into who had which work for how long, and what it waits for now.

Always folded whole, in the order of the facts: repeating or rebuilding gives the same rows.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import singledispatch
from typing import Any
from uuid import UUID

from motcua.kernel.types import SYSTEM
from motcua.rooms.dossiers import events as d
from motcua.rooms.feedback import events as f
from motcua.rooms.insights.types import Waiting
from motcua.rooms.process import events as p

Hours = Callable[[datetime, datetime], float]
MAIN = ("appraise", "draft_result")
TO_THE_LEADER = "leader"  # the last rung of the ladder when time runs out


@dataclass(slots=True)
class Piece:
    """One piece of work: a task, or taking a dossier in."""

    id: UUID
    step_key: str
    step_name: str
    does: str
    role: str
    unit_id: UUID | None
    opened_at: datetime
    due_at: datetime | None
    officer_id: UUID | None = None
    officer_name: str = ""
    held_at: datetime | None = None
    done_at: datetime | None = None
    gone_at: datetime | None = None
    outcome: str = ""
    sent_back: bool = False
    hours: float | None = None
    moved: int = 0

    @property
    def open(self) -> bool:
        return self.done_at is None and self.gone_at is None


@dataclass(slots=True)
class Ask:
    """One request to complete a dossier; `again` when the same stage had asked before."""

    id: UUID
    stage: str
    officer_id: UUID
    officer_name: str
    at: datetime
    again: bool
    unit_id: UUID | None = None


@dataclass(slots=True)
class Progress:
    """Where one dossier stands, and everything that was done for it."""

    submitted_at: datetime | None = None
    unit_id: UUID | None = None
    answer_due_at: datetime | None = None
    due_at: datetime | None = None
    accepted: bool = False
    owed: bool = False
    ended: bool = False
    waits_for: Waiting = Waiting.NOBODY
    waits_since: datetime | None = None
    pieces: dict[UUID, Piece] = field(default_factory=dict)
    asks: list[Ask] = field(default_factory=list)
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)
    sent_back: int = 0
    opinions: dict[UUID, tuple[datetime, datetime]] = field(default_factory=dict)
    group_id: UUID | None = None
    complained_at: datetime | None = None
    complaint_due_at: datetime | None = None
    complaint_missed: bool = False
    passed_up_at: datetime | None = None
    corrections: dict[UUID, datetime] = field(default_factory=dict)

    @property
    def correction_due_at(self) -> datetime | None:
        """When the first wrong result that is not corrected yet has to be."""
        return min(self.corrections.values(), default=None)

    @property
    def consult_due_at(self) -> datetime | None:
        """When the first of the opinions asked for is due, while any is waited for."""
        return min((due for _, due in self.opinions.values()), default=None) if not self.ended else None

    @property
    def open_pieces(self) -> list[Piece]:
        return [] if self.ended else [piece for piece in self.pieces.values() if piece.open]

    @property
    def stopped(self) -> bool:
        return self.waits_for in {Waiting.APPLICANT, Waiting.PAYMENT}

    @property
    def clock_due_at(self) -> datetime | None:
        """The instant lateness is measured against while the dossier is open and its clock runs."""
        if self.ended or self.stopped:
            return None
        return self.due_at if self.accepted else self.answer_due_at

    @property
    def step(self) -> Piece | None:
        """The work that is due first."""
        return min(self.open_pieces, key=lambda one: (one.due_at is None, one.due_at or one.opened_at), default=None)


def fold(facts: Iterable[Any], hours: Hours) -> Progress:
    """Everything the facts of one dossier tell of the work. `hours` counts working time between two instants."""
    state = Progress()
    for fact in facts:
        _apply(fact, state)
    _settle(state)
    for piece in state.pieces.values():
        if piece.done_at is not None:
            piece.hours = _worked(piece.opened_at, piece.done_at, state.pauses, hours)
    return state


def _worked(start: datetime, end: datetime, pauses: list[tuple[datetime, datetime]], hours: Hours) -> float:
    """Working time without the time the applicant was waited for."""
    waited = sum(hours(max(start, a), min(end, b)) for a, b in pauses if max(start, a) < min(end, b))
    return round(max(0.0, hours(start, end) - waited), 2)


def _settle(state: Progress) -> None:
    """What only the whole history tells: the handling unit, whose hands the dossier is in, where the askers sit."""
    first = next((one for one in state.pieces.values() if one.does in MAIN and one.unit_id), None)
    desk = state.unit_id
    for piece in state.pieces.values():
        if piece.does == "receive" and piece.unit_id is None:
            piece.unit_id = desk
    state.unit_id = first.unit_id if first else desk
    for ask in state.asks:
        ask.unit_id = desk if ask.stage == "reception" else state.unit_id
    step = state.step
    if state.ended:
        state.waits_for, state.waits_since = Waiting.NOBODY, None
    elif state.waits_for == Waiting.OFFICER and step is not None:
        consulted = step.does == "consult" or bool(state.opinions)
        state.waits_for = Waiting.CONSULTED if consulted else Waiting.OFFICER
        state.waits_since = min([asked for asked, _ in state.opinions.values()], default=step.opened_at)


@singledispatch
def _apply(fact: Any, state: Progress) -> None:
    """Facts of other kinds say nothing about the work."""


@_apply.register
def _(fact: d.DossierSubmitted, state: Progress) -> None:
    state.submitted_at, state.answer_due_at = fact.occurred_at, fact.answer_due_at
    state.owed, state.group_id = fact.fee_total > 0, fact.group_id
    state.waits_for, state.waits_since = _taking_in(state), fact.occurred_at


@_apply.register
def _(fact: d.FinanceChanged, state: Progress) -> None:
    """Nobody has to answer a dossier whose fee on handing in is owed; from when it is met the answer is due."""
    if state.accepted or state.waits_since is None:
        return
    state.owed = fact.state == "owed"
    state.answer_due_at = fact.answer_due_at or state.answer_due_at
    if state.waits_for == Waiting.PAYMENT:
        _go_on(state, fact.occurred_at)
    elif state.owed and state.waits_for == Waiting.RECEPTION:
        state.waits_for, state.waits_since = Waiting.PAYMENT, fact.occurred_at


def _taking_in(state: Progress) -> Waiting:
    return Waiting.PAYMENT if state.owed else Waiting.RECEPTION


@_apply.register
def _(fact: d.DossierAccepted, state: Progress) -> None:
    state.accepted, state.due_at, state.unit_id = True, fact.due_at, fact.unit_id
    state.waits_for, state.waits_since = Waiting.OFFICER, fact.occurred_at


@_apply.register
def _(fact: d.SupplementRequested, state: Progress) -> None:
    again = any(one.stage == fact.stage for one in state.asks)
    state.asks.append(Ask(fact.request_id, fact.stage, fact.by_id, fact.by_name, fact.occurred_at, again))
    state.waits_for, state.waits_since = Waiting.APPLICANT, fact.occurred_at


@_apply.register
def _(fact: d.SupplementAnswered, state: Progress) -> None:
    _go_on(state, fact.occurred_at)
    if state.accepted:
        state.due_at = fact.due_at or state.due_at
    else:
        state.answer_due_at = fact.answer_due_at or state.answer_due_at


@_apply.register
def _(fact: d.DossierPaused, state: Progress) -> None:
    state.waits_for, state.waits_since = Waiting.PAYMENT, fact.occurred_at


@_apply.register
def _(fact: d.DossierResumed, state: Progress) -> None:
    _go_on(state, fact.occurred_at)
    state.due_at = fact.due_at or state.due_at


def _go_on(state: Progress, at: datetime) -> None:
    if state.stopped and state.waits_since is not None:
        state.pauses.append((state.waits_since, at))
    state.waits_for, state.waits_since = (Waiting.OFFICER if state.accepted else _taking_in(state)), at


@_apply.register(d.ResultIssued)
@_apply.register(d.ResultRefused)
@_apply.register(d.ResultsGathered)
def _(fact: d.ResultIssued | d.ResultRefused | d.ResultsGathered, state: Progress) -> None:
    state.ended, state.due_at = True, fact.due_at or state.due_at


@_apply.register(d.ReceptionRefused)
@_apply.register(d.DossierWithdrawn)
@_apply.register(d.DossierStopped)
def _(_fact: Any, state: Progress) -> None:
    state.ended = True


@_apply.register
def _(fact: d.ReturnedForRework, state: Progress) -> None:
    """Whoever did the step last that is to be done again has it sent back."""
    done = [one for one in state.pieces.values() if one.step_key == fact.to_step and one.done_at and not one.sent_back]
    if done:
        max(done, key=lambda one: one.done_at or one.opened_at).sent_back = True
    state.sent_back += 1


@_apply.register
def _(fact: p.ProcessMoved, state: Progress) -> None:
    if fact.cause == "started" and fact.task_id is not None:
        state.pieces[fact.task_id] = _reception(fact, state)
    if fact.task_id in state.pieces and fact.cause in {"started", "done", "returned"}:
        piece = state.pieces[fact.task_id]
        piece.done_at, piece.outcome = fact.occurred_at, fact.outcome
        if fact.by_id != SYSTEM.id:
            piece.officer_id, piece.officer_name = fact.by_id, fact.by_name
    for ref in fact.opened:
        known = state.pieces.get(ref.id)
        if known is not None:
            known.due_at = ref.due_at
        else:
            state.pieces[ref.id] = Piece(
                ref.id, ref.step_key, ref.name, ref.does, ref.role, ref.unit_id, fact.occurred_at, ref.due_at
            )
    for gone in fact.cancelled:
        if gone in state.pieces:
            state.pieces[gone].gone_at = fact.occurred_at


def _reception(fact: p.ProcessMoved, state: Progress) -> Piece:
    """Taking the dossier in was work since it was handed in, or completed."""
    since = max([state.submitted_at or fact.occurred_at, *(end for _, end in state.pauses)])
    task_id = fact.task_id
    assert task_id is not None
    return Piece(task_id, fact.step_key, "", "receive", "reception_officer", None, since, state.answer_due_at)


@_apply.register
def _(fact: p.TaskAssigned, state: Progress) -> None:
    piece = state.pieces.get(fact.task_id)
    if piece is not None:
        piece.moved += piece.officer_id is not None and fact.assignee_id not in {None, piece.officer_id}
        piece.officer_id, piece.officer_name = fact.assignee_id, fact.assignee_name
        piece.held_at = fact.occurred_at if fact.assignee_id else None


@_apply.register
def _(fact: p.WorkHandedOver, state: Progress) -> None:
    piece = state.pieces.get(fact.task_id)
    if piece is not None:
        piece.moved += 1
        piece.unit_id, piece.officer_id, piece.officer_name, piece.held_at = fact.to_unit_id, None, "", None


@_apply.register
def _(fact: d.ConsultationAsked, state: Progress) -> None:
    state.opinions[fact.consultation_id] = (fact.occurred_at, fact.due_at)


@_apply.register(d.ConsultationAnswered)
@_apply.register(d.ConsultationClosed)
def _(fact: d.ConsultationAnswered | d.ConsultationClosed, state: Progress) -> None:
    state.opinions.pop(fact.consultation_id, None)


@_apply.register
def _(fact: d.CorrectionRequested, state: Progress) -> None:
    state.corrections[fact.correction_id] = fact.due_at


@_apply.register
def _(fact: d.TermMoved, state: Progress) -> None:
    """Another end of a term beside the due date, which itself is measured by the first promise."""
    if fact.term == "answer":
        state.answer_due_at = fact.due_at
    elif fact.term == "consultation" and fact.term_id in state.opinions:
        state.opinions[fact.term_id] = (state.opinions[fact.term_id][0], fact.due_at)
    elif fact.term == "correction" and fact.term_id in state.corrections:
        state.corrections[fact.term_id] = fact.due_at


@_apply.register(d.DueChanged)
@_apply.register(d.StepsMoved)
def _(fact: d.DueChanged | d.StepsMoved, state: Progress) -> None:
    """Open work ends later or earlier; the due date itself is measured by the first promise."""
    for end in fact.step_ends:
        if end.task_id in state.pieces:
            state.pieces[end.task_id].due_at = end.due_at


@_apply.register(d.CorrectionDeclined)
@_apply.register(d.ResultCorrected)
def _(fact: d.CorrectionDeclined | d.ResultCorrected, state: Progress) -> None:
    state.corrections.pop(fact.correction_id, None)


@_apply.register(f.LatenessComplained)
@_apply.register(f.ComplaintReopened)
def _(fact: f.LatenessComplained | f.ComplaintReopened, state: Progress) -> None:
    state.complained_at = state.complained_at or fact.occurred_at
    state.complaint_due_at = fact.answer_due_at


@_apply.register
def _(fact: f.AnswerMoved, state: Progress) -> None:
    if state.complaint_due_at is not None:
        state.complaint_due_at = fact.answer_due_at


@_apply.register
def _(fact: f.ComplaintAnswered, state: Progress) -> None:
    """One late answer is enough: the complaint was not answered in its time."""
    state.complaint_due_at, state.complaint_missed = None, state.complaint_missed or not fact.in_time


@_apply.register
def _(fact: d.DossierEscalated, state: Progress) -> None:
    if fact.rung == TO_THE_LEADER:
        state.passed_up_at = state.passed_up_at or fact.occurred_at
