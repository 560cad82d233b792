"""What the counter's page of questions offers: missing answers, papers with counts, who decides, how it comes back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.faces.desk.asking import language
from motcua.faces.desk.case.reading import source_name
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.agencies.types import Agency
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.competence import candidates
from motcua.rooms.catalogue.package import Component
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.documents.types import StoredFile
from motcua.rooms.dossiers.types import RESULT_DELIVERY, PaperInHand
from motcua.rooms.forms import logic
from motcua.rooms.forms.shown import Dressing, Shown, determining, shown
from motcua.rooms.forms.types import PageState

MOST_COPIES = 99


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page asks: first what decides the rest, then page by page what applies. `seen` marks what is shown."""

    first: list[Shown]
    groups: list[dict[str, Any]]
    seen: str
    keys: frozenset[str]


def deciding(definition: Definition) -> frozenset[str]:
    """The questions on which other questions and papers hang."""
    return determining(definition.form, (one.when for one in definition.papers.components))


def questions(
    states: list[PageState], answers: Mapping[str, Any], words: Mapping[str, str], deciding: frozenset[str]
) -> Asked:
    """What must be asked and applies, the questions that decide first; what may be left out is folded away."""
    dress = Dressing(language(), words, {}, "", source_name)
    first: list[Shown] = []
    groups: list[dict[str, Any]] = []
    asked = [(state, one) for state in states for one in state.fields if one.asked and one.field.kind != "file"]
    for state in states:
        needed: list[Shown] = []
        spare: list[Shown] = []
        told: list[Shown] = []
        for one in (one for of, one in asked if of is state):
            question = shown(one, dress)
            must = one.field.required or question.error or one.field.key in answers
            there = question.source is not None and one.field.key in answers and not question.error
            rest = told if there else needed if must else spare
            (first if one.field.key in deciding else rest).append(question)
        if needed or spare or told:
            title = state.page.title.of(language())
            groups.append({"key": state.key, "title": title, "needed": needed, "spare": spare, "told": told})
    _begins_here([*first, *(one for group in groups for one in group["needed"])])
    marks = [f"{one.field.key}:{logic.mark(one.field, logic.value_of(one.field, answers))}" for _of, one in asked]
    return Asked(first, groups, ",".join(marks), frozenset(one.field.key for _of, one in asked))


def _begins_here(questions: list[Shown]) -> None:
    """The cursor stands in the first question that has no answer yet."""
    empty = next((one for one in questions if not one.value and one.kind not in {"address", "date", "repeat"}), None)
    if empty is not None:
        empty.attrs["autofocus"] = True


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
    needed: Iterable[Component],
    noted: Iterable[PaperInHand],
    files: Mapping[str, StoredFile],
    answers: Mapping[str, Any],
    words: Mapping[str, str],
) -> list[dict[str, Any]]:
    """The papers of the procedure, each with what lies on the counter."""
    there = {paper.key: paper for paper in noted}
    rows = []
    for one in needed:
        paper = there.get(one.key)
        upload = definition.form.by_key.get(one.field or "")
        rows.append(
            {
                "key": one.key,
                "field": one.field,
                "name": one.name.words(language()),
                "condition": one.condition_text.words(language()) if one.condition_text else None,
                "mandatory": one.mandatory and one.when is None,
                "applies": one.field in words or paper is not None or _always_shown(one),
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


def _always_shown(one: Component) -> bool:
    """Only a paper that is asked for in cases nobody can compute is folded away."""
    return one.mandatory or one.when is not None or one.condition_text is None


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


def agency_warnings(definition: Definition, sight: Mapping[str, Any], chosen: Agency | None, by: Actor) -> list[str]:
    """What the officer should know of the office that was chosen before handing in: not this one, or not where he lives."""
    if chosen is None:
        return []
    found = []
    own = agencies.agency(by.agency_id) if by.agency_id else None
    if own is not None and own.id != chosen.id:
        words = _(
            "This is the counter of %(own)s. The dossier goes to %(agency)s; paper follows with a hand-over slip."
        )
        found.append(words % {"own": own.name, "agency": chosen.name})
    near = candidates(definition, sight, dict)
    if near and chosen not in near:
        words = _("By the address on the form, the office is %(near)s, not %(agency)s.")
        found.append(words % {"near": ", ".join(one.name for one in near[:2]), "agency": chosen.name})
    return found


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
