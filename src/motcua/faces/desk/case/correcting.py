"""A wrong result made right: asked for, drafted, approved, numbered, signed; each step for whose turn it is."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from motcua.faces.desk import menu
from motcua.faces.desk.asking import ELSEWHERE, DeskRequest, english, typed_number
from motcua.faces.desk.case import mending, owing
from motcua.faces.desk.case.views import opened
from motcua.faces.desk.faults import told
from motcua.faces.desk.result import fields
from motcua.faces.kit import due, notices
from motcua.faces.kit.powers import may_open, power, who_may
from motcua.faces.kit.proof import fresh_proof
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.rooms.documents import queries as documents
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import CorrectionState, CorrectionView, DossierView

FIELDS = {
    "correction.nothing-said": "wrong",
    "dossier.reason-missing": "reason",
    "delivery.evidence-missing": "evidence",
}
CORRECTING = tuple(
    f"dossiers.{verb}_correction" for verb in ("request", "decline", "draft", "approve", "number", "sign")
)
MOST_PAGES = 10
CORRECTABLE = frozenset({"issued", "delivered", "corrected"})
DRAFTING = frozenset({CorrectionState.REQUESTED, CorrectionState.DRAFTED})


@require_GET
@power("officer")
def corrections(request: DeskRequest) -> HttpResponse:
    """What the agency still has to make right, the most urgent first."""
    with tenancy.scope(request.actor):
        at = clock.now()
        lines = [
            {"one": line.correction, "row": line.dossier, "state": state_words(line.correction.state),
             "chip": due.chip(line.correction.due_at, at)}
            for line in queries.corrections_owed(by=request.actor, at=at)
        ]  # fmt: skip
        return render(request, "desk/corrections.html", menu.page(request, "corrections", lines=lines))


@require_http_methods(["GET", "POST"])
@power("officer")
def correction(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """The correction of one result, and the step this officer may do now."""
    if request.method != "POST":
        return _page(request, dossier_id, None)
    if not any(may_open(request.actor, name) for name in CORRECTING):
        raise Refused("page.not-permitted", who=who_may("dossiers.request_correction"))
    step = _steps(request, dossier_id).get(request.POST.get("step", ""))
    if step is None:
        return _page(request, dossier_id, Refused("correction.not-this-step"))
    go = _proven if request.POST["step"] == "sign" else _do
    return go(request, dossier_id, *step)


def _do(request: DeskRequest, dossier_id: UUID, act: Callable[[], Any], done: str) -> HttpResponse:
    try:
        act()
    except Refused as no:
        if no.code in ELSEWHERE:
            raise
        return _page(request, dossier_id, no)
    return notices.add(redirect("desk:correction", dossier_id), "ok", done)


_proven = fresh_proof("signing")(_do)  # who signs is asked again who he is, as in the queue


@require_http_methods(["GET", "POST"])
@power("officer")
def lost(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Hand a copy of the result out again, or say that the office lost something."""
    no, post = None, request.POST
    if request.method == "POST":
        try:
            if post.get("step") == "loss":
                services.record_loss(
                    dossier_id, post.get("what", ""), post.get("remedy", ""), by=request.actor, at=clock.now()
                )
                done = _("Recorded. The applicant gets an apology; the office bears the cost.")
            else:
                services.reissue(
                    dossier_id, post.get("reason", ""), evidence=post.get("evidence", ""), by=request.actor,
                    at=clock.now(),
                )  # fmt: skip
                done = _("Recorded: the copy was handed out.")
        except Refused as refused:
            if refused.code in ELSEWHERE:
                raise
            no = refused
        else:
            return notices.add(redirect("desk:case", dossier_id), "ok", done)
    with tenancy.scope(request.actor):
        view = opened(request, dossier_id)
        page = {
            "view": view,
            "reissues": "dossiers.reissue" in view.may and view.row.completed_at is not None,
            "records": "dossiers.record_loss" in view.may and owing.had_papers(view),
        } | _faults(request, no)
        return render(
            request, "desk/lost.html", menu.page(request, "work", **page), status=no.http_status if no else 200
        )


def state_words(state: str) -> str:
    return {
        "requested": _("to be drafted"),
        "drafted": _("to be approved"),
        "approved": _("to be numbered"),
        "numbered": _("to be signed"),
        "signing": _("being signed"),
        "corrected": _("corrected"),
        "declined": _("declined"),
    }[str(state)]


def _steps(request: DeskRequest, dossier_id: UUID) -> dict[str, tuple[Callable[[], Any], str]]:
    post, by, at = request.POST, request.actor, clock.now()

    def approve() -> None:
        services.approve_correction(dossier_id, seen_version=typed_number(request, "version"), by=by, at=at)

    wrong, reason = post.get("wrong", ""), post.get("reason", "")
    return {
        "ask": (
            lambda: services.request_correction(dossier_id, wrong, by=by, at=at),
            _("Three working days begin now."),
        ),
        "decline": (
            lambda: services.decline_correction(dossier_id, reason, by=by, at=at),
            _("The applicant was told."),
        ),
        "draft": (lambda: mending.draft(request, dossier_id), _("Drafted. The leader reads and approves it next.")),
        "approve": (approve, _("Approved. The records clerk gives it a number next.")),
        "number": (
            lambda: services.number_correction(dossier_id, by=by, at=at),
            _("Numbered. It waits for the signature."),
        ),
        "sign": (
            lambda: services.sign_correction_now(dossier_id, by=by, at=at),
            _("Signed. The wrong result is revoked as soon as the right one is issued."),
        ),
    }


def _page(request: DeskRequest, dossier_id: UUID, no: Refused | None) -> HttpResponse:
    actor = request.actor
    with tenancy.scope(actor):
        view = opened(request, dossier_id)
        earlier = queries.corrections_of(dossier_id, by=actor)
        here = next((one for one in earlier if one.open), None)
        page = {
            "view": view,
            "here": here,
            "state": state_words(here.state) if here else "",
            "chip": due.chip(here.due_at, clock.now()) if here else None,
            "earlier": [(one, state_words(one.state)) for one in earlier if not one.open],
            "turn": _turn(view, here),
            "declines": bool(here and here.state in DRAFTING and "dossiers.decline_correction" in view.may),
            "form": mending.form(request, view, here, no) if here and _turn(view, here) == "draft" else None,
            "english": english(),
            "ground": next((one for one in queries.grounds_for("correction") if here and one.key == here.ground), None),
            "result_pages": _pages(here, request),
        } | _faults(request, no)
        status = no.http_status if no else 200
        return render(request, "desk/correction.html", menu.page(request, "corrections", **page), status=status)


def _turn(view: DossierView, here: CorrectionView | None) -> str:
    """The one step this officer may do now."""
    if here is None:
        asks = view.row.status in CORRECTABLE and "dossiers.request_correction" in view.may
        return "ask" if asks else ""
    if here.state == CorrectionState.DRAFTED and "dossiers.approve_correction" in view.may:
        return "approve"
    step = {"requested": "draft", "drafted": "draft", "approved": "number", "numbered": "sign"}.get(here.state, "")
    return step if step and f"dossiers.{step}_correction" in view.may else ""


def _pages(here: CorrectionView | None, request: DeskRequest) -> list[dict[str, Any]]:
    """The right result as it will be printed, once it is drawn."""
    if here is None or here.document_id is None:
        return []
    document = documents.document(here.document_id, by=request.actor)
    if not document.usable:
        return []
    url = reverse("desk:document-page", args=[here.document_id, 1])
    return [{"number": 1, "url": url, "alt": _("The right result as it will be printed")}]


def _faults(request: DeskRequest, no: Refused | None) -> dict[str, Any]:
    if no is not None and no.each:
        return told(request, no, FIELDS)
    found = fields.faults(no)
    rows = [{"id": key, "words": words} for key, words in found.items()]
    here = (mending.field_of(request, no) if request.POST.get("step") == "draft" else FIELDS.get(no.code)) if no else ""
    return {
        "errors": {here or "": no.message} if no else {},
        "faults": rows or ([{"id": here, "words": no.message}] if no else []),
        "typed": request.POST.dict(),
    }
