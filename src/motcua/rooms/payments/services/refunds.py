"""Money given back: stored before it is sent, sent under one number however often the answer is lost."""

from datetime import datetime, timedelta
from uuid import UUID

from motcua.kernel import events
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.clock import local
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.payments import ledger
from motcua.rooms.payments.events import RefundDoubled, RefundLeftToCashier
from motcua.rooms.payments.holding import hold_attempt, hold_obligation, hold_refund, target_of
from motcua.rooms.payments.intake import open_refund
from motcua.rooms.payments.models import GatewayTransaction, Obligation, RefundCase
from motcua.rooms.payments.ports import RefundAnswer
from motcua.rooms.payments.repaid import done
from motcua.rooms.payments.rules.refunds import silent_too_long, terms, terms_on
from motcua.rooms.payments.rules.states import Event
from motcua.rooms.payments.types import AttemptState, ObligationState, RefundReason, RefundState, RefundWay

PAUSE = timedelta(minutes=6)
LONGEST_PAUSE = timedelta(hours=6)


@act("payments.refund", law="payment/refund")
def refund(
    obligation_id: UUID, *, reason: str, cause: RefundReason = RefundReason.DECIDED, by: Actor, at: datetime
) -> UUID:
    """Decide to give a paid fee back, for example because the dossier was withdrawn before work began.

    Refused: obligation.not-paid, refund.needs-reason, refund.already-open
    """
    obligation = hold_obligation(obligation_id, by=by, to="payments.refund")
    if obligation.state != ObligationState.PAID:
        raise Refused("obligation.not-paid")
    if not reason.strip():
        raise Refused("refund.needs-reason")
    attempt = obligation.attempts.filter(state__in=[AttemptState.PAID]).order_by("created_at").first()
    if attempt is None:
        raise Refused("refund.already-open")
    transaction = attempt.transactions.filter(parked__isnull=True, refund__isnull=True).order_by("heard_at", "id")[0]
    attempt.happen(Event.REFUND, at=at)
    attempt.save()
    case = open_refund(obligation, transaction, cause, at=at, words=reason.strip())
    ledger.post_refund_decided(obligation, case.id, at=at)
    audit_note(refund=case.id)
    return case.id


@act("payments.mark_refund_sent", law="payment/refund")
def mark_refund_sent(refund_id: UUID, *, by: Actor, at: datetime) -> bool:
    """Note that a refund is about to be asked of the gateway; False when somebody else just did."""
    case, obligation = hold_refund(refund_id)
    permit(by, "payments.mark_refund_sent", target_of(obligation))
    due = case.next_try_at is not None and case.next_try_at <= at
    if case.state not in {RefundState.OPEN, RefundState.SENT} or not due:
        return False
    case.state, case.sent_at = RefundState.SENT, case.sent_at or at
    case.tries += 1
    case.next_try_at = at + min(PAUSE * 2 ** (case.tries - 1), LONGEST_PAUSE)
    case.save()
    return True


@act("payments.record_refund_answer", law="payment/refund")
def record_refund_answer(refund_id: UUID, answer: RefundAnswer, *, by: Actor, at: datetime) -> None:
    """Take in what the gateway said of a refund; only the system does."""
    case, obligation = hold_refund(refund_id)
    permit(by, "payments.record_refund_answer", target_of(obligation))
    audit_note(refund=case.id, answer=answer)
    if answer is RefundAnswer.DONE and case.state != RefundState.OPEN:
        _paid_by_gateway(case, obligation, at)
    elif answer is RefundAnswer.REFUSED and case.state == RefundState.SENT:
        case.state = RefundState.REFUSED
        _leave(case, obligation, at)


@act("payments.leave_refund_to_cashier", law="payment/refund")
def leave_refund_to_cashier(refund_id: UUID, *, by: Actor, at: datetime) -> bool:
    """Give up waiting for a gateway that was silent too long; only the system does. False when it is over or by hand."""
    case, obligation = hold_refund(refund_id)
    permit(by, "payments.leave_refund_to_cashier", target_of(obligation))
    held = terms_on(local(case.opened_at).date(), terms())
    if case.state != RefundState.SENT or case.by_hand or not silent_too_long(case.sent_at, at, held):
        return False
    _leave(case, obligation, at)
    return True


def _leave(case: RefundCase, obligation: Obligation, at: datetime) -> None:
    """Nothing asks the gateway to pay from here on, so that it is not paid twice."""
    if case.by_hand_since is not None:
        case.save()
        return
    case.hand_over(at=at)
    case.save()
    who = (at, obligation.agency_id, obligation.subject_id, obligation.owner_id)
    events.record(RefundLeftToCashier(*who, case.id, case.amount))


def _paid_by_gateway(case: RefundCase, obligation: Obligation, at: datetime) -> None:
    """Once is the end of it; once more, after a cashier paid, is a conflict that somebody must see."""
    if case.state != RefundState.REFUNDED:
        done(case, obligation, RefundWay.GATEWAY, at=at)
        return
    if case.way in {RefundWay.GATEWAY, ""} or case.doubled_at is not None:
        return
    case.doubled_at = at
    case.save()
    ledger.post_doubled(obligation, case, through=case.transaction.gateway, at=at)
    who = (at, obligation.agency_id, obligation.subject_id, obligation.owner_id)
    events.record(RefundDoubled(*who, case.id, case.amount))


@act("payments.return_parked", law="payment/refund")
def return_parked(transaction_id: UUID, *, reason: str, by: Actor, at: datetime) -> UUID:
    """Give back parked money that names an attempt but not its amount; the person can then pay anew.

    Refused: act.out-of-reach, transaction.not-parked, refund.needs-reason
    """
    found = GatewayTransaction.objects.filter(id=transaction_id, attempt__isnull=False).order_by("id").first()
    if found is None or found.attempt is None:
        raise Refused("act.out-of-reach")
    obligation, attempt = hold_attempt(found.attempt)
    permit(by, "payments.return_parked", target_of(obligation))
    transaction = GatewayTransaction.objects.select_for_update().order_by("id").get(id=transaction_id)
    if transaction.parked is None or transaction.resolved_at is not None:
        raise Refused("transaction.not-parked")
    if not reason.strip():
        raise Refused("refund.needs-reason")
    transaction.resolved_at = at
    transaction.save()
    if attempt.happen(Event.FAILURE, at=at):
        attempt.save()
    ledger.post_surplus(obligation, transaction, at=at)
    case = open_refund(obligation, transaction, RefundReason.DECIDED, at=at, words=reason.strip())
    audit_note(refund=case.id, transaction=transaction.id)
    return case.id
