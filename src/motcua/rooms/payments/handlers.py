"""What payments does when others announce something, and what the clock starts. Only config/wiring.py calls this."""

from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from motcua.kernel.clock import local
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.payments import gateways, queries, services
from motcua.rooms.payments.events import ObligationPaid
from motcua.rooms.payments.models import Attempt, RefundCase
from motcua.rooms.payments.ports import RefundAnswer, RefundOrder, Unreachable
from motcua.rooms.payments.rules.refunds import longest_watch
from motcua.rooms.payments.types import OPEN_ATTEMPT_STATES, Gateway, Heard, Outcome, RefundState, RefundWay

BATCH = 200


class DossierEnded(Protocol):
    """Any fact that says a dossier needs no money any more; rooms above announce them, wiring binds them."""

    @property
    def subject_id(self) -> UUID: ...


def on_obligation_paid(fact: ObligationPaid, *, key: str, at: datetime) -> None:
    """Issue the receipt. Cash has one already, and may have gone back over the counter since."""
    del key  # the act answers the same receipt to every delivery
    if fact.gateway != Gateway.CASH:
        services.issue_receipt(fact.obligation_id, by=SYSTEM, at=at)


def on_dossier_ended(fact: DossierEnded, *, key: str, at: datetime) -> None:
    """Withdrawn or refused: nothing is owed any more. Money that still arrives goes back."""
    del key
    services.cancel_all(fact.subject_id, by=SYSTEM, at=at)


def query_unknown(at: datetime) -> int:
    """Ask the gateways about every attempt that has been silent for long; answers how many were asked about."""
    with scope(SYSTEM):
        due = Attempt.objects.filter(state__in=OPEN_ATTEMPT_STATES, next_check_at__lte=at)
        silent = list(due.order_by("next_check_at", "id")[:BATCH])
    for attempt in silent:
        if attempt.gateway == Gateway.VIETQR:  # a bank is not asked: what came is in its statement
            heard: Heard | None = Heard(attempt.gateway, attempt.reference, Outcome.UNPAID, attempt.amount)
        else:
            heard = queries.ask_gateway(attempt, at=at)
        services.record_answer(attempt.id, heard, by=SYSTEM, at=at)
    return len(silent)


def read_statements(at: datetime) -> int:
    """Take in what the bank's advices missed, of today and yesterday; answers how many credits were looked at."""
    today = local(at).date()
    found = []
    for day in (today - timedelta(days=1), today):
        try:
            found += gateways.bank().statement(day.isoformat())
        except Unreachable:
            continue
    for credit in found:
        services.record_credit(credit, by=SYSTEM, at=at)
    return len(found)


def send_refunds(at: datetime) -> int:
    """Ask the gateways to send back what is due; answers how many were asked for."""
    with scope(SYSTEM):
        due = RefundCase.objects.filter(state__in=[RefundState.OPEN, RefundState.SENT], next_try_at__lte=at)
        cases = list(due.select_related("transaction__attempt").order_by("next_try_at", "id")[:BATCH])
    for case in cases:
        if not services.mark_refund_sent(case.id, by=SYSTEM, at=at):
            continue
        answer = _send(case, at)
        if answer is not None:
            services.record_refund_answer(case.id, answer, by=SYSTEM, at=at)
    return len(cases)


def watch_refunds(at: datetime) -> int:
    """Leave to the cashier what a gateway was silent about for too long; ask, without asking for it, whether it paid.

    What was left to a cashier is still asked about, so that money that went back twice does not stay unseen.
    """
    with scope(SYSTEM):
        sent = RefundCase.objects.filter(sent_at__isnull=False, doubled_at=None, sent_at__gt=at - longest_watch())
        silent = list(sent.filter(state=RefundState.SENT, next_try_at__isnull=False).order_by("sent_at", "id")[:BATCH])
        left = sent.filter(by_hand_since__isnull=False).exclude(way=RefundWay.GATEWAY)
        watched = list(left.select_related("transaction__attempt").order_by("sent_at", "id")[:BATCH])
    done = sum(services.leave_refund_to_cashier(case.id, by=SYSTEM, at=at) for case in silent)
    for case in watched:
        answer = _asked(case, at)
        if answer is RefundAnswer.DONE:
            services.record_refund_answer(case.id, answer, by=SYSTEM, at=at)
    return done + len(watched)


def _asked(case: RefundCase, at: datetime) -> RefundAnswer | None:
    order = _order(case)
    try:
        return gateways.redirect_gateway(case.transaction.gateway).refunded(order, at=at) if order else None
    except Unreachable:
        return None


def _send(case: RefundCase, at: datetime) -> RefundAnswer | None:
    order = _order(case)
    if order is None:
        return RefundAnswer.REFUSED
    try:
        return gateways.redirect_gateway(case.transaction.gateway).refund(order, at=at)
    except Unreachable:
        return None


def _order(case: RefundCase) -> RefundOrder | None:
    """A refund in the words of the gateway port; None for money that came without an attempt."""
    transaction, attempt = case.transaction, case.transaction.attempt
    if attempt is None:
        return None
    return RefundOrder(
        request_id=case.id.hex,
        reference=attempt.reference,
        number=transaction.number,
        amount=case.amount,
        whole=True,
        ordered_at=attempt.created_at,
        reason=f"Hoan phi {attempt.reference}",
    )
