"""C6: go on with what was begun, or begin."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.faces.kit.under_way import told
from motcua.faces.portal.account import authorising
from motcua.faces.portal.apply.asking import CitizenRequest
from motcua.faces.portal.apply.drafting import language, open_draft
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import Actor
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.types import Card
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers import services
from motcua.rooms.dossiers.types import OTHER_ORGANISATION, DraftView

MOST_TOLD = 3


@require_http_methods(["GET", "POST"])
@power("citizen")
def start(request: CitizenRequest, code: str) -> HttpResponse:
    """Show the drafts of this procedure and a button to begin anew; the button begins."""
    card = catalogue.card(code)
    if card is None:
        raise Http404
    if request.method == "POST":
        return _begin(request, card)
    return _page(request, card, dossiers.drafts_of(card.key, dossiers.drafts(by=request.actor)))


def _begin(request: CitizenRequest, card: Card) -> HttpResponse:
    try:
        draft_id, actor = _started(request, card)
    except Refused as no:
        with scope(request.actor):
            return _page(request, card, [], refused=no.message, status=no.http_status)
    with scope(actor):
        return redirect(open_draft(draft_id, by=actor).next_url())


def _started(request: CitizenRequest, card: Card) -> tuple[UUID, Actor]:
    """A draft for oneself, or for whom one was chosen to file; and as whom to go on."""
    by, at, whose = request.actor, clock.now(), request.POST.get("for", "")
    if not whose or whose.startswith(authorising.ORGANISATION) or whose == authorising.OTHER:
        return services.start_draft(card.code, organisation_id=_organisation(whose), by=by, at=at), by
    try:
        draft_id = services.start_draft_for(UUID(whose), card.code, by=by, at=at)
    except ValueError:
        raise Refused("act.out-of-reach") from None
    with scope(by):
        return draft_id, dossiers.principal_of(draft_id, by=by) or by


def _organisation(whose: str) -> UUID | None:
    """The organisation that was chosen; None where the procedure asks for none. Refused: draft.organisation-not-yours"""
    if whose == authorising.OTHER:
        return OTHER_ORGANISATION
    try:
        return UUID(whose.removeprefix(authorising.ORGANISATION)) if whose else None
    except ValueError:
        raise Refused("draft.organisation-not-yours") from None


def _page(
    request: CitizenRequest, card: Card, drafts: list[DraftView], *, refused: str = "", status: int = 200
) -> HttpResponse:
    definition = catalogue.version(card.version_id)
    already = dossiers.under_way(card.key, by=request.actor, at=clock.now())
    context = {
        "card": card,
        "already": [{"row": one, "told": told(one)} for one in already[:MOST_TOLD]],
        "further": max(0, len(already) - MOST_TOLD),
        "title": card.title(language()),
        "drafts": drafts,
        "now": clock.now(),
        "refused": refused,
        "whose": _whose(request, card),
        "too_low": definition is not None and request.actor.assurance < definition.procedure.assurance,
    }
    return render(request, "portal/apply/start.html", context, status=status)


def _whose(request: CitizenRequest, card: Card) -> dict[str, Any] | None:
    """The question «for whom», where there is somebody else to file for."""
    definition = catalogue.version(card.version_id)
    by_organisations = definition is not None and any(
        (one.prefill or "").startswith("organisation.") for one in definition.form.fields()
    )
    options = authorising.options(request.actor, card.code, by_organisations=by_organisations)
    if not options:
        return None
    usual = _usual(request, options) if by_organisations else ""
    return {
        "name": "for", "id": "for", "label": _("For whom?"), "hint": None, "value": request.POST.get("for", usual),
        "error": None, "required": True, "options": options, "attrs": {},
    }  # fmt: skip


def _usual(request: CitizenRequest, options: list[tuple[str, str, str | None]]) -> str:
    """The organisation whose account was signed in with; else the first."""
    signed_in = f"{authorising.ORGANISATION}{request.actor.on_behalf_of}"
    return signed_in if any(value == signed_in for value, _words, _hint in options) else options[0][0]


@require_safe
@power("citizen")
def resume(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    """Go to the first page that still wants something."""
    return redirect(open_draft(draft_id, by=request.actor).next_url())


@require_POST
@power("citizen")
def discard(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    with scope(request.actor):
        code = dossiers.draft(draft_id, by=request.actor).procedure_code
    services.discard(draft_id, by=request.actor, at=clock.now())
    return notices.add(redirect("apply:start", code=code), "ok", _("The draft was deleted"))
