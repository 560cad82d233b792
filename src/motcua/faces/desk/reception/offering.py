"""What the counter's page of questions offers: missing answers, papers with counts, who decides, how it comes back."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.faces.desk.asking import language
from motcua.faces.desk.case.reading import source_name
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.competence import candidates
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.documents.types import StoredFile
from motcua.rooms.dossiers.types import RESULT_DELIVERY, PaperInHand
from motcua.rooms.forms import logic
from motcua.rooms.forms.shown import Dressing, Shown, hidden, reveals, shown
from motcua.rooms.forms.types import Field, FieldState, PageState

MOST_COPIES = 99


def questions(
    states: list[PageState], answers: Mapping[str, Any], words: Mapping[str, str]
) -> tuple[list[dict[str, Any]], str]:
    """Page by page what must be asked, what may be left out folded away; and the marks of what is shown."""
    dress = Dressing(language(), words, {}, "", source_name)
    marks: list[str] = []
    groups: list[dict[str, Any]] = []
    for state in states:
        now = {one.field.key: one for one in state.fields}
        needed: list[Shown] = []
        spare: list[Shown] = []
        for one in state.page.fields:
            question = _question(one, now.get(one.key), state, answers, dress)
            if question is None:
                continue
            marks.append(f"{one.key}:{logic.mark(one, logic.value_of(one, answers))}")
            may_wait = not (one.required or question.reveal or question.error or one.key in answers)
            (spare if may_wait else needed).append(question)
        if needed or spare:
            groups.append({"title": state.page.title.of(language()), "needed": needed, "spare": spare})
    return groups, ",".join(marks)


def _question(
    one: Field, now: FieldState | None, state: PageState, answers: Mapping[str, Any], dress: Dressing
) -> Shown | None:
    if one.kind == "file":
        return None
    if now is None:
        return hidden(one, answers, state.page, dress)
    return shown(now, dress, reveals(one, state.page, is_open=True)) if now.asked else None


def known(states: list[PageState]) -> list[dict[str, Any]]:
    """What need not be asked, to be read out and confirmed."""
    return [
        {
            "label": one.field.label.of(language()),
            "lines": logic.kind_of(one.field).shown(one.field, one.value, language()),
            "source": source_name(one.known) if one.known else None,
            "source_at": one.known.obtained_at if one.known else None,
        }
        for state in states
        for one in state.fields
        if not one.asked
    ]


def components(
    definition: Definition,
    noted: Iterable[PaperInHand],
    files: Mapping[str, StoredFile],
    answers: Mapping[str, Any],
    words: Mapping[str, str],
) -> list[dict[str, Any]]:
    """The papers of the procedure, each with what lies on the counter."""
    there = {paper.key: paper for paper in noted}
    rows = []
    for one in definition.papers.components:
        if one.is_eform or (one.channels and "counter" not in one.channels):
            continue
        paper = there.get(one.key)
        upload = definition.form.by_key.get(one.field or "")
        rows.append(
            {
                "key": one.key,
                "field": one.field,
                "name": one.name.words(language()),
                "condition": one.condition_text.words(language()) if one.condition_text else None,
                "mandatory": one.mandatory and one.when is None,
                "ticked": paper is not None,
                "seen": paper.seen if paper else one.present_only,
                "originals": paper.originals if paper else one.originals,
                "copies": paper.copies if paper else one.copies,
                "accept": logic.kind_of(upload).attrs(upload).get("accept") if upload else None,
                "error": words.get(one.field or ""),
                "files": [files[str(f)].name for f in answers.get(one.field or "") or () if str(f) in files],
            }
        )
    return rows


def papers(definition: Definition, post: QueryDict) -> list[PaperInHand]:
    """What was ticked, with its counts."""
    found = []
    for one in definition.papers.components:
        name = f"paper-{one.key}"
        if post.get(name) != "yes":
            continue
        found.append(
            PaperInHand(
                one.key,
                originals=_count(post.get(f"{name}-originals")),
                copies=_count(post.get(f"{name}-copies")),
                seen=post.get(f"{name}-seen") == "yes",
            )
        )
    return found


def _count(text: str | None) -> int:
    return min(int(text), MOST_COPIES) if text and text.isascii() and text.isdigit() else 0


def agency_words() -> str:
    return _("Choose the office that is to decide")


def agency_field(definition: Definition, sight: Mapping[str, Any], chosen: Any, *, missing: bool) -> dict[str, Any]:
    """Any competent agency of the province, the near ones first."""
    near = candidates(definition, sight, dict)
    rest = [one for one in catalogue.competent_agencies(definition) if one not in near]
    offered = [*near, *sorted(rest, key=lambda one: one.name)]
    return _field("agency", _("Which office is to decide?"), chosen, [(str(one.id), one.name, None) for one in offered],
                  error=agency_words() if missing else None)  # fmt: skip


def channel_words(chosen: str) -> str:
    return next(words for value, words, _hint in _channels() if value == chosen)


def channel_field(definition: Definition, chosen: str) -> dict[str, Any] | None:
    """How the result comes back; None where the form itself asks."""
    if RESULT_DELIVERY in definition.form.by_key:
        return None
    return _field("channel", _("How does the result reach the applicant?"), chosen, _channels())


def _channels() -> list[tuple[str, str, str | None]]:
    return [
        ("counter", _("at this counter"), None),
        ("portal", _("to the portal"), None),
        ("post", _("by post"), None),
    ]


def case_field(definition: Definition, chosen: str) -> dict[str, Any] | None:
    """The special cases of the procedure at the counter; None when there is but the usual one."""
    cases = {one.case.key: one.case.text.words(language()) for one in definition.procedure.methods_for("counter")
             if one.case and one.case.when is None}  # fmt: skip
    if not cases:
        return None
    options = [("", _("The usual case"), None), *((key, words, None) for key, words in cases.items())]
    return _field("case", _("Which case is it?"), chosen, options)


def _field(name: str, label: str, value: Any, options: list[Any], error: str | None = None) -> dict[str, Any]:
    return {
        "name": name, "id": name, "label": label, "hint": None, "value": str(value or ""), "error": error,
        "required": True, "options": options, "attrs": {},
    }  # fmt: skip
