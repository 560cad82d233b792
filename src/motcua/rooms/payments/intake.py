"""What a verified message does to a held attempt: the verdict is pure, here it is carried out, once."""

from datetime import datetime

from motcua.kernel import clock, crypto, events
from motcua.kernel.acts import audit_note
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.payments import ledger
from motcua.rooms.payments.events import AttemptFailed, AttemptUnknown, ObligationPaid, PaymentParked, RefundOpened
from motcua.rooms.payments.models import Attempt, GatewayTransaction, Obligation, RefundCase
from motcua.rooms.payments.rules.refunds import terms, terms_on
from motcua.rooms.payments.rules.states import Effect, decide
from motcua.rooms.payments.types import (
    BY_HAND,
    AttemptState,
    Heard,
    ObligationState,
    Outcome,
    ParkedReason,
    Reception,
    RefundReason,
)


def take_in(heard: Heard, obligation: Obligation, attempt: Attempt, *, at: datetime) -> Reception:
    """Let one message change what it may. Both rows are held by the caller."""
    earlier = _earlier(heard)
    verdict = decide(
        AttemptState(attempt.state),
        ObligationState(obligation.state),
        heard.outcome,
        amount_right=heard.amount == attempt.amount,
        known_number=earlier is not None and not earlier.waits,
    )
    moved = attempt.move(verdict.state, at=at)
    if moved:
        attempt.outcome_code = heard.code[:20]
        attempt.save()
    audit_note(attempt=attempt.id, reception=verdict.reception, effect=verdict.effect, state=verdict.state)
    match verdict.effect:
        case Effect.POST:
            _post(_booked(heard, attempt, earlier, at), obligation, attempt, at)
        case Effect.RETURN:
            _give_back(_booked(heard, attempt, earlier, at), obligation, at)
        case Effect.PARK:
            park(heard, ParkedReason.WRONG_AMOUNT, at=at, attempt=attempt)
        case Effect.NONE if moved:
            _tell(heard, obligation, attempt, at)
    return verdict.reception


def park(
    heard: Heard, reason: ParkedReason, *, at: datetime, attempt: Attempt | None = None, content: str = ""
) -> bool:
    """Keep money that fits nothing for a cashier's eyes; tells whether it was new."""
    transaction = _transaction(heard, attempt, at)
    transaction.parked = reason
    if content:
        transaction.content = crypto.seal(
            content.encode(), context=f"payments_gatewaytransaction.content:{transaction.id}", agency_id=None
        )
    GatewayTransaction.objects.bulk_create([transaction], ignore_conflicts=True)
    if not GatewayTransaction.objects.filter(id=transaction.id).exists():
        return False
    events.record(
        PaymentParked(at, attempt.agency_id if attempt else None, transaction.id, heard.gateway, reason, heard.amount)
    )
    return True


def open_refund(
    obligation: Obligation, transaction: GatewayTransaction, reason: RefundReason, *, at: datetime, words: str = ""
) -> RefundCase:
    """Open the case by which money goes back. A gateway that can send it is asked by the clock; a bank by a cashier."""
    case = RefundCase.objects.create(
        agency_id=obligation.agency_id,
        owner_id=obligation.owner_id,
        obligation=obligation,
        transaction=transaction,
        amount=transaction.amount,
        reason=reason,
        words=words,
        opened_at=at,
        next_try_at=None if transaction.gateway in BY_HAND else at,
        by_hand_since=at if transaction.gateway in BY_HAND else None,
        due_at=_promised(obligation, at),
    )
    events.record(
        RefundOpened(
            at, obligation.agency_id, obligation.subject_id, obligation.owner_id, case.id, case.amount, case.reason,
            transaction.gateway, obligation.occasion, case.due_at, _is_fee(obligation, transaction),
        )
    )  # fmt: skip
    return case


def _is_fee(obligation: Obligation, transaction: GatewayTransaction) -> bool:
    """Tell whether it is the paid fee that goes back, not money beside it."""
    attempt = transaction.attempt
    return attempt is not None and obligation.state == ObligationState.PAID and attempt.state == AttemptState.REFUNDING


def _promised(obligation: Obligation, at: datetime) -> datetime:
    """By when the person has it back: the end of business of the last working day promised."""
    calendar = calendar_for(obligation.agency_id, at)
    today = clock.local(at).date()
    return calendar.closes_at(calendar.nth_working_day(today, terms_on(today, terms()).within_working_days))


def _earlier(heard: Heard) -> GatewayTransaction | None:
    if not heard.number:
        return None
    return GatewayTransaction.objects.filter(gateway=heard.gateway, number=heard.number).order_by("id").first()


def _transaction(heard: Heard, attempt: Attempt | None, at: datetime) -> GatewayTransaction:
    return GatewayTransaction(
        agency_id=attempt.agency_id if attempt else None,
        owner_id=attempt.owner_id if attempt else None,
        attempt=attempt,
        gateway=heard.gateway,
        number=heard.number,
        amount=heard.amount,
        bank=heard.bank,
        paid_at=heard.paid_at,
        heard_at=at,
    )


def _booked(heard: Heard, attempt: Attempt, earlier: GatewayTransaction | None, at: datetime) -> GatewayTransaction:
    """The row of money that is booked now; one that was parked and then told again rightly leaves the park."""
    transaction = _transaction(heard, attempt, at)
    if earlier is None:
        transaction.save(force_insert=True)
    else:
        transaction.id, transaction.heard_at = earlier.id, earlier.heard_at
        transaction.save(force_update=True)
    return transaction


def _post(transaction: GatewayTransaction, obligation: Obligation, attempt: Attempt, at: datetime) -> None:
    obligation.close(ObligationState.PAID, at=at)
    obligation.save()
    ledger.post_paid(obligation, transaction, at=at)
    events.record(
        ObligationPaid(
            at, obligation.agency_id, obligation.subject_id, obligation.owner_id, obligation.id, obligation.total,
            obligation.occasion, transaction.gateway, attempt.id,
        )
    )  # fmt: skip


def _give_back(transaction: GatewayTransaction, obligation: Obligation, at: datetime) -> None:
    ledger.post_surplus(obligation, transaction, at=at)
    paid = obligation.state == ObligationState.PAID
    open_refund(obligation, transaction, RefundReason.SURPLUS if paid else RefundReason.CLOSED, at=at)


def _tell(heard: Heard, obligation: Obligation, attempt: Attempt, at: datetime) -> None:
    who = (at, obligation.agency_id, obligation.subject_id, obligation.owner_id, attempt.id)
    if heard.outcome is Outcome.FAILED:
        events.record(AttemptFailed(*who, heard.code))
    else:
        events.record(AttemptUnknown(*who))
