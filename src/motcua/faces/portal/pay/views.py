"""C11: what is to be paid and how. Returning from a gateway only displays; what counts is what the gateway told us."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.faces.kit.proof import fresh_proof
from motcua.faces.portal.pay import presenting
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.documents import queries as documents
from motcua.rooms.payments import queries, services
from motcua.rooms.payments.types import Gateway, Redirect

LOOKS = 4
SECONDS_BETWEEN_LOOKS = 3


@require_safe
@power("citizen")
def pay(request: HttpRequest, obligation_id: UUID) -> HttpResponse:
    """The amount with its lines, the ways to pay, and how the last try went."""
    page = presenting.pay_page(queries.obligation_by_id(obligation_id, by=_actor(request)), by=_actor(request))
    return render(request, "portal/pay/pay.html", {"p": page, "fault": ""})


@require_POST
@power("citizen")
@fresh_proof("paying")
def start(request: HttpRequest, obligation_id: UUID) -> HttpResponse:
    """Begin to pay, or go on: off to the gateway, or back to the page with the QR code."""
    actor = _actor(request)
    gateway = request.POST.get("gateway", "")
    try:
        way = services.start_attempt(
            obligation_id, gateway, return_url=_return_url(), client_ip=request.META.get("REMOTE_ADDR", ""), by=actor,
            at=clock.now(),
        )  # fmt: skip
    except Refused as no:
        if no.http_status == 404:  # noqa: PLR2004
            raise
        with scope(actor):
            page = presenting.pay_page(queries.obligation_by_id(obligation_id, by=actor), by=actor)
            return render(request, "portal/pay/pay.html", {"p": page, "fault": no.message}, status=no.http_status)
    if isinstance(way, Redirect):
        return HttpResponseRedirect(way.address)
    return redirect("pay:obligation", obligation_id=obligation_id)


@require_safe
@power("citizen")
def outcome(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Where a gateway sends the browser back to. Nothing in its query is believed; the page looks again by itself."""
    attempt = queries.attempt(attempt_id, by=_actor(request))
    look = min(int(request.GET["lan"]), LOOKS) if request.GET.get("lan", "").isdigit() else 1
    response = render(request, "portal/pay/outcome.html", {"p": presenting.outcome_page(attempt, by=_actor(request))})
    if attempt.is_open and attempt.gateway != Gateway.VIETQR and look < LOOKS:
        response["Refresh"] = f"{SECONDS_BETWEEN_LOOKS}; url={request.path}?lan={look + 1}"
    return response


@require_POST
@power("citizen")
def ask(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Ask the gateway now how a payment stands."""
    attempt = _asked(attempt_id, _actor(request))
    return redirect("pay:outcome", attempt_id=attempt.id)


@require_POST
@power("citizen")
def abandon(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Give a try up to pay another way; the gateway is asked first whether money moved."""
    actor = _actor(request)
    attempt = _asked(attempt_id, actor)
    response = redirect("pay:obligation", obligation_id=attempt.obligation_id)
    try:
        services.abandon_attempt(attempt_id, by=actor, at=clock.now())
    except Refused as no:
        return response if no.code == "attempt.not-open" else notices.add(response, "warning", no.message)
    return response


@require_http_methods(["GET", "HEAD"])
@power("citizen")
def receipt(request: HttpRequest, obligation_id: UUID) -> HttpResponse:
    """The receipt as PDF."""
    actor = _actor(request)
    queries.obligation_by_id(obligation_id, by=actor)
    found = queries.receipt(obligation_id, by=actor)
    if found is None or found.document_id is None:
        raise Refused("document.not-ready")
    content = documents.document_content(found.document_id, by=actor, purpose="receipt")
    name = f"bien-lai-{found.year}-{found.printed_number}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _asked(attempt_id: UUID, actor: Actor) -> queries.AttemptRow:
    """Let the gateway say how an open attempt stands; its answer is recorded by the system."""
    with scope(actor):
        attempt = queries.attempt(attempt_id, by=actor)
    if attempt.is_open and attempt.gateway != Gateway.VIETQR and presenting.may_be_asked(attempt, clock.now()):
        heard = queries.ask_gateway(attempt, at=clock.now())
        services.record_answer(attempt.id, heard, by=SYSTEM, at=clock.now())
    return attempt


def _return_url() -> str:
    return f"{settings.MOTCUA.public_url}/thanh-toan/{{attempt}}/ket-qua"


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
