"""A dossier the officer has no part in: why is it opened? The reason opens it for a while, and the applicant reads it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import ELSEWHERE, DeskRequest, english
from motcua.faces.kit import formats, notices
from motcua.faces.kit.powers import power
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.rooms.dossiers import queries, services

NEEDED = "dossier.reason-needed"
LONGEST = 200
REVIEWED = timedelta(days=90)
FIELDS = {"opening.reason-missing": "reason", "opening.words-missing": "note"}


def reasons() -> list[tuple[str, str, None]]:
    """Why an officer may look for a person, or open what he has no part in, in the order of the list."""
    return [(one.key, one.words_en if english() else one.words, None) for one in queries.opening_reasons()]


def page(request: DeskRequest, dossier_id: UUID, no: Refused | None = None) -> HttpResponse:
    """Ask before anything of the dossier is shown but its code; what a search was made for stands there already."""
    row, typed = queries.find(dossier_id, by=request.actor), request.POST or request.GET
    fault = {FIELDS.get(no.code, "reason"): no.message} if no else {}
    shown: dict[str, Any] = {
        "row": row,
        "status": menu.status_words(row),
        "reasons": reasons(),
        "reason": typed.get("reason", ""),
        "note": typed.get("note", "")[:LONGEST],
        "view_name": typed.get("view", ""),
        "errors": {"reason": None, "note": None} | fault,
        "faults": [{"id": field, "words": words} for field, words in fault.items()],
    }
    status = no.http_status if no else 200
    return render(request, "desk/why.html", menu.page(request, "work", **shown), status=status)


@require_POST
@power("dossiers.open_for_reason")
def opening(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Take the reason and lead to the dossier."""
    reason, note = request.POST.get("reason", ""), request.POST.get("note", "")
    try:
        until = services.open_for_reason(dossier_id, reason, words=note, by=request.actor, at=clock.now())
    except Refused as no:
        if no.code in ELSEWHERE:
            raise
        with tenancy.scope(request.actor):
            return page(request, dossier_id, no)
    words = _("Open to you until %(time)s. The applicant can read who opened it and why.")
    return notices.add(redirect("desk:case", dossier_id), "info", words % {"time": formats.datetime(until)})


@require_GET
@power("dossiers.openings")
def openings(request: DeskRequest) -> HttpResponse:
    """Who opened what he has no part in, and why: for those who answer for it. Nobody's name but the officers'."""
    found = queries.openings(by=request.actor, since=clock.now() - REVIEWED)
    return render(request, "desk/openings.html", menu.page(request, "openings", lines=found, days=REVIEWED.days))
