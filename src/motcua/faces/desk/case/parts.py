"""A part of a group that lies at another agency: opened for a reason the applicant can read, shown no further than needed."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import DeskRequest, english
from motcua.faces.desk.case.reading import entries
from motcua.faces.kit import due, notices
from motcua.faces.kit.powers import power
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import MemberProgress, OpenedPart

REASONS = {
    "asked": gettext_noop("The applicant asks how it goes"),
    "late": gettext_noop("To urge what is late"),
    "needed": gettext_noop("The result is needed for the part here"),
    "together": gettext_noop("To put the set of results together"),
}


@require_http_methods(["GET", "POST"])
@power("dossiers.open_part")
def part(request: DeskRequest, dossier_id: UUID, part: str) -> HttpResponse:
    """Ask for the reason; show what the reason is for. Refused: act.out-of-reach"""
    no, seen, reason = None, None, request.POST.get("reason", "")
    if request.method == "POST":
        words = _(REASONS[reason]) if reason in REASONS else ""
        try:
            seen = services.open_part(dossier_id, part, reason=words, by=request.actor, at=clock.now())
        except Refused as refused:
            if refused.code == "act.out-of-reach":
                raise
            no = refused
    with tenancy.scope(request.actor):
        row = queries.find(dossier_id, by=request.actor)
        group = queries.group(dossier_id, by=request.actor, at=clock.now())
        one = next((one for one in group.members if one.key == part), None) if group else None
        if group is None or one is None or row.agency_id != request.actor.agency_id:
            raise Refused("act.out-of-reach")
        page = {
            "row": row,
            "reference": group.reference,
            "name": _name(one),
            "agency": _agency(one.agency_id),
            "reasons": [(key, _(REASONS[key])) for key in REASONS if row.leads or key == "needed"],
            "reason": reason,
            "error": no.message if no and no.code == "dossier.reason-missing" else None,
            "fault": no.message if no and no.code != "dossier.reason-missing" else None,
            "faults": [{"id": "reason", "words": no.message}] if no and no.code == "dossier.reason-missing" else [],
            "seen": _shown(seen, one) if seen else None,
        }
        return render(
            request, "desk/part.html", menu.page(request, "work", **page), status=no.http_status if no else 200
        )


@require_POST
@power("dossiers.hand_parts")
def handing(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Give out the chosen results of a group on paper."""
    chosen, evidence = request.POST.getlist("part"), request.POST.get("evidence", "")
    try:
        services.hand_parts(dossier_id, chosen, evidence=evidence, by=request.actor, at=clock.now())
    except Refused as no:
        if no.code == "act.out-of-reach":
            raise
        return notices.add(redirect("desk:case", dossier_id), "warning", no.message)
    return notices.add(redirect("desk:case", dossier_id), "ok", _("Handed over on paper."))


def _shown(seen: OpenedPart, one: MemberProgress) -> dict[str, Any]:
    return {
        "whole": seen.whole,
        "status": one.outcome_words_en if english() else one.outcome_words,
        "step": " · ".join(words for words in (one.step, one.unit) if words),
        "due": due.chip(one.due_at, clock.now(), closed_at=one.completed_at, paused=one.paused) if one.due_at else None,
        "due_at": one.due_at,
        "asked": seen.asked,
        "entries": entries(seen.timeline),
        "result_title": seen.result_title,
        "result_number": seen.result_number,
        "result_on": seen.result_on,
        "verification_code": seen.verification_code,
    }


def _name(one: MemberProgress) -> str:
    return one.name_en if english() else one.name


def _agency(agency_id: UUID) -> str:
    found = agencies.agency(agency_id)
    return found.name if found else ""
