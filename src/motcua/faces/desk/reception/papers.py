"""The way of paper: what leaves this counter, what comes to this agency, and the slip that goes along."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import DeskRequest
from motcua.faces.desk.reception.following import LONGEST, agency_name, done
from motcua.faces.kit.powers import power
from motcua.kernel import clock
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers import services
from motcua.rooms.dossiers.types import PaperWay


@require_GET
@power("dossiers.receive_paper")
def ways(request: DeskRequest) -> HttpResponse:
    """Both lists of the agency: to send, the most urgent first; to receive."""
    shown = {
        "going": [_line(one) for one in dossiers.paper_to_send(by=request.actor)],
        "coming": [_line(one) for one in dossiers.paper_to_receive(by=request.actor)],
    }
    return render(request, "desk/counter/ways.html", menu.page(request, "paper-ways", **shown))


def _line(way: PaperWay) -> dict[str, Any]:
    return {
        "way": way,
        "from": agency_name(way.from_agency_id),
        "to": agency_name(way.to_agency_id),
        "late": way.overdue(clock.now()),
    }


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


@require_GET
@power("dossiers.receive_paper")
def slip(request: DeskRequest, way_id: UUID) -> HttpResponse:
    """Phiếu bàn giao, to be printed and to go with the paper."""
    line = _line(dossiers.paper_way(way_id, by=request.actor))
    return render(request, "desk/counter/way_slip.html", menu.page(request, "paper-ways", **line, line=line))
