"""One page of questions or papers as it stands: what is asked, what is known already, what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe

from motcua.faces.portal import copies
from motcua.faces.portal.apply.asking import CitizenRequest
from motcua.faces.portal.apply.drafting import OpenDraft, language, page_url
from motcua.faces.portal.apply.fields import source_name
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.forms import logic
from motcua.rooms.forms.shown import Dressing, hidden, reveals, shown
from motcua.rooms.forms.types import Fault, Field, PageState

TO_CHECK = "kiem-tra"
ANYWHERE = "/00000000-0000-0000-0000-000000000000/"
MOST_KEPT = 500
MAY_HEAD = frozenset({"radio", "checkboxes", "select", "text", "textarea", "number", "money", "date", "phone", "email"})
_blank: dict[tuple[object, ...], str] = {}


def show_page(
    request: CitizenRequest,
    draft: OpenDraft,
    key: str,
    answers: dict[str, Any],
    *,
    faults: list[Fault] | None = None,
    came_back: bool = False,
    elsewhere: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    opened = frozenset(request.GET.getlist("sua"))
    states = draft.states_with(answers, opened)
    state = next((one for one in states if one.key == key), None)
    if state is None:
        return redirect(draft.next_url())
    words = {fault.field: fault.words.of(language()) for fault in faults or ()}
    number, total = (state.number or state.total), state.total + 1
    fields = _asked(state)
    context = {
        "draft": draft,
        "title": state.page.title.of(language()),
        "about": state.page.about.of(language()) if state.page.about else None,
        "number": number,
        "total": total,
        "may_grow": _may_grow(draft, states),
        "questions": _questions(draft, state, fields, answers, words),
        "known": _known(draft, state),
        "headed": _headed(state, fields),
        "seen": ",".join(f"{one.key}:{_mark(draft, one)}" for one in fields if one.kind != "file"),
        "faults": [{"id": fault.id, "words": words[fault.field]} for fault in faults or ()],
        "back_url": _back(request, draft, states, key),
        "came_back": came_back,
        "elsewhere": elsewhere,
        "takes_files": any(one.kind == "file" for one in state.page.fields),
    }
    return render(request, "portal/apply/page.html", context, status=status)


def _may_grow(draft: OpenDraft, states: list[PageState]) -> bool:
    """Tell whether an answer still to come can bring up a page that is not counted yet."""
    shown = {one.key for one in states}
    waiting = any(page.key not in shown and not page.pledge for page in draft.form.pages)
    return waiting and not all(one.visited or one.skipped for one in states)


def _asked(state: PageState) -> list[Field]:
    """What is asked now, and what a choice on this page may bring up."""
    asked = {one.field.key: one.asked for one in state.fields}
    return [
        one
        for one in state.page.fields
        if asked.get(one.key) or (one.key not in asked and reveals(one, state.page, is_open=False))
    ]


def _questions(
    draft: OpenDraft, state: PageState, fields: list[Field], answers: Mapping[str, Any], words: Mapping[str, str]
) -> str:
    """The questions as HTML. Until something is answered a page is the same for everybody: written once, then kept."""
    here = f"/{draft.id}/"
    sources = any(one.asked and one.known for one in state.fields)
    if words or sources or any(one.key in answers for one in fields):
        return mark_safe(_written(draft, state, fields, answers, words))  # noqa: S308 - written by our own template
    shown_now = tuple((one.field.key, one.asked) for one in state.fields)
    like = (draft.definition.id, state.key, shown_now, language(), draft.today)
    if like not in _blank:
        if len(_blank) >= MOST_KEPT:
            _blank.clear()
        _blank[like] = _written(draft, state, fields, answers, words).replace(here, ANYWHERE)
    return mark_safe(_blank[like].replace(ANYWHERE, here))  # noqa: S308 - the same


def _written(
    draft: OpenDraft, state: PageState, fields: list[Field], answers: Mapping[str, Any], words: Mapping[str, str]
) -> str:
    dress = Dressing(language(), words, draft.files, reverse("apply:upload", args=[draft.id]), source_name)
    now = {one.field.key: one for one in state.fields}
    questions = [
        shown(now[one.key], dress, reveals(one, state.page, is_open=True))
        if one.key in now
        else hidden(one, answers, state.page, dress)
        for one in fields
    ]
    questions = [_priced(draft, one) if one else one for one in questions]
    headed = _headed(state, fields)
    if headed:
        questions = [replace(one, label=state.page.title.of(language())) for one in questions if one]
    here = {"questions": [one for one in questions if one], "headed": headed}
    return render_to_string("portal/apply/questions.html", here)


def _priced(draft: OpenDraft, question: Any) -> Any:
    """The number of copies is asked with what one more costs."""
    if question.name != copies.QUESTION or question.hint:
        return question
    offers = catalogue.offers(draft.definition, on=draft.today, language=language())
    return replace(question, hint=copies.words(draft.definition, offers) or None)


def _headed(state: PageState, fields: list[Field]) -> bool:
    """Tell whether the page is one question that its title asks already: then the question is the heading."""
    if len(fields) != 1 or len(state.fields) != 1 or state.page.about or fields[0].kind not in MAY_HEAD:
        return False
    title, label = state.page.title.of(language()), fields[0].label.of(language())
    return title.casefold().startswith(label.casefold())


def _known(draft: OpenDraft, state: PageState) -> list[dict[str, Any]]:
    return [
        {
            "label": one.field.label.of(language()),
            "lines": logic.kind_of(one.field).shown(one.field, one.value, language()),
            "source": source_name(one.known) if one.known else None,
            "source_at": one.known.obtained_at if one.known else None,
            "report_url": reverse("apply:dispute", args=[draft.id, one.field.key]),
        }
        for one in state.fields
        if not one.asked
    ]


def _mark(draft: OpenDraft, field: Field) -> str:
    return logic.mark(field, logic.value_of(field, draft.answers))


def _back(request: CitizenRequest, draft: OpenDraft, states: list[PageState], key: str) -> str:
    if request.GET.get("ve") == TO_CHECK:
        return reverse("apply:check", args=[draft.id])
    before = [one for one in states[: [s.key for s in states].index(key)] if not one.skipped]
    return page_url(draft.id, before[-1].key) if before else reverse("apply:start", args=[draft.view.procedure_code])
