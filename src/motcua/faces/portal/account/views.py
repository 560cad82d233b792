"""C5: signing in with the e-identity, choosing in what capacity to act, signing out."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from motcua.faces.kit import notices
from motcua.faces.kit.powers import power, to_sign_in
from motcua.faces.kit.roles import role_name
from motcua.faces.portal.account import cookies
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor, ActorKind
from motcua.rooms.identity import queries, services
from motcua.rooms.identity.types import FinishedSignIn, SessionSeen

HOME_OF_OFFICERS = "/can-bo/"
STRONGEST = 4


@require_http_methods(["GET", "POST"])
@power("public")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Explain what will happen, then send the person to the e-identity. `muc` demands a fresh proof of that level."""
    wanted = services.safe_next(request.POST.get("next") or request.GET.get("next") or "/")
    level = _level(request.POST.get("muc") or request.GET.get("muc") or "")
    if request.method == "GET":
        if _actor(request).kind != ActorKind.ANONYMOUS and not level:
            return HttpResponseRedirect(wanted)
        return _sign_in_page(request, wanted, level)
    shared = request.POST.get("shared") == "yes"
    try:
        asked = services.begin_sign_in(wanted, shared_device=shared, level=level, fresh=bool(level))
    except Refused as no:
        return _sign_in_page(request, wanted, level, no)
    response = HttpResponseRedirect(asked.url)
    cookies.keep_flow(response, asked.cookie)
    return response


@require_GET
@power("public")
def come_back(request: HttpRequest) -> HttpResponse:
    """Where the e-identity sends the browser: finish the sign-in, lead on to the wanted page."""
    flow = cookies.flow(request)
    try:
        finished = services.finish_sign_in(
            request.GET.dict(),
            flow,
            previous_token=cookies.session_token(request),
            user_agent=request.headers.get("User-Agent", ""),
            by=_actor(request),
            at=clock.now(),
        )
    except Refused as no:
        response = _sign_in_page(request, services.wanted_page(flow), 0, no)
        cookies.drop_flow(response)
        return response
    lead_on = HttpResponseRedirect(_after(finished))
    cookies.keep_session(lead_on, finished.signed_in.session_token)
    cookies.drop_flow(lead_on)
    return lead_on


@require_http_methods(["GET", "POST"])
@power("public")
def capacity(request: HttpRequest) -> HttpResponse:
    """Let an officer say whether he comes as a citizen or for one of his agencies."""
    actor = _actor(request)
    if actor.kind == ActorKind.ANONYMOUS:
        return to_sign_in(request)
    wanted = services.safe_next(request.POST.get("next") or request.GET.get("next") or "/")
    problem = None
    if request.method == "POST":
        chosen = request.POST.get("as", "")
        try:
            place, _sep, absence = chosen.partition("/")
            agency_id = None if place == "citizen" else _uuid(place)
            absence_id = _uuid(absence) if absence else None
            token, at = cookies.session_token(request), clock.now()
            signed = services.choose_capacity(token, agency_id, absence_id=absence_id, by=actor, at=at)
        except Refused as no:
            problem = no
        else:
            response = HttpResponseRedirect(_fitting(wanted, officer=signed.agency_id is not None))
            cookies.keep_session(response, signed.session_token)
            return response
    offered = [
        {
            "value": "/".join(str(part) for part in (one.agency_id or "citizen", one.absence_id) if part),
            "name": one.agency_name,
            "in_place_of": one.in_place_of,
            "roles": ", ".join(role_name(role) for role in one.roles if one.agency_id),
        }
        for one in queries.capacities(by=actor, at=clock.now())
    ]
    context = {"offered": offered, "next_path": wanted, "problem": problem.message if problem else None}
    return render(request, "portal/account/capacity.html", context, status=problem.http_status if problem else 200)


@require_http_methods(["GET", "POST"])
@power("public")
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session here and at the e-identity; on a shared machine let the browser forget everything."""
    if request.method == "GET":
        return render(request, "portal/account/sign_out.html", {})
    token = cookies.session_token(request)
    seen: SessionSeen | None = getattr(request, "session_seen", None)
    if token:
        services.sign_out(token, by=_actor(request), at=clock.now())
    response = HttpResponseRedirect(services.leave_address("/") if token else "/")
    if not response.url:
        response = HttpResponseRedirect("/")
    cookies.drop_session(response)
    if seen and seen.shared_device:
        response["Clear-Site-Data"] = '"cache", "storage"'
    return notices.add(response, "ok", _("Signed out. Nothing of yours stays open on this machine."))


def _sign_in_page(request: HttpRequest, wanted: str, level: int, no: Refused | None = None) -> HttpResponse:
    shared = _shared_tick(ticked=request.POST.get("shared") == "yes")
    context: dict[str, Any] = {
        "next_path": wanted,
        "level": level,
        "problem": no.message if no else None,
        "down": no is not None and no.code == "sign-in.provider-unreachable",
        "for_officers": wanted.startswith("/can-bo"),
        "shared": shared,
    }
    response = render(request, "portal/account/sign_in.html", context, status=no.http_status if no else 200)
    if no and no.http_status == 503:  # noqa: PLR2004
        response["Retry-After"] = "60"
    return response


def _shared_tick(*, ticked: bool) -> dict[str, Any]:
    return {
        "name": "shared",
        "id": "shared",
        "value": ticked,
        "label": _("This machine is used by others as well"),
        "hint": _("Signed out after 10 minutes without use; nothing is kept on the machine."),
        "error": None,
        "required": True,
        "options": [],
        "attrs": {},
    }


def _after(finished: FinishedSignIn) -> str:
    if finished.signed_in.must_choose and not finished.proved_again:
        return f"/dang-nhap/tu-cach?{urlencode({'next': finished.next_path})}"
    return _fitting(finished.next_path, officer=finished.signed_in.agency_id is not None)


def _fitting(wanted: str, *, officer: bool) -> str:
    """An officer's home is his desk; a citizen has no business there."""
    if officer and wanted == "/":
        return HOME_OF_OFFICERS
    if not officer and wanted.startswith("/can-bo"):
        return "/"
    return wanted


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _level(text: str) -> int:
    return int(text) if len(text) == 1 and text in "123456789" and int(text) <= STRONGEST else 0


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused("capacity.not-held") from None
