"""O6: the result, drafted from the procedure's template, with the document itself beside the fields."""

from base64 import b64encode
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import ELSEWHERE, DeskRequest, english, typed_number
from motcua.faces.desk.case.views import opened
from motcua.faces.desk.case.work import passing
from motcua.faces.desk.result import fields, pages
from motcua.faces.kit import notices
from motcua.faces.kit.downloads import picture
from motcua.faces.kit.powers import power
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import DossierView, ResultKind

DRAFTS = frozenset({"appraise", "draft_result"})
REFUSAL = ("ground", "reason", "guidance")
FIELDS = {"dossier.ground-unknown": "ground", "dossier.reason-missing": "reason"}


@require_http_methods(["GET", "POST"])
@power("officer")
def draft(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Edit the result's fields and see the page; finishing passes the dossier on."""
    if request.method != "POST":
        return _page(request, dossier_id)
    with tenancy.scope(request.actor):
        values = _values(request, dossier_id)
    try:
        _save(request, dossier_id, values)
        if request.POST.get("_action") != "finish":
            return redirect("desk:result", dossier_id)
        _finish(request, dossier_id)
    except Refused as no:
        if no.code in ELSEWHERE:
            raise
        with tenancy.scope(request.actor):
            return _page(request, dossier_id, no)
    return notices.add(redirect("desk:case", dossier_id), "ok", _("Drafted and passed on."))


def _kind(request: DeskRequest) -> ResultKind:
    return ResultKind.REFUSED if request.POST.get("kind") == "refused" else ResultKind.GRANTED


def _values(request: DeskRequest, dossier_id: UUID) -> dict[str, Any]:
    """What was typed for the kind of decision that was chosen."""
    if _kind(request) == ResultKind.REFUSED:
        return {name: request.POST.get(name, "") for name in REFUSAL}
    return fields.typed(queries.dossier(dossier_id, by=request.actor), request.POST)


def _save(request: DeskRequest, dossier_id: UUID, values: dict[str, Any]) -> None:
    seen, kind = typed_number(request, "version"), _kind(request)
    if kind == ResultKind.REFUSED and not values["ground"]:
        raise Refused("dossier.ground-unknown")  # the service has a usual ground; an officer says his
    services.draft_result(dossier_id, values, kind=kind, version=seen, by=request.actor, at=clock.now())


def _finish(request: DeskRequest, dossier_id: UUID) -> None:
    """Do the step the drafting belongs to."""
    with tenancy.scope(request.actor):
        tasks = queries.dossier(dossier_id, by=request.actor).tasks
    task = next((t for t in tasks if t.does in DRAFTS and t.state in {"open", "claimed"}), None)
    if task is None:
        raise Refused("dossier.not-this-step")
    note = request.POST.get("note", "")
    services.complete_step(task.id, "drafted", note=note, by=request.actor, at=clock.now())


def _page(request: DeskRequest, dossier_id: UUID, no: Refused | None = None) -> HttpResponse:
    actor = request.actor
    view = opened(request, dossier_id)
    held = queries.result_draft(dossier_id, by=actor)
    typed = request.POST if request.method == "POST" else None
    kind = str(_kind(request)) if typed is not None else (held.kind if held else str(ResultKind.GRANTED))
    printed = held.kind if held else str(ResultKind.GRANTED)
    refusal = held.values if held and held.kind == ResultKind.REFUSED else {}
    page = {
        "view": view,
        "held": held,
        "kind": kind,
        "fields": fields.shown(view, actor, held, typed, fields.faults(no)),
        "refusal": {name: typed.get(name, "") if typed else refusal.get(name, "") for name in REFUSAL},
        "grounds": _grounds(),
        "errors": _errors(no),
        "refusal_errors": {row["id"]: row["words"] for row in _errors(no)},
        "editable": _editable(view),
        "passes_on": _passing(view),
        "result_pages": pages.of(dossier_id, actor) if kind == printed and (held or _editable(view)) else [],
        "note": request.POST.get("note", ""),
    }
    return render(request, "desk/result.html", menu.page(request, "work", **page), status=no.http_status if no else 200)


def _passing(view: DossierView) -> str:
    task = next((t for t in view.tasks if t.does in DRAFTS and t.state in {"open", "claimed"}), None)
    return passing(task.id) if task else _("Finish this step")


def _grounds() -> list[tuple[str, str, str]]:
    found = queries.grounds_for("result_refusal")
    return [(one.key, one.words_en if english() else one.words, one.law) for one in found]


def _errors(no: Refused | None) -> list[dict[str, str | None]]:
    """Rows of the summary: each fault at its field, or the one refusal."""
    if no is None:
        return []
    found = fields.faults(no)
    if found:
        return [{"id": key, "words": words} for key, words in found.items()]
    return [{"id": FIELDS.get(no.code), "words": no.message}]


def _editable(view: DossierView) -> bool:
    mine = [task for task in view.tasks if task.does in DRAFTS and task.state in {"open", "claimed"}]
    return bool(mine) and "dossiers.draft_result" in view.may


@require_GET
@power("officer")
def preview(request: DeskRequest, dossier_id: UUID, page: int) -> HttpResponse:
    """One page of the draft as it was saved, as a picture."""
    queries.permit_reading(dossier_id, by=request.actor)
    return picture(queries.result_preview(dossier_id, page=page, by=request.actor, at=clock.now()))


@require_POST
@power("officer")
def live(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """The pages as they would be printed with what stands in the fields now; nothing is kept."""
    with tenancy.scope(request.actor):
        queries.permit_reading(dossier_id, by=request.actor)
        held = queries.result_draft(dossier_id, by=request.actor)
        kind = _kind(request)
        same = kind == (held.kind if held else ResultKind.GRANTED)
        values = _values(request, dossier_id)
        found = queries.result_pages(dossier_id, values=values, by=request.actor, at=clock.now()) if same else []
    shown = [
        {
            "number": n,
            "url": f"data:image/png;base64,{b64encode(body).decode()}",
            "alt": _("Page %(n)s of the result as it will be printed") % {"n": n},
        }
        for n, body in enumerate(found, start=1)
    ]
    return render(request, "desk/live.html", {"result_pages": shown, "at": clock.now()})
