"""O2, screens 1 and 2: who stands at the counter, by card or number; and what he came for."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import ELSEWHERE, DeskRequest, language, typed_id
from motcua.faces.desk.case.views import agency_name
from motcua.faces.desk.reception.bringing import number_scanned
from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.faces.kit.under_way import told
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import Actor
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.competence import candidates
from motcua.rooms.catalogue.types import Card
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers import services
from motcua.rooms.dossiers.types import DossierRow, DraftView
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity import services as identity_do
from motcua.rooms.identity.types import AuthorisationView, CardRead, PersonNamed

LONGEST = 500
MOST_FOUND, MOST_TOLD = 8, 2
FIELDS = {"person.name-missing": "name", "born": "born-day"}


@dataclass(frozen=True, slots=True)
class Standing:
    """The person at the counter, as the head of every page there names him."""

    id: UUID | None
    name: str
    number: str
    born: str
    has_account: bool


@require_http_methods(["GET", "POST"])
@power("identity.meet_person")
def counter(request: DeskRequest) -> HttpResponse:
    """Scan a card or type a number; the words of what is wanted may come along."""
    if request.method == "GET":
        return _ask(request, {})
    typed = {name: value[:LONGEST] for name, value in request.POST.dict().items()}
    number = number_scanned(typed.get("card", ""))
    if number is not None:
        return _by_number(request, typed, number)
    try:
        met = identity_do.meet_person(
            _card(typed), checked=typed.get("checked") == "yes", by=request.actor, at=clock.now()
        )
    except Refused as no:
        if no.code in ELSEWHERE:
            raise
        with scope(request.actor):
            return _ask(request, typed, no, status=422)
    wanted = f"?q={typed['q']}" if typed.get("q", "").strip() else ""
    response = redirect(reverse("desk:counter-person", args=[met.person_id]) + wanted)
    if met.differs:
        words = _("The card says something else than VNeID in: %(names)s. The values of VNeID are used.")
        return notices.add(response, "warning", words % {"names": ", ".join(_names(met.differs))})
    return response


def _by_number(request: DeskRequest, typed: dict[str, str], number: str) -> HttpResponse:
    """The dossier of a slip that was scanned, where this counter may open it; else the person comes first."""
    with scope(request.actor):
        found = dossiers.at_counter_by_number(number, by=request.actor)
        if found is not None:
            return redirect("desk:taken-in", dossier_id=found)
        words = _(
            "%(number)s was not handed in here. Scan the applicant's card, then open it on the page of the person."
        )
        return _ask(request, typed, words=words % {"number": number}, status=422)


def _card(typed: dict[str, str]) -> CardRead:
    text = typed.get("card", "").strip()
    if "|" in text or any(one.isalpha() for one in text):
        return identity.read_card(text)
    return CardRead(
        personal_id=text,
        full_name=typed.get("name", ""),
        birth_date=_born(typed),
        phone=typed.get("phone", ""),
        scanned=False,
    )


def _born(typed: dict[str, str]) -> str:
    """The three boxes of a date, or the year alone; what is no date is left out and asked on the form."""
    day, month, year = (typed.get(f"born-{part}", "").strip() for part in ("day", "month", "year"))
    if year.isdecimal() and not day and not month:
        return year
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _names(differs: tuple[str, ...]) -> list[str]:
    words = {"full_name": _("name"), "birth_date": _("date of birth"), "gender": _("sex")}
    return [words.get(one, one) for one in differs]


def _ask(
    request: DeskRequest, typed: dict[str, str], no: Refused | None = None, *, words: str = "", status: int = 200
) -> HttpResponse:
    at = FIELDS.get(no.code, "card") if no else "card" if words else ""
    shown = {
        "typed": typed,
        "fault": no.message if no else words or None,
        "fault_at": at,
        "unknown": no is not None and no.code == "person.name-missing",
        "begun": dossiers.drafts(by=request.actor)[:MOST_FOUND],
    }
    return render(request, "desk/counter/meet.html", menu.page(request, "counter", **shown), status=status)


@require_GET
@power("identity.meet_person")
def person(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Who it is, and the procedures that answer to his words; the list follows while one types."""
    text = " ".join(request.GET.get("q", "")[:LONGEST].split())
    follows = bool(request.headers.get("HX-Request"))
    rows = dossiers.of_person_at_counter(person_id, by=request.actor, at=clock.now(), anew=not follows)
    found = [line | {"already": _already(line["key"], rows)} for line in _found(text)]
    if follows:
        return render(
            request,
            "desk/counter/found.html",
            {"found": found, "q": text, "person_id": person_id, "held": _held(request)},
        )
    begun = [one for one in dossiers.drafts(by=request.actor) if one.owner_id == person_id]
    shown = {
        "who": standing(person_id, request.actor),
        "found": found,
        "q": text,
        "begun": begun,
        "open": [{"row": row, "status": menu.status_words(row), "agency": agency_name(row.agency_id)} for row in rows],
        "held": _held(request),
    }
    return render(request, "desk/counter/person.html", menu.page(request, "counter", person_id=person_id, **shown))


def _already(procedure_key: str, rows: list[DossierRow]) -> list[dict[str, Any]]:
    """What the person has under way of this procedure, alone or linked, so that nothing is filed twice unawares."""
    whole = [row for row in rows if not row.member]
    return [{"row": row, "told": told(row)} for row in dossiers.same_procedure(procedure_key, whole)[:MOST_TOLD]]


def standing_or_gone(draft: DraftView, by: Actor) -> Standing:
    """The same for a draft: who files it for another, or nobody when the person has left."""
    if identity.is_at_counter(draft.owner_id, by=by, at=clock.now()):
        return standing(draft.owner_id, by)
    words = _("%(name)s, for somebody else") % {"name": draft.representative_name}
    gone = _("Nobody is at the counter for this draft")
    return Standing(None, words if draft.representative_name else gone, "", "", has_account=True)


def standing(person_id: UUID, by: Actor) -> Standing:
    """Who stands at the counter; the reading is recorded. Refused: act.out-of-reach"""
    known = identity.facts_at_counter(person_id, by=by, at=clock.now())
    return Standing(
        id=person_id,
        name=str(known.value("full_name") or ""),
        number=str(known.value("personal_id") or ""),
        born=str(known.value("birth_date") or ""),
        has_account=known.value("assurance") is not None,
    )


def _found(text: str) -> list[dict[str, Any]]:
    """The answers of the portal's own search; before anything is typed, what people come for most."""
    often = [card for card in catalogue.procedures() if card.essential] if not text else []
    cards = often or [hit.card for hit in catalogue.found(text, MOST_FOUND).hits]
    return [_line(card) for card in cards[:MOST_FOUND]]


def _line(card: Card) -> dict[str, Any]:
    offers = catalogue.offers(catalogue.version(card.version_id), on=clock.today(), language=language())
    offer = next((one for one in offers if one.channel == "counter"), None)
    return {
        "key": card.key,
        "code": card.code,
        "title": card.title(language()),
        "field": card.field_name,
        "fee": offer.least if offer else None,
        "days": offer.usual.words if offer and offer.usual else "",
    }


def _held(request: DeskRequest) -> AuthorisationView | None:
    """By which authorisation, recorded here, the person at the counter files for another; None for himself."""
    named = typed_id(request.POST.get("for", "") or request.GET.get("for", ""))
    if named is None:
        return None
    with scope(request.actor):
        return identity.authorisation(named, by=request.actor)


@require_POST
@power("identity.record_authorisation")
def behalf(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """The person shows a paper by which he files for somebody else; the officer records what he saw."""
    by, at = request.actor, clock.now()
    with scope(by):
        who = standing(person_id, by)
    typed = {name: value.strip()[:LONGEST] for name, value in request.POST.dict().items()}
    principal = PersonNamed(typed.get("number", ""), typed.get("name", ""))
    back = reverse("desk:counter-person", args=[person_id])
    try:
        held = identity_do.record_authorisation(
            principal, person_id, who.name, ends_on=_until(typed), evidence=typed.get("evidence", ""), by=by, at=at
        )
    except Refused as no:
        if no.code in ELSEWHERE:
            raise
        return notices.add(redirect(back), "error", no.message)
    return redirect(f"{back}?for={held.id}")


def _until(typed: dict[str, str]) -> date:
    try:
        return date(*(int(typed.get(f"until-{part}", "")) for part in ("year", "month", "day")))
    except ValueError:
        return date.min


@require_POST
@power("dossiers.note_papers")
def begin(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Begin the procedure for this person, where possible already at the agency that decides."""
    by, at = request.actor, clock.now()
    code, held = request.POST.get("code", "")[:LONGEST], _held(request)
    draft_id = services.start_draft(
        code, method="counter", owner_id=held.principal_id if held else person_id,
        authorisation_id=held.id if held else None, by=by, at=at,
    )  # fmt: skip
    with scope(by):
        view = dossiers.draft(draft_id, by=by)
        definition = catalogue.version(view.version_id)
        answers = forms.answers(view.answers_id, by=by).answers
    if view.agency_id is None:
        sight = logic.conditions_see(definition.form, answers, today=clock.today())
        near = candidates(definition, sight, dict)
        own = next((one for one in near if one.id == by.agency_id), None)
        chosen = near[0] if len(near) == 1 else own
        if chosen is not None:
            services.choose_agency(draft_id, chosen.id, by=by, at=at)
    return redirect("desk:counter-draft", draft_id=draft_id)
