"""C15: every fault at once, with what is wrong and the field in place; nothing else can be changed."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, Protocol, cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.faces.portal.apply import receiving
from motcua.faces.portal.apply.asking import CitizenRequest
from motcua.faces.portal.apply.drafting import OpenDraft, files_in, language
from motcua.faces.portal.apply.fields import source_name
from motcua.faces.portal.follow.parting import place_of
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import DossierView, SupplementView
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms
from motcua.rooms.forms.shown import Dressing, Shown, shown
from motcua.rooms.forms.types import FieldState, FormDefinition


class Asked(Protocol):
    """Which questions may be answered anew."""

    @property
    def fields(self) -> frozenset[str]: ...


@require_http_methods(["GET", "POST"])
@power("citizen")
def supplement(request: CitizenRequest, dossier_id: UUID) -> HttpResponse:
    """Mend what was named and send it back."""
    with tenancy.scope(request.actor):
        view = queries.dossier(dossier_id, by=request.actor)
        asked = view.open_supplement
        if asked is None:
            return redirect("follow:dossier", dossier_id)
        form, answers = form_of(view), _answers(view, asked, request)
        place = place_of(view.row, by=request.actor)
    if request.method == "GET":
        return render(request, "portal/follow/supplement.html", _page(request, view, asked, form, answers, {}))
    changes, errors = typed(request, form, asked, answers)
    errors |= received_files(request, view, form, asked, answers, changes)
    if changes:
        services.save_supplement(dossier_id, changes, by=request.actor, at=clock.now())
    if not errors and not request.POST.get("_action"):
        try:
            services.answer_supplement(
                dossier_id, confirmed=_confirmed(request, asked), by=request.actor, at=clock.now()
            )
        except Refused as no:
            errors = faults_of(no) or {next(iter(asked.fields)): no.message}
        else:
            return notices.add(redirect(place.page), "ok", _("Sent. The office continues with your dossier."))
    with tenancy.scope(request.actor):
        return render(
            request,
            "portal/follow/supplement.html",
            _page(request, view, asked, form, answers | changes, errors),
            status=422 if errors else 200,
        )


def _confirmed(request: CitizenRequest, asked: Asked) -> frozenset[str]:
    """The answers the applicant says are right as they stand."""
    return frozenset(key for key in asked.fields if request.POST.get(f"right-{key}") == "yes")


def form_of(view: DossierView) -> FormDefinition:
    definition = catalogue.version(view.version_id)
    if definition is None:
        raise Refused("act.out-of-reach")
    return definition.form


def _answers(view: DossierView, asked: SupplementView, request: CitizenRequest) -> dict[str, Any]:
    return dict(forms.answers(asked.answers_id or view.answers_id, by=request.actor).answers)


def typed(
    request: CitizenRequest, form: FormDefinition, asked: Asked, answers: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Read the named fields only, wherever in the form they stand."""
    changes: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for page in form.pages:
        named = {field.key for field in page.fields} & asked.fields
        if not named:
            continue
        parsed = logic.parse(form, page.key, request.POST, answers, today=clock.today())
        changes |= {key: value for key, value in parsed.changes.items() if key in named}
        errors |= {
            fault.field: fault.words.of(language()) for fault in parsed.faults if fault.field.split(".")[0] in named
        }
    return changes, errors


def received_files(
    request: CitizenRequest,
    view: DossierView,
    form: FormDefinition,
    asked: Asked,
    answers: dict[str, Any],
    changes: dict[str, Any],
) -> dict[str, str]:
    """Take in posted files; a list of files grows by the new ones, and loses what was removed."""
    place = cast("OpenDraft", SimpleNamespace(id=view.id, form=form))
    received = receiving.Received({})
    errors: dict[str, str] = {}
    for field in (f for f in form.fields() if f.kind == "file" and f.key in asked.fields):
        lists: dict[str, Any] = {}
        for upload in request.FILES.getlist(field.key):
            receiving.add(field, upload, place, lists, received, by=request.actor)
        held = list(answers.get(field.key) or [])
        action = request.POST.get("_action", "")
        if action.startswith(f"remove-file:{field.key}:"):
            held = [one for one in held if one != action.rsplit(":", 1)[1]]
        wanted = held + (list(lists[field.key].add) if field.key in lists else [])
        if wanted != (answers.get(field.key) or []):
            changes[field.key] = wanted
        errors |= {k: v for k, v in received.refused.items() if k == field.key}
    return errors


def faults_of(no: Refused) -> dict[str, str]:
    return {fault.field: fault.words.of(language()) for fault in no.params.get("faults", [])}


def _page(
    request: CitizenRequest,
    view: DossierView,
    asked: SupplementView,
    form: FormDefinition,
    answers: dict[str, Any],
    errors: dict[str, str],
) -> dict[str, Any]:
    dress = Dressing(language(), errors, files_in(form, answers, by=request.actor), "", source_name)
    words = {item.field: item for item in asked.items}
    handed_in = forms.answers(view.answers_id, by=request.actor).answers
    fields: list[tuple[Any, Shown, bool]] = []
    for field in form.fields():
        if field.key in words:
            state = FieldState(field, logic.value_of(field, answers), None, asked=True)
            one = _wanted(shown(state, dress), handed_in.get(field.key) or ())
            fields.append((words[field.key], one, queries.may_stay(field, handed_in.get(field.key))))
    faults = [{"id": one.id, "words": one.error} for _item, one, _stays in fields if one.error]
    return {
        "view": view,
        "row": view.row,
        "asked": asked,
        "fields": fields,
        "faults": faults,
        "confirmed": _confirmed(request, asked),
        "place": place_of(view.row, by=request.actor),
    }


def _wanted(field: Shown, faulted: Any) -> Shown:
    """A question whose answer the office waits for: never optional, and the file it cannot use is not called good."""
    if field.kind != "file":
        return replace(field, required=True)
    words = _("The office asks for another one")
    files = [
        file | {"state": "refused", "reason": words} if file["id"] in faulted else file for file in field.value or ()
    ]
    return replace(field, required=True, value=files)
