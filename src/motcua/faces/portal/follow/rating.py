"""C17: one tap says how it went; a word more if one likes."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.faces.portal.apply.asking import CitizenRequest
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.rooms.dossiers import queries
from motcua.rooms.feedback import queries as feedback
from motcua.rooms.feedback import services
from motcua.rooms.feedback.types import RatingKind


@require_http_methods(["GET", "POST"])
@power("citizen")
def rate(request: CitizenRequest, dossier_id: UUID) -> HttpResponse:
    """Grade the handling; the same page offers room for a sentence."""
    return _graded(request, dossier_id, RatingKind.HANDLING)


@require_http_methods(["GET", "POST"])
@power("citizen")
def ease(request: CitizenRequest, dossier_id: UUID) -> HttpResponse:
    """Grade how easy it was to hand in, asked right after it; another question than how the office did its work."""
    return _graded(request, dossier_id, RatingKind.EASE)


def _graded(request: CitizenRequest, dossier_id: UUID, kind: RatingKind) -> HttpResponse:
    here = "follow:ease" if kind == RatingKind.EASE else "follow:rate"
    if request.method == "POST":
        text = request.POST.get("grade", "")
        grade = int(text) if text.isascii() and text.isdigit() and len(text) == 1 else 0
        try:
            services.rate(
                dossier_id, grade=grade, kind=kind, comment=request.POST.get("comment", ""), by=request.actor,
                at=clock.now(),
            )  # fmt: skip
        except Refused as no:
            if no.code == "act.out-of-reach":
                raise
            return notices.add(redirect(here, dossier_id), "error", no.message)
        if request.POST.get("comment", "").strip():
            return notices.add(
                redirect("follow:dossier", dossier_id), "ok", _("Thank you. The office reads every word.")
            )
        return redirect(here, dossier_id)
    given = feedback.rating(dossier_id, kind=kind, by=request.actor)
    row = queries.find(dossier_id, by=request.actor)
    shown = {"row": row, "given": given, "handling": kind == RatingKind.HANDLING}
    return render(request, "portal/follow/rate.html", shown)
