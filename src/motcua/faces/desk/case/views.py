"""O3: one dossier. What was answered and whence, what was handed in, what happened, and the one thing to do now."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.faces.desk import menu
from motcua.faces.desk.asking import DeskRequest, language
from motcua.faces.desk.case import checks, linked, opinions, owing, reading, why, work
from motcua.faces.desk.result import pages
from motcua.faces.kit import notices
from motcua.faces.kit.powers import may_open, power
from motcua.kernel import audit, clock
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers import queries
from motcua.rooms.dossiers.types import DossierRow, DossierView

NEXT_AMONG = 20


@require_GET
@power("officer")
def case(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Show the dossier to who has a part in it, to others for a reason; the reading is recorded for its owner to see."""
    try:
        shown = values(request, dossier_id)
    except Refused as no:
        if no.code != why.NEEDED:
            raise
        return why.page(request, dossier_id)
    return render(request, "desk/case.html", shown)


@require_GET
@power("officer")
def following(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """On to the next dossier of the list the officer came from; back to the list when it was the last.

    Refused: act.out-of-reach
    """
    queries.find(dossier_id, by=request.actor)
    view = list_of(request)
    found = next_of(request, dossier_id, view)
    if found is None:
        return notices.add(redirect(menu.address(view)), "info", _("That was the last of this list."))
    return redirect(f"{reverse('desk:case', args=[found])}?{urlencode({'view': view})}")


def next_of(request: DeskRequest, dossier_id: UUID, view: str) -> UUID | None:
    """The dossier that stands after this one in a list, else the first that is another."""
    wanted = menu.wanted(view)
    found = queries.worklist(by=request.actor, filters=wanted, at=clock.now(), limit=NEXT_AMONG).rows
    ids = list(dict.fromkeys(row.dossier.id for row in found))
    if dossier_id in ids and dossier_id != ids[-1]:
        return ids[ids.index(dossier_id) + 1]
    return next((one for one in ids if one != dossier_id), None)


def list_of(request: DeskRequest) -> str:
    """The list the officer came from, as the address says, or the one he comes for."""
    view = request.GET.get("view", "") or request.POST.get("view", "")
    return view if view in menu.labels() else menu.usual_view(request)


def values(request: DeskRequest, dossier_id: UUID, **more: Any) -> dict[str, Any]:
    """Everything the case page shows; refused actions render it again with what was typed in `more`."""
    actor = request.actor
    view = opened(request, dossier_id)
    form, held = reading.summary(view, actor)
    papers = reading.papers(view, held, actor)
    authority = queries.authority_of(view.id, by=actor)
    what = work.to_do(view, actor)
    draft = queries.result_draft(view.id, by=actor) if what.kind in work.AFTER_DRAFTING else None
    page = {
        "view": view,
        "row": view.row,
        "status": menu.status_words(view.row),
        "fee": owing.standing(view, request.actor),
        "chip": reading.chip(view),
        "ended_ground": reading.ended_ground(view),
        "pages": reading.answers(form, view, compared=authority is None or authority.verified),
        "papers": papers,
        "checks": checks.of(view.row, form, papers, authority),
        "colleagues": queries.colleagues_at([view.id], by=actor).get(view.id, ()),
        "from_list": list_of(request),
        "back_href": menu.address(list_of(request)),
        "official": reading.official(view, actor),
        "timeline": reading.timeline(view),
        "authority": authority and (authority, checks.authority_words(authority)),
        "places": reading.paper_places(view),
        "result_goes_to": _result_goes_to(view, actor),
        "stands_still": reading.stands_still(view.row),
        "asked_papers": reading.asked_papers(view),
        "explanation": reading.explanation(view),
        "group": linked.group(view, actor),
        "opinions": opinions.lines(view),
        "amended": [(one, queries.changes_of(view, one, by=actor, language=language())) for one in view.amendments],
        "work": what,
        "draft": draft,
        "result_pages": pages.of(view.id, actor) if draft else [],
        "agency": agencies.agency(view.row.agency_id),
        "fault": None,
        "typed": {},
    }
    return menu.page(request, "work", **(page | more))


def _result_goes_to(view: DossierView, actor: Actor) -> list[tuple[str, str, None]]:
    """Where a result on paper may be sent now; empty when there is none to send."""
    found = queries.result_goes_to(view.id, by=actor)
    if found is None or not may_open(actor, "dossiers.send_result_paper"):
        return []
    counters = [(str(one), agency_name(one), None) for one in found]
    if view.row.member:  # the lead hands the whole set over
        return counters
    return [*counters, ("post", _("To the applicant, by post"), None)]


def agency_name(agency_id: UUID) -> str:
    agency = agencies.agency(agency_id)
    return agency.name if agency else ""


def home_of(row: DossierRow, request: DeskRequest) -> str:
    """Where the officer follows this dossier: at its agency the case, at any other counter what was taken in there."""
    own = row.agency_id == request.actor.agency_id
    return reverse("desk:case" if own else "desk:taken-in", args=[row.id])


def opened(request: DeskRequest, dossier_id: UUID) -> DossierView:
    """The dossier, and a line in its owner's list of who looked and why.

    Refused: act.out-of-reach, dossier.reason-needed, reading.budget-spent
    """
    view = queries.dossier(dossier_id, by=request.actor)
    queries.count_readings([view.id], by=request.actor)
    audit.record_read(
        request.actor,
        subject="dossier",
        subject_id=view.id,
        purpose=purpose(view),
        owner_id=view.owner_id,
        agency_id=view.row.agency_id,
    )
    return view


def purpose(view: DossierView) -> str:
    """Why it is read: to handle it, or for the reason an officer gave who has no part in it."""
    return f"{view.row.reference}: {view.opened_for}" if view.opened_for else view.row.reference
