"""Opinions: asking another unit or agency beside a case, and answering what one's own is asked."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import ELSEWHERE, DeskRequest, language, typed_id
from motcua.faces.desk.case import reading, whom
from motcua.faces.desk.case.opinions import line
from motcua.faces.desk.case.views import opened
from motcua.faces.desk.faults import told
from motcua.faces.kit import notices
from motcua.faces.kit.downloads import picture
from motcua.faces.kit.powers import power
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.documents.types import FileState, StoredFile
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import ConsultationView
from motcua.rooms.forms import logic

TERMS = (1, 2, 3, 5, 10)
NOBODY = UUID(int=0)
FIELDS = {
    "consultation.answer-missing": "answer",
}


@require_http_methods(["GET", "POST"])
@power("dossiers.consult")
def consult(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Ask another unit or agency for an opinion with a term of its own."""
    no, looks = None, request.POST.get("_action") == "find"
    if request.method == "POST" and not looks:
        try:
            _ask(request, dossier_id)
        except Refused as refused:
            no = refused
        else:
            done = _("Asked. They read the dossier until they have answered; the legal clock runs on.")
            return notices.add(redirect("desk:case", dossier_id), "ok", done)
    if no is not None and no.code in ELSEWHERE:
        raise no
    with tenancy.scope(request.actor):
        if request.method == "GET":
            queries.refuse_impossible(dossier_id, "dossiers.consult", by=request.actor)
        if request.headers.get("HX-Request"):
            house = queries.find(dossier_id, by=request.actor).agency_id
            return render(request, "desk/whom.html", {"whom": _whom(request, house)})
        view = opened(request, dossier_id)
        whom_ = _whom(request, view.row.agency_id)
        page = {"view": view, "whom": whom_, "terms": _terms()} | told(request, no, FIELDS)
        status = no.http_status if no else 200
        return render(request, "desk/consult.html", menu.page(request, "work", **page), status=status)


@require_POST
@power("dossiers.close_consultation")
def close(request: DeskRequest, dossier_id: UUID, consultation_id: UUID) -> HttpResponse:
    """Take a question back."""
    with tenancy.scope(request.actor):
        if queries.consultation(consultation_id, by=request.actor).dossier_id != dossier_id:
            raise Refused("act.out-of-reach")
    try:
        services.close_consultation(consultation_id, request.POST.get("reason", ""), by=request.actor, at=clock.now())
    except Refused as no:
        if no.code in ELSEWHERE:
            raise
        return notices.add(redirect("desk:case", dossier_id), "error", no.message)
    return notices.add(redirect("desk:case", dossier_id), "ok", _("The question was taken back."))


@require_GET
@power("dossiers.answer_consultation")
def consulted(request: DeskRequest) -> HttpResponse:
    """What this officer's agency and units are asked, the most urgent first; below it what was answered."""
    with tenancy.scope(request.actor):
        at = clock.now()
        waiting = [line(one.consultation, one.dossier) for one in queries.asked_of_me(by=request.actor, at=at)]
        ended = queries.asked_of_me(by=request.actor, at=at, ended=True)
        page = {"waiting": waiting, "ended": [line(one.consultation, None) for one in ended]}
        return render(request, "desk/consulted.html", menu.page(request, "consulted", **page))


@require_http_methods(["GET", "POST"])
@power("dossiers.answer_consultation")
def opinion(request: DeskRequest, consultation_id: UUID) -> HttpResponse:
    """Read what is asked and the dossier it is about, and answer."""
    no = None
    if request.method == "POST":
        answer = request.POST.get("answer", "")
        try:
            services.answer_consultation(consultation_id, answer, by=request.actor, at=clock.now())
        except Refused as refused:
            no = refused
        else:
            return notices.add(redirect("desk:consulted"), "ok", _("The opinion was sent."))
    if no is not None and no.code in ELSEWHERE:
        raise no
    with tenancy.scope(request.actor):
        found = queries.consultation(consultation_id, by=request.actor)
        page = {"asked": line(found, None), "case": _case(found, request)} | told(request, no, FIELDS)
        status = no.http_status if no else 200
        return render(request, "desk/opinion.html", menu.page(request, "consulted", **page), status=status)


@require_GET
@power("dossiers.answer_consultation")
def paper(request: DeskRequest, consultation_id: UUID, file_id: UUID, page: int) -> HttpResponse:
    """One page of a paper of the dossier, while the question is open."""
    return picture(queries.consulted_page(consultation_id, file_id, page, by=request.actor))


def _ask(request: DeskRequest, dossier_id: UUID) -> None:
    kind, _colon, named = request.POST.get("to", "").partition(":")
    place = typed_id(named)
    unit = agencies.unit(place) if kind == "unit" and place else None
    agency_id = unit.agency_id if unit else place if kind == "agency" else None
    days = request.POST.get("days", "")
    services.consult(
        dossier_id,
        request.POST.get("question", ""),
        to_agency_id=agency_id or NOBODY,
        to_unit_id=unit.id if unit else None,
        days=int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 0,  # noqa: PLR2004
        by=request.actor,
        at=clock.now(),
    )


def _whom(request: DeskRequest, house: UUID) -> dict[str, Any]:
    """The picker for what was typed: by a button of the form, or while typing."""
    typed = request.POST if request.method == "POST" else request.GET
    return whom.offered(house, typed.get("find", ""), typed.get("to", ""), request.actor)


def _terms() -> list[tuple[str, str]]:
    return [(str(n), ngettext("%(n)s working day", "%(n)s working days", n) % {"n": n}) for n in TERMS]


def _case(found: ConsultationView, request: DeskRequest) -> dict[str, Any] | None:
    """The dossier as whoever is asked reads it; None once the question is over."""
    if not found.open:
        return None
    held = queries.consulted_case(found.id, by=request.actor, at=clock.now())
    form = catalogue.version(held.version_id).form
    today = clock.local(held.dossier.submitted_at).date()
    pages = logic.summary(form, held.answers, held.provenance, today=today, language=language())
    return {
        "row": held.dossier,
        "pages": reading.answers(pages, held),
        "papers": [_paper(found.id, file) for file in held.files],
    }


def _paper(consultation_id: UUID, file: StoredFile) -> dict[str, Any]:
    """A paper as pages; the file itself stays with the agency that asks."""
    numbers = range(1, min(file.pages or 1, reading.MOST_PAGES) + 1) if file.usable else ()
    return {
        "file": file,
        "title": file.name,
        "href": None,
        "checking": file.state == FileState.QUARANTINE,
        "pages": [
            {
                "number": n,
                "url": reverse("desk:opinion-page", args=[consultation_id, file.id, n]),
                "alt": _("Page %(n)s of %(name)s") % {"n": n, "name": file.name},
            }
            for n in numbers
        ],
    }
