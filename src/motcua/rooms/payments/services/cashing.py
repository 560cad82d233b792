"""Cash over the counter: taken against a receipt at once, voided only the same day and with a reason."""

from datetime import datetime, timedelta
from uuid import UUID

from motcua.kernel import events, tenancy
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.clock import local
from motcua.kernel.errors import Refused
from motcua.kernel.ids import secret_code
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.documents import services as documents
from motcua.rooms.payments import ledger
from motcua.rooms.payments.cash import as_taken
from motcua.rooms.payments.events import AttemptExpired, ObligationReopened
from motcua.rooms.payments.holding import hold_obligation, target_of
from motcua.rooms.payments.intake import take_in
from motcua.rooms.payments.models import Attempt, CashTaking, GatewayTransaction, Obligation, Receipt, RefundCase
from motcua.rooms.payments.rules.notes import BODY, reference
from motcua.rooms.payments.rules.states import Event
from motcua.rooms.payments.services.receipts import issue_receipt
from motcua.rooms.payments.types import (
    OPEN_ATTEMPT_STATES,
    AttemptState,
    CashTaken,
    Gateway,
    Heard,
    ObligationState,
    Outcome,
)

REASON = 500


@act("payments.take_cash", law="payment/cash")
def take_cash(
    obligation_id: UUID, amount: int, *, desk_agency_id: UUID | None = None, by: Actor, at: datetime
) -> CashTaken:
    """Take exactly what is owed over the counter and issue the receipt at once.

    `desk_agency_id` is the agency at whose counter the money lies, if it is not the cashier's own.
    Refused: obligation.already-paid, obligation.not-open, cash.amount-wrong, attempt.another-open,
    attempt.outcome-unknown
    """
    obligation = hold_obligation(obligation_id, by=by, to="payments.take_cash")
    if obligation.state == ObligationState.PAID:
        raise Refused("obligation.already-paid")
    if not obligation.is_open:
        raise Refused("obligation.not-open", state=obligation.state)
    if amount != obligation.total:
        raise Refused("cash.amount-wrong", amount=f"{obligation.total:,}".replace(",", "."))
    _end_other_tries(obligation, at)
    attempt = _attempt(obligation, at)
    taking = CashTaking(
        agency_id=obligation.agency_id, desk_agency_id=desk_agency_id or obligation.agency_id,
        owner_id=obligation.owner_id, attempt=attempt, obligation_id=obligation.id, subject_id=obligation.subject_id,
        code=obligation.code, title=obligation.title, payer_name=obligation.payer_name, amount=amount,
        taken_at=at, taken_by=by.id, taken_by_name=by.name,
    )  # fmt: skip
    taking.save(force_insert=True)
    heard = Heard(Gateway.CASH, attempt.reference, Outcome.SUCCESS, amount, number=taking.id.hex, paid_at=at)
    take_in(heard, obligation, attempt, at=at)
    _receipt(taking, at)
    audit_note(cash=taking.id, receipt=taking.receipt_number)
    return as_taken(taking)


@act("payments.void_cash", law="payment/cash")
def void_cash(taking_id: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Undo a taking made by mistake: the money goes back over the counter, the receipt is void, the fee is owed again.

    The same working day only, by who took it or a cashier; later it is a refund.
    Refused: act.out-of-reach, cash.needs-reason, cash.voided-already, cash.void-too-late, cash.not-yours,
    cash.goes-back-already
    """
    taking = CashTaking.objects.filter(id=taking_id).order_by("id").first()
    if taking is None:
        raise Refused("act.out-of-reach")
    obligation = Obligation.objects.select_for_update().filter(id=taking.obligation_id).order_by("id").first()
    if obligation is None:
        raise Refused("act.out-of-reach")
    permit(by, "payments.void_cash", target_of(obligation))
    taking = CashTaking.objects.select_for_update().order_by("id").get(id=taking_id)
    if taking.taken_by != by.id and "cashier" not in by.roles:
        raise Refused("cash.not-yours", who=taking.taken_by_name)
    if local(at).date() != local(taking.taken_at).date():
        raise Refused("cash.void-too-late")
    if RefundCase.objects.filter(transaction__attempt_id=taking.attempt_id).exists():
        raise Refused("cash.goes-back-already")
    if not reason.strip():
        raise Refused("cash.needs-reason")
    taking.void(by=by, reason=reason.strip()[:REASON], at=at)
    taking.save()
    _take_back(taking, obligation, at)
    audit_note(subject=obligation.subject_id, cash=taking.id)
    events.record(
        ObligationReopened(
            at, obligation.agency_id, obligation.subject_id, obligation.owner_id, obligation.id, obligation.total
        )
    )


def _take_back(taking: CashTaking, obligation: Obligation, at: datetime) -> None:
    attempt = Attempt.objects.select_for_update().order_by("id").get(id=taking.attempt_id)
    attempt.happen(Event.REFUND, at=at)
    attempt.happen(Event.REFUNDED, at=at)
    attempt.save()
    obligation.reopen()
    obligation.save()
    transaction = GatewayTransaction.objects.filter(attempt=attempt, parked=None).order_by("heard_at", "id")[0]
    ledger.post_voided(obligation, transaction, at=at)
    receipt = Receipt.objects.filter(obligation=obligation, voided_at=None).order_by("id").first()
    if receipt is None:
        return
    receipt.voided_at = at
    receipt.save()
    if receipt.document_id is not None:
        with tenancy.scope(SYSTEM, writes=True):
            documents.revoke(receipt.document_id, reason=taking.void_reason or "", by=SYSTEM, at=at)


def _end_other_tries(obligation: Obligation, at: datetime) -> None:
    """Who pays at the counter gives up a transfer not yet made; a gateway that was left halfway must be heard first."""
    running = obligation.attempts.filter(state__in=OPEN_ATTEMPT_STATES).order_by("created_at").first()
    if running is None:
        return
    began = local(running.created_at).strftime("%H:%M")
    if running.state == AttemptState.UNKNOWN:
        raise Refused("attempt.outcome-unknown", time=began)
    if running.gateway != Gateway.VIETQR:
        raise Refused("attempt.another-open", time=began)
    running.happen(Event.EXPIRY, at=at)
    running.save()
    events.record(AttemptExpired(at, obligation.agency_id, obligation.subject_id, obligation.owner_id, running.id))


def _attempt(obligation: Obligation, at: datetime) -> Attempt:
    attempt = Attempt(
        agency_id=obligation.agency_id,
        owner_id=obligation.owner_id,
        obligation=obligation,
        reference=reference(secret_code(BODY)),
        gateway=Gateway.CASH,
        amount=obligation.total,
        created_at=at,
        expires_at=at + timedelta(minutes=1),
    )
    attempt.happen(Event.SEND, at=at)
    attempt.save(force_insert=True)
    return attempt


def _receipt(taking: CashTaking, at: datetime) -> None:
    """The receipt is the system's to issue; the cashier's name stands on it."""
    with tenancy.scope(SYSTEM, writes=True):
        receipt = Receipt.objects.get(id=issue_receipt(taking.obligation_id, by=SYSTEM, at=at))
    taking.receipt_number = f"{receipt.symbol} {receipt.printed_number}"
    taking.receipt_document_id = receipt.document_id
    taking.save(update_fields=["receipt_number", "receipt_document_id"])
