"""O1: my work. A list that opens fast, filters with counts that do not lie, and several dossiers worked on at once."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.faces.desk import menu
from motcua.faces.desk.asking import DeskRequest
from motcua.faces.desk.worklist import bulk, narrowing
from motcua.faces.desk.worklist.lines import lines
from motcua.faces.kit.powers import power
from motcua.kernel import clock
from motcua.rooms.dossiers import queries
from motcua.rooms.dossiers.types import Worklist, WorklistFilters

LONGEST_TEXT = 100


@require_GET
@power("officer")
def index(request: DeskRequest) -> HttpResponse:
    """Lead an officer to the list he comes for; a leader to whichever of his two lists holds work."""
    return redirect(menu.home_address(request))


@require_GET
@power("officer")
def worklist(request: DeskRequest) -> HttpResponse:
    """One saved filter of the unit's work, page by page."""
    names = menu.labels()
    view = request.GET.get("view", "")
    view = view if view in names else menu.home_view(request)
    if view == "to_sign":
        return redirect("desk:sign")
    chosen = narrowing.chosen(view, request.GET)
    after = request.GET.get("after") or None
    found = queries.worklist(by=request.actor, filters=chosen, at=clock.now(), after=after)
    page = {
        "title": names[view],
        "rows": lines(request, found.rows, view),
        "view": view,
        "chosen": chosen,
        "typed": {name: request.GET.get(name, "") for name in narrowing.CHOSEN},
        "next_url": next_url(request, found),
        "first_url": _first_url(request) if after else None,
        "batch": bulk.offered(request, view) if found.rows else [],
        **narrowing.offered(request, view, chosen),
        **menu.filters(request, view),
    }
    return render(request, "desk/worklist.html", menu.page(request, "work", **page))


@require_GET
@power("officer")
def done(request: DeskRequest) -> HttpResponse:
    """What the officer did today, piece by piece: the evidence behind a bulk action."""
    found = queries.done_today(by=request.actor, at=clock.now(), after=request.GET.get("after") or None)
    page = {"title": _("Done today"), "rows": lines(request, found.rows), "next_url": next_url(request, found)}
    return render(request, "desk/done.html", menu.page(request, "work", **page, **menu.filters(request, "today")))


@require_GET
@power("officer")
def search(request: DeskRequest) -> HttpResponse:
    """Find a dossier by its code, receipt number or the applicant's name."""
    text = request.GET.get("q", "").strip()[:LONGEST_TEXT]
    found = Worklist(rows=())
    if text:
        wanted = WorklistFilters(view="all", text=text)
        after = request.GET.get("after") or None
        found = queries.worklist(by=request.actor, filters=wanted, at=clock.now(), after=after)
    if len(found.rows) == 1 and "after" not in request.GET:
        return redirect("desk:case", found.rows[0].dossier.id)
    page: dict[str, Any] = {"text": text, "find": text, "next_url": next_url(request, found)}
    page["rows"] = lines(request, found.rows)
    return render(request, "desk/search.html", menu.page(request, "search", **page))


def next_url(request: DeskRequest, found: Worklist) -> str | None:
    """Where the list goes on, with everything that was chosen."""
    if not found.next_after:
        return None
    asked = request.GET.copy()
    asked["after"] = found.next_after
    return f"?{asked.urlencode()}"


def _first_url(request: DeskRequest) -> str:
    asked = request.GET.copy()
    asked.pop("after", None)
    return f"{reverse('desk:worklist')}?{asked.urlencode()}"
