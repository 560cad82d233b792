"""C26: what the offices received, how much was on time, how satisfied people are. For people, as CSV and as JSON."""

import csv
import io

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.faces.kit import periods
from motcua.faces.kit.powers import power
from motcua.faces.portal.transparency import asking, presenting
from motcua.kernel import clock
from motcua.rooms.insights import queries as insights
from motcua.rooms.insights.types import Board

# The wide table has no room for every number; the file and the lines on a phone have.
ON_PHONES_ONLY = frozenset({"passed_up"})
BYTE_ORDER_MARK = "\ufeff"


@require_safe
@power("public")
def board(request: HttpRequest) -> HttpResponse:
    """The page."""
    asked = asking.read(request.GET)
    found = _board(asked)
    drawn, address = presenting.stacks(found, asked), reverse("transparency:board")
    context = {
        "asked": asked,
        "as_of": found.as_of,
        "recounting": insights.recounting(),
        "tiles": presenting.tiles(found.total),
        "stacks": drawn,
        "left_out": presenting.left_out(found, len(drawn)),
        "lines": presenting.lines(found, asked),
        "columns": [one for one in _columns(asked) if one["key"] not in ON_PHONES_ONLY],
        "every_column": _columns(asked),
        "periods": [
            {"label": words, "href": address + asked.link(ky=key), "current": key == asked.period_key}
            for key, words in periods.offered(asking.USUAL).items()
        ],
        "groups": [
            {"label": _("By office"), "href": address + asked.link(nhom="co-quan"), "current": asked.group == "agency"},
            {
                "label": _("By thing done"),
                "href": address + asked.link(nhom="thu-tuc"),
                "current": asked.group == "procedure",
            },
        ],
        "csv_url": reverse("transparency:csv") + asked.link(),
        "json_url": reverse("transparency:json") + asked.link(),
        "all_url": address + asked.link(co_quan="", thu_tuc="", nhom="co-quan"),
    }
    return render(request, "portal/transparency/board.html", context)


@require_safe
@power("public")
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same figures as a table for a spreadsheet (UTF-8 with a mark, so that Excel shows Vietnamese)."""
    asked = asking.read(request.GET)
    rows = presenting.records(_board(asked), asked)
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    names = list(rows[0]) if rows else ["period_first", "period_last"]
    table = csv.DictWriter(out, names)
    table.writeheader()
    table.writerows(rows)
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"minh-bach-{asked.period.first}-{asked.period.last}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@power("public")
def as_json(request: HttpRequest) -> JsonResponse:
    """The same figures for programs."""
    asked = asking.read(request.GET)
    found = _board(asked)
    body = {"as_of": found.as_of.isoformat(), "hidden_below": 5, "rows": presenting.records(found, asked)}
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


def _board(asked: asking.Asked) -> Board:
    return insights.transparency(
        asked.period,
        at=clock.now(),
        group=asked.group,  # type: ignore[arg-type]  # one of the three words by construction
        agency_id=asked.agency.id if asked.agency else None,
        procedure=asked.procedure.key if asked.procedure else None,
    )


def _columns(asked: asking.Asked) -> list[dict[str, str]]:
    first = _("Office") if asked.group == "agency" else _("Thing done")
    return [
        {"key": "name", "label": first, "kind": "text"},
        {"key": "received", "label": _("Received"), "kind": "number"},
        {"key": "online", "label": _("Online"), "kind": "number"},
        {"key": "resolved", "label": _("Done"), "kind": "number"},
        {"key": "on_time", "label": _("On time"), "kind": "number"},
        {"key": "late", "label": _("Done late"), "kind": "number"},
        {"key": "open_late", "label": _("Late now"), "kind": "number"},
        {"key": "passed_up", "label": _("Passed up to the leader"), "kind": "number"},
        {"key": "mean", "label": _("On average"), "kind": "number"},
        {"key": "satisfied", "label": _("Satisfied"), "kind": "number"},
        {"key": "complaints", "label": _("Asked why it is late"), "kind": "number"},
        {"key": "complaint_rate", "label": _("Answered in time"), "kind": "number"},
    ]
