"""«Hồ sơ này trễ hẹn»: one tap, an optional sentence; the office answers in a set time, and may be asked once more."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.faces.kit import due, notices
from motcua.faces.kit.formats import datetime as written
from motcua.faces.kit.powers import power
from motcua.faces.portal.apply.asking import CitizenRequest
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.rooms.dossiers.types import DossierView
from motcua.rooms.feedback import queries, services


def shown(view: DossierView, request: CitizenRequest) -> dict[str, Any]:
    """What the page says about lateness: whether one may ask, what was asked, what was answered."""
    row, at = view.row, clock.now()
    asked = queries.complaint(row.id, by=request.actor)
    ask = queries.askable(row, at=at)
    return {
        "late": ask.late,
        "new_date": row.current_due_at if row.current_due_at and row.current_due_at > at else None,
        "may_ask": asked is None and ask.now,
        "answered_by": queries.answered_by(row, at=at) if asked is None and ask.now else None,
        "asks_from": ask.since if asked is None else None,
        "asked": asked,
        "answer_chip": due.chip(asked.answer_due_at, at) if asked and asked.waiting else None,
        "moves": view.due_history,
        "first_date": row.original_due_at if row.original_due_at != row.current_due_at else None,
    }


@require_POST
@power("citizen")
def complain(request: CitizenRequest, dossier_id: UUID) -> HttpResponse:
    """Ask why it is late; what is asked is linked to the dossier and its promised day."""
    try:
        until = services.complain(
            dossier_id, sentence=request.POST.get("sentence", ""), by=request.actor, at=clock.now()
        )
    except Refused as no:
        return _back(dossier_id, no)
    said = _("The office has to answer by %(time)s.") % {"time": written(until)}
    return notices.add(redirect("follow:dossier", dossier_id), "ok", said)


@require_POST
@power("citizen")
def reopen(request: CitizenRequest, dossier_id: UUID) -> HttpResponse:
    """Say that the answer did not help; once."""
    try:
        until = services.reopen_complaint(dossier_id, by=request.actor, at=clock.now())
    except Refused as no:
        return _back(dossier_id, no)
    said = _("The office has to answer again by %(time)s.") % {"time": written(until)}
    return notices.add(redirect("follow:dossier", dossier_id), "ok", said)


def _back(dossier_id: UUID, no: Refused) -> HttpResponse:
    if no.code in {"act.out-of-reach", "act.not-permitted"}:
        raise no
    return notices.add(redirect("follow:dossier", dossier_id), "error", no.message)
