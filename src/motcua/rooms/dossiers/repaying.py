"""Money paid for a dossier that goes back: the case is opened, people are told how and by when, the dossier follows."""

from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.dossiers import services
from motcua.rooms.dossiers.events import DossierStopped, DossierWithdrawn, ReceptionRefused
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.telling import dong, tell
from motcua.rooms.dossiers.types import FinanceState
from motcua.rooms.payments import queries as payments_read
from motcua.rooms.payments import services as payments
from motcua.rooms.payments.events import RefundDone, RefundLeftToCashier, RefundOpened
from motcua.rooms.payments.types import BY_HAND, Due, Gateway, ObligationState, RefundReason

CAUSES: dict[type[Any], tuple[RefundReason, str]] = {
    DossierWithdrawn: (RefundReason.WITHDRAWN, "Hồ sơ được rút trước khi tiếp nhận"),
    ReceptionRefused: (RefundReason.NOT_TAKEN_IN, "Hồ sơ không được tiếp nhận"),
    DossierStopped: (RefundReason.STOPPED, "Hồ sơ dừng trước khi tiếp nhận"),
}
WITH_THE_ENDING = frozenset(cause for cause, _ in CAUSES.values())
REASONS = {
    RefundReason.SURPLUS: "khoản này đã được nộp hai lần",
    RefundReason.CLOSED: "tiền đến khi không còn phải nộp",
}


def give_back(fact: DossierWithdrawn | ReceptionRefused | DossierStopped, *, key: str, at: datetime) -> None:
    """What was paid for a dossier that was never taken in goes back; later the office decides under the law of the fee."""
    del key, at  # a refund is opened once
    with scope(SYSTEM):
        if Dossier.objects.get(id=fact.subject_id).accepted_at is not None:
            return
        raised = list(payments_read.obligations(fact.subject_id, by=SYSTEM))
    cause, words = CAUSES[type(fact)]
    for paid in (one for one in raised if one.state == ObligationState.PAID):
        refund_paid(paid.id, words, cause=cause, at=fact.occurred_at)


def refund_paid(obligation_id: UUID, reason: str, *, cause: RefundReason = RefundReason.DECIDED, at: datetime) -> None:
    try:
        payments.refund(obligation_id, reason=reason, cause=cause, by=SYSTEM, at=at)
    except Refused as no:
        if no.code != "refund.already-open":
            raise


def told_with(fact: DossierWithdrawn | ReceptionRefused | DossierStopped, *, at: datetime) -> dict[str, Any]:
    """What the letter about an ending says of money that was paid: how it comes back and by when, or who decides that.

    The case is opened first, so that the letter speaks of what is true.
    """
    give_back(fact, key="", at=at)
    with scope(SYSTEM):
        accepted = Dossier.objects.get(id=fact.subject_id).accepted_at is not None
        raised = list(payments_read.obligations(fact.subject_id, by=SYSTEM))
        opened = [
            one for one in payments_read.repayments_of(fact.subject_id, by=SYSTEM) if one.reason in WITH_THE_ENDING
        ]
    if accepted:
        kept = sum(one.total for one in raised if one.state == ObligationState.PAID)
        return {"kept": dong(kept)} if kept else {}
    sums: Counter[str] = Counter()
    for one in opened:
        sums[_way(one.paid_through)] += one.amount
    by_when = max((one.due_at for one in opened if one.due_at), default=None)
    return {way: dong(amount) for way, amount in sums.items()} | {"back_by": _day(by_when)}


def on_refund_opened(fact: RefundOpened, *, key: str, at: datetime) -> None:
    """Tell how much comes back, how and by when; not once more where the letter about the ending says all of it."""
    _follow(fact, FinanceState.REFUNDING)
    if not _of_dossier(fact.subject_id):
        return
    if fact.reason in WITH_THE_ENDING and fact.gateway not in BY_HAND:
        return
    values: dict[str, Any] = {_way(fact.gateway): dong(fact.amount), "back_by": _day(fact.due_at)}
    why = REASONS.get(RefundReason(fact.reason), "")
    tell(fact, "refund_opened", key=key, at=at, amount=dong(fact.amount), reason=why, link=_link(fact), **values)


def on_refund_left(fact: RefundLeftToCashier, *, key: str, at: datetime) -> None:
    """Tell that it did not go back the way it came, and what is needed now."""
    if _of_dossier(fact.subject_id):
        tell(fact, "refund_by_hand", key=key, at=at, amount=dong(fact.amount), link=_link(fact))


def on_refund_done(fact: RefundDone, *, key: str, at: datetime) -> None:
    """Tell that the money is back."""
    _follow(fact, FinanceState.REFUNDED)
    if _of_dossier(fact.subject_id):
        way: dict[str, Any] = {f"paid_{fact.way}": dong(fact.amount)} if fact.way else {}
        tell(fact, "refund_done", key=key, at=at, amount=dong(fact.amount), paid_at=_day(fact.occurred_at), **way)


def _follow(fact: RefundOpened | RefundDone, state: FinanceState) -> None:
    """Let the dossier say where its fee stands; of what was paid beside it, or for a copy, it says nothing."""
    if not fact.of_fee or fact.occasion == Due.ON_COPY:
        return
    with scope(SYSTEM):
        row = Dossier.objects.filter(id=fact.subject_id).order_by().first()
    overtaken = row is not None and row.finance_state == FinanceState.REFUNDED and state == FinanceState.REFUNDING
    if row is not None and not overtaken:
        services.record_finance(fact.subject_id, state, by=SYSTEM, at=fact.occurred_at)


def _of_dossier(subject_id: UUID) -> bool:
    with scope(SYSTEM):
        return Dossier.objects.filter(id=subject_id).exists()


def _way(gateway: str) -> str:
    """The name under which a letter speaks of money that comes back this way."""
    return {Gateway.CASH: "back_cash", Gateway.VIETQR: "back_transfer"}.get(Gateway(gateway), "back_gateway")


def _link(fact: RefundOpened | RefundLeftToCashier) -> str:
    """Where the person says to which account the money shall go."""
    gateway = fact.gateway if isinstance(fact, RefundOpened) else Gateway.VIETQR
    page = f"{settings.MOTCUA.public_url}/ho-so/{fact.subject_id}"
    return f"{page}/hoan-tien/{fact.refund_id}" if gateway in BY_HAND else page


def _day(instant: datetime | None) -> str:
    return f"{clock.local(instant):%d/%m/%Y}" if instant else ""
