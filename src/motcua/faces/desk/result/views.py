"""O6: the result, drafted from the procedure's template with the document itself beside the fields."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from motcua.faces.desk import menu
from motcua.faces.kit import notices
from motcua.faces.kit.downloads import picture
from motcua.faces.kit.powers import power
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import ResultKind


@require_http_methods(["GET", "POST"])
@power("officer")
def draft(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Edit the result's fields and see the page; finishing passes the dossier on for approval."""
    actor, at = request.actor, clock.now()  # type: ignore[attr-defined]
    fault = None
    if request.method == "POST":
        kind = ResultKind.REFUSED if request.POST.get("kind") == "refused" else ResultKind.GRANTED
        typed = {k.removeprefix("result-"): v for k, v in request.POST.items() if k.startswith("result-")}
        try:
            services.draft_result(dossier_id, typed, kind=kind, by=actor, at=at)
            if request.POST.get("_action") == "finish":
                _finish(request, dossier_id)
                return notices.add(redirect("desk:case", dossier_id), "ok", _("Drafted and passed on for approval."))
        except Refused as no:
            fault = no.message
        else:
            return redirect("desk:result", dossier_id)
    with tenancy.scope(actor):
        return render(request, "desk/result.html", _page(request, dossier_id, fault), status=422 if fault else 200)


def _finish(request: HttpRequest, dossier_id: UUID) -> None:
    actor, at = request.actor, clock.now()  # type: ignore[attr-defined]
    with tenancy.scope(actor):
        view = queries.dossier(dossier_id, by=actor)
    task = next((t for t in view.tasks if t.state in {"open", "claimed"} and t.does in {"appraise", "draft_result"}), None)
    if task is None:
        raise Refused("task.already-done", who="", when="")
    services.complete_step(task.id, "drafted", note=request.POST.get("note", ""), version=task.version, by=actor, at=at)


def _page(request: HttpRequest, dossier_id: UUID, fault: str | None) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    view = queries.dossier(dossier_id, by=actor)
    held = queries.result_draft(dossier_id, by=actor)
    fields = queries.result_fields(dossier_id, by=actor)
    language = (get_language() or "vi")[:2]
    typed = request.POST if request.method == "POST" else None
    rows = [
        {
            "name": f"result-{f.key}",
            "id": f.key,
            "kind": f.kind,
            "label": f.label.text(language),
            "hint": f.hint.text(language) if f.hint else None,
            "value": typed.get(f"result-{f.key}", "") if typed is not None else (held.values if held else {}).get(f.key, f.value),
            "error": None,
            "required": f.required,
            "options": f.options,
            "attrs": {},
        }
        for f in fields
    ]
    editable = any(t.state in {"open", "claimed"} and t.does in {"appraise", "draft_result"} for t in view.tasks)
    pages = [{"number": 1, "url": f"/can-bo/ho-so/{dossier_id}/ket-qua/xem-truoc/1.png?v={held.version if held else 0}", "alt": _("The result as it will be printed")}]
    return menu.page(request, "work", view=view, held=held, fields=rows, editable=editable, fault=fault, pages=pages, kind=(held.kind if held else "granted"))


@require_GET
@power("officer")
def preview(request: HttpRequest, dossier_id: UUID, page: int) -> HttpResponse:
    """The drafted document as a picture."""
    return picture(queries.result_preview(dossier_id, page=page, by=request.actor, at=clock.now()))  # type: ignore[attr-defined]
