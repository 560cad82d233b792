"""Double entry: builds the postings of each cause. One cause, one entry, one statement; the database checks the sum."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5

from motcua.rooms.payments.models import GatewayTransaction, Obligation, Posting, RefundCase
from motcua.rooms.payments.types import total

ENTRIES = UUID("7d4f1a52-64b1-5d3b-9d43-0b6f2f0c9a11")
RECEIVABLE = "receivable"
REFUND_PAYABLE = "refund_payable"
REFUNDED_TWICE = "refunded_twice"


def clearing(gateway: str) -> str:
    """Money the gateway or bank holds for us."""
    return f"clearing:{gateway}"


def post_raised(obligation: Obligation, *, at: datetime) -> None:
    """The person owes; phí and lệ phí are due to their own accounts."""
    _write("raised", obligation.id, obligation, {RECEIVABLE: obligation.total, **_due(obligation, -1)}, at)


def post_lifted(obligation: Obligation, *, at: datetime) -> None:
    """Waived or cancelled: nothing is owed any more."""
    _write("lifted", obligation.id, obligation, {RECEIVABLE: -obligation.total, **_due(obligation, 1)}, at)


def post_paid(obligation: Obligation, transaction: GatewayTransaction, *, at: datetime) -> None:
    moves = {clearing(transaction.gateway): transaction.amount, RECEIVABLE: -transaction.amount}
    _write("received", transaction.id, obligation, moves, at)


def post_voided(obligation: Obligation, transaction: GatewayTransaction, *, at: datetime) -> None:
    """Cash taken by mistake went back over the counter: the entry of its taking is turned round."""
    moves = {clearing(transaction.gateway): -transaction.amount, RECEIVABLE: transaction.amount}
    _write("voided", transaction.id, obligation, moves, at)


def post_surplus(obligation: Obligation, transaction: GatewayTransaction, *, at: datetime) -> None:
    """Money nobody owed: it belongs to the payer from the first second."""
    moves = {clearing(transaction.gateway): transaction.amount, REFUND_PAYABLE: -transaction.amount}
    _write("received", transaction.id, obligation, moves, at)


def post_refund_decided(obligation: Obligation, refund_id: UUID, *, at: datetime) -> None:
    """A paid fee is given back by decision."""
    _write("decided", refund_id, obligation, {**_due(obligation, 1), REFUND_PAYABLE: -obligation.total}, at)


def post_refunded(obligation: Obligation, case: RefundCase, *, through: str, at: datetime) -> None:
    """The money left where it really went from: the gateway, the drawer or the bank."""
    _write("refunded", case.id, obligation, {REFUND_PAYABLE: case.amount, clearing(through): -case.amount}, at)


def post_doubled(obligation: Obligation, case: RefundCase, *, through: str, at: datetime) -> None:
    """A gateway paid what a cashier had paid already: the agency may ask it back."""
    _write("doubled", case.id, obligation, {REFUNDED_TWICE: case.amount, clearing(through): -case.amount}, at)


def _due(obligation: Obligation, sign: int) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for line in obligation.lines:
        sums[f"due:{line.kind}"] += sign * total([line])
    return {account: amount for account, amount in sums.items() if amount}


def _write(what: str, cause: UUID, obligation: Obligation, moves: Mapping[str, int], at: datetime) -> None:
    entry_id = uuid5(ENTRIES, f"{what}:{cause}")
    Posting.objects.bulk_create(
        Posting(
            agency_id=obligation.agency_id,
            owner_id=obligation.owner_id,
            entry_id=entry_id,
            obligation_id=obligation.id,
            account=account,
            amount=amount,
            currency=obligation.currency,
            posted_at=at,
        )
        for account, amount in moves.items()
    )
