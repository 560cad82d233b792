"""What is true once money is back with its owner: the case closed, the attempt at its end, the ledger, the fact."""

from datetime import datetime

from motcua.kernel import events
from motcua.kernel.types import Actor
from motcua.rooms.payments import ledger
from motcua.rooms.payments.events import RefundDone
from motcua.rooms.payments.models import GatewayTransaction, Obligation, RefundCase
from motcua.rooms.payments.rules.states import Event
from motcua.rooms.payments.types import AttemptState, Gateway, ObligationState, RefundWay


def done(case: RefundCase, obligation: Obligation, way: RefundWay, *, at: datetime, by: Actor | None = None) -> None:
    """Close a held refund: sent by the gateway, or by the cashier who is named."""
    case.paid(way, at=at, by=by)
    case.save()
    transaction = case.transaction
    attempt = transaction.attempt
    of_fee = attempt is not None and attempt.state == AttemptState.REFUNDING and _carries(transaction)
    if attempt is not None and of_fee:
        attempt.happen(Event.REFUNDED, at=at)
        attempt.save()
    through = {RefundWay.CASH: Gateway.CASH, RefundWay.TRANSFER: Gateway.VIETQR}.get(way, transaction.gateway)
    ledger.post_refunded(obligation, case, through=through, at=at)
    events.record(
        RefundDone(
            at, obligation.agency_id, obligation.subject_id, obligation.owner_id, case.id, case.amount, way,
            obligation.occasion, case.paid_by_name, of_fee and obligation.state == ObligationState.PAID,
        )
    )  # fmt: skip


def _carries(transaction: GatewayTransaction) -> bool:
    """Tell whether this is the money the attempt stands for, not a second transfer under the same reference."""
    first = (
        GatewayTransaction.objects.filter(attempt=transaction.attempt, parked__isnull=True)
        .order_by("heard_at", "id")
        .first()
    )
    return first is not None and first.id == transaction.id
