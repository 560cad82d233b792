"""O4: asking for everything that is missing at once."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.faces.desk import menu
from motcua.faces.desk.asking import ELSEWHERE, DeskRequest, english, language, typed_id
from motcua.faces.desk.case import reading
from motcua.faces.desk.case.views import home_of, opened
from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import DossierView, Stage, SupplementItem
from motcua.rooms.forms import queries as forms

FIELDS = {
    "dossier.ground-unknown": "ground",
    "dossier.reason-missing": "ground",
    "supplement.second-needs-reason": "again",
    "supplement.too-late": "sector_law",
}
OK, UNFIT = 200, 422


@dataclass(frozen=True, slots=True)
class Composed:
    """What the officer typed, and what is wrong with it (field → words)."""

    items: list[SupplementItem]
    errors: dict[str, str]
    status: int = UNFIT


@require_http_methods(["GET", "POST"])
@power("dossiers.request_supplement")
def supplement(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Compose one complete request: tick what is wrong, say what and how to mend it, see it as the applicant will."""
    with tenancy.scope(request.actor):
        if request.method == "GET":
            queries.refuse_impossible(dossier_id, "dossiers.request_supplement", by=request.actor)
        view = opened(request, dossier_id)
        desk = queries.desk_of(dossier_id, by=request.actor)
        with tenancy.scope(desk):
            pages = _pages(view, request, desk)
    rows = [row for page in pages for row in page["rows"]]
    composed = Composed([], {})
    if request.method == "POST":
        composed = _composed(rows)
        if not composed.errors and request.POST.get("_action") != "preview":
            composed = _sent(request, dossier_id, composed.items)
            if not composed.errors:
                _keep(request, dossier_id, composed.items)
                done = _("The request went to the applicant, all faults at once.")
                return notices.add(redirect(home_of(view.row, request)), "ok", done)
    with tenancy.scope(request.actor):
        shown = _shown(request, view, pages, rows, composed)
        return render(request, "desk/supplement.html", shown, status=composed.status if composed.errors else OK)


def _composed(rows: Sequence[dict[str, Any]]) -> Composed:
    """What was ticked; each needs its words."""
    items = [SupplementItem(field=row["key"], words=row["words"].strip()) for row in rows if row["ticked"]]
    if not items:
        return Composed(items, {"items": _("Tick at least one answer or paper that is missing or wrong.")})
    labels = {row["key"]: row["label"] for row in rows}
    bare = {
        f"words-{item.field}": _("Say what is wrong with “%(name)s” and how to mend it.") % {"name": labels[item.field]}
        for item in items
        if not item.words
    }
    return Composed(items, bare)


def _sent(request: DeskRequest, dossier_id: UUID, items: list[SupplementItem]) -> Composed:
    post = request.POST
    ground = post.get("ground", "")
    words = {one.key: one.words for one in queries.grounds_for("supplement")}
    try:
        services.request_supplement(
            dossier_id,
            items,
            reason=post.get("reason", "").strip() or words.get(ground, ""),
            ground=ground,
            again_because=post.get("again", ""),
            sector_law=post.get("sector_law", ""),
            by=request.actor,
            at=clock.now(),
        )
    except Refused as no:
        if no.code in ELSEWHERE:
            raise
        return Composed(items, {FIELDS.get(no.code, "items"): no.message}, no.http_status)
    return Composed(items, {})


def _keep(request: DeskRequest, dossier_id: UUID, items: Sequence[SupplementItem]) -> None:
    """What was said well is offered again at the next dossier; that it could not be kept stops nothing."""
    if request.POST.get("keep") == "yes":
        words = {item.field: item.words for item in items}
        with suppress(Refused):
            services.keep_phrases(dossier_id, words, by=request.actor, at=clock.now())


@require_http_methods(["GET", "POST"])
@power("dossiers.request_supplement")
def phrases(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """The office's own sentences about this procedure; those that are no good any more are thrown away."""
    if request.method == "POST":
        phrase = typed_id(request.POST.get("phrase", ""))
        if phrase is None:
            raise Refused("act.out-of-reach")
        services.drop_phrase(phrase, by=request.actor, at=clock.now())
        return notices.add(redirect("desk:phrases", dossier_id), "ok", _("Thrown away."))
    row = queries.find(dossier_id, by=request.actor)
    view = queries.dossier(dossier_id, by=request.actor)
    form = catalogue.version(view.version_id).form
    labels = {field.key: field.label.of(language()) for field in form.fields()}
    kept = queries.phrases(row.procedure_key, by=request.actor)
    page = {"row": row, "kept": [(labels.get(key, key), said) for key, said in kept.items()]}
    return render(request, "desk/phrases.html", menu.page(request, "work", **page))


def _shown(
    request: DeskRequest, view: DossierView, pages: list[dict[str, Any]], rows: list[dict[str, Any]], composed: Composed
) -> dict[str, Any]:
    stage = Stage.APPRAISAL if view.row.accepted_at else Stage.RECEPTION
    asked = request.method == "POST" and request.POST.get("_action") == "preview" and not composed.errors
    grounds = queries.grounds_for("supplement")
    own = view.row.agency_id == request.actor.agency_id
    held = forms.answers(view.answers_id, by=request.actor).answers if own else {}
    page = {
        "view": view,
        "pages": pages,
        "papers": reading.papers(view, held, request.actor) if own else [],
        "home": home_of(view.row, request),
        "errors": composed.errors,
        "faults": [{"id": field, "words": words} for field, words in composed.errors.items()],
        "preview": composed.items if asked else None,
        "labels": {row["key"]: row["label"] for row in rows},
        "grounds": [(one.key, one.words_en if english() else one.words, None) for one in grounds],
        "phrases": [one.words + (f". {one.advice}" if one.advice else "") for one in grounds],
        "earlier": [one for one in view.supplements if one.stage == stage],
        "sector_law": "sector_law" in composed.errors or bool(request.POST.get("sector_law")),
        "typed": request.POST.dict(),
    }
    return menu.page(request, "work", **page)


def _pages(view: DossierView, request: DeskRequest, desk: Actor) -> list[dict[str, Any]]:
    """Every answer and paper, page by page, with what was ticked and typed beside it."""
    form, _held = reading.summary(view, desk)
    kept = queries.phrases(view.row.procedure_key, by=desk)
    return [
        {
            "title": page.title.of(language()),
            "rows": [
                {
                    "key": row.field,
                    "label": row.label.of(language()),
                    "value": "; ".join(row.lines),
                    "ticked": f"item-{row.field}" in request.POST,
                    "words": request.POST.get(f"words-{row.field}", ""),
                    "phrases": [words for _id, words in kept.get(row.field, ())],
                }
                for row in page.rows
            ],
        }
        for page in form
    ]
