"""The cashier gives money back: what waits for a person, cash against a slip, a transfer with its number."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import ELSEWHERE, DeskRequest
from motcua.faces.kit import notices
from motcua.faces.kit.downloads import attachment
from motcua.faces.kit.powers import power
from motcua.kernel import audit, clock, tenancy
from motcua.kernel.errors import Refused
from motcua.rooms.documents import queries as documents
from motcua.rooms.payments import queries as payments
from motcua.rooms.payments import services as paying
from motcua.rooms.payments.types import BY_HAND, Gateway, RefundReason, Repayment

LATELY = timedelta(days=30)
FIELDS = {
    "refund.receiver-missing": "receiver",
    "refund.needs-evidence": "transfer",
    "refund.needs-reason": "words",
    "account.bank-unknown": "bank",
    "account.number-wrong": "number",
    "account.holder-missing": "holder",
}


@require_GET
@power("payments.complete_refund")
def listed(request: DeskRequest) -> HttpResponse:
    """What waits for a person, what gateways are sending, what went back lately."""
    by, at = request.actor, clock.now()
    waiting = payments.repayments_waiting(by=by)
    shown = {
        "waiting": [_line(one) for one in waiting],
        "total": sum(one.amount for one in waiting if one.by_hand),
        "under_way": [_line(one) for one in payments.repayments_under_way(by=by)],
        "paid": [_line(one) for one in payments.repaid(by=by, since=at - LATELY)],
    }
    return render(request, "desk/counter/refunds.html", menu.page(request, "refunds", **shown))


@require_GET
@power("payments.complete_refund")
def refund(request: DeskRequest, refund_id: UUID) -> HttpResponse:
    """One refund: to whom, why, how; the two ways to pay it."""
    return _page(request, refund_id, None)


@require_GET
@power("payments.complete_refund")
def slip(request: DeskRequest, refund_id: UUID) -> HttpResponse:
    """The slip for cash given back, as PDF for A5."""
    one = payments.repayment(refund_id, by=request.actor)
    if one.slip_document_id is None:
        raise Refused("act.out-of-reach")
    held = documents.document(one.slip_document_id, by=request.actor)
    content = documents.document_content(held.id, by=request.actor)
    return attachment(content, held.file_name, "application/pdf")


@require_POST
@power("payments.hand_back_cash")
def in_cash(request: DeskRequest, refund_id: UUID) -> HttpResponse:
    receiver = request.POST.get("receiver", "")
    act = partial(paying.hand_back_cash, refund_id, evidence=receiver, by=request.actor, at=clock.now())
    return _do(request, refund_id, act, _("Noted. Print the slip and let the receiver sign it."))


@require_POST
@power("payments.complete_refund")
def by_transfer(request: DeskRequest, refund_id: UUID) -> HttpResponse:
    number = request.POST.get("transfer", "")
    act = partial(paying.complete_refund, refund_id, evidence=number, by=request.actor, at=clock.now())
    return _do(request, refund_id, act, _("Noted. The person is told that the transfer was made."))


@require_POST
@power("payments.name_account")
def account(request: DeskRequest, refund_id: UUID) -> HttpResponse:
    """Write down the account the person told, at the counter or by telephone."""
    bank, number, holder = (request.POST.get(name, "") for name in ("bank", "number", "holder"))
    act = partial(paying.name_account, refund_id, bank, number, holder, by=request.actor, at=clock.now())
    return _do(request, refund_id, act, _("The account was written down."))


@require_POST
@power("payments.settle_doubled")
def settle(request: DeskRequest, refund_id: UUID) -> HttpResponse:
    """Say what became of money that went back twice."""
    words = request.POST.get("words", "")
    act = partial(paying.settle_doubled, refund_id, words=words, by=request.actor, at=clock.now())
    return _do(request, refund_id, act, _("Noted."))


def _do(request: DeskRequest, refund_id: UUID, act: Callable[[], Any], words: str) -> HttpResponse:
    try:
        act()
    except Refused as no:
        if no.code in ELSEWHERE:
            raise
        return _page(request, refund_id, no)
    return notices.add(redirect("desk:refund", refund_id), "ok", words)


def _page(request: DeskRequest, refund_id: UUID, no: Refused | None) -> HttpResponse:
    by = request.actor
    with tenancy.scope(by):
        one = payments.repayment(refund_id, by=by)
        audit.record_read(
            by, subject="refund", subject_id=one.subject_id, purpose=one.code, owner_id=one.owner_id,
            agency_id=one.agency_id,
        )  # fmt: skip
        drawn = documents.document(one.slip_document_id, by=by) if one.slip_document_id else None
        field = FIELDS.get(no.code) if no else None
        shown = {
            **_line(one),
            "account": payments.repayment_account(refund_id, by=by),
            "banks": [("", _("Choose the bank")), *payments.known_banks()],
            "slip": drawn,
            "cash_first": one.paid_through == Gateway.CASH and not one.has_account,
            "fault": field,
            "errors": {field: no.message} if no and field else {},
            "faults": [{"id": field, "words": no.message}] if no else [],
            "typed": request.POST.dict(),
        }
        status = no.http_status if no else 200
        return render(request, "desk/counter/refund.html", menu.page(request, "refunds", **shown), status=status)


def _line(one: Repayment) -> dict[str, Any]:
    return {
        "one": one,
        "why": why(one.reason),
        "through": through(one.paid_through),
        "late": one.late(clock.now()),
        "lacks_account": one.by_hand and one.paid_through != Gateway.CASH and not one.has_account,
        "left_by_gateway": one.paid_through not in BY_HAND and one.by_hand,
    }


def why(reason: RefundReason) -> str:
    return {
        RefundReason.SURPLUS: _("Paid twice"),
        RefundReason.CLOSED: _("Arrived when nothing was owed any more"),
        RefundReason.DECIDED: _("Decided by the office"),
        RefundReason.WITHDRAWN: _("Withdrawn before it was taken in"),
        RefundReason.NOT_TAKEN_IN: _("Refused at reception"),
        RefundReason.STOPPED: _("Stopped before it was taken in"),
    }[reason]


def through(gateway: str) -> str:
    return {
        Gateway.CASH: _("Cash at the counter"),
        Gateway.VIETQR: _("Transfer (VietQR)"),
        Gateway.VNPAY: "VNPAY",
        Gateway.MOMO: "MoMo",
        Gateway.ZALOPAY: "ZaloPay",
    }[Gateway(gateway)]
