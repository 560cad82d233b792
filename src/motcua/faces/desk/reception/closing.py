"""O2, screens 4 and 5: everything once more, the fee in cash, submitted and accepted; and what to print."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.faces.desk import menu
from motcua.faces.desk.asking import ELSEWHERE, DeskRequest, language
from motcua.faces.desk.reception import offering
from motcua.faces.desk.reception.filling import AtCounter, opened
from motcua.faces.desk.reception.people import standing_or_gone
from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers import services
from motcua.rooms.dossiers.types import Receipt
from motcua.rooms.forms import logic
from motcua.rooms.payments.types import FeeLine, payable, total

CONFIRMED = "confirmed"


@require_http_methods(["GET", "POST"])
@power("dossiers.note_papers")
def check(request: DeskRequest, draft_id: UUID) -> HttpResponse:
    """Read it back to the person; one button submits, takes the cash and accepts."""
    by = request.actor
    with scope(by):
        if dossiers.find_draft(draft_id, by=by) is None:
            dossiers.find(draft_id, by=by)  # handed in already, or nobody's business
            return redirect("desk:taken-in", dossier_id=draft_id)
        at = opened(draft_id, by)
        if request.method == "GET":
            return _page(request, at)
        if request.POST.get(CONFIRMED) != "yes":
            words = _("Read it back to the applicant, then tick that it is right")
            return _page(request, at, faults=[{"id": CONFIRMED, "words": words}], status=422)
    try:
        receipt = services.submit(draft_id, by=by, at=clock.now())
    except Refused as no:
        if no.code in ELSEWHERE:
            raise
        with scope(by):
            return _refused(request, opened(draft_id, by), no)
    return _onwards(request, receipt)


def _onwards(request: DeskRequest, receipt: Receipt) -> HttpResponse:
    """The rest is done as far as it goes; what does not go is told on the next page, where it can be done again."""
    by, dossier_id = request.actor, receipt.dossier_id
    steps: list[Callable[[], Any]] = []
    if receipt.amount and request.POST.get("pays") == "cash":
        steps.append(partial(services.take_cash, dossier_id, receipt.amount, by=by, at=clock.now()))
    if request.POST.get("do") == "accept":
        steps.append(partial(services.accept, dossier_id, by=by, at=clock.now()))
    response = redirect("desk:taken-in", dossier_id=dossier_id)
    for step in steps:
        try:
            step()
        except Refused as no:
            return notices.add(response, "warning", no.message)
    return notices.add(response, "ok", _("Handed in and accepted.") if steps else _("Handed in."))


def _refused(request: DeskRequest, at: AtCounter, no: Refused) -> HttpResponse:
    found = [{"id": fault.id, "words": fault.words.of(language())} for fault in no.params.get("faults", ())]
    return _page(request, at, faults=found or [{"id": None, "words": no.message}], status=no.http_status)


def _page(
    request: DeskRequest, at: AtCounter, *, faults: list[dict[str, Any]] | None = None, status: int = 200
) -> HttpResponse:
    lines = catalogue.fees(at.definition, at.view.method, at.sight, on=at.today, case=at.view.case or None)
    agency = agencies.agency(at.view.agency_id) if at.view.agency_id else None
    shown = {
        "who": standing_or_gone(at.view, request.actor),
        "draft": at.view,
        "title": at.definition.procedure.plain_name.words(language()),
        "pages": _summary(at),
        "papers": at.view.papers,
        "lines": lines,
        "due": total(payable(lines)),
        "later": _later(lines),
        "agency": agency,
        "warnings": offering.agency_warnings(at.definition, at.sight, agency, request.actor),
        "channel": offering.channel_words(at.view.result_channel),
        "pays": request.POST.get("pays", "cash"),
        "faults": faults or [],
    }  # fmt: skip
    return render(request, "desk/counter/check.html", menu.page(request, "counter", **shown), status=status)


def _later(lines: list[FeeLine]) -> bool:
    return any(line.amount is None for line in lines)


def _summary(at: AtCounter) -> list[tuple[str, list[dict[str, Any]]]]:
    pages = logic.summary(at.form, at.kept.answers, at.kept.provenance, today=at.today, language=language())
    return [
        (
            page.title.of(language()),
            [{"label": row.label.of(language()), "lines": _lines(at, row)} for row in page.rows if row.lines or row.files],
        )
        for page in pages
    ]  # fmt: skip


def _lines(at: AtCounter, row: Any) -> list[str]:
    return [at.files[one].name for one in row.files if one in at.files] or list(row.lines)
