"""The cashier's part of the counter: take the fee later, undo a mistake, the list of the day."""

from datetime import date
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import DeskRequest, typed_number
from motcua.faces.desk.reception.following import LONGEST, done
from motcua.faces.kit import tables
from motcua.faces.kit.downloads import attachment
from motcua.faces.kit.powers import power
from motcua.kernel import clock
from motcua.rooms.dossiers import services
from motcua.rooms.payments import queries as payments

EVERYBODY = "tat-ca"


@require_POST
@power("dossiers.take_cash")
def take(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Take the fee of a dossier that was handed in without it."""
    amount = typed_number(request, "amount") or 0
    act = partial(services.take_cash, dossier_id, amount, by=request.actor, at=clock.now())
    return done(act, _("Cash taken. The receipt is being made."), back=redirect("desk:taken-in", dossier_id=dossier_id))


@require_POST
@power("dossiers.void_cash")
def void(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Give cash back that was taken by mistake."""
    reason = request.POST.get("reason", "")[:LONGEST]
    act = partial(services.void_cash, dossier_id, reason=reason, by=request.actor, at=clock.now())
    return done(
        act, _("The receipt is void. Hand the money back."), back=redirect("desk:taken-in", dossier_id=dossier_id)
    )


@require_GET
@power("payments.take_cash")
def day(request: DeskRequest) -> HttpResponse:
    """What came over the counter on a day: one's own first, a cashier sees everybody's."""
    on, cashier = _asked(request)
    taken = payments.cash_taken(on, by=request.actor, cashier=cashier)
    returned = payments.cash_returned(on, by=request.actor, cashier=cashier)
    sums = payments.cash_sums(taken, returned)
    query = urlencode({"ngay": on.isoformat()} | ({} if cashier else {"ai": EVERYBODY}))
    shown = {
        "on": on,
        "taken": taken,
        "returned": returned,
        "back": sum(one.returned for one in sums),
        "left": sum(one.left for one in sums),
        "everybody": cashier is None,
        "sees_all": "cashier" in request.actor.roles,
        "total": sum(one.total for one in sums),
        "count": sum(one.count for one in sums),
        "sums": sums if len(sums) > 1 else [],
        "csv_url": f"{reverse('desk:cash-csv')}?{query}",
        "pdf_url": f"{reverse('desk:cash-pdf')}?{query}",
    }
    return render(request, "desk/counter/cash.html", menu.page(request, "cash", **shown))


@require_GET
@power("payments.take_cash")
def day_csv(request: DeskRequest) -> HttpResponse:
    """The same rows for a spreadsheet; the sum of what counts stands in the last line."""
    on, cashier = _asked(request)
    taken = payments.cash_taken(on, by=request.actor, cashier=cashier)
    head = (
        _("Receipt"), _("From"), _("Dossier code"), _("For"), _("When"), _("Taken by"), _("Amount"), _("Void"), _("Reason"),
    )  # fmt: skip
    rows = [
        (
            one.receipt_number, one.payer_name, one.code, one.title, tables.instant(one.taken_at), one.taken_by_name,
            one.amount, _("yes") if one.voided_at else "", one.void_reason,
        )
        for one in taken
    ]  # fmt: skip
    returned = payments.cash_returned(on, by=request.actor, cashier=cashier)
    rows += [
        (
            one.slip_number, one.payer_name, one.code, _("Given back: %(title)s") % {"title": one.title},
            tables.instant(one.returned_at), one.returned_by_name, -one.amount, "", "",
        )
        for one in returned
    ]  # fmt: skip
    left = sum(one.left for one in payments.cash_sums(taken, returned))
    return tables.csv_file(_file_name(on, "csv"), head, [*rows, (_("Sum"), "", "", "", "", "", left, "", "")])


@require_GET
@power("payments.take_cash")
def day_pdf(request: DeskRequest) -> HttpResponse:
    """The sheet that is handed in with the money."""
    on, cashier = _asked(request)
    pdf = payments.cash_day_pdf(on, cashier=cashier, by=request.actor, at=clock.now())
    return attachment(pdf, _file_name(on, "pdf"), "application/pdf")


def _asked(request: DeskRequest) -> tuple[date, UUID | None]:
    """The day, and whose takings; only a cashier may ask for everybody's."""
    everybody = "cashier" in request.actor.roles and request.GET.get("ai") == EVERYBODY
    return _day(request.GET.get("ngay", "")), None if everybody else request.actor.id


def _file_name(on: date, ending: str) -> str:
    return f"tien-mat-{on}.{ending}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()
