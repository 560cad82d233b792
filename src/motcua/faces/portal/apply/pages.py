"""C8, C9: one page of questions or papers. Saved at every post, mended or not: nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.faces.kit.powers import power
from motcua.faces.portal.apply import elsewhere, kept, receiving
from motcua.faces.portal.apply.asking import CitizenRequest
from motcua.faces.portal.apply.drafting import filled_draft, open_draft, page_url, procedure_of
from motcua.faces.portal.apply.receiving import Received
from motcua.faces.portal.apply.showing import TO_CHECK, show_page
from motcua.kernel import clock
from motcua.kernel.tenancy import scope
from motcua.rooms.dossiers import services
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms
from motcua.rooms.forms.shown import pressed
from motcua.rooms.forms.types import AnswersView, Fault, FormDefinition, Page, PageState, Words

SEEN = "_seen"


@require_http_methods(["GET", "POST"])
@kept.survives_expiry
@power("citizen")
def page(request: CitizenRequest, draft_id: UUID, key: str) -> HttpResponse:
    """Show a page, or take in what was filled and go on."""
    if request.method == "POST":
        return _take_in(request, draft_id, key)
    draft = open_draft(draft_id, by=request.actor)
    typed = kept.typed_before(request, draft_id)
    answers = dict(draft.answers)
    if typed is not None and key in draft.form.page_of:
        answers = logic.parse(draft.form, key, typed, draft.answers, today=draft.today, seen=marks_of(typed)).answers
    return show_page(request, draft, key, answers, came_back=typed is not None)


@dataclass
class Outcome:
    """What a posted page came to: judged inside the act, against the answers as they are then."""

    states: list[PageState] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    now: AnswersView | None = None
    goes_on_at: str = ""
    elsewhere: list[str] = field(default_factory=list)
    """What another window had written into questions that were typed over here."""

    @property
    def answers(self) -> dict[str, Any]:
        return self.now.answers if self.now else {}


def _take_in(request: CitizenRequest, draft_id: UUID, key: str) -> HttpResponse:
    form = procedure_of(draft_id, by=request.actor).form
    if key not in form.page_of:
        raise Http404
    page, seen, outcome = form.page_of[key], marks_of(request.POST), Outcome()
    received = receiving.take_in(request, page.fields, receiving.Draft(draft_id))

    def filled(kept_answers: AnswersView) -> dict[str, Any]:
        return _judge(form, page, request.POST, kept_answers, received, outcome)

    services.save_draft(draft_id, cast("Any", filled), by=request.actor, at=clock.now())
    return kept.forget(request, _after(request, draft_id, page, outcome, received, seen), draft_id)


def _judge(
    form: FormDefinition, page: Page, post: QueryDict, now: AnswersView, received: Received, outcome: Outcome
) -> dict[str, Any]:
    """Read the page, find what is wrong on it, and answer what to keep."""
    today = clock.today()
    seen = marks_of(post)
    typed = logic.read_page(form, page.key, post, now.answers, seen=seen)
    outcome.elsewhere = elsewhere.changed(form, typed, now, seen)
    changes = forms.named(typed)
    changes |= received.changes
    outcome.goes_on_at = pressed(page.fields, post.get("_action", ""), {**now.answers, **changes}, changes)
    answers = logic.merged(now.answers, changes)
    outcome.states = logic.pages(form, answers, now.provenance, today=today, pledged_last=True)
    here = next((state for state in outcome.states if state.key == page.key), None)
    refused = [Fault(name, "file", Words(vi=words), page.key) for name, words in received.refused.items()]
    outcome.faults = refused or list(here.faults if here else ())
    if not outcome.goes_on_at and not outcome.faults:
        changes[f"{logic.DONE}{page.key}"] = True
    outcome.now = replace(now, answers=logic.merged(now.answers, changes))
    return changes


def _after(
    request: CitizenRequest,
    draft_id: UUID,
    page: Page,
    outcome: Outcome,
    received: Received,
    seen: Mapping[str, str] | None,
) -> HttpResponse:
    faults = outcome.faults
    if outcome.goes_on_at and not received.refused:
        return redirect(f"{_again(request, draft_id, page.key)}#{outcome.goes_on_at}")
    there = {*(seen or ()), *(one.key for one in page.fields if one.kind == "file" or seen is None)}
    if faults and all(fault.field.partition(".")[0] not in there for fault in faults):
        return redirect(_again(request, draft_id, page.key))  # the answer brought up questions that were not there
    if faults:
        with scope(request.actor):
            draft = open_draft(draft_id, by=request.actor)
            return show_page(
                request, draft, page.key, outcome.answers, faults=faults, elsewhere=outcome.elsewhere, status=422
            )
    if outcome.elsewhere:
        with scope(request.actor):
            draft = open_draft(draft_id, by=request.actor)
            return show_page(request, draft, page.key, outcome.answers, elsewhere=outcome.elsewhere)
    after = logic.next_page(outcome.states, after=page.key)
    if after is not None and request.GET.get("ve") != TO_CHECK:
        return redirect(page_url(draft_id, after.key))
    return redirect(_end(request, draft_id, outcome))


def _end(request: CitizenRequest, draft_id: UUID, outcome: Outcome) -> str:
    """Past the last page: the check page, once it is known where the dossier goes."""
    with scope(request.actor):
        draft = filled_draft(draft_id, outcome.now, by=request.actor)
        agency = draft.agency
    if agency is None:
        return reverse("apply:agency", args=[draft_id])
    if agency.id != draft.view.agency_id:
        services.choose_agency(draft_id, agency.id, by=request.actor, at=clock.now())
    return reverse("apply:check", args=[draft_id])


def _again(request: CitizenRequest, draft_id: UUID, key: str) -> str:
    query = request.META.get("QUERY_STRING", "")
    return page_url(draft_id, key) + (f"?{query}" if query else "")


def marks_of(post: QueryDict) -> dict[str, str] | None:
    if SEEN not in post:
        return None
    pairs = (part.partition(":") for part in str(post.get(SEEN, "")).split(","))
    return {key: mark for key, _colon, mark in pairs if key}
