"""Copies of results asked for again: the list, and one of them granted by who signs, or declined."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import ELSEWHERE, DeskRequest
from motcua.faces.desk.case.views import opened
from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.faces.kit.proof import fresh_proof
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import CopyState, CopyView
from motcua.rooms.payments import queries as payments


@require_GET
@power("officer")
def copies(request: DeskRequest) -> HttpResponse:
    """What waits for an answer, the oldest first."""
    with tenancy.scope(request.actor):
        lines = [
            {"one": line.copy, "row": line.dossier, "state": state_words(line.copy, request.actor)}
            for line in queries.copies_asked(by=request.actor)
        ]
        return render(request, "desk/copies.html", menu.page(request, "copies", lines=lines))


@require_http_methods(["GET", "POST"])
@power("officer")
def copy(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """The copy asked for of one result; ask for one at the counter, or say why none is given."""
    if request.method != "POST":
        return _page(request, dossier_id, None)
    reason, by, at = request.POST.get("reason", ""), request.actor, clock.now()
    try:
        if request.POST.get("step") == "decline":
            services.decline_copy(dossier_id, reason, by=by, at=at)
            done = _("The applicant was told. What was paid for the copy goes back.")
        else:
            services.request_copy(dossier_id, reason, by=by, at=at)
            done = _("Asked for. Who signs for the agency grants it.")
    except Refused as no:
        if no.code in ELSEWHERE:
            raise
        return _page(request, dossier_id, no)
    return notices.add(redirect("desk:copy", dossier_id), "ok", done)


@require_POST
@power("dossiers.grant_copy")
@fresh_proof("signing")
def grant(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Vouch for the copy with one's signature."""
    try:
        services.grant_copy(dossier_id, by=request.actor, at=clock.now())
    except Refused as no:
        if no.code in ELSEWHERE:
            raise
        return _page(request, dossier_id, no)
    return notices.add(redirect("desk:copy", dossier_id), "ok", _("Granted. The copy is being signed."))


def state_words(one: CopyView, actor: Actor) -> str:
    if one.state == CopyState.ASKED and _unpaid(one, actor):
        return _("waits for the fee")
    return {
        "asked": _("to be granted"),
        "signing": _("being signed"),
        "given": _("given"),
        "declined": _("declined"),
    }[str(one.state)]


def _unpaid(one: CopyView, actor: Actor) -> bool:
    return one.obligation_id is not None and payments.obligation_by_id(one.obligation_id, by=actor).is_open


def _page(request: DeskRequest, dossier_id: UUID, no: Refused | None) -> HttpResponse:
    actor = request.actor
    with tenancy.scope(actor):
        view = opened(request, dossier_id)
        found = queries.copies_of(dossier_id, by=actor)
        here = next((one for one in found if one.open), None)
        waits = here is not None and here.state == CopyState.ASKED
        field = "reason" if no is not None and no.code == "dossier.reason-missing" else None
        page: dict[str, Any] = {
            "view": view,
            "here": here,
            "state": state_words(here, actor) if here else "",
            "earlier": [(one, state_words(one, actor)) for one in found if not one.open],
            "asks": here is None
            and "dossiers.request_copy" in view.may
            and view.row.status in {"delivered", "corrected"},
            "grants": waits and "dossiers.grant_copy" in view.may,
            "declines": waits and "dossiers.decline_copy" in view.may,
            "fee": queries.copy_fee(dossier_id, by=actor) if here is None and view.row.completed_at else 0,
            "faults": [{"id": field, "words": no.message}] if no else [],
            "error": no.message if no and field else None,
            "typed": request.POST.get("reason", ""),
        }
        status = no.http_status if no else 200
        return render(request, "desk/copy.html", menu.page(request, "copies", **page), status=status)
