"""Each button of the case page: one act, then back to the page that shows what it changed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.faces.desk.case import views
from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import WorklistFilters


def _answer(request: HttpRequest, dossier_id: UUID, act: Callable[[], Any], done: str, *, onwards: str = "") -> HttpResponse:
    """Do it; say so on the next page, or show the case again with why not and what was typed."""
    try:
        act()
    except Refused as no:
        with tenancy.scope(request.actor):  # type: ignore[attr-defined]
            shown = views.values(request, dossier_id, fault=no.message, typed=request.POST.dict())
            return render(request, "desk/case.html", shown, status=no.http_status)
    if onwards and request.POST.get("next") == "yes" and (following := _following(request, dossier_id, onwards)):
        return notices.add(redirect("desk:case", following), "ok", done)
    return notices.add(redirect("desk:case", dossier_id), "ok", done)


def _following(request: HttpRequest, dossier_id: UUID, view: str) -> UUID | None:
    """The next dossier of the same list opens by itself."""
    actor = request.actor  # type: ignore[attr-defined]
    with tenancy.scope(actor):
        found = queries.worklist(by=actor, filters=WorklistFilters(view=view), at=clock.now())
    return next((row.dossier.id for row in found.rows if row.dossier.id != dossier_id), None)


@require_POST
@power("dossiers.accept")
def acceptance(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Take the dossier in."""
    act = lambda: services.accept(dossier_id, by=request.actor, at=clock.now())  # type: ignore[attr-defined]  # noqa: E731
    return _answer(request, dossier_id, act, _("Accepted. The legal clock runs and the appointment slip is being made."), onwards="reception")


@require_POST
@power("officer")
def note(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Leave a note for colleagues; the applicant does not see it."""
    text = request.POST.get("text", "")
    act = lambda: services.note(dossier_id, text, by=request.actor, at=clock.now())  # type: ignore[attr-defined]  # noqa: E731
    return _answer(request, dossier_id, act, _("Note kept."))


@require_POST
@power("officer")
def claim(request: HttpRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Take a task of the unit for oneself."""
    act = lambda: services.claim(task_id, by=request.actor, at=clock.now())  # type: ignore[attr-defined]  # noqa: E731
    return _answer(request, dossier_id, act, _("This task is yours now."))


@require_POST
@power("officer")
def completion(request: HttpRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Finish a step that is neither approval, number nor signature."""
    version, outcome, text = _version(request), request.POST.get("outcome", ""), request.POST.get("note", "")
    act = lambda: services.complete_step(task_id, outcome or "done", note=text, version=version, by=request.actor, at=clock.now())  # type: ignore[attr-defined]  # noqa: E731
    return _answer(request, dossier_id, act, _("Step finished and passed on."), onwards="unit")


@require_POST
@power("officer")
def rework(request: HttpRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Send the dossier back to an earlier step, with the reason."""
    version, step, reason = _version(request), request.POST.get("step", ""), request.POST.get("reason", "")
    act = lambda: services.return_for_rework(task_id, step, reason=reason, version=version, by=request.actor, at=clock.now())  # type: ignore[attr-defined]  # noqa: E731
    return _answer(request, dossier_id, act, _("Returned with your reason."), onwards="unit")


@require_POST
@power("officer")
def hand_over(request: HttpRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Give a task to another unit of the agency."""
    version, reason, unit = _version(request), request.POST.get("reason", ""), request.POST.get("unit", "")

    def act() -> None:
        services.hand_over(task_id, _uuid(unit), note=reason, version=version, by=request.actor, at=clock.now())  # type: ignore[attr-defined]

    return _answer(request, dossier_id, act, _("Handed over."), onwards="unit")


@require_POST
@power("dossiers.approve")
def approval(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Approve the drafted result as it was seen."""
    version = _version(request)
    act = lambda: services.approve(dossier_id, version=version, by=request.actor, at=clock.now())  # type: ignore[attr-defined]  # noqa: E731
    return _answer(request, dossier_id, act, _("Approved. The records clerk gives it a number next."), onwards="unit")


@require_POST
@power("dossiers.number")
def numbering(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Give the result its number in the register book."""
    act = lambda: services.number(dossier_id, by=request.actor, at=clock.now())  # type: ignore[attr-defined]  # noqa: E731
    return _answer(request, dossier_id, act, _("Numbered. It waits for the signature."), onwards="unit")


@require_POST
@power("dossiers.sign")
def signature(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Sign and issue."""
    act = lambda: services.sign_now(dossier_id, by=request.actor, at=clock.now())  # type: ignore[attr-defined]  # noqa: E731
    return _answer(request, dossier_id, act, _("Signed and issued. The applicant has been told."), onwards="unit")


@require_POST
@power("dossiers.deliver")
def delivery(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Record how the result reached its owner."""
    channel, evidence = request.POST.get("channel", ""), request.POST.get("evidence", "")
    act = lambda: services.deliver(dossier_id, channel=channel, evidence=evidence, by=request.actor, at=clock.now())  # type: ignore[attr-defined]  # noqa: E731
    return _answer(request, dossier_id, act, _("Delivery recorded."))


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused("act.out-of-reach") from None


