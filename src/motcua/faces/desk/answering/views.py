"""What applicants of late dossiers wait to hear, with its clock; and what an officer was told at his desk."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from motcua.faces.desk import menu
from motcua.faces.desk.asking import ELSEWHERE, DeskRequest
from motcua.faces.kit import due, notices
from motcua.faces.kit.powers import power
from motcua.kernel import audit, clock, tenancy
from motcua.kernel.errors import Refused
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.feedback import queries, services
from motcua.rooms.feedback.types import ComplaintView
from motcua.rooms.notifications import queries as messages
from motcua.rooms.notifications import services as messaging
from motcua.rooms.notifications.types import MessageView

ASKED = ("desk_complaint", "desk_question")
OF_NO_DOSSIER = frozenset({"desk_readings_spent"})


@require_GET
@power("feedback.answer_complaint")
def waiting(request: DeskRequest) -> HttpResponse:
    """Every question that waits for this office, the most urgent first."""
    rows = [_line(one) for one in queries.to_answer(by=request.actor)]
    return render(request, "desk/to-answer.html", menu.page(request, "answers", rows=rows))


@require_http_methods(["GET", "POST"])
@power("feedback.answer_complaint")
def answer(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Read what is asked, answer it in plain words."""
    fault = None
    if request.method == "POST":
        try:
            services.answer_complaint(dossier_id, request.POST.get("words", ""), by=request.actor, at=clock.now())
        except Refused as no:
            if no.code in ELSEWHERE:
                raise
            fault = no
        else:
            done = _("Answered. The applicant is told and reads it on the page of the dossier.")
            return notices.add(redirect("desk:to-answer"), "ok", done)
    with tenancy.scope(request.actor):
        return _page(request, dossier_id, fault)


@require_http_methods(["GET", "POST"])
@power("officer")
def told(request: DeskRequest) -> HttpResponse:
    """What the officer was told at his desk; seen once he says so."""
    if request.method == "POST":
        messaging.mark_read_at_desk(by=request.actor, at=clock.now())
        return redirect("desk:told")
    found = [
        {
            "subject": one.subject,
            "lines": [line for line in one.body.splitlines() if "http" not in line],
            "at": one.created_at,
            "new": one.read_at is None,
            "href": _where(one),
        }
        for one in messages.at_desk(by=request.actor)
    ]
    page = {"messages": found, "any_new": any(one["new"] for one in found)}
    return render(request, "desk/told.html", menu.page(request, "told", **page))


def _where(one: MessageView) -> str | None:
    """Where the work lies that a notice speaks of: a question is answered on its own page."""
    if one.subject_id is None or one.event in OF_NO_DOSSIER:
        return None
    return reverse("desk:answer" if one.event.startswith(ASKED) else "desk:case", args=[one.subject_id])


def _page(request: DeskRequest, dossier_id: UUID, fault: Refused | None) -> HttpResponse:
    asked = queries.complaint(dossier_id, by=request.actor)
    if asked is None:
        raise Refused("act.out-of-reach")
    row = dossiers.find(dossier_id, by=request.actor)
    audit.record_read(
        request.actor, subject="complaint", subject_id=row.id, purpose=row.reference, agency_id=row.agency_id
    )
    page: dict[str, Any] = {
        "asked": asked,
        "question": asked_in_words(asked),
        "again": why_or_whether(late=bool(asked.late_again)) if asked.asked_again_at else "",
        "row": row,
        "unit": _unit(asked),
        "passed": asked.due_at < clock.now(),
        "chip": due.chip(asked.answer_due_at, clock.now()) if asked.waiting else None,
        "words": request.POST.get("words", ""),
        "error": fault.message if fault else None,
        "faults": [{"id": "words", "words": fault.message}] if fault else [],
    }
    status = fault.http_status if fault else 200
    return render(request, "desk/answer.html", menu.page(request, "answers", **page), status=status)


def asked_in_words(one: ComplaintView) -> str:
    """What was asked, as it stood then."""
    return why_or_whether(late=one.late)


def why_or_whether(*, late: bool) -> str:
    return _("Why is it late?") if late else _("Will it be done by the promised day?")


def _line(one: ComplaintView) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "href": reverse("desk:answer", args=[one.dossier_id]),
        "question": why_or_whether(late=one.late if one.late_again is None else one.late_again),
        "sentence": one.sentence,
        "again": one.round > 1,
        "promised": one.due_at,
        "unit": _unit(one),
        "chip": due.chip(one.answer_due_at, clock.now()),
    }


def _unit(one: ComplaintView) -> str:
    unit = agencies.unit(one.unit_id) if one.unit_id else None
    return unit.name if unit else ""
