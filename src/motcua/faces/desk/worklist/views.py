"""O1: my work. A list that opens fast, filters with counts, and several dossiers accepted at once."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode, url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from motcua.faces.desk import menu
from motcua.faces.kit import due, notices
from motcua.faces.kit.powers import power
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import Worklist, WorklistFilters, WorklistRow

VIEWS = ("reception", "mine", "unit", "unassigned", "due_soon", "overdue", "waiting", "done", "all")
MOST_AT_ONCE = 50


@require_GET
@power("officer")
def index(request: HttpRequest) -> HttpResponse:
    """Lead an officer to the list he comes for."""
    return redirect(f"{reverse('desk:worklist')}?view={menu.home_view(request)}")


@require_GET
@power("officer")
def worklist(request: HttpRequest) -> HttpResponse:
    """One saved filter of the unit's work, page by page."""
    view = request.GET.get("view", "unit")
    if view not in VIEWS:
        view = "unit"
    chosen = WorklistFilters(view=view, text=request.GET.get("q", "").strip()[:100], procedure=request.GET.get("procedure", "")[:60])
    found = queries.worklist(by=request.actor, filters=chosen, at=clock.now(), after=request.GET.get("after") or None)  # type: ignore[attr-defined]
    counts = menu.counts(request)
    reception = "reception_officer" in request.actor.roles  # type: ignore[attr-defined]
    return render(
        request,
        "desk/worklist.html",
        menu.page(
            request,
            "work",
            filters=menu.filters(counts, view, reception=reception),
            rows=[_line(row) for row in found.rows],
            view=view,
            chosen=chosen,
            procedures=[("", _("Every procedure"))] + catalogue.names_for_choice(),
            next_url=_next_url(request, found),
            bulk=view == "reception" and reception and bool(found.rows),
        ),
    )


@require_GET
@power("officer")
def search(request: HttpRequest) -> HttpResponse:
    """Find a dossier by its code, receipt number or the applicant's name."""
    text = request.GET.get("q", "").strip()[:100]
    found = Worklist(rows=())
    if text:
        found = queries.worklist(by=request.actor, filters=WorklistFilters(view="all", text=text), at=clock.now())  # type: ignore[attr-defined]
    if len(found.rows) == 1:
        return redirect("desk:case", found.rows[0].dossier.id)
    return render(request, "desk/search.html", menu.page(request, "search", text=text, rows=[_line(row) for row in found.rows]))


@require_POST
@power("dossiers.accept")
def accept_many(request: HttpRequest) -> HttpResponse:
    """Accept the ticked dossiers, each on its own evidence; those refused stay and say why."""
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = f"{reverse('desk:worklist')}?view=reception"
    accepted, refused = 0, []
    for text in request.POST.getlist("dossier")[:MOST_AT_ONCE]:
        try:
            services.accept(UUID(text), by=request.actor, at=clock.now())  # type: ignore[attr-defined]
        except ValueError:
            continue
        except Refused as no:
            refused.append(no.message)
        else:
            accepted += 1
    words = ngettext("%(n)s dossier accepted.", "%(n)s dossiers accepted.", accepted) % {"n": accepted}
    if refused:
        words += " " + ngettext("%(n)s stays: %(why)s", "%(n)s stay: %(why)s", len(refused)) % {"n": len(refused), "why": refused[0]}
    return notices.add(redirect(back), "warning" if refused else "ok", words)


def _line(row: WorklistRow) -> dict[str, Any]:
    dossier = row.dossier
    due_at = row.due_at or dossier.current_due_at or (dossier.answer_due_at if not dossier.accepted_at else None)
    unit = agencies.unit(row.unit_id) if row.unit_id else None
    return {
        "dossier": dossier,
        "href": reverse("desk:case", args=[dossier.id]),
        "step": row.step_name,
        "unit": unit.name if unit else "",
        "assignee": row.assignee_name,
        "chip": due.chip(due_at, clock.now(), closed_at=dossier.completed_at, paused="supplement" in dossier.status),
        "unpaid": dossier.finance_state == "owed",
    }


def _next_url(request: HttpRequest, found: Worklist) -> str | None:
    if not found.next_after:
        return None
    kept = {k: v for k, v in request.GET.items() if k != "after"}
    return f"?{urlencode(kept | {'after': found.next_after})}"
