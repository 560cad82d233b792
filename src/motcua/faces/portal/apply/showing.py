"""One page of questions or papers as it stands: what is asked, what is known already, what is wrong."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from motcua.faces.portal.apply.asking import CitizenRequest
from motcua.faces.portal.apply.drafting import OpenDraft, language, page_url
from motcua.faces.portal.apply.fields import Dressing, Shown, hidden, reveals, shown, source_name
from motcua.rooms.forms import logic
from motcua.rooms.forms.kinds import KINDS
from motcua.rooms.forms.types import Fault, PageState

TO_CHECK = "kiem-tra"


def show_page(
    request: CitizenRequest,
    draft: OpenDraft,
    key: str,
    answers: dict[str, Any],
    *,
    faults: list[Fault] | None = None,
    came_back: bool = False,
    status: int = 200,
) -> HttpResponse:
    opened = frozenset(request.GET.getlist("sua"))
    states = draft.states_with(answers, opened)
    state = next((one for one in states if one.key == key), None)
    if state is None:
        return redirect(draft.next_url())
    words = {fault.field: fault.words.of(language()) for fault in faults or ()}
    dress = Dressing(language(), words, draft.files, reverse("apply:upload", args=[draft.id]))
    asked = _questions(state, answers, dress)
    number, total = (state.number or state.total), state.total + 1
    context = {
        "draft": draft,
        "state": state,
        "title": state.page.title.of(language()),
        "about": state.page.about.of(language()) if state.page.about else None,
        "number": number,
        "total": total,
        "questions": asked,
        "known": _known(draft, state),
        "seen": ",".join(f"{one.key}:{_mark(draft, one.key)}" for one in asked if one.kind != "file"),
        "faults": [{"id": fault.id, "words": words[fault.field]} for fault in faults or ()],
        "back_url": _back(request, draft, states, key),
        "came_back": came_back,
    }
    return render(request, "portal/apply/page.html", context, status=status)


def _questions(state: PageState, answers: Mapping[str, Any], dress: Dressing) -> list[Shown]:
    """What is asked now, and what a choice on this page may bring up."""
    asked = {one.field.key: one for one in state.fields if one.asked}
    there = {one.field.key for one in state.fields}
    found = []
    for field in state.page.fields:
        if field.key in asked:
            reveal = reveals(field, state.page, is_open=True)
            found.append(shown(asked[field.key], dress, reveal))
        elif field.key not in there and (closed := hidden(field, answers, state.page, dress)):
            found.append(closed)
    return found


def _known(draft: OpenDraft, state: PageState) -> list[dict[str, Any]]:
    return [
        {
            "label": one.field.label.of(language()),
            "lines": KINDS[one.field.kind].shown(one.field, one.value, language()),
            "source": source_name(one.known) if one.known else None,
            "source_at": one.known.obtained_at if one.known else None,
            "report_url": reverse("apply:dispute", args=[draft.id, one.field.key]),
        }
        for one in state.fields
        if not one.asked
    ]


def _mark(draft: OpenDraft, key: str) -> str:
    field = draft.form.by_key[key]
    return logic.mark(field, logic.value_of(field, draft.answers))


def _back(request: CitizenRequest, draft: OpenDraft, states: list[PageState], key: str) -> str:
    if request.GET.get("ve") == TO_CHECK:
        return reverse("apply:check", args=[draft.id])
    before = [one for one in states[: [s.key for s in states].index(key)] if not one.skipped]
    return page_url(draft.id, before[-1].key) if before else reverse("apply:start", args=[draft.view.procedure_code])
