"""C16: ask for another copy of the result when one's own is lost."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.faces.portal.apply.asking import CitizenRequest
from motcua.faces.portal.follow.parting import place_of
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.documents import queries as documents
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import DossierView
from motcua.rooms.payments import queries as payments


@require_http_methods(["GET", "POST"])
@power("citizen")
def another_copy(request: CitizenRequest, dossier_id: UUID) -> HttpResponse:
    """Say why; see first what it costs and that the signed file can be downloaded at any time."""
    fault, reason = None, request.POST.get("reason", "")
    with tenancy.scope(request.actor):
        place = place_of(queries.find(dossier_id, by=request.actor), by=request.actor)
    if request.method == "POST":
        try:
            services.request_copy(dossier_id, reason, by=request.actor, at=clock.now())
        except Refused as no:
            if no.code == "act.out-of-reach":
                raise
            fault = no
        else:
            words = _("Sent. %(agency)s answers here.") % {"agency": place.agency}
            return notices.add(redirect(place.page), "ok", words)
    with tenancy.scope(request.actor):
        page = {
            "place": place,
            "fee": queries.copy_fee(dossier_id, by=request.actor),
            "reason": reason,
            "error": fault.message if fault else None,
            "faults": [{"id": "reason", "words": fault.message}] if fault else [],
        }
        return render(request, "portal/follow/copy.html", page, status=fault.http_status if fault else 200)


def shown(view: DossierView, actor: Actor) -> list[dict[str, Any]]:
    """The copies asked for, the latest first: what is still to be paid, where the copy is."""
    if view.row.completed_at is None:
        return []
    return [
        {
            "one": one,
            "owed": _owed(one.obligation_id, actor) if one.open else None,
            "ready": not one.open and _usable(one.document_id, actor),
        }
        for one in reversed(queries.copies_of(view.id, by=actor))
    ]


def _usable(document_id: UUID | None, actor: Actor) -> bool:
    return document_id is not None and documents.document(document_id, by=actor).usable


def _owed(obligation_id: UUID | None, actor: Actor) -> Any:
    found = payments.obligation_by_id(obligation_id, by=actor) if obligation_id else None
    return found if found is not None and found.is_open else None
