"""Whom I may file for and who may file for me: given, claimed, confirmed and ended in one's own account."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import Actor
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.identity import queries, services
from motcua.rooms.identity.types import AuthorisationView, PersonNamed, Relation

LONGEST = 500
ORGANISATION, OTHER = "to-chuc:", "to-chuc-khac"
FIELDS = {
    "person.number-wrong": "number",
    "person.name-missing": "name",
    "authorisation.period-wrong": "until",
    "authorisation.evidence-missing": "evidence",
}


@require_http_methods(["GET", "POST"])
@power("citizen")
def page(request: HttpRequest) -> HttpResponse:
    """Both lists, and one form: somebody may file for me, or I file for a child or for who gave me a paper."""
    if request.method == "GET":
        return _page(request)
    typed = {name: value.strip()[:LONGEST] for name, value in request.POST.dict().items()}
    try:
        _declare(typed, by=_actor(request))
    except Refused as no:
        with scope(_actor(request)):
            return _page(request, typed, no)
    return notices.add(redirect("account:authorisations"), "ok", _("Kept. Either side can end it here at any time."))


def _declare(typed: dict[str, str], *, by: Actor) -> None:
    person = PersonNamed(typed.get("number", ""), typed.get("name", ""))
    codes = [typed["procedure"]] if typed.get("procedure") else []
    until, at = _day(typed), clock.now()
    if typed.get("way") == "give":
        services.authorise(person, procedures=codes, ends_on=until, by=by, at=at)
        return
    relation = Relation.CHILD if typed.get("way") == "child" else Relation.AUTHORISED
    services.claim_authorisation(
        person, relation=relation, procedures=codes, ends_on=until, evidence=typed.get("evidence", ""), by=by, at=at
    )


def _day(typed: dict[str, str]) -> date:
    """The three boxes; what is no day is the first day of time, which is no last day of anything."""
    try:
        return date(*(int(typed.get(f"until-{part}", "")) for part in ("year", "month", "day")))
    except ValueError:
        return date.min


def _page(request: HttpRequest, typed: dict[str, str] | None = None, no: Refused | None = None) -> HttpResponse:
    typed = typed or {"way": "give"}
    given, held = queries.authorisations(by=_actor(request))
    where = FIELDS.get(no.code, "number") if no else ""
    names = dict(catalogue.names_for_choice())
    shown = {
        "given": [_line(one, names) for one in given],
        "held": [_line(one, names) for one in held],
        "typed": typed,
        "fault": no.message if no else None,
        "where": where,
        "procedures": [("", _("All procedures")), *names.items()],
        "faults": [{"id": f"{where}-day" if where == "until" else where, "words": no.message}] if no else [],
    }
    return render(request, "portal/account/authorisations.html", shown, status=no.http_status if no else 200)


def _line(one: AuthorisationView, names: dict[str, str]) -> dict[str, Any]:
    codes = ", ".join(names.get(code, code) for code in one.procedures)
    return {
        "one": one,
        "what": codes or _("All procedures"),
        "over": one.ended_at is not None or one.ends_on < clock.today(),
    }


@require_POST
@power("citizen")
def confirm(request: HttpRequest, authorisation_id: UUID) -> HttpResponse:
    """The principal confirms what somebody claimed."""
    services.confirm_authorisation(authorisation_id, by=_actor(request), at=clock.now())
    return notices.add(redirect("account:authorisations"), "ok", _("Confirmed. It can be used now."))


@require_POST
@power("citizen")
def end(request: HttpRequest, authorisation_id: UUID) -> HttpResponse:
    """Either side ends it."""
    services.end_authorisation(authorisation_id, by=_actor(request), at=clock.now())
    return notices.add(
        redirect("account:authorisations"), "ok", _("Ended. Nothing more can be filed or seen under it.")
    )


def options(actor: Actor, procedure: str, *, by_organisations: bool = False) -> list[tuple[str, str, str | None]]:
    """«Nộp cho ai»: oneself or one's organisations first, then everybody one may file this procedure for today.

    What is filed `by_organisations` names one: those the e-identity knows him to represent, with that as the proof,
    or another, for which he adds the authorisation to the papers.
    """
    found = queries.may_file_for(by=actor, procedure=procedure, on=clock.today())
    people = [(str(one.id), one.principal_name, _why(one)) for one in found]
    if not by_organisations:
        return [("", _("for myself"), None), *people] if people else []
    proof = _("tax code %(code)s; VNeID says that you represent it")
    own = [
        (f"{ORGANISATION}{one}", name, proof % {"code": code}) for one, name, code in queries.organisations(by=actor)
    ]
    other = (OTHER, _("another organisation"), _("type its name and tax code, and add the authorisation to the papers"))
    return [*own, other, *people]


def _why(one: AuthorisationView) -> str:
    if one.relation == Relation.CHILD:
        return _("my child")
    return _("authorised me, until %(day)s") % {"day": f"{one.ends_on:%d/%m/%Y}"}


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
