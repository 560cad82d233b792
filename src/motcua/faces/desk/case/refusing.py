"""Refusing reception, and putting the date off: two acts that speak to the applicant on a ground of law."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.faces.desk import menu
from motcua.faces.desk.asking import ELSEWHERE, DeskRequest, english
from motcua.faces.desk.case.opinions import line
from motcua.faces.desk.case.views import home_of, opened
from motcua.faces.desk.faults import told
from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import WAITS_FOR_OPINION, DossierView
from motcua.rooms.payments import queries as payments

FIELDS = {
    "dossier.ground-unknown": "ground",
    "dossier.reason-missing": "reason",
    "new_due_at": "new_due",
}
ACTS = {"reception_refusal": "dossiers.refuse", "extension": "dossiers.extend", "stop": "dossiers.stop"}
BY_THE_CLOCK = frozenset({"unpaid"})
END_OF_DAY = 17


@require_http_methods(["GET", "POST"])
@power("dossiers.refuse")
def refusal(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Refuse reception: a legal ground, never a technical one, and words the applicant understands."""
    no = None
    if request.method == "POST":
        ground, reason = request.POST.get("ground", ""), request.POST.get("reason", "")
        try:
            services.refuse(dossier_id, ground, reason, by=request.actor, at=clock.now())
        except Refused as refused:
            no = refused
        else:
            done = _("Refused. The applicant gets the slip with the reason.")
            with tenancy.scope(request.actor):
                row = queries.find(dossier_id, by=request.actor)
            return notices.add(redirect(home_of(row, request)), "ok", done)
    return _form(request, dossier_id, "desk/refusal.html", "reception_refusal", no)


@require_http_methods(["GET", "POST"])
@power("dossiers.extend")
def extension(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Apologise and promise a new date, once; lateness still counts from the first date."""
    no, day = None, _typed_day(request)
    if request.method == "POST":
        ground, reason = request.POST.get("ground", ""), request.POST.get("reason", "")
        at = clock.now()
        try:
            services.extend(dossier_id, day or at, ground=ground, reason=reason, by=request.actor, at=at)
        except Refused as refused:
            no = refused
        else:
            done = _("The new date was sent to the applicant with an apology.")
            return notices.add(redirect("desk:case", dossier_id), "ok", done)
    return _form(request, dossier_id, "desk/extension.html", "extension", no)


@require_http_methods(["GET", "POST"])
@power("dossiers.stop")
def stop(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Close a dossier without a decision, on a ground of law; the applicant gets the notice with what becomes of his money."""
    no = None
    if request.method == "POST":
        ground, reason = request.POST.get("ground", ""), request.POST.get("reason", "")
        try:
            services.stop(
                dossier_id, ground, reason, provision=request.POST.get("provision", ""),
                article=request.POST.get("article", ""), by=request.actor, at=clock.now(),
            )  # fmt: skip
        except Refused as refused:
            no = refused
        else:
            done = _("Stopped. The applicant gets the notice with the ground and what becomes of his money.")
            return notices.add(redirect("desk:case", dossier_id), "ok", done)
    with tenancy.scope(request.actor):
        raised = list(payments.obligations(dossier_id, by=request.actor))
    money = {
        "paid": sum(one.total for one in raised if one.state == "paid"),
        "owed": sum(one.total for one in raised if one.is_open),
    }
    return _form(request, dossier_id, "desk/stop.html", "stop", no, money=money)


def _form(
    request: DeskRequest, dossier_id: UUID, template: str, grounds: str, no: Refused | None, **more: Any
) -> HttpResponse:
    """The form, empty or with what was typed and what is wrong with it."""
    if no is not None and no.code in ELSEWHERE:
        raise no
    with tenancy.scope(request.actor):
        if request.method == "GET":
            queries.refuse_impossible(dossier_id, ACTS[grounds], by=request.actor)
        view = opened(request, dossier_id)
        page: dict[str, Any] = {
            "view": view,
            "home": home_of(view.row, request),
            "grounds": [
                (one.key, one.words_en if english() else one.words, " · ".join(w for w in (one.law, one.advice) if w))
                for one in queries.grounds_for(grounds)
                if one.key not in BY_THE_CLOCK
            ],
            "provisions": _provisions(view, grounds),
            "boxes": {part: request.POST.get(f"new_due-{part}", "") for part in ("day", "month", "year")},
        } | told(request, no, FIELDS)
        if grounds == "extension":
            page["grounds"] = [_with_opinions(one, view) for one in page["grounds"]]
        ready = queries.prepared_extension(dossier_id, by=request.actor) if grounds == "extension" else None
        if ready and request.method == "GET":  # the draft that lies ready; every word may be changed before it is sent
            day = clock.local(ready.due_at)
            page["typed"] = {"reason": ready.reason, "ground": "needs_more_time"}
            page["boxes"] = {"day": day.day, "month": day.month, "year": day.year}
        return render(
            request, template, menu.page(request, "work", **page, **more), status=no.http_status if no else 200
        )


def _provisions(view: DossierView, of: str) -> list[tuple[str, str, str | None]]:
    """The texts of law a dossier may be stopped on, where the ground is the law itself."""
    if of != "stop":
        return []
    found = queries.provisions_for(of, catalogue.version(view.version_id))
    return [(one.key, one.words_en if english() else one.words, None) for one in found["by_law"]]


def _with_opinions(ground: tuple[str, str, str], view: DossierView) -> tuple[str, str, str]:
    """What the dossier's own opinions say about waiting for one, read before the choice."""
    key, words, hint = ground
    if key != WAITS_FOR_OPINION or view.row.leads:
        return ground
    waiting = [line(one, None)["to"] for one in view.consultations if one.open]
    said = _("Waited for: %(names)s") % {"names": ", ".join(waiting)} if waiting else _("No opinion is waited for now")
    return key, words, f"{hint} · {said}"


def _typed_day(request: DeskRequest) -> datetime | None:
    """The end of the working day that was typed; None when there is no such day."""
    try:
        year, month, day = (int(request.POST.get(f"new_due-{part}", "")) for part in ("year", "month", "day"))
        return datetime(year, month, day, END_OF_DAY, tzinfo=clock.ZONE)
    except ValueError:
        return None
