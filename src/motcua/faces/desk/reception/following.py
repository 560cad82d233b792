"""What a counter took in: the last screen of a filing, the list of what it follows for others, the papers to hand out."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import ELSEWHERE, DeskRequest
from motcua.faces.desk.case import owing, reading
from motcua.faces.desk.case.views import agency_name, purpose
from motcua.faces.kit import notices
from motcua.faces.kit.codes import qr
from motcua.faces.kit.downloads import attachment, picture
from motcua.faces.kit.powers import may_open, power
from motcua.kernel import audit, clock
from motcua.kernel.errors import Refused
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers import services
from motcua.rooms.dossiers.types import DossierRow, DossierView, FinanceState, Status

LONGEST = 500
GOES_BACK = frozenset({FinanceState.REFUNDING, FinanceState.REFUNDED})


@require_GET
@power("dossiers.hand_paper")
def listed(request: DeskRequest) -> HttpResponse:
    """Đã nhận giúp: what this counter took in for other agencies, and where each is now."""
    rows = [_row(row) for row in dossiers.taken_in(by=request.actor)]
    going, gone = dossiers.paper_to_send(by=request.actor), dossiers.paper_under_way(by=request.actor)
    at = clock.now()
    shown = {
        "rows": rows,
        "going": len(going),
        "coming": len(dossiers.paper_to_receive(by=request.actor)),
        "late": sum(one.overdue(at) for one in going) + sum(one.missing(at) or one.lost_at is not None for one in gone),
    }
    return render(request, "desk/counter/taken_in.html", menu.page(request, "taken-in", **shown))


def _row(row: DossierRow) -> dict[str, Any]:
    agency = agencies.agency(row.agency_id)
    return {"row": row, "agency": agency.name if agency else "", "status": menu.status_words(row)}


@require_GET
@power("dossiers.deliver")
def taken_in(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """One dossier as its counter sees it: the last screen of a filing, and later the place to follow it."""
    view = opened(request, dossier_id)
    fee = dossiers.fee_at_desk(dossier_id, by=request.actor)
    shown = {
        "view": view,
        "row": view.row,
        "agency": agencies.agency(view.row.agency_id),
        "elsewhere": view.row.agency_id != request.actor.agency_id,
        "status": menu.status_words(view.row),
        "chip": reading.chip(view),
        "timeline": reading.timeline(view),
        "documents": dossiers.papers_to_hand_out(dossier_id, by=request.actor),
        "scans": _scans(view, request),
        "places": reading.paper_places(view),
        "fee": fee,
        "fee_back": owing.standing(view, request.actor) if fee and view.row.finance_state in GOES_BACK else None,
        "unanswered": view.row.status in {Status.SUBMITTED, Status.SUPPLEMENT_BEFORE},
        "may_ask": view.row.status == Status.SUBMITTED,
        "may_bring": may_open(request.actor, "dossiers.bring_supplement"),
        "acceptable": view.row.status == Status.SUBMITTED and not (fee and fee.open),
        "deliverable": view.row.status == Status.ISSUED and view.row.result_channel == "counter",
        "card": catalogue.card(view.row.procedure_key),
    }
    section = "taken-in" if shown["elsewhere"] else "counter"
    return render(request, "desk/counter/done.html", menu.page(request, section, **shown))


def _scans(view: DossierView, request: DeskRequest) -> list[dict[str, Any]]:
    """What this counter scanned for the other agency, page by page."""
    return [
        {
            "name": one.name,
            "pages": [reverse("desk:counter-scan", args=[view.id, one.id, n]) for n in _numbers(one.pages)],
        }
        for one in dossiers.counter_scans(view.id, by=request.actor)
        if one.usable
    ]


def _numbers(pages: int | None) -> range:
    return range(1, min(pages or 1, reading.MOST_PAGES) + 1)


@require_GET
@power("dossiers.deliver")
def scan(request: DeskRequest, dossier_id: UUID, file_id: UUID, page: int) -> HttpResponse:
    """One page of a paper this counter scanned, as a picture. Refused: act.out-of-reach, file.no-picture"""
    return picture(dossiers.counter_scan(dossier_id, file_id, page, by=request.actor))


def opened(request: DeskRequest, dossier_id: UUID) -> DossierView:
    view = dossiers.dossier(dossier_id, by=request.actor)
    audit.record_read(
        request.actor, subject="dossier", subject_id=view.id, purpose=purpose(view), owner_id=view.owner_id,
        agency_id=view.row.agency_id,
    )  # fmt: skip
    return view


@require_GET
@power("dossiers.deliver")
def slip(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """The slip in the person's hand, half a sheet: what, where, by when, and two codes to scan at home."""
    view = opened(request, dossier_id)
    track, at_home = _addresses(view)
    shown = {
        "view": view,
        "row": view.row,
        "agency": agency_name(view.row.agency_id),
        "counter": agency_name(view.row.reception_agency_id),
        "fee": dossiers.fee_at_desk(dossier_id, by=request.actor),
        "papers": view.papers,
        "track": qr(track, _("Follow the dossier")),
        "at_home": qr(at_home, _("How to do it at home")),
        "at_home_words": at_home.partition("//")[2],
    }
    return render(request, "desk/counter/slip.html", menu.page(request, "taken-in", **shown))


def _addresses(view: DossierView) -> tuple[str, str]:
    """Where to follow it, and how to do it at home the next time."""
    site = settings.MOTCUA.public_url.rstrip("/")
    return f"{site}/tra-cuu?ma={view.row.reference}", f"{site}/thu-tuc/{view.row.procedure_code}/o-nha"


@require_GET
@power("dossiers.deliver")
def slip_pdf(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """The same as a sheet of A5."""
    view = opened(request, dossier_id)
    track, at_home = _addresses(view)
    pdf = dossiers.counter_slip_pdf(dossier_id, track_url=track, home_url=at_home, by=request.actor, at=clock.now())
    return attachment(pdf, f"giay-nhan-{view.row.reference}.pdf", "application/pdf")


@require_GET
@power("dossiers.deliver")
def document(request: DeskRequest, dossier_id: UUID, document_id: UUID) -> HttpResponse:
    """One of the papers the counter hands out, as PDF."""
    found = dossiers.papers_to_hand_out(dossier_id, by=request.actor)
    held = next((one for one in found if one.id == document_id), None)
    content = dossiers.paper_to_hand_out(dossier_id, document_id, by=request.actor)
    return attachment(content, held.file_name if held else "", "application/pdf")


def done(act: Callable[[], Any], words: str, *, back: HttpResponse) -> HttpResponse:
    """Do it and say so, or say why not, on the page it leads back to."""
    try:
        act()
    except Refused as no:
        if no.code in ELSEWHERE:
            raise
        return notices.add(back, "error", no.message)
    return notices.add(back, "ok", words)


@require_POST
@power("dossiers.accept")
def accept(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Take in what was only handed in, for whichever agency decides."""
    act = partial(services.accept, dossier_id, by=request.actor, at=clock.now())
    return done(act, _("Accepted. The legal clock runs."), back=redirect("desk:taken-in", dossier_id=dossier_id))


@require_POST
@power("dossiers.deliver")
def deliver(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Hand the result over at this counter."""
    evidence = request.POST.get("evidence", "")[:LONGEST]
    act = partial(services.deliver, dossier_id, channel="counter", evidence=evidence, by=request.actor, at=clock.now())
    return done(act, _("The result was handed over."), back=redirect("desk:taken-in", dossier_id=dossier_id))
