"""The way of paper: what leaves this counter, what comes, what lies here and may go on, and the slip that goes along."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import DeskRequest, typed_id
from motcua.faces.desk.case.views import agency_name, home_of
from motcua.faces.desk.reception.following import LONGEST, done
from motcua.faces.kit.downloads import attachment
from motcua.faces.kit.powers import power
from motcua.kernel import clock
from motcua.kernel.tenancy import scope
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers import services
from motcua.rooms.dossiers.types import PaperWay

BY_POST = "post"
NOBODY = UUID(int=0)


@require_GET
@power("dossiers.receive_paper")
def ways(request: DeskRequest) -> HttpResponse:
    """The lists of the agency: to send, the most urgent first; to receive; sent and not there yet; lying here."""
    by = request.actor
    going = [_line(one) for one in dossiers.paper_to_send(by=by)]
    places = {one["way"].to_agency_id: one["to"] for one in going if not one["way"].to_applicant}
    shown = {
        "going": going,
        "slips": sorted(places.items(), key=lambda one: one[1]),
        "coming": [_line(one) for one in dossiers.paper_to_receive(by=by)],
        "gone": [_line(one) for one in dossiers.paper_under_way(by=by)],
        "here": [_line(one) | {"onward": _onward(one, request)} for one in dossiers.paper_here(by=by)],
    }
    return render(request, "desk/counter/ways.html", menu.page(request, "paper-ways", **shown))


def _line(way: PaperWay) -> dict[str, Any]:
    at = clock.now()
    return {
        "way": way,
        "from": agency_name(way.from_agency_id),
        "to": _("the applicant, by post") if way.to_applicant else agency_name(way.to_agency_id),
        "late": way.overdue(at) if way.handed_at is None else way.missing(at),
    }


def _onward(way: PaperWay, request: DeskRequest) -> list[tuple[str, str, None]]:
    found = dossiers.paper_goes_to(way.id, by=request.actor)
    return [(str(one), agency_name(one), None) for one in found]


@require_POST
@power("dossiers.hand_paper")
def hand(request: DeskRequest, way_id: UUID) -> HttpResponse:
    """Sign paper out."""
    carrier = request.POST.get("carrier", "")[:LONGEST]
    act = partial(services.hand_paper, way_id, carrier=carrier, by=request.actor, at=clock.now())
    return done(act, _("Handed to the carrier. Print the slip and let it go along."), back=redirect("desk:paper-ways"))


@require_POST
@power("dossiers.receive_paper")
def receive(request: DeskRequest, way_id: UUID) -> HttpResponse:
    """Sign paper in."""
    remark = request.POST.get("remark", "")[:LONGEST]
    act = partial(services.receive_paper, way_id, remark=remark, by=request.actor, at=clock.now())
    return done(act, _("The paper is here."), back=redirect("desk:paper-ways"))


@require_POST
@power("dossiers.send_paper_on")
def send_on(request: DeskRequest, way_id: UUID) -> HttpResponse:
    """Let paper that lies here go on to the next agency of the dossier."""
    to = _agency(request)
    act = partial(services.send_paper_on, way_id, to, by=request.actor, at=clock.now())
    return done(act, _("Laid out to be handed over."), back=redirect("desk:paper-ways"))


@require_POST
@power("dossiers.miss_paper")
def miss(request: DeskRequest, way_id: UUID) -> HttpResponse:
    """Say that paper did not arrive."""
    note = request.POST.get("note", "")[:LONGEST]
    act = partial(services.miss_paper, way_id, note=note, by=request.actor, at=clock.now())
    return done(act, _("Both offices and the applicant see that it is looked for."), back=redirect("desk:paper-ways"))


@require_POST
@power("dossiers.send_result_paper")
def send_result(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Lay the result on paper out for the counter where it is collected, or for the post."""
    by = request.actor
    to = None if request.POST.get("to") == BY_POST else _agency(request)
    act = partial(services.send_result_paper, dossier_id, to_agency_id=to, by=by, at=clock.now())
    with scope(by):
        home = home_of(dossiers.find(dossier_id, by=by), request)
    return done(act, _("Laid out to be handed over."), back=redirect(home))


def _agency(request: DeskRequest) -> UUID:
    """What was chosen; what names no agency is refused by the act, after it saw who asks."""
    return typed_id(request.POST.get("to", "")) or NOBODY


@require_GET
@power("dossiers.receive_paper")
def slip(request: DeskRequest, way_id: UUID) -> HttpResponse:
    """Phiếu bàn giao, to be printed and to go with the paper."""
    line = _line(dossiers.paper_way(way_id, by=request.actor))
    return render(request, "desk/counter/way_slip.html", menu.page(request, "paper-ways", **line, line=line))


@require_GET
@power("dossiers.hand_paper")
def list_slip(request: DeskRequest) -> HttpResponse:
    """One slip for everything that goes to an agency now, as PDF, with the places to sign."""
    agency_id = typed_id(request.GET.get("den", ""))
    if agency_id is None:
        return redirect("desk:paper-ways")
    pdf = dossiers.paper_list_pdf(agency_id, by=request.actor, at=clock.now())
    return attachment(pdf, f"phieu-ban-giao-{clock.today()}.pdf", "application/pdf")
