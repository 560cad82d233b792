"""O10: find a dossier. What a paper carries (code, receipt number) is found at once; a person only for a reason."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from motcua.faces.desk import menu
from motcua.faces.desk.asking import DeskRequest
from motcua.faces.desk.case.why import reasons
from motcua.faces.desk.worklist.lines import lines
from motcua.faces.desk.worklist.paging import next_url
from motcua.faces.kit.powers import power
from motcua.kernel import audit, clock
from motcua.kernel.errors import Refused
from motcua.kernel.ids import parse_receipt_number
from motcua.rooms.dossiers import queries
from motcua.rooms.dossiers.types import Worklist, WorklistFilters

LONGEST_TEXT = 100
LONGEST_NOTE = 200


@require_GET
@power("officer")
def search(request: DeskRequest) -> HttpResponse:
    """Find dossiers; each person shown by a search for a name can read who looked and why."""
    text = request.GET.get("q", "").strip()[:LONGEST_TEXT]
    reason, note = request.GET.get("reason", ""), request.GET.get("note", "").strip()[:LONGEST_NOTE]
    personal = bool(text) and not _carried_by_paper(text)
    known = {key: words for key, words, _more in reasons()}
    missing = personal and reason not in known
    found = Worklist(rows=())
    if text and not missing:
        wanted = WorklistFilters(view="all", text=text)
        after = request.GET.get("after") or None
        found = queries.worklist(by=request.actor, filters=wanted, at=clock.now(), after=after)
    if len(found.rows) == 1 and "after" not in request.GET and not personal:
        return redirect("desk:case", found.rows[0].dossier.id)
    if personal:
        _record(request, found, f"{known.get(reason, '')}{': ' if note else ''}{note}")
    asked = missing and "reason" in request.GET
    page: dict[str, Any] = {
        "text": text,
        "find": text,
        "rows": _leading_on(lines(request, found.rows), reason, note) if personal else lines(request, found.rows),
        "next_url": next_url(request, found),
        "personal": personal,
        "missing": missing,
        "reason": reason,
        "note": note,
        "reasons": reasons(),
        "error": Refused("search.reason-missing").message if asked else None,
    }
    return render(request, "desk/search.html", menu.page(request, "search", **page), status=422 if asked else 200)


def _leading_on(rows: list[dict[str, Any]], reason: str, note: str) -> list[dict[str, Any]]:
    """Whoever said why he looks does not have to say it again on the page that asks."""
    said = urlencode({"reason": reason, "note": note})
    return [row | {"href": f"{row['href']}?{said}"} for row in rows]


def _carried_by_paper(text: str) -> bool:
    """A receipt number or a code: it has digits, as no name has."""
    return parse_receipt_number(text) is not None or any(one.isdigit() for one in text)


def _record(request: DeskRequest, found: Worklist, purpose: str) -> None:
    """Everybody whom the search showed may know of it; the hour's measure counts them."""
    queries.count_readings([row.dossier.id for row in found.rows], by=request.actor)
    owners = queries.owners([row.dossier.id for row in found.rows])
    for row in found.rows:
        audit.record_read(
            request.actor,
            subject="search",
            subject_id=row.dossier.id,
            purpose=purpose,
            owner_id=owners.get(row.dossier.id),
            agency_id=row.dossier.agency_id,
        )
