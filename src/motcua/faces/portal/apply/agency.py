"""Where it goes, when the answers do not decide it or the person wants another place."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.faces.kit.powers import power
from motcua.faces.portal.apply import kept
from motcua.faces.portal.apply.asking import CitizenRequest
from motcua.faces.portal.apply.drafting import OpenDraft, open_draft
from motcua.kernel import clock
from motcua.kernel.tenancy import scope
from motcua.rooms.agencies.types import Agency
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.competence import CHOSEN
from motcua.rooms.dossiers import services

FEW = 12


@require_http_methods(["GET", "POST"])
@kept.survives_expiry
@power("citizen")
def choose(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    """Offer the competent agencies; the likely ones first."""
    with scope(request.actor):
        draft = open_draft(draft_id, by=request.actor)
        offered = _offered(draft)
        if request.method != "POST":
            return _page(request, draft, offered)
        chosen = next((one for one in offered if str(one.id) == request.POST.get("agency")), None)
        if chosen is None:
            return _page(request, draft, offered, error=_("Choose the office that is to decide"), status=422)
    at = clock.now()
    services.save_draft(draft_id, {CHOSEN: str(chosen.id)}, by=request.actor, at=at)
    services.choose_agency(draft_id, chosen.id, by=request.actor, at=at)
    return kept.forget(request, redirect("apply:check", draft_id=draft_id), draft_id)


def _offered(draft: OpenDraft) -> list[Agency]:
    near = draft.candidates
    rest = [one for one in catalogue.competent_agencies(draft.definition) if one not in near]
    return [*near, *sorted(rest, key=lambda one: one.name)]


def _page(
    request: CitizenRequest, draft: OpenDraft, offered: list[Agency], *, error: str | None = None, status: int = 200
) -> HttpResponse:
    field: dict[str, Any] = {
        "name": "agency",
        "id": "agency",
        "label": _("Which office is to decide?"),
        "hint": _("The one of the place of residence, or of the place the matter is about"),
        "value": str(draft.agency.id) if draft.agency else None,
        "error": error,
        "required": True,
        "options": [(str(one.id), one.name, None) for one in offered],
        "attrs": {},
    }
    context = {
        "draft": draft,
        "title": _("Which office is to decide?"),
        "field": field,
        "few": len(offered) <= FEW,
        "none": not offered,
        "faults": [{"id": "agency", "words": error}] if error else [],
        "back_url": reverse("apply:check", args=[draft.id]),
    }
    return render(request, "portal/apply/agency.html", context, status=status)
