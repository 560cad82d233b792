"""What the facts say of a dossier: folding them gives the state again. The row is the truth; this proves it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.rooms.dossiers import events as e
from motcua.rooms.dossiers.rules.states import may_become
from motcua.rooms.dossiers.types import DeliveryState, FinanceState, Status
from motcua.rooms.process.events import ProcessMoved


@dataclass(frozen=True, slots=True)
class Folded:
    """The state of a dossier as its facts tell it."""

    status: str = ""
    finance_state: str = FinanceState.NOTHING
    delivery_state: str = DeliveryState.NOT_READY
    agency_id: UUID | None = None
    owner_id: UUID | None = None
    receipt_number: str = ""
    code: str | None = None
    answers_id: UUID | None = None
    submitted_at: datetime | None = None
    answer_due_at: datetime | None = None
    accepted_at: datetime | None = None
    original_due_at: datetime | None = None
    current_due_at: datetime | None = None
    completed_at: datetime | None = None
    delivered_at: datetime | None = None
    result_kind: str = ""
    result_document_id: UUID | None = None
    extension_count: int = 0
    open_tasks: frozenset[UUID] = frozenset()


class ImpossibleHistory(ValueError):
    """The facts tell of a step the law does not know."""


def fold(facts: Iterable[Any]) -> Folded:
    """Rebuild the state from the facts of one dossier, oldest first."""
    state = Folded()
    for fact in facts:
        state = _step(state, fact)
    return state


def _step(state: Folded, fact: Any) -> Folded:
    if isinstance(fact, ProcessMoved):
        done = {fact.task_id} if fact.cause in {"done", "returned", "started"} else set()
        opened = frozenset() if fact.cause == "rescheduled" else frozenset(task.id for task in fact.opened)
        return replace(state, open_tasks=(state.open_tasks | opened) - done - set(fact.cancelled))
    apply = _APPLY.get(type(fact))
    return apply(state, fact) if apply else state


def _to(state: Folded, status: Status, **more: Any) -> Folded:
    if state.status and state.status != status and not may_become(state.status, status):
        raise ImpossibleHistory(f"{state.status} → {status}")
    return replace(state, status=str(status), **more)


def _submitted(state: Folded, fact: e.DossierSubmitted) -> Folded:
    return replace(
        state,
        status=str(Status.SUBMITTED),
        finance_state=str(FinanceState.OWED if fact.fee_total else FinanceState.NOTHING),
        agency_id=fact.agency_id,
        owner_id=fact.owner_id,
        receipt_number=fact.receipt_number,
        answers_id=fact.answers_id,
        submitted_at=fact.occurred_at,
        answer_due_at=fact.answer_due_at,
    )


def _accepted(state: Folded, fact: e.DossierAccepted) -> Folded:
    dates = {"accepted_at": fact.occurred_at, "original_due_at": fact.due_at, "current_due_at": fact.due_at}
    return _to(state, Status.ACCEPTED, code=fact.code, **dates)


def _supplement_requested(state: Folded, fact: e.SupplementRequested) -> Folded:
    before = fact.stage == "reception"
    return _to(state, Status.SUPPLEMENT_BEFORE if before else Status.SUPPLEMENT_AFTER)


def _supplement_answered(state: Folded, fact: e.SupplementAnswered) -> Folded:
    if fact.stage == "reception":
        due = fact.answer_due_at or state.answer_due_at
        return _to(state, Status.SUBMITTED, answers_id=fact.answers_id, answer_due_at=due)
    dates = {"original_due_at": fact.due_at, "current_due_at": fact.due_at}
    return _to(state, Status.IN_APPRAISAL, answers_id=fact.answers_id, **dates)


def _step_completed(state: Folded, fact: e.StepCompleted) -> Folded:
    return _to(state, Status(fact.status))


def _issued(state: Folded, fact: e.ResultIssued | e.ResultRefused) -> Folded:
    return _to(
        state,
        Status.ISSUED,
        completed_at=fact.completed_at,
        result_kind=fact.kind,
        result_document_id=fact.document_id,
        delivery_state=str(DeliveryState.READY),
    )


def _gathered(state: Folded, fact: e.ResultsGathered) -> Folded:
    """A group is issued without a decision of its own, out of the work of its members."""
    if state.status != Status.IN_APPRAISAL:
        raise ImpossibleHistory(f"{state.status} → gathered")
    return replace(
        state, status=str(Status.ISSUED), delivery_state=str(DeliveryState.READY), completed_at=fact.completed_at,
        result_kind=fact.kind, result_document_id=fact.document_id,
    )  # fmt: skip


def _drafted(state: Folded, fact: e.ResultDrafted) -> Folded:
    return replace(state, result_kind=fact.kind, result_document_id=fact.document_id)


def _delivered(state: Folded, fact: e.DossierDelivered) -> Folded:
    return _to(state, Status.DELIVERED, delivered_at=fact.occurred_at, delivery_state=str(DeliveryState.DELIVERED))


def _due_changed(state: Folded, fact: e.DueChanged) -> Folded:
    more = 1 if fact.cause == "extension" else 0
    return replace(state, current_due_at=fact.due_at, extension_count=state.extension_count + more)


def _resumed(state: Folded, fact: e.DossierResumed) -> Folded:
    return _to(state, Status.IN_APPRAISAL, original_due_at=fact.due_at, current_due_at=fact.due_at)


def _finance_changed(state: Folded, fact: e.FinanceChanged) -> Folded:
    return replace(state, finance_state=fact.state, answer_due_at=fact.answer_due_at or state.answer_due_at)


def _term_moved(state: Folded, fact: e.TermMoved) -> Folded:
    return replace(state, answer_due_at=fact.due_at) if fact.term == "answer" else state


_APPLY: dict[type[Any], Any] = {
    e.DossierSubmitted: _submitted,
    e.DossierAccepted: _accepted,
    e.ReceptionRefused: lambda s, _: _to(s, Status.REFUSED_RECEPTION),
    e.SupplementRequested: _supplement_requested,
    e.SupplementAnswered: _supplement_answered,
    e.StepCompleted: _step_completed,
    e.ReturnedForRework: lambda s, f: _to(s, Status(f.status)),
    e.ResultDrafted: _drafted,
    e.ResultApproved: lambda s, _: _to(s, Status.APPROVED),
    e.SigningOrdered: lambda s, _: _to(s, Status.SIGNING),
    e.ResultIssued: _issued,
    e.ResultRefused: _issued,
    e.MemberStarted: lambda s, _: _to(s, Status.IN_APPRAISAL),
    e.MemberEnded: lambda s, _: _to(s, Status.IN_APPRAISAL),
    e.GroupPutOff: lambda s, f: replace(s, original_due_at=f.due_at, current_due_at=f.due_at),
    e.JointAnswersFollowed: lambda s, f: replace(s, answers_id=f.answers_id),
    e.ResultsGathered: _gathered,
    e.DossierDelivered: _delivered,
    e.DossierWithdrawn: lambda s, _: _to(s, Status.WITHDRAWN),
    e.DossierStopped: lambda s, _: _to(s, Status.STOPPED),
    e.DossierPaused: lambda s, _: _to(s, Status.AWAITING_PAYMENT),
    e.DossierResumed: _resumed,
    e.CorrectionRequested: lambda s, _: _to(s, Status.CORRECTION_REQUESTED),
    e.CorrectionDeclined: lambda s, f: _to(s, Status(f.status)),
    e.ResultCorrected: lambda s, f: _to(s, Status(f.status), result_document_id=f.document_id, result_kind=f.kind),
    e.DossierAmended: lambda s, f: replace(s, answers_id=f.answers_id),
    e.DueChanged: _due_changed,
    e.TermMoved: _term_moved,
    e.FinanceChanged: _finance_changed,
}
