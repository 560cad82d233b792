"""C16: change what was handed in, until it is decided. First choose what, then change just that."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.faces.portal.apply.asking import CitizenRequest
from motcua.faces.portal.apply.drafting import files_in, language
from motcua.faces.portal.apply.fields import source_name
from motcua.faces.portal.follow import parting
from motcua.faces.portal.follow.answering import faults_of, form_of, received_files, typed
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import DossierView
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms
from motcua.rooms.forms.shown import Dressing, shown
from motcua.rooms.forms.types import PLEDGE, FieldState, FormDefinition

CHOSEN = "muc"
NO_FORM = "act.out-of-reach"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The questions the applicant wants to change."""

    fields: frozenset[str]


@require_http_methods(["GET", "POST"])
@power("citizen")
def amendment(request: CitizenRequest, dossier_id: UUID) -> HttpResponse:
    """Choose what to change; change it; send it."""
    with tenancy.scope(request.actor):
        view = queries.dossier(dossier_id, by=request.actor)
        if not queries.amendable(view):
            words = _("Nothing can be changed any more. The dossier is: %(status)s.") % {"status": _status(view)}
            return notices.add(redirect("follow:dossier", dossier_id), "warning", words)
        form, answers = form_of(view), _answers(view, request)
        chosen = _chosen(request, form, answers, view)
        if not chosen.fields:
            return render(request, "portal/follow/amend_choose.html", _choice(request, view, form, answers))
        if request.method == "GET":
            return render(request, "portal/follow/amend.html", _page(request, view, chosen, answers, {}))
    return _changed(request, view, form, chosen, answers)


def _changed(
    request: CitizenRequest, view: DossierView, form: FormDefinition, chosen: Chosen, answers: dict[str, Any]
) -> HttpResponse:
    changes, errors = typed(request, form, chosen, answers)
    errors |= received_files(request, view, form, chosen, answers, changes)
    general = ""
    try:
        if changes:
            services.save_amendment(view.id, changes, by=request.actor, at=clock.now())
        if not errors and not request.POST.get("_action"):
            services.amend(view.id, reason=request.POST.get("reason", ""), by=request.actor, at=clock.now())
            words = _("Changed. The office works with the new answers; your promised date stays.")
            return notices.add(redirect("follow:dossier", view.id), "ok", words)
    except Refused as no:
        if no.code == NO_FORM:
            raise
        errors = faults_of(no)
        general = "" if errors else no.message
    with tenancy.scope(request.actor):
        page = _page(request, view, chosen, answers | changes, errors) | {"general": general}
        return render(request, "portal/follow/amend.html", page, status=422 if errors or general else 200)


def _answers(view: DossierView, request: CitizenRequest) -> dict[str, Any]:
    begun = queries.amendment_begun(view.id, by=request.actor)
    return dict(forms.answers(begun or view.answers_id, by=request.actor).answers)


def _chosen(request: CitizenRequest, form: FormDefinition, answers: dict[str, Any], view: DossierView) -> Chosen:
    asked = request.POST.getlist(CHOSEN) or request.GET.getlist(CHOSEN)
    settled = _settled(view, request)
    return Chosen(frozenset(asked) & {key for key, _label in _questions(form, answers, view)} - settled.keys())


def _settled(view: DossierView, request: CitizenRequest) -> dict[str, str]:
    """Questions a part of a group is decided on, with the name of the part: mended by correcting its result."""
    decided = [one for one in parting.shared_with(view.row, by=request.actor) if one["decided"]]
    return {key: one["name"] for one in decided for key in one["fields"]}


def _questions(
    form: FormDefinition, answers: dict[str, Any], view: DossierView, *, fixed: bool = False
) -> list[tuple[str, str]]:
    """What was asked of this applicant and may be changed, in the order of the form. `fixed`: what may not."""
    today = clock.local(view.row.submitted_at).date()
    rows = [row for page in logic.summary(form, answers, {}, today=today, language=language()) for row in page.rows]
    stays = queries.fixed(form, answers)
    return [
        (row.field, row.label.of(language())) for row in rows if row.field != PLEDGE and (row.field in stays) == fixed
    ]


def _choice(
    request: CitizenRequest, view: DossierView, form: FormDefinition, answers: dict[str, Any]
) -> dict[str, Any]:
    settled = _settled(view, request)
    options = [one for one in _questions(form, answers, view) if one[0] not in settled]
    stays = [label for _key, label in _questions(form, answers, view, fixed=True)]
    field: dict[str, Any] = {
        "name": CHOSEN, "id": CHOSEN, "label": _("What is to be changed?"), "hint": _("Choose one or more"),
        "value": None, "error": None, "required": True, "options": options, "attrs": {},
    }  # fmt: skip
    return {
        "row": view.row,
        "field": field,
        "stays": stays,
        "decided": list(dict.fromkeys(settled.values())),
        "back": reverse("follow:dossier", args=[view.id]),
    }


def _page(
    request: CitizenRequest, view: DossierView, chosen: Chosen, answers: dict[str, Any], errors: dict[str, str]
) -> dict[str, Any]:
    form = form_of(view)
    dress = Dressing(language(), errors, files_in(form, answers, by=request.actor), "", source_name)
    named = [field for field in form.fields() if field.key in chosen.fields]
    further = [f for f in form.fields() if f.key in errors and f.key not in chosen.fields]
    fields = [
        shown(FieldState(field, logic.value_of(field, answers), None, asked=True), dress) for field in named + further
    ]
    faults = [{"id": one.id, "words": one.error} for one in fields if one.error]
    return {
        "row": view.row,
        "fields": fields,
        "chosen": [field.key for field in named + further],
        "parts_too": [
            one["name"] for one in parting.shared_with(view.row, by=request.actor) if one["fields"] & chosen.fields
        ],
        "faults": faults,
        "general": "",
        "reason": request.POST.get("reason", ""),
        "back": reverse("follow:dossier", args=[view.id]),
    }


def _status(view: DossierView) -> str:
    return view.row.status_words_en if language() == "en" else view.row.status_words
