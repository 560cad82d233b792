"""O4 and its sister: asking for everything that is missing at once, and refusing reception with a legal ground."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.faces.desk import menu
from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import DossierView, SupplementItem
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms


@require_http_methods(["GET", "POST"])
@power("dossiers.request_supplement")
def supplement(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Compose one complete request: tick what is wrong, say what and how to mend it, see it as the applicant will."""
    with tenancy.scope(request.actor):  # type: ignore[attr-defined]
        view = queries.dossier(dossier_id, by=request.actor)  # type: ignore[attr-defined]
        fields = _fields(view, request)
    fault, shown, items = None, False, _items(request, fields)
    if request.method == "POST":
        shown = request.POST.get("_action") == "preview"
        if not items:
            fault = _("Tick at least one answer or paper that is missing or wrong.")
        elif bare := [i for i in items if not i.words.strip()]:
            fault = _("Say what is wrong with “%(name)s”.") % {"name": next(f["label"] for f in fields if f["key"] == bare[0].field)}
        elif not shown:
            fault = _request(request, dossier_id, items)
            if fault is None:
                return notices.add(redirect("desk:case", dossier_id), "ok", _("The request went to the applicant, all faults at once."))
    status = 422 if fault else 200
    page = menu.page(request, "work", view=view, fields=fields, fault=fault, reason=request.POST.get("reason", ""), preview=items if shown and not fault else None, labels={f["key"]: f["label"] for f in fields})
    return render(request, "desk/supplement.html", page, status=status)


def _request(request: HttpRequest, dossier_id: UUID, items: list[SupplementItem]) -> str | None:
    reason = request.POST.get("reason", "")
    try:
        services.request_supplement(dossier_id, items, reason=reason, again_because=request.POST.get("again", ""), by=request.actor, at=clock.now())  # type: ignore[attr-defined]
    except Refused as no:
        return no.message
    return None


def _fields(view: DossierView, request: HttpRequest) -> list[dict[str, Any]]:
    held = forms.answers(view.answers_id, by=request.actor)  # type: ignore[attr-defined]
    definition = catalogue.version(view.version_id).form
    language = (get_language() or "vi")[:2]
    pages = logic.summary(definition, held.answers, held.provenance, today=clock.local(view.row.submitted_at).date(), language=language)
    return [
        {
            "key": row.field,
            "label": row.label.text(language),
            "value": "; ".join(row.lines),
            "page": page.title.text(language),
            "ticked": f"item-{row.field}" in request.POST,
            "words": request.POST.get(f"words-{row.field}", ""),
        }
        for page in pages
        for row in page.rows
    ]


def _items(request: HttpRequest, fields: list[dict[str, Any]]) -> list[SupplementItem]:
    return [SupplementItem(field=f["key"], words=f["words"]) for f in fields if f["ticked"]] if request.method == "POST" else []


@require_http_methods(["GET", "POST"])
@power("dossiers.refuse")
def refusal(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Refuse reception: a legal ground, never a technical one, and words the applicant understands."""
    with tenancy.scope(request.actor):  # type: ignore[attr-defined]
        view = queries.dossier(dossier_id, by=request.actor)  # type: ignore[attr-defined]
    fault = None
    if request.method == "POST":
        ground, reason = request.POST.get("ground", ""), request.POST.get("reason", "")
        try:
            services.refuse(dossier_id, ground, reason, by=request.actor, at=clock.now())  # type: ignore[attr-defined]
        except Refused as no:
            fault = no.message
        else:
            return notices.add(redirect("desk:case", dossier_id), "ok", _("Refused. The applicant gets the slip with the reason."))
    page = menu.page(request, "work", view=view, fault=fault, grounds=_grounds(), typed=request.POST.dict())
    return render(request, "desk/refusal.html", page, status=422 if fault else 200)


def _grounds() -> list[tuple[str, str, str | None]]:
    english = (get_language() or "vi").startswith("en")
    return [(g.key, g.words_en if english else g.words, g.law) for g in queries.refusal_grounds()]
