"""Questions about money. Rows are those the present scope may see."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from motcua.kernel.clock import ZONE
from motcua.kernel.errors import Refused
from motcua.kernel.rows import fetch
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor, ActorKind
from motcua.rooms.payments import banks, daybook, gateways, orders, policies, repayments, rules
from motcua.rooms.payments.cash import as_taken
from motcua.rooms.payments.gateways import vietqr
from motcua.rooms.payments.models import (
    Attempt,
    CashTaking,
    GatewayTransaction,
    Obligation,
    Posting,
    Receipt,
    RefundCase,
)
from motcua.rooms.payments.ports import Unreachable
from motcua.rooms.payments.rules.words import amount_in_words
from motcua.rooms.payments.types import (
    OPEN_ATTEMPT_STATES,
    CashierSum,
    CashReturned,
    CashTaken,
    Credit,
    Due,
    FeeLine,
    Gateway,
    Heard,
    ObligationState,
    Reception,
    Redirect,
    RefundState,
    Transfer,
)

# Money on its way back, for the cashier and for the person it belongs to.
repayments_waiting, count_repayments = repayments.waiting, repayments.count_waiting
repayments_under_way, repaid = repayments.under_way, repayments.paid
repayment, repayments_of, repayment_account = repayments.one, repayments.of_subject, repayments.account
cash_returned = repayments.cash_returned
known_banks = banks.banks

# The rows the questions answer with, for those who name them.
ObligationRow = Obligation
AttemptRow = Attempt


def fee_lines(
    rows: Iterable[Any],
    channel: str,
    on: date,
    answers: Mapping[str, Any],
    *,
    variables: Mapping[str, str] | None = None,
) -> list[FeeLine]:
    """The fees of a dossier by its procedure's fee rows; pure, see rules.fees."""
    return rules.fees(rows, channel, on, answers, variables=variables)


def relieved(
    lines: Sequence[FeeLine], *, owner_id: UUID, on: date, assurance: int, facts: Callable[[], frozenset[str]]
) -> list[FeeLine]:
    """The fees with the best concession in force for this person; `facts` is asked only where one could apply."""
    return policies.relieved(lines, owner_id=owner_id, on=on, assurance=assurance, facts=facts)


def in_words(amount: int) -> str:
    """A sum as a letter must say it: 115000 is "Một trăm mười lăm nghìn đồng"."""
    return amount_in_words(amount)


def obligation(subject_id: UUID, *, by: Actor, occasion: str = "on_submission") -> Obligation | None:
    """What is owed for a dossier at one occasion; None when nothing was raised or it is out of reach."""
    raised = fetch(Obligation, "where subject_id = %s and occasion = %s order by raised_at, id", [subject_id, occasion])
    return next((one for one in raised if _is_theirs(one, by)), None)


def obligations(subject_id: UUID, *, by: Actor) -> list[Obligation]:
    """Everything ever owed for a dossier, oldest first; without what is out of reach."""
    raised = fetch(Obligation, "where subject_id = %s order by raised_at, id", [subject_id])
    return [one for one in raised if _is_theirs(one, by)]


def owed_on_notice(subject_id: UUID, *, by: Actor) -> Obligation | None:
    """What was asked for while a dossier was handled and is neither paid nor let off."""
    asked = (one for one in obligations(subject_id, by=by) if one.occasion.startswith(Due.ON_NOTICE))
    return next((one for one in asked if one.is_open), None)


def obligation_by_id(obligation_id: UUID, *, by: Actor) -> Obligation:
    """Refused: act.out-of-reach"""
    found = _theirs(by).filter(id=obligation_id).order_by("id").first()
    if found is None:
        raise Refused("act.out-of-reach")
    return found


def subject_of(obligation_or_attempt_id: UUID | None) -> UUID | None:
    """What a fee, or a try to pay it, belongs to; whoever asks decides who may go on."""
    if obligation_or_attempt_id is None:
        return None
    with scope(SYSTEM):
        tried = Q(attempts__id=obligation_or_attempt_id)
        found = Obligation.objects.filter(Q(id=obligation_or_attempt_id) | tried).order_by("id")
        return found.values_list("subject_id", flat=True).first()


def unpaid(*, by: Actor) -> QuerySet[Obligation]:
    """What this person still owes, oldest first; for «việc cần làm»."""
    return _theirs(by).filter(state=ObligationState.OPEN).order_by("raised_at", "id")


def attempts(obligation_id: UUID, *, by: Actor) -> QuerySet[Attempt]:
    """Every try to pay an obligation, the latest first."""
    return Attempt.objects.filter(_within(by), obligation_id=obligation_id).order_by("-created_at", "-id")


def open_attempt(obligation_id: UUID, *, by: Actor) -> Attempt | None:
    return attempts(obligation_id, by=by).filter(state__in=OPEN_ATTEMPT_STATES).first()


def attempt(attempt_id: UUID, *, by: Actor) -> Attempt:
    """Refused: act.out-of-reach"""
    found = Attempt.objects.select_related("obligation").filter(_within(by), id=attempt_id).order_by("id").first()
    if found is None:
        raise Refused("act.out-of-reach")
    return found


def continuation(attempt: Attempt) -> Redirect | Transfer:
    """How to go on with an open attempt: the gateway's address, or what to transfer."""
    return orders.continuation(attempt)


def picture(transfer: Transfer, *, title: str) -> str:
    """The VietQR code of a transfer as SVG."""
    return vietqr.picture(transfer.payload, title=title)


def offered() -> list[Gateway]:
    """The ways to pay this installation has contracts for."""
    return gateways.offered()


def refunds(obligation_id: UUID, *, by: Actor) -> QuerySet[RefundCase]:
    return RefundCase.objects.filter(_within(by), obligation_id=obligation_id).order_by("opened_at", "id")


def parked_on(obligation_id: UUID, *, by: Actor) -> QuerySet[GatewayTransaction]:
    """Money that arrived for this obligation but not in the right amount, still waiting for a cashier."""
    waiting = GatewayTransaction.objects.filter(_within(by), parked__isnull=False, resolved_at__isnull=True)
    return waiting.filter(attempt__obligation_id=obligation_id).order_by("heard_at", "id")


def parked(*, by: Actor) -> QuerySet[GatewayTransaction]:
    """All money that fits nothing or not exactly, oldest first; for the cashier."""
    return GatewayTransaction.objects.filter(_within(by), parked__isnull=False, resolved_at__isnull=True).order_by(
        "heard_at", "id"
    )


def open_refunds(*, by: Actor) -> QuerySet[RefundCase]:
    """Money still to be given back, oldest first; for the cashier."""
    return RefundCase.objects.filter(_within(by)).exclude(state=RefundState.REFUNDED).order_by("opened_at", "id")


def receipt(obligation_id: UUID, *, by: Actor) -> Receipt | None:
    return Receipt.objects.filter(_within(by), obligation_id=obligation_id, voided_at=None).order_by("id").first()


def cash_taken(on: date, *, by: Actor, cashier: UUID | None = None) -> list[CashTaken]:
    """Cash taken on a day at the asker's counter, by everybody or by one cashier, in the order it came."""
    if by.agency_id is None:
        return []
    first = datetime.combine(on, time(), ZONE)
    found = CashTaking.objects.filter(
        desk_agency_id=by.agency_id, taken_at__gte=first, taken_at__lt=first + timedelta(days=1)
    )
    if cashier is not None:
        found = found.filter(taken_by=cashier)
    return [as_taken(row) for row in found.order_by("taken_at", "id")]


def cash_sums(taken: Sequence[CashTaken], returned: Sequence[CashReturned] = ()) -> list[CashierSum]:
    """What each cashier of a list must hand in; void receipts are counted apart, what he gave back is taken off."""
    return daybook.sums(taken, returned)


def cash_day_pdf(on: date, *, by: Actor, cashier: UUID | None = None, at: datetime) -> bytes:
    """The same list on a sheet to hand in with the money, with a sum for each cashier and the places to sign."""
    taken, returned = cash_taken(on, by=by, cashier=cashier), cash_returned(on, by=by, cashier=cashier)
    return daybook.pdf(taken, returned, on, cashier_name=by.name if cashier == by.id else "", by=by, at=at)


def cash_of(obligation_id: UUID, *, by: Actor) -> CashTaken | None:
    """The cash that pays an obligation, for both the counter and the agency; None when it was paid otherwise."""
    found = CashTaking.objects.filter(obligation_id=obligation_id, voided_at=None).order_by("taken_at").first()
    here = found is not None and by.agency_id in {found.desk_agency_id, found.agency_id}
    return as_taken(found) if found and (here or by.kind == ActorKind.SYSTEM) else None


def balances(*, by: Actor, until: datetime | None = None) -> dict[str, int]:
    """The ledger's balance by account, as far as the asker reaches."""
    postings = Posting.objects.filter(_within(by))
    if until:
        postings = postings.filter(posted_at__lt=until)
    return dict(postings.values_list("account").annotate(sum=Sum("amount")).order_by("account"))


def read_callback(gateway: str, raw_query: str) -> Heard:
    """Verify what claims to come from a gateway. Refused: callback.forged, callback.malformed"""
    return gateways.redirect_gateway(gateway).hear(raw_query)


def callback_answer(gateway: str, reception: Reception) -> dict[str, Any]:
    """What a gateway is told about its callback, in its own words."""
    return gateways.redirect_gateway(gateway).answer(reception)


def callback_refusal(gateway: str, code: str = "") -> dict[str, Any]:
    """What a gateway is told when its callback was refused; without a code the fault is ours and it shall try again."""
    return gateways.redirect_gateway(gateway).answer_refused(code)


def read_credit_advice(body: bytes, *, timestamp: str, nonce: str, signature: str) -> Credit:
    """Verify what claims to come from the bank. Refused: callback.forged, callback.stale, callback.malformed"""
    return gateways.bank().hear(body, timestamp=timestamp, nonce=nonce, signature=signature)


def ask_gateway(attempt: Attempt, *, at: datetime) -> Heard | None:
    """Ask the gateway about one attempt; None when it cannot be reached. Never inside an act: it waits."""
    try:
        return gateways.redirect_gateway(attempt.gateway).ask(orders.order_of(attempt), at=at)
    except Unreachable:
        return None


def _theirs(by: Actor) -> QuerySet[Obligation]:
    return Obligation.objects.filter(_within(by))


def _is_theirs(row: Obligation, by: Actor) -> bool:
    """The same as `_within`, of one row at hand."""
    if by.kind == ActorKind.SYSTEM:
        return True
    if by.agency_id is not None:
        return row.agency_id == by.agency_id
    return by.person_id is not None and row.owner_id == by.person_id


def _within(by: Actor) -> Q:
    """Only what is this person's or this agency's; row-level security says so again."""
    if by.kind == ActorKind.SYSTEM:
        return Q()
    if by.agency_id is not None:
        return Q(agency_id=by.agency_id)
    return Q(owner_id=by.person_id) if by.person_id is not None else Q(pk__in=[])
