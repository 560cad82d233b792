"""Money in the middle of handling: asking for it, taking a wrong notice back, letting a person off."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import ELSEWHERE, DeskRequest, english
from motcua.faces.desk.case.views import opened
from motcua.faces.desk.faults import told
from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.kernel import clock, tenancy
from motcua.kernel.acts import may
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import DossierView, FurtherLine, Status
from motcua.rooms.payments import queries as payments
from motcua.rooms.payments import services as paying
from motcua.rooms.payments.types import FeeKind

FIELDS = {
    "dossier.reason-missing": "reason",
}
OF_WAIVER = {"reason": "waive_reason"}
MOST_DIGITS = 12


@require_http_methods(["GET", "POST"])
@power("officer")
def notice(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """What is owed for a dossier, and the form that asks for more."""
    if request.method != "POST":
        return _page(request, dossier_id, None)

    def act() -> None:
        services.raise_obligation(
            dossier_id,
            _amounts(request),
            further=_further(request),
            ground=request.POST.get("ground") or queries.grounds_for("pause")[0].key,
            reason=request.POST.get("reason", ""),
            by=request.actor,
            at=clock.now(),
        )

    done = _("The applicant was told what to pay. The clock stands still until the money arrives.")
    return _do(request, dossier_id, act, done)


@require_POST
@power("dossiers.take_back_obligation")
def take_back(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Take a wrong notice back; the clock runs on."""
    reason = request.POST.get("reason", "")
    act = partial(services.take_back_obligation, dossier_id, reason, by=request.actor, at=clock.now())
    return _do(request, dossier_id, act, _("The notice was taken back. The clock runs on."))


@require_POST
@power("payments.waive")
def waive(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Let a person off what he owes, on evidence."""
    reason, evidence = request.POST.get("waive_reason", ""), request.POST.get("evidence", "")

    def act() -> None:
        with tenancy.scope(request.actor):
            owed = _owed(queries.dossier(dossier_id, by=request.actor), request.actor)
        if owed is None:
            raise Refused("obligation.not-open")
        paying.waive(owed.id, reason=reason, evidence=evidence, by=request.actor, at=clock.now())

    done = _("Waived. Who granted it and on what evidence is kept.")
    return _do(request, dossier_id, act, done, OF_WAIVER)


def _do(
    request: DeskRequest, dossier_id: UUID, act: Callable[[], Any], done: str, fields: Mapping[str, str] = FIELDS
) -> HttpResponse:
    try:
        act()
    except Refused as no:
        if no.code in ELSEWHERE:
            raise
        return _page(request, dossier_id, no, fields)
    return notices.add(redirect("desk:case", dossier_id), "ok", done)


def _page(
    request: DeskRequest, dossier_id: UUID, no: Refused | None, fields: Mapping[str, str] = FIELDS
) -> HttpResponse:
    actor = request.actor
    with tenancy.scope(actor):
        view = opened(request, dossier_id)
        owed = _owed(view, actor)
        asks = owed is None and "dossiers.raise_obligation" in view.may
        page = {
            "view": view,
            "owed": owed,
            "history": [one for one in payments.obligations(view.id, by=actor) if not one.is_open],
            "lines": queries.notice_lines(view.id, by=actor) if asks else [],
            "grounds": [
                (one.key, one.words_en if english() else one.words, " · ".join(w for w in (one.law, one.advice) if w))
                for one in queries.grounds_for("pause")
            ],
            "kinds": [(kind.value, _kind(kind)) for kind in FeeKind],
            "asks": asks,
            "takes_back": "dossiers.take_back_obligation" in view.may and view.row.status == Status.AWAITING_PAYMENT,
            "waives": may(actor, "payments.waive", Target(agency_id=view.row.agency_id)),
        } | told(request, no, fields)
        status = no.http_status if no else 200
        return render(request, "desk/notice.html", menu.page(request, "work", **page), status=status)


def _owed(view: DossierView, actor: Actor) -> payments.ObligationRow | None:
    return next((one for one in payments.obligations(view.id, by=actor) if one.is_open), None)


def _amounts(request: DeskRequest) -> dict[str, int]:
    """What was typed beside the fees of the procedure; a fee left empty is not asked for."""
    typed = {k.removeprefix("amount-"): v for k, v in request.POST.items() if k.startswith("amount-")}
    return {code: _number(str(text)) for code, text in typed.items() if str(text).strip()}


def _further(request: DeskRequest) -> list[FurtherLine]:
    name, amount = request.POST.get("further_name", "").strip(), request.POST.get("further_amount", "").strip()
    if not name and not amount:
        return []
    return [FurtherLine(name[:200], request.POST.get("further_kind", ""), _number(amount))]


def _number(text: str) -> int:
    """Whole đồng, typed with or without points; zero for anything else."""
    plain = text.replace(".", "").replace(" ", "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= MOST_DIGITS else 0


def _kind(kind: FeeKind) -> str:
    return {
        FeeKind.PHI: _("Fee (phí)"),
        FeeKind.LE_PHI: _("Charge (lệ phí)"),
        FeeKind.FINE: _("Fine"),
        FeeKind.LATE_CHARGE: _("Late charge"),
        FeeKind.TAX: _("Tax"),
        FeeKind.CONTRIBUTION: _("Contribution"),
        FeeKind.SERVICE: _("Service price"),
    }[kind]
