"""Money paid for a dossier that goes back: whether, how far that is, how, and what the person has to do for it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.kernel.types import Actor
from motcua.rooms.dossiers.types import DossierView, FinanceState
from motcua.rooms.payments import queries as payments
from motcua.rooms.payments.types import Gateway, RefundState, Repayment

ENDED_EARLY = frozenset({"withdrawn", "refused_reception", "stopped"})
GOES_BACK = frozenset({FinanceState.REFUNDING, FinanceState.REFUNDED})


@dataclass(frozen=True, slots=True)
class Returning:
    """One sum.

    `state`: kept (the office decides by the law of the fee), cash (waits at the desk), nameless (a transfer waits for an
    account), named (a transfer is being made), begun (the gateway sends it), done or soon.
    """

    amount: int
    state: str
    at: datetime | None = None
    due_at: datetime | None = None
    refund_id: UUID | None = None
    failed: bool = False
    way: str = ""


def coming_back(view: DossierView, actor: Actor) -> list[Returning]:
    """What was paid for a dossier that ended without a result or is given back, in the order it was asked for."""
    if view.row.status not in ENDED_EARLY and view.row.finance_state not in GOES_BACK:
        return []
    cases = payments.repayments_of(view.id, by=actor)
    found = [_returning(one) for one in cases]
    if not found and view.row.finance_state == FinanceState.PAID:
        kept = "kept" if view.row.accepted_at else "soon"
        paid = (one for one in payments.obligations(view.id, by=actor) if one.state == "paid")
        found = [Returning(one.total, kept) for one in paid]
    return found


def _returning(one: Repayment) -> Returning:
    if one.state == RefundState.REFUNDED:
        return Returning(one.amount, "done", one.closed_at, way=one.way, refund_id=one.id)
    if not one.by_hand:
        return Returning(one.amount, "begun", one.opened_at, one.due_at)
    in_cash = one.paid_through == Gateway.CASH and not one.has_account
    state = "cash" if in_cash else "named" if one.has_account else "nameless"
    failed = one.paid_through not in {Gateway.CASH, Gateway.VIETQR}
    return Returning(one.amount, state, one.by_hand_since, one.due_at, one.id, failed)
