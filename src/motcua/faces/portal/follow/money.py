"""Money paid for a dossier that ended: whether it comes back, how far that is, and how."""

from dataclasses import dataclass
from datetime import datetime

from motcua.kernel.types import Actor
from motcua.rooms.dossiers.types import DossierView
from motcua.rooms.payments import queries as payments
from motcua.rooms.payments.types import RefundState

ENDED_EARLY = frozenset({"withdrawn", "refused_reception", "stopped"})


@dataclass(frozen=True, slots=True)
class Returning:
    """One sum. `state`: kept (the office decides by the law of the fee), by_hand (its cashier), begun, done or failed."""

    amount: int
    state: str
    at: datetime | None = None


def coming_back(view: DossierView, actor: Actor) -> list[Returning]:
    """What was paid for a dossier that ended without a result, in the order it was asked for."""
    if view.row.status not in ENDED_EARLY:
        return []
    found = []
    for owed in payments.obligations(view.id, by=actor):
        refunds = list(payments.refunds(owed.id, by=actor))
        if not refunds and owed.state == "paid":
            through_gateway = payments.attempts(owed.id, by=actor).exists()
            soon = "begun" if through_gateway else "by_hand"
            found.append(Returning(owed.total, "kept" if view.row.accepted_at else soon))
        for one in refunds:
            sends_itself = one.next_try_at is not None or one.state == RefundState.SENT
            waiting = "begun" if sends_itself else "by_hand"
            state = {RefundState.REFUNDED: "done", RefundState.REFUSED: "failed"}.get(RefundState(one.state), waiting)
            found.append(Returning(one.amount, state, one.closed_at or one.opened_at))
    return found
