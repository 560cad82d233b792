"""O2, screen 3: only what is missing is asked, all of it on one page, with the papers that lie on the counter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import DeskRequest, language, typed_id
from motcua.faces.desk.reception import offering, scans
from motcua.faces.desk.reception.people import standing_or_gone
from motcua.faces.kit.powers import power
from motcua.kernel import clock
from motcua.kernel.tenancy import scope
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.agencies.types import Agency
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.package import Component
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents.types import StoredFile
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers import services
from motcua.rooms.dossiers.types import CHANNEL_OF_ANSWER, RESULT_DELIVERY, DraftView
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms
from motcua.rooms.forms.shown import pressed
from motcua.rooms.forms.types import AnswersView, Fault, FormDefinition, PageState

SEEN, PAPERS, NARROW = "_seen", "_papers", "narrow"


@dataclass(frozen=True)
class AtCounter:
    """A draft being filled in at the counter, read once a request."""

    view: DraftView
    definition: Definition
    kept: AnswersView
    files: Mapping[str, StoredFile]
    today: date

    @property
    def form(self) -> FormDefinition:
        return self.definition.form

    @cached_property
    def states(self) -> list[PageState]:
        return logic.pages(self.form, self.kept.answers, self.kept.provenance, today=self.today, files=self.files)

    @cached_property
    def sight(self) -> dict[str, Any]:
        return logic.conditions_see(self.form, self.kept.answers, today=self.today)

    @cached_property
    def needed(self) -> list[Component]:
        """The papers that the answers so far ask for."""
        return catalogue.papers_needed(self.definition, "counter", self.sight, on=self.today)

    @cached_property
    def on_paper(self) -> frozenset[str]:
        """File questions that the paper itself answers."""
        there = {paper.key for paper in self.view.papers}
        return frozenset(one.field for one in self.definition.papers.components if one.field and one.key in there)

    @cached_property
    def faults(self) -> list[Fault]:
        found = [fault for state in self.states for fault in state.faults]
        return [one for one in found if one.field not in self.on_paper or self.kept.answers.get(one.field)]


def opened(draft_id: UUID, by: Actor) -> AtCounter:
    """Read a draft of this counter. Refused: act.out-of-reach"""
    view = dossiers.draft(draft_id, by=by)
    definition = catalogue.procedure(view.procedure_key) or catalogue.version(view.version_id)
    kept = forms.answers(view.answers_id, by=by)
    named = [one for f in definition.form.fields() if f.kind == "file" for one in kept.answers.get(f.key) or () if one]
    files = documents.files_by_id([UUID(str(one)) for one in named], by=by) if named else []
    return AtCounter(view, definition, kept, {str(one.id): one for one in files}, clock.today())


@require_http_methods(["GET", "POST"])
@power("dossiers.note_papers")
def draft(request: DeskRequest, draft_id: UUID) -> HttpResponse:
    """Ask what is missing, or take in what was typed and ticked, and go on to the check."""
    by = request.actor
    if request.method == "GET":
        return _page(request, opened(draft_id, by))
    with scope(by):
        before = opened(draft_id, by)
    outcome = _take_in(request, before)
    with scope(by):
        now = opened(draft_id, by)
        if outcome.goes_on_at:
            return redirect(f"{reverse('desk:counter-draft', args=[draft_id])}#{outcome.goes_on_at}")
        new = _newly_asked(request, now)
        if new and not outcome.refused:
            return redirect(f"{reverse('desk:counter-draft', args=[draft_id])}#{new}")
        if outcome.refused or now.faults:
            fresh = outcome.refused or now.faults
            return _page(request, now, faults=fresh, status=422)
        if now.view.agency_id is None:
            return _page(request, now, agency_missing=True, status=422)
    return redirect("desk:counter-check", draft_id=draft_id)


def _newly_asked(request: DeskRequest, now: AtCounter) -> str:
    """The first question or paper that these answers brought and the page did not show yet: it is shown, not blamed."""
    if request.POST.get("_action") == NARROW:
        return "applies"
    shown = {one.partition(":")[0] for one in request.POST.get(SEEN, "").split(",")}
    asked = offering.questions(now.states, now.kept.answers, {}, frozenset())
    fields = [one for group in asked.groups for one in group["needed"] if one.key not in shown]
    papers = [one for one in now.needed if one.key not in request.POST.get(PAPERS, "").split(",")]
    return fields[0].id if fields else f"paper-{papers[0].key}" if papers else ""


@dataclass
class Outcome:
    """What one post came to."""

    refused: list[Fault] = field(default_factory=list)
    goes_on_at: str = ""


def _take_in(request: DeskRequest, before: AtCounter) -> Outcome:
    """Keep what was typed, right or wrong; then what lies on the counter, where it goes, how the result comes back."""
    by, at, outcome = request.actor, clock.now(), Outcome()
    received = scans.take_in(request, before.form, before.view)
    outcome.refused = received.faults(before.form)

    def filled(kept: AnswersView) -> dict[str, Any]:
        changes = _read(before.form, request.POST, kept.answers) | received.changes
        fields = [one for page in before.form.pages for one in page.fields]
        outcome.goes_on_at = pressed(fields, request.POST.get("_action", ""), {**kept.answers, **changes}, changes)
        return changes

    services.save_draft(before.view.id, cast("Any", filled), by=by, at=at)
    services.note_papers(before.view.id, offering.papers(before.definition, request.POST), by=by, at=at)
    agency = typed_id(request.POST.get("agency", ""))
    if agency is not None and agency != before.view.agency_id:
        services.choose_agency(before.view.id, agency, by=by, at=at)
    channel, case = request.POST.get("channel") or _told(request.POST), request.POST.get("case")
    if channel or case is not None:
        services.choose_options(before.view.id, result_channel=channel, case=case, by=by, at=at)
    return outcome


def _told(post: QueryDict) -> str | None:
    """How the result comes back, where the form itself asks."""
    told = CHANNEL_OF_ANSWER.get(str(post.get(RESULT_DELIVERY, "")))
    return str(told) if told else None


def _read(form: FormDefinition, post: QueryDict, answers: Mapping[str, Any]) -> dict[str, Any]:
    pairs = (part.partition(":") for part in str(post.get(SEEN, "")).split(","))
    seen = {key: mark for key, _colon, mark in pairs if key}
    changes: dict[str, Any] = {}
    for page in form.pages:
        changes |= logic.read_page(form, page.key, post, answers, seen=seen)
    return forms.named(changes)


def _page(
    request: DeskRequest,
    at: AtCounter,
    *,
    faults: list[Fault] | None = None,
    agency_missing: bool = False,
    status: int = 200,
) -> HttpResponse:
    words = {fault.field: fault.words.of(language()) for fault in faults or ()}
    asked = offering.questions(at.states, at.kept.answers, words, offering.deciding(at.definition))
    listed = [{"id": fault.id, "words": fault.words.of(language())} for fault in faults or ()]
    components = offering.components(at.definition, at.needed, at.view.papers, at.files, at.kept.answers, words)
    on_papers = {one["field"]: f"paper-{one['key']}" for one in components if one["field"]}
    for one in listed:
        one["id"] = on_papers.get(str(one["id"]), one["id"])
    shown = {
        "who": standing_or_gone(at.view, request.actor),
        "draft": at.view,
        "title": at.definition.procedure.plain_name.words(language()),
        "asked": asked,
        "papers_shown": ",".join(one.key for one in at.needed),
        "warnings": offering.agency_warnings(at.definition, at.sight, _chosen(at), request.actor),
        "known": offering.known(at.states),
        "components": components,
        "agency": offering.agency_field(at.definition, at.sight, at.view.agency_id, missing=agency_missing),
        "channel": offering.channel_field(at.definition, at.view.result_channel),
        "case": offering.case_field(at.definition, at.view.case),
        "faults": listed + ([{"id": "agency", "words": offering.agency_words()}] if agency_missing else []),
    }
    return render(request, "desk/counter/filling.html", menu.page(request, "counter", **shown), status=status)


def _chosen(at: AtCounter) -> Agency | None:
    return agencies.agency(at.view.agency_id) if at.view.agency_id else None


@require_POST
@power("dossiers.note_papers")
def discard(request: DeskRequest, draft_id: UUID) -> HttpResponse:
    """The person changed his mind: the draft goes away with everything in it."""
    services.discard(draft_id, by=request.actor, at=clock.now())
    return redirect("desk:counter")
