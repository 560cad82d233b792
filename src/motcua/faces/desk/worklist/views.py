"""O1: my work. A list that opens fast, filters with counts, and several dossiers accepted at once."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
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
    text, procedure = request.GET.get("q", "").strip()[:LONGEST_TEXT], request.GET.get("procedure", "")[:60]
    chosen = menu.wanted(view, text=text, procedure=procedure)
    after = request.GET.get("after") or None
    found = queries.worklist(by=request.actor, filters=chosen, at=clock.now(), after=after)
    page = {
        "title": names[view],
        "filters": menu.filters(request, view),
        "rows": [_line(row) for row in found.rows],
        "view": view,
        "chosen": chosen,
        "procedures": [("", _("Every procedure")), *catalogue.names_for_choice()],
        "next_url": _next_url(request, found),
        "first_url": _first_url(request) if after else None,
        "batch": _batch(request, view) if found.rows else None,
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


def _batch(request: DeskRequest, view: str) -> dict[str, str] | None:
    """What can be done with several ticked dossiers of this list at once."""
    if view == "reception" and "reception_officer" in request.actor.roles:
        hint = _("Each is checked again; one that cannot be accepted stays here.")
        return {"href": reverse("desk:accept-many"), "label": _("Accept the chosen"), "hint": hint}
    if view == "to_sign" and "signing_authority" in request.actor.roles:
        hint = _("Each was approved after reading; signing goes on behind the page.")
        return {"href": reverse("desk:sign-many"), "label": _("Sign the chosen"), "hint": hint}
    return None


@require_POST
@power("dossiers.accept")
def accept_many(request: DeskRequest) -> HttpResponse:
    """Accept the ticked dossiers, each on its own evidence; those refused stay and say why."""
    done, refused = _each(request, services.accept)
    said = ngettext("%(n)s dossier accepted.", "%(n)s dossiers accepted.", done) % {"n": done}
    return _told(request, done, refused, said, "reception")


@require_POST
@power("dossiers.sign")
def sign_many(request: DeskRequest) -> HttpResponse:
    """O7: order the signatures of the ticked dossiers; the worker makes them one after the other."""
    done, refused = _each(request, services.sign)
    said = ngettext("%(n)s result is being signed.", "%(n)s results are being signed.", done) % {"n": done}
    return _told(request, done, refused, said, "to_sign")


def _each(request: DeskRequest, act: Callable[..., Any]) -> tuple[int, list[str]]:
    """Do it for every ticked dossier; how many it was done for, and why not for the others."""
    done, refused = 0, []
    ticked = [one for text in request.POST.getlist("dossier") if (one := typed_id(text))]
    for dossier_id in ticked[:MOST_AT_ONCE]:
        try:
            act(dossier_id, by=request.actor, at=clock.now())
        except Refused as no:
            if no.code.startswith("session."):
                raise
            refused.append(_why(no))
        else:
            done += 1
    return done, refused


def _why(no: Refused) -> str:
    """The same short words for all that wait for money, whatever the amounts."""
    return _("the fee is not paid yet.") if no.code == "dossier.fee-unpaid" else no.message


def _told(request: DeskRequest, done: int, refused: list[str], words: str, view: str) -> HttpResponse:
    """Back to the list, which says how many went through and each reason why others did not."""
    back = request.POST.get("back", "")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = f"{reverse('desk:worklist')}?view={view}"
    if not done and not refused:
        return notices.add(HttpResponseRedirect(back), "info", _("Nothing was chosen. Tick at least one dossier."))
    said = [words]
    for why in dict.fromkeys(refused):
        n = refused.count(why)
        said.append(ngettext("%(n)s stays: %(why)s", "%(n)s stay: %(why)s", n) % {"n": n, "why": why})
    return notices.add(HttpResponseRedirect(back), "warning" if refused else "ok", " ".join(said))


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
