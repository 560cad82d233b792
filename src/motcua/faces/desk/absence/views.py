"""O13: who is away, who stands in, and what is left lying on his desk."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import ELSEWHERE, DeskRequest, typed_id
from motcua.faces.desk.faults import told
from motcua.faces.kit import notices
from motcua.faces.kit.formats import date as spoken
from motcua.faces.kit.powers import power
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.rooms.identity import queries, services

LEADS = frozenset({"unit_head", "business_admin"})
FIELDS = {
    "absence.substitute-away": "substitute",
    "absence.overlaps": "starts",
    "absence.not-in-place": "substitute",
    "starts_on": "starts",
    "ends_on": "ends",
}
NOBODY = UUID(int=0)
NO_DAY = date.min  # a day nobody can be away on: the act says so beside the field
PARTS = ("day", "month", "year")


@require_http_methods(["GET", "POST"])
@power("officer")
def absences(request: DeskRequest) -> HttpResponse:
    """List who is away now and soon; declare one's own absence, or that of somebody one leads."""
    no = None
    if request.method == "POST":
        try:
            _declare(request)
        except Refused as refused:
            if refused.code in ELSEWHERE - {"act.not-permitted"}:
                raise
            no = refused
        else:
            said = _("Declared. From that day on the substitute can do the work in his place.")
            return notices.add(redirect("desk:absences"), "ok", said)
    with tenancy.scope(request.actor):
        return _page(request, no)


@require_POST
@power("officer")
def ending(request: DeskRequest, absence_id: UUID) -> HttpResponse:
    """End an absence before its day."""
    try:
        services.end_absence(absence_id, by=request.actor, at=clock.now())
    except Refused as no:
        if no.code in ELSEWHERE:
            raise
        return notices.add(redirect("desk:absences"), "warning", no.message)
    return notices.add(redirect("desk:absences"), "ok", _("Ended. The substitute acts for himself again."))


def _declare(request: DeskRequest) -> None:
    post, actor = request.POST, request.actor
    services.declare_absence(
        typed_id(post.get("account", "")) or actor.id,
        typed_id(post.get("substitute", "")) or NOBODY,
        starts_on=_day(request, "starts"),
        ends_on=_day(request, "ends"),
        ground=post.get("ground", ""),
        by=actor,
        at=clock.now(),
    )


def _day(request: DeskRequest, name: str) -> date:
    try:
        day, month, year = (int(request.POST.get(f"{name}-{part}", "")) for part in PARTS)
        return date(year, month, day)
    except ValueError:
        return NO_DAY


def _page(request: DeskRequest, no: Refused | None) -> HttpResponse:
    actor, at = request.actor, clock.now()
    people = list({str(one.account_id): one.name for one in queries.officers(by=actor, at=at)}.items())
    page = {
        "rows": [_row(one, request) for one in queries.absences(by=actor, at=at)],
        "leads": bool(LEADS & actor.roles),
        "absentees": [(key, name) for key, name in people if LEADS & actor.roles or key == str(actor.id)],
        "substitutes": [one for one in people if one[0] != str(actor.id)],
        "boxes": {
            name: {part: request.POST.get(f"{name}-{part}", "") for part in PARTS} for name in ("starts", "ends")
        },
        "own": str(actor.id),
    } | told(request, no, FIELDS)
    status = no.http_status if no else 200
    return render(request, "desk/absence/absences.html", menu.page(request, "absences", **page), status=status)


def _row(one: Any, request: DeskRequest) -> dict[str, Any]:
    today = clock.local(clock.now()).date()
    mine = request.actor.id == one.account_id
    return {
        "absence": one,
        "days": _("%(first)s to %(last)s") % {"first": spoken(one.starts_on), "last": spoken(one.ends_on)},
        "now": one.runs(today),
        "ends": request.actor.in_place_of is None and (mine or bool(LEADS & request.actor.roles)),
    }
