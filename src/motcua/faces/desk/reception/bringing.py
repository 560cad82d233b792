"""What a person brings to a counter later: his dossier opened there, and the papers that were asked for, taken in."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import ELSEWHERE, DeskRequest, english, language, typed_id
from motcua.faces.desk.case.reading import source_name
from motcua.faces.desk.reception import offering, scans
from motcua.faces.desk.reception.following import LONGEST, opened
from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.ids import parse_receipt_number
from motcua.kernel.tenancy import scope
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents.types import StoredFile
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers import services
from motcua.rooms.dossiers.types import DossierView, SupplementView
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms
from motcua.rooms.forms.shown import Dressing, Shown, shown
from motcua.rooms.forms.types import Fault, FieldState

SELF_EVIDENT = "owner"
FIELDS = {"dossier.ground-unknown": "ground", "supplement.evidence-missing": "evidence"}


def number_scanned(text: str) -> str | None:
    """The code or receipt number on a slip, scanned or typed; None when it is neither (a card, say)."""
    text = text.strip()
    if "ma=" in text:
        text = parse_qs(urlsplit(text).query).get("ma", [""])[0].strip()
        return text or None
    if "|" in text or not any(one.isalpha() for one in text) or not any(one.isdigit() for one in text):
        return None
    return parse_receipt_number(text) or (text.upper() if text.count("-") > 1 else None)


@require_POST
@power("dossiers.open_at_counter")
def open_here(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Open a dossier of the person who stands here, whichever agency has it."""
    services.open_at_counter(dossier_id, by=request.actor, at=clock.now())
    return redirect("desk:taken-in", dossier_id=dossier_id)


@dataclass
class Brought:
    """What one post brought, and what is wrong with it."""

    changes: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[UUID]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asking:
    """The dossier, what was asked for, and the form it is about."""

    view: DossierView
    asked: SupplementView
    definition: Definition
    answers: dict[str, Any]


@require_http_methods(["GET", "POST"])
@power("dossiers.bring_supplement")
def bring(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Every fault at once, and beside it the paper, the scan or the right answer."""
    with scope(request.actor):
        asking = _asking(request, dossier_id)
        if asking is None:
            return redirect("desk:taken-in", dossier_id=dossier_id)
        if request.method == "GET":
            return _page(request, asking, Brought())
    brought = _received(request, asking)
    if not brought.errors:
        brought = _handed_in(request, asking, brought)
    if not brought.errors:
        words = _("Taken in. Print the receipt for the applicant.")
        return notices.add(redirect("desk:taken-in", dossier_id=dossier_id), "ok", words)
    with scope(request.actor):
        return _page(request, asking, brought, status=422)


def _asking(request: DeskRequest, dossier_id: UUID) -> Asking | None:
    view = opened(request, dossier_id)
    asked = view.open_supplement
    if asked is None:
        return None
    desk = dossiers.desk_of(dossier_id, by=request.actor)
    with scope(desk):
        kept = forms.answers(asked.answers_id or view.answers_id, by=desk)
    return Asking(view, asked, catalogue.version(view.version_id), dict(kept.answers))


def _received(request: DeskRequest, asking: Asking) -> Brought:
    """Read the questions that were asked, and take in what was scanned, now or before a fault."""
    form, named = asking.definition.form, asking.asked.fields
    brought = Brought()
    for page in form.pages:
        if named & {one.key for one in page.fields}:
            parsed = logic.parse(form, page.key, request.POST, asking.answers, today=clock.today())
            brought.changes |= {
                key: value for key, value in parsed.changes.items() if key in named and form.by_key[key].kind != "file"
            }
    scanned = scans.take_in(request, form, asking.view)
    brought.errors |= scanned.refused
    for key in named:
        held = [one for one in map(typed_id, request.POST.getlist(f"held-{key}")) if one]
        fresh = [UUID(one) for one in scanned.changes[key].add] if key in scanned.changes else []
        if held or fresh:
            brought.files[key] = [*held, *fresh]
    return brought


def _handed_in(request: DeskRequest, asking: Asking, brought: Brought) -> Brought:
    try:
        services.bring_supplement(
            asking.view.id,
            brought.changes,
            files=brought.files,
            papers=offering.papers(asking.definition, request.POST),
            confirmed=[key for key in asking.asked.fields if request.POST.get(f"right-{key}") == "yes"],
            ground=request.POST.get("ground", SELF_EVIDENT),
            evidence=request.POST.get("evidence", "")[:LONGEST],
            by=request.actor,
            at=clock.now(),
        )
    except Refused as no:
        if no.code in ELSEWHERE:
            raise
        faults = {one.field: _said(one, asking) for one in no.params.get("faults", ())}
        brought.errors = faults or {FIELDS.get(no.code, "ground"): no.message}
    return brought


def _said(fault: Fault, asking: Asking) -> str:
    """What is wrong; of a paper that did not come, what the officer does with it here."""
    field = asking.definition.form.by_key.get(fault.field)
    if field is not None and field.kind == "file" and fault.code in {"unchanged", "required"}:
        return _("Scan the new paper, or tick it and keep the paper.")
    return fault.words.of(language())


def _page(request: DeskRequest, asking: Asking, brought: Brought, status: int = 200) -> HttpResponse:
    asked, form = asking.asked, asking.definition.form
    files = _files(request, brought)
    noted = offering.papers(asking.definition, request.POST)
    needed = [one for one in asking.definition.papers.components if one.field in asked.fields and not one.is_eform]
    lying = offering.components(
        asking.definition, needed, noted, files, {k: map(str, v) for k, v in brought.files.items()}, brought.errors
    )
    papers = [one | {"mandatory": False, "applies": True} for one in lying]
    by_paper = {one["field"]: f"paper-{one['key']}" for one in papers}
    shown_ = {
        "view": asking.view,
        "row": asking.view.row,
        "asked": asked,
        "items": [(form.by_key[one.field].label.of(language()), one) for one in asked.items],
        "questions": _questions(asking, brought),
        "papers": papers,
        "held": [(key, one) for key, ids in brought.files.items() for one in ids],
        "grounds": [
            (g.key, g.words_en if english() else g.words, g.advice or None) for g in dossiers.grounds_for("brought")
        ],
        "typed": request.POST.dict(),
        "errors": brought.errors,
        "faults": [
            {"id": by_paper.get(key, key.replace(".", "-")), "words": said} for key, said in brought.errors.items()
        ],
    }
    return render(request, "desk/counter/bring.html", menu.page(request, "taken-in", **shown_), status=status)


def _questions(asking: Asking, brought: Brought) -> list[tuple[Shown, bool]]:
    """What is typed; a file that no paper of the list stands for is scanned here too."""
    form, asked = asking.definition.form, asking.asked.fields
    with_paper = {one.field for one in asking.definition.papers.components if one.field and not one.is_eform}
    answers = asking.answers | brought.changes
    dress = Dressing(language(), brought.errors, {}, "", source_name)
    found = []
    for one in form.fields():
        if one.key in asked and one.key not in with_paper:
            value = None if one.kind == "file" else logic.value_of(one, answers)
            state = FieldState(one, value, None, asked=True)
            found.append((shown(state, dress), dossiers.may_stay(one, asking.answers.get(one.key))))
    return found


def _files(request: DeskRequest, brought: Brought) -> dict[str, StoredFile]:
    ids = [one for held in brought.files.values() for one in held]
    return {str(one.id): one for one in documents.files_by_id(ids, by=request.actor)} if ids else {}
