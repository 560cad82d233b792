"""The cashier's part of the counter: take the fee later, undo a mistake, the list of the day."""

from datetime import date
from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import DeskRequest, typed_number
from motcua.faces.desk.reception.following import LONGEST, done
from motcua.faces.kit.powers import power
from motcua.kernel import clock
from motcua.rooms.dossiers import services
from motcua.rooms.payments import queries as payments


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
    by, on = request.actor, _day(request.GET.get("ngay", ""))
    everybody = "cashier" in by.roles and request.GET.get("ai") == "tat-ca"
    taken = payments.cash_taken(on, by=by, cashier=None if everybody else by.id)
    shown = {
        "on": on,
        "taken": taken,
        "everybody": everybody,
        "sees_all": "cashier" in by.roles,
        "total": sum(one.amount for one in taken if one.voided_at is None),
        "count": sum(one.voided_at is None for one in taken),
    }
    return render(request, "desk/counter/cash.html", menu.page(request, "cash", **shown))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()
