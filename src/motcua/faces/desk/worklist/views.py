"""O1: my work. A list that opens fast, filters with counts that do not lie, and several dossiers worked on at once."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.faces.desk import menu
from motcua.faces.desk.asking import DeskRequest
from motcua.faces.desk.worklist import bulk, narrowing, paging, saved
from motcua.faces.desk.worklist.lines import lines
from motcua.faces.kit.powers import power
from motcua.kernel import clock
from motcua.rooms.dossiers import queries


@require_GET
@power("officer")
def index(request: DeskRequest) -> HttpResponse:
    """Lead an officer to the list he comes for, a leader to the overview."""
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
        "next_url": paging.next_url(request, found),
        "first_url": paging.first_url(request) if after else None,
        "batch": bulk.offered(request, view) if found.rows else [],
        **narrowing.offered(request, view, chosen),
        **saved.filters(request, view),
    }
    return render(request, "desk/worklist.html", menu.page(request, "work", **page))


@require_GET
@power("officer")
def done(request: DeskRequest) -> HttpResponse:
    """What the officer did today, piece by piece: the evidence behind a bulk action."""
    found = queries.done_today(by=request.actor, at=clock.now(), after=request.GET.get("after") or None)
    page = {"title": _("Done today"), "rows": lines(request, found.rows), "next_url": paging.next_url(request, found)}
    return render(request, "desk/done.html", menu.page(request, "work", **page, **saved.filters(request, "today")))
