"""The register of dossiers: a period, a field, a unit; on the screen, as a table to take away, as the official form."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.faces.desk import menu
from motcua.faces.desk.asking import DeskRequest, typed_id
from motcua.faces.kit import tables
from motcua.faces.kit.downloads import attachment
from motcua.faces.kit.powers import power
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers import queries
from motcua.rooms.dossiers.types import Register, RegisterFilters, RegisterRow

PER_PAGE = 50


@require_GET
@power("dossiers.register")
def register(request: DeskRequest) -> HttpResponse:
    """One page of the register; what cannot be asked says why and shows the current month."""
    filters, number, fault = _asked(request), _page_number(request), None
    try:
        found = _found(request, filters, number)
    except Refused as no:
        if not no.code.startswith("register."):
            raise
        fault, filters, number = no.message, this_month(), 1
        found = _found(request, filters, number)
    query = urlencode(_as_query(filters))
    page = {
        "filters": filters,
        "rows": [_line(row) for row in found.rows],
        "total": found.total,
        "number": number,
        "pages": -(-found.total // PER_PAGE) or 1,
        "page_url": f"?{query}&trang={{page}}",
        "csv_url": f"{reverse('desk:register-csv')}?{query}",
        "pdf_url": f"{reverse('desk:register-pdf')}?{query}",
        "fields": [("", _("Every field")), *((one.key, one.name) for one in catalogue.fields())],
        "units": [("", _("Every unit")), *((str(one.id), one.name) for one in _units(request))],
        "fault": fault,
    }
    status = 422 if fault else 200
    return render(request, "desk/register.html", menu.page(request, "register", **page), status=status)


@require_GET
@power("dossiers.register")
def as_csv(request: DeskRequest) -> HttpResponse:
    """The same rows, with address and telephone, for a spreadsheet. Refused: register.period-too-long"""
    filters = _asked(request)
    found = queries.register_whole(filters, by=request.actor, at=clock.now())
    head = (
        _("No."), _("Dossier code"), _("Procedure"), _("Sets"), _("Applicant"), _("Address and telephone"), _("Agency"),
        _("Received"), _("Due"), _("Result from the agency"), _("Delivered"), _("Way"), _("Late"), _("Remark"),
    )  # fmt: skip
    return tables.csv_file(_file_name(filters, "csv"), head, [_cells(row) for row in found.rows])


@require_GET
@power("dossiers.register")
def as_pdf(request: DeskRequest) -> HttpResponse:
    """The register on its official form. Refused: register.period-too-long"""
    filters = _asked(request)
    pdf = queries.register_pdf(filters, by=request.actor, at=clock.now())
    return attachment(pdf, _file_name(filters, "pdf"), "application/pdf")


def this_month() -> RegisterFilters:
    today = clock.today()
    return RegisterFilters(first=today.replace(day=1), last=today)


def _found(request: DeskRequest, filters: RegisterFilters, number: int) -> Register:
    start = (number - 1) * PER_PAGE
    return queries.register(filters, start=start, limit=PER_PAGE, by=request.actor, at=clock.now())


def _asked(request: DeskRequest) -> RegisterFilters:
    """What was asked for; what is no date, no field and no unit counts as not asked."""
    usual = this_month()
    known = {one.key for one in catalogue.fields()}
    unit = typed_id(request.GET.get("don-vi", ""))
    field = request.GET.get("linh-vuc", "")
    return replace(
        usual,
        first=_day(request.GET.get("tu", "")) or usual.first,
        last=_day(request.GET.get("den", "")) or usual.last,
        field=field if field in known else "",
        unit_id=unit if unit in {one.id for one in _units(request)} else None,
    )


def _as_query(filters: RegisterFilters) -> dict[str, str]:
    found = {"tu": filters.first.isoformat(), "den": filters.last.isoformat(), "linh-vuc": filters.field}
    return found | ({"don-vi": str(filters.unit_id)} if filters.unit_id else {})


def _units(request: DeskRequest) -> list[Any]:
    return agencies.units(request.actor.agency_id) if request.actor.agency_id else []


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _page_number(request: DeskRequest) -> int:
    text = request.GET.get("trang", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1  # noqa: PLR2004


def _line(row: RegisterRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "code": row.code,
        "href": reverse("desk:case", args=[row.id]),
        "procedure": row.procedure_name,
        "name": row.applicant_name,
        "received": row.received_at,
        "due": row.due_at,
        "completed": row.completed_at,
        "delivered": row.delivered_at,
        "late": row.late,
        "note": row.note,
    }


def _cells(row: RegisterRow) -> list[Any]:
    ways = {"portal": _("On the portal"), "counter": _("At the counter"), "post": _("By post")}
    times = [tables.instant(one) for one in (row.received_at, row.due_at, row.completed_at, row.delivered_at)]
    who = [row.code, row.procedure_name, row.sets, row.applicant_name, row.contact, row.agency_name]
    return [row.number, *who, *times, ways.get(row.method, ""), _("yes") if row.late else "", row.note]


def _file_name(filters: RegisterFilters, ending: str) -> str:
    return f"so-theo-doi-{filters.first}-{filters.last}.{ending}"
