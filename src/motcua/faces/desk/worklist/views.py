"""O1: my work. A list that opens fast, filters with counts, and several dossiers accepted at once."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import DeskRequest, typed_id
from motcua.faces.kit import due, notices
from motcua.faces.kit.powers import power
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import FinanceState, Worklist, WorklistFilters, WorklistRow

MOST_AT_ONCE = 50
LONGEST_TEXT = 100


@require_GET
@power("officer")
def index(request: DeskRequest) -> HttpResponse:
    """Lead an officer to the list he comes for."""
    return redirect(f"{reverse('desk:worklist')}?view={menu.home_view(request)}")


@require_GET
@power("officer")
def worklist(request: DeskRequest) -> HttpResponse:
    """One saved filter of the unit's work, page by page."""
    names = menu.labels()
    view = request.GET.get("view", "")
    view = view if view in names else menu.home_view(request)
    text = request.GET.get("q", "").strip()[:LONGEST_TEXT]
    chosen = WorklistFilters(view=view, text=text, procedure=request.GET.get("procedure", "")[:60])
    after = request.GET.get("after") or None
    found = queries.worklist(by=request.actor, filters=chosen, at=clock.now(), after=after)
    page = {
        "title": names[view],
        "filters": menu.filters(menu.counts(request), view, reception=bool(menu.RECEIVERS & request.actor.roles)),
        "rows": [_line(row) for row in found.rows],
        "view": view,
        "chosen": chosen,
        "procedures": [("", _("Every procedure")), *catalogue.names_for_choice()],
        "next_url": _next_url(request, found),
        "first_url": _first_url(request) if after else None,
        "bulk": view == "reception" and "reception_officer" in request.actor.roles and bool(found.rows),
    }
    return render(request, "desk/worklist.html", menu.page(request, "work", **page))


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
    rows = [_line(row) for row in found.rows]
    page = {"text": text, "find": text, "rows": rows, "next_url": _next_url(request, found)}
    return render(request, "desk/search.html", menu.page(request, "search", **page))


@require_POST
@power("dossiers.accept")
def accept_many(request: DeskRequest) -> HttpResponse:
    """Accept the ticked dossiers, each on its own evidence; those refused stay and say why."""
    accepted, refused = 0, []
    ticked = [one for text in request.POST.getlist("dossier") if (one := typed_id(text))]
    for dossier_id in ticked[:MOST_AT_ONCE]:
        try:
            services.accept(dossier_id, by=request.actor, at=clock.now())
        except Refused as no:
            refused.append(no.message)
        else:
            accepted += 1
    kind, words = _told(accepted, refused)
    return notices.add(redirect(_back(request)), kind, words)


def _told(accepted: int, refused: list[str]) -> tuple[str, str]:
    """What the next page says of it: how many went through, and each reason why others did not."""
    if not accepted and not refused:
        return "info", _("Nothing was chosen. Tick at least one dossier.")
    said = [ngettext("%(n)s dossier accepted.", "%(n)s dossiers accepted.", accepted) % {"n": accepted}]
    for why in dict.fromkeys(refused):
        n = refused.count(why)
        said.append(ngettext("%(n)s stays: %(why)s", "%(n)s stay: %(why)s", n) % {"n": n, "why": why})
    return ("warning" if refused else "ok"), " ".join(said)


def _back(request: DeskRequest) -> str:
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return f"{reverse('desk:worklist')}?view=reception"


def _line(row: WorklistRow) -> dict[str, Any]:
    dossier = row.dossier
    unit = agencies.unit(row.unit_id) if row.unit_id else None
    return {
        "dossier": dossier,
        "href": reverse("desk:case", args=[dossier.id]),
        "step": row.step_name or menu.status_words(dossier),
        "unit": unit.name if unit else "",
        "assignee": row.assignee_name,
        "chip": due.chip(
            row.due_at, clock.now(), closed_at=dossier.completed_at, paused=dossier.status.startswith("supplement")
        ),
        "fee": dossier.finance_state if dossier.finance_state in {FinanceState.OWED, FinanceState.PAID} else None,
    }


def _next_url(request: DeskRequest, found: Worklist) -> str | None:
    if not found.next_after:
        return None
    asked = request.GET.copy()
    asked["after"] = found.next_after
    return f"?{asked.urlencode()}"


def _first_url(request: DeskRequest) -> str:
    asked = request.GET.copy()
    asked.pop("after", None)
    return f"?{asked.urlencode()}"
