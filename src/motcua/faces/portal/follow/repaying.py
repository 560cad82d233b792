"""Say to which account money that goes back shall be sent."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.faces.portal.apply.asking import CitizenRequest
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers import queries
from motcua.rooms.payments import queries as payments
from motcua.rooms.payments import services as paying

FIELDS = {"account.bank-unknown": "bank", "account.number-wrong": "number", "account.holder-missing": "holder"}
ASKED = ("bank", "number", "holder")


@require_http_methods(["GET", "POST"])
@power("citizen")
def refund(request: CitizenRequest, dossier_id: UUID, refund_id: UUID) -> HttpResponse:
    """Bank, number, holder: three answers, and the money is transferred."""
    by, fault = request.actor, None
    with tenancy.scope(by):
        row, one = queries.find(dossier_id, by=by), payments.repayment(refund_id, by=by)
    if one.subject_id != dossier_id:
        raise Refused("act.out-of-reach")
    if request.method == "POST":
        bank, number, holder = (request.POST.get(name, "") for name in ASKED)
        try:
            paying.name_account(refund_id, bank, number, holder, by=by, at=clock.now())
        except Refused as no:
            if no.code == "act.out-of-reach":
                raise
            fault = no
        else:
            words = _("Saved. The cashier transfers the money to this account.")
            return notices.add(redirect("follow:dossier", dossier_id), "ok", words)
    elif not one.by_hand:
        return redirect("follow:dossier", dossier_id)
    with tenancy.scope(by):
        known, agency = payments.repayment_account(refund_id, by=by), agencies.agency(one.agency_id)
    field = FIELDS.get(fault.code, "") if fault else ""
    typed = (
        {"bank": known.bank_bin, "number": known.number, "holder": known.holder}
        if known
        else {"holder": one.payer_name}
    )
    shown = {
        "row": row,
        "one": one,
        "agency": agency.name if agency else "",
        "banks": [("", _("Choose the bank")), *payments.known_banks()],
        "typed": typed | {name: request.POST[name] for name in ASKED if name in request.POST},
        "errors": {field: fault.message} if fault else {},
        "faults": [{"id": field or None, "words": fault.message}] if fault else [],
    }
    return render(request, "portal/follow/refund.html", shown, status=fault.http_status if fault else 200)
