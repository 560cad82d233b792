"""C28 profile and C19 my data: what is known, from where, who looked at it and why, and how to mend it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.faces.kit import formats, notices
from motcua.faces.kit.powers import power
from motcua.faces.portal.account import looking
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.identity import queries, services
from motcua.rooms.identity.types import E_IDENTITY, KnownFacts

LABELS = {
    "full_name": gettext_noop("Full name"),
    "personal_id": gettext_noop("Personal identifier"),
    "birth_date": gettext_noop("Date of birth"),
    "gender": gettext_noop("Gender"),
    "phone": gettext_noop("Phone"),
    "email": gettext_noop("E-mail"),
    "residence": gettext_noop("Permanent residence"),
    "current_residence": gettext_noop("Where you live now"),
    "spouse_full_name": gettext_noop("Spouse"),
    "spouse_personal_id": gettext_noop("Spouse's personal identifier"),
    "spouse_birth_date": gettext_noop("Spouse's date of birth"),
    "spouse_residence": gettext_noop("Spouse's permanent residence"),
    "marriage_number": gettext_noop("Marriage certificate number"),
    "marriage_date": gettext_noop("Married on"),
    "marriage_place": gettext_noop("Marriage registered at"),
    "household_head_name": gettext_noop("Head of the household"),
    "household_head_id": gettext_noop("Personal identifier of the head of the household"),
    "assurance": gettext_noop("Level of the e-identity"),
    "contact_email": gettext_noop("E-mail for messages"),
    "contact_phone": gettext_noop("Phone for messages"),
    "organisation_name": gettext_noop("Organisation"),
    "tax_code": gettext_noop("Tax code"),
    "enterprise_code": gettext_noop("Enterprise code"),
    "organisation_address": gettext_noop("Address of the organisation"),
    "organisation_representative": gettext_noop("Legal representative"),
}
GENDERS = {"male": gettext_noop("Male"), "female": gettext_noop("Female")}

WRITERS: dict[str, Callable[[str], str]] = {
    "gender": lambda text: _(GENDERS[text]) if text in GENDERS else text,
    "personal_id": formats.mask,
    "phone": formats.phone,
    "contact_phone": formats.phone,
    **dict.fromkeys(("spouse_personal_id", "household_head_id"), formats.mask),
    **dict.fromkeys(
        ("birth_date", "spouse_birth_date", "marriage_date"),
        lambda text: "/".join(str(int(part)) for part in reversed(text.split("-"))),
    ),
    "assurance": lambda text: _("Level %(level)s") % {"level": text},
}


@require_GET
@power("citizen")
def profile(request: HttpRequest) -> HttpResponse:
    """C28: who I am here, where messages go, whom I act for, where I am signed in."""
    return _profile(request)


@require_POST
@power("citizen")
def contact(request: HttpRequest) -> HttpResponse:
    """Say where messages should go."""
    email, phone = request.POST.get("email", ""), request.POST.get("phone", "")
    try:
        services.declare_contact(email, phone, by=_actor(request), at=clock.now())
    except Refused as no:
        return _profile(request, typed={"email": email, "phone": phone}, no=no)
    return notices.add(redirect("account:profile"), "ok", _("Messages go to the new address from now on."))


@require_POST
@power("citizen")
def end_session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Sign out a browser elsewhere."""
    services.end_session(session_id, by=_actor(request), at=clock.now())
    return notices.add(redirect("account:profile"), "ok", _("That browser is signed out."))


@require_GET
@power("citizen")
def my_data(request: HttpRequest) -> HttpResponse:
    """C19: every value with its source, and who looked at my data."""
    actor = _actor(request)
    known = queries.known_facts(_person(actor), organisation_id=actor.on_behalf_of)
    reported = queries.reported_values(by=actor)
    rows = [_row(name, known, reported) for name in LABELS if name in known.facts]
    readings = looking.rows(queries.readings(by=actor), by=actor)
    columns = [
        {"key": "at", "label": _("When"), "kind": "datetime"},
        {"key": "who", "label": _("Who"), "kind": "text"},
        {"key": "what", "label": _("What"), "kind": "text"},
        {"key": "why", "label": _("Why"), "kind": "text"},
    ]
    context = {"rows": rows, "readings": readings, "columns": columns}
    return render(request, "portal/account/my_data.html", context)


@require_http_methods(["GET", "POST"])
@power("citizen")
def report(request: HttpRequest, name: str) -> HttpResponse:
    """Say that a value is wrong."""
    actor = _actor(request)
    problem = None
    if request.method == "POST":
        try:
            services.report_value(name, request.POST.get("remark", ""), by=actor, at=clock.now())
        except Refused as no:
            problem = no
        else:
            words = _("The report is stored. The office that keeps this value decides on it.")
            return notices.add(redirect("account:my_data"), "ok", words)
    if name not in LABELS:
        raise Refused("act.out-of-reach")
    remark = _field("remark", _("What is wrong, and what is right?"), request.POST.get("remark", ""))
    remark |= {"error": problem.message if problem else None, "attrs": {"maxlength": 1000}, "required": True}
    context = {"label": _(LABELS[name]), "remark": remark, "faults": _faults([remark])}
    return render(request, "portal/account/report.html", context, status=problem.http_status if problem else 200)


def _profile(request: HttpRequest, *, typed: dict[str, str] | None = None, no: Refused | None = None) -> HttpResponse:
    from motcua.kernel.tenancy import scope  # noqa: PLC0415  joins the scope of a GET, opens one after a POST

    actor = _actor(request)
    with scope(actor):
        known = queries.known_facts(_person(actor))
        sessions = queries.sessions(by=actor, at=clock.now())
        organisations = queries.organisations(by=actor)
    typed = typed or {
        part: str(known.value(f"contact_{part}") or known.value(part) or "") for part in ("email", "phone")
    }
    email = _field("email", _("E-mail for messages"), typed["email"])
    phone = _field("phone", _("Phone for messages"), typed["phone"])
    if no:
        (phone if "phone" in no.code else email)["error"] = no.message
    seen = request.session_seen  # type: ignore[attr-defined]
    context = {
        "rows": [_row(name, known, {}) for name in ("full_name", "personal_id", "assurance") if name in known.facts],
        "organisations": organisations,
        "sessions": [{"entry": one, "here": one.id == seen.id} for one in sessions],
        "email": email,
        "phone": phone,
        "faults": _faults([email, phone]),
        "may_choose": len(queries.capacities(by=actor, at=clock.now())) > 1,
    }
    return render(request, "portal/account/profile.html", context, status=no.http_status if no else 200)


def _row(name: str, known: KnownFacts, reported: dict[str, Any]) -> dict[str, Any]:
    fact = known.facts[name]
    row: dict[str, Any] = {"label": _(LABELS[name]), "lines": [_words(name, fact.value)]}
    if name in reported:
        row["lines"].append(_("Reported as wrong on %(day)s") % {"day": formats.date(reported[name])})
    row["source"] = _("the VNeID e-identity") if fact.source == E_IDENTITY else _("what you told us yourself")
    row["source_at"] = fact.obtained_at
    if fact.source == E_IDENTITY and name != "assurance":
        row["report_url"] = f"/tai-khoan/du-lieu/{name}/bao-sai"
    return row


def _words(name: str, value: object) -> str:
    """A stored value as people write it."""
    if isinstance(value, dict):
        return ", ".join(str(value[part]) for part in ("detail", "ward_name", "province_name") if value.get(part))
    text = str(value)
    write = WRITERS.get(name)
    return write(text) if write else text


def _field(name: str, label: str, value: str) -> dict[str, Any]:
    return {
        "name": name, "id": name, "label": label, "hint": "", "value": value,
        "error": None, "required": False, "options": [], "attrs": {},
    }  # fmt: skip


def _faults(fields: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [{"id": field["id"], "words": field["error"]} for field in fields if field["error"]]


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise Refused("act.out-of-reach")
    return actor.person_id
