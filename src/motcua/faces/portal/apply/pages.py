"""C8, C9: one page of questions or papers. Saved at every post, mended or not: nothing typed is lost."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.faces.kit.powers import power
from motcua.faces.portal.apply import kept, receiving
from motcua.faces.portal.apply.asking import CitizenRequest
from motcua.faces.portal.apply.drafting import OpenDraft, language, open_draft, page_url
from motcua.faces.portal.apply.fields import Dressing, Shown, hidden, reveals, shown, source_name
from motcua.kernel import clock
from motcua.kernel.tenancy import scope
from motcua.rooms.dossiers import services
from motcua.rooms.forms import logic
from motcua.rooms.forms.kinds import KINDS
from motcua.rooms.forms.types import Fault, ListChange, PageState, Words

SEEN = "_seen"
TO_CHECK = "kiem-tra"
MOST_ROWS = 50


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
        answers = logic.parse(draft.form, key, typed, draft.answers, today=draft.today, seen=_seen(typed)).answers
    return _page(request, draft, key, answers, came_back=typed is not None)


def _take_in(request: CitizenRequest, draft_id: UUID, key: str) -> HttpResponse:
    with scope(request.actor):
        draft = open_draft(draft_id, by=request.actor)
    if key not in draft.form.page_of:
        raise Http404
    seen = _seen(request.POST)
    parsed = logic.parse(draft.form, key, request.POST, draft.answers, today=draft.today, seen=seen)
    changes = dict(parsed.changes)
    action = _act_on_rows(draft, key, request.POST.get("_action", ""), parsed.answers, changes)
    files = receiving.take_in(request, draft, key, changes)
    answers = logic.merged(draft.answers, changes)
    state = _state(draft, key, answers, files.by_id)
    faults = [Fault(name, "file", Words(vi=words), key) for name, words in files.refused.items()] or list(
        state.faults if state else ()
    )
    if not action and not faults:
        changes[f"{logic.DONE}{key}"] = True
    if changes:
        services.save_draft(draft_id, changes, {}, draft.kept.version, by=request.actor, at=clock.now())
    response = _after(request, draft, key, logic.merged(draft.answers, changes), faults, action, seen, files.by_id)
    return kept.forget(request, response, draft_id)


def _after(
    request: CitizenRequest,
    draft: OpenDraft,
    key: str,
    answers: dict[str, Any],
    faults: list[Fault],
    action: str,
    seen: Mapping[str, str] | None,
    files: Mapping[str, Any],
) -> HttpResponse:
    if action and not any(fault.code == "file" for fault in faults):
        return redirect(_again(request, draft, key) + f"#{action}")
    if (
        faults
        and seen is not None
        and all(fault.field.partition(".")[0] not in _there(draft, key, seen) for fault in faults)
    ):
        return redirect(_again(request, draft, key))  # the answer brought up questions that were not on the page
    if faults:
        with scope(request.actor):
            return _page(request, draft, key, answers, faults=faults, files=files, status=422)
    if request.GET.get("ve") == TO_CHECK:
        return redirect("apply:check", draft_id=draft.id)
    with scope(request.actor):
        return redirect(draft.with_answers(answers, files).next_url(after=key))


def _there(draft: OpenDraft, key: str, seen: Mapping[str, str]) -> set[str]:
    """Fields that were on the page: those with a mark, and papers, which have none."""
    return {*seen, *(one.key for one in draft.form.page_of[key].fields if one.kind == "file")}


def _again(request: CitizenRequest, draft: OpenDraft, key: str) -> str:
    query = request.META.get("QUERY_STRING", "")
    return page_url(draft.id, key) + (f"?{query}" if query else "")


def _act_on_rows(draft: OpenDraft, key: str, action: str, answers: Mapping[str, Any], changes: dict[str, Any]) -> str:
    """Do what a button inside the form asked; answers where to go on, or nothing for «continue»."""
    verb, _colon, rest = action.partition(":")
    name, _colon, which = rest.partition(":")
    field = next((one for one in draft.form.page_of[key].fields if one.key == name), None)
    if field is None:
        return ""
    value = list(answers.get(name) or ()) if field.kind in ("repeat", "file") else []
    match verb:
        case "add" if len(value) < (field.limits.max_items or MOST_ROWS):
            changes[name] = [*value, {}]
            return f"{name}-{len(value)}-{field.fields[0].key}"
        case "remove" if which.isdecimal() and int(which) < len(value):
            changes[name] = value[: int(which)] + value[int(which) + 1 :]
        case "remove-file":
            changes[name] = ListChange(remove=(which,))
    return name


def _state(draft: OpenDraft, key: str, answers: Mapping[str, Any], files: Mapping[str, Any]) -> PageState | None:
    states = logic.pages(draft.form, answers, draft.kept.provenance, today=draft.today, files=files)
    return next((state for state in states if state.key == key), None)


def _page(
    request: CitizenRequest,
    draft: OpenDraft,
    key: str,
    answers: dict[str, Any],
    *,
    faults: list[Fault] | None = None,
    files: Mapping[str, Any] | None = None,
    came_back: bool = False,
    status: int = 200,
) -> HttpResponse:
    opened = frozenset(request.GET.getlist("sua"))
    states = draft.states_with(answers, opened)
    state = next((one for one in states if one.key == key), None)
    if state is None:
        return redirect(draft.next_url())
    words = {fault.field: fault.words.of(language()) for fault in faults or ()}
    dress = Dressing(language(), words, files or draft.files, reverse("apply:upload", args=[draft.id]))
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


def _seen(post: QueryDict) -> dict[str, str] | None:
    if SEEN not in post:
        return None
    pairs = (part.partition(":") for part in str(post.get(SEEN, "")).split(","))
    return {key: mark for key, _colon, mark in pairs if key}


def _back(request: CitizenRequest, draft: OpenDraft, states: list[PageState], key: str) -> str:
    if request.GET.get("ve") == TO_CHECK:
        return reverse("apply:check", args=[draft.id])
    before = [one for one in states[: [s.key for s in states].index(key)] if not one.skipped]
    return page_url(draft.id, before[-1].key) if before else reverse("apply:start", args=[draft.view.procedure_code])
