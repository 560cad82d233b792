"""Refunds as those see them who give the money back, and those who get it; from rows to what is shown."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from motcua.kernel import crypto
from motcua.kernel.clock import ZONE
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor, ActorKind
from motcua.rooms.payments.banks import bank_name
from motcua.rooms.payments.models import RefundCase
from motcua.rooms.payments.types import (
    Account,
    CashReturned,
    RefundReason,
    RefundState,
    RefundWay,
    Repayment,
)

MOST = 200
BY_HAND = Q(next_try_at=None) & ~Q(state=RefundState.REFUNDED)
DOUBLED = Q(doubled_at__isnull=False, doubled_settled_at=None)


def account_context(refund_id: UUID) -> str:
    return f"payments_refundcase.account:{refund_id}"


def waiting(*, by: Actor) -> list[Repayment]:
    """What a cashier of this agency has to pay, what is due first on top; before it what was paid twice."""
    found = _of_agency(by).filter(BY_HAND | DOUBLED)
    rows = [as_repayment(row) for row in found.order_by("due_at", "opened_at", "id")[:MOST]]
    return sorted(rows, key=lambda one: one.doubled_at is None)


def count_waiting(*, by: Actor) -> int:
    return _of_agency(by).filter(BY_HAND | DOUBLED).count()


def under_way(*, by: Actor) -> list[Repayment]:
    """What gateways send by themselves now, for a cashier who is asked."""
    found = _of_agency(by).filter(next_try_at__isnull=False).exclude(state=RefundState.REFUNDED)
    return [as_repayment(row) for row in found.order_by("opened_at", "id")[:MOST]]


def paid(*, by: Actor, since: datetime) -> list[Repayment]:
    """What went back since then, the latest on top."""
    found = _of_agency(by).filter(state=RefundState.REFUNDED, closed_at__gte=since)
    return [as_repayment(row) for row in found.order_by("-closed_at", "id")[:MOST]]


def one(refund_id: UUID, *, by: Actor) -> Repayment:
    """Refused: act.out-of-reach"""
    return as_repayment(_row(refund_id, by))


def of_subject(subject_id: UUID, *, by: Actor) -> list[Repayment]:
    """What goes or went back of one dossier, in the order it was opened."""
    found = _seen(by).filter(obligation__subject_id=subject_id)
    return [as_repayment(row) for row in found.order_by("opened_at", "id")]


def account(refund_id: UUID, *, by: Actor) -> Account | None:
    """Where it is to be sent to, as the person said; None while he has not. Refused: act.out-of-reach"""
    row = _row(refund_id, by)
    if row.account is None:
        return None
    told = crypto.unseal_json(row.account, context=account_context(row.id))
    return Account(told["bank"], bank_name(told["bank"]), told["number"], told["holder"])


def cash_returned(on: date, *, by: Actor, cashier: UUID | None = None) -> list[CashReturned]:
    """Cash given back on a day at the asker's counter, by everybody or by one cashier, in the order it went."""
    first = datetime.combine(on, time(), ZONE)
    found = _of_agency(by).filter(way=RefundWay.CASH, closed_at__gte=first, closed_at__lt=first + timedelta(days=1))
    if cashier is not None:
        found = found.filter(paid_by=cashier)
    return _returned(list(found.order_by("closed_at", "id")))


def _returned(rows: Sequence[RefundCase]) -> list[CashReturned]:
    return [
        CashReturned(
            id=row.id, subject_id=row.obligation.subject_id, code=row.obligation.code, title=row.obligation.title,
            payer_name=row.obligation.payer_name, amount=row.amount, slip_number=row.slip_number,
            slip_document_id=row.slip_document_id, returned_at=row.closed_at, returned_by=row.paid_by,
            returned_by_name=row.paid_by_name,
        )
        for row in rows
        if row.closed_at is not None
    ]  # fmt: skip


def as_repayment(row: RefundCase) -> Repayment:
    owed, transaction = row.obligation, row.transaction
    return Repayment(
        id=row.id,
        subject_id=owed.subject_id,
        owner_id=row.owner_id,
        agency_id=row.agency_id,
        code=owed.code,
        title=owed.title,
        payer_name=owed.payer_name,
        amount=row.amount,
        reason=RefundReason(row.reason),
        words=row.words,
        paid_through=transaction.gateway,
        paid_at=transaction.paid_at or transaction.heard_at,
        state=RefundState(row.state),
        way=row.way,
        opened_at=row.opened_at,
        due_at=row.due_at,
        by_hand=row.by_hand,
        by_hand_since=row.by_hand_since or (row.opened_at if row.by_hand else None),
        asked_gateway_at=row.sent_at,
        has_account=row.account is not None,
        closed_at=row.closed_at,
        evidence=row.evidence,
        paid_by_name=row.paid_by_name,
        slip_number=row.slip_number,
        slip_document_id=row.slip_document_id,
        doubled_at=row.doubled_at,
        doubled_settled_at=row.doubled_settled_at,
        doubled_words=row.doubled_words,
    )


def _row(refund_id: UUID, by: Actor) -> RefundCase:
    found = _seen(by).filter(id=refund_id).order_by("id").first()
    if found is None:
        raise Refused("act.out-of-reach")
    return found


def _of_agency(by: Actor) -> QuerySet[RefundCase]:
    held = RefundCase.objects.select_related("obligation", "transaction")
    return held.filter(agency_id=by.agency_id) if by.agency_id is not None else held.none()


def _seen(by: Actor) -> QuerySet[RefundCase]:
    """Only what is this person's or this agency's; row-level security says so again."""
    held = RefundCase.objects.select_related("obligation", "transaction")
    if by.kind == ActorKind.SYSTEM:
        return held
    if by.agency_id is not None:
        return held.filter(agency_id=by.agency_id)
    return held.filter(owner_id=by.person_id) if by.person_id is not None else held.none()
