"""O7: the sign queue. Each signature rests on its own approval; progress is shown while the keys are at work."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import DeskRequest, typed_id
from motcua.faces.desk.worklist import bulk, saved
from motcua.faces.desk.worklist.lines import lines
from motcua.faces.kit.powers import power
from motcua.faces.kit.proof import fresh_proof
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents.types import DocumentKind, DocumentState, SigningOrder
from motcua.rooms.dossiers import queries, services

MOST_LISTED = 100
CONFLICT = 409


@require_GET
@power("dossiers.sign")
def queue(request: DeskRequest) -> HttpResponse:
    """What waits for a signature, what is being signed now, what was signed today."""
    if request.headers.get("HX-Request"):
        return render(request, "desk/sign/progress.html", _progress(request))
    return render(request, "desk/sign/queue.html", _page(request))


@require_POST
@power("dossiers.sign")
@fresh_proof("signing")
def sign_many(request: DeskRequest) -> HttpResponse:
    """Order the signatures of the ticked results, each by itself; those refused stay in the list with their reason."""
    refused: dict[UUID, str] = {}

    def sign(dossier_id: UUID, **who: Any) -> None:
        try:
            services.sign(dossier_id, **who)
        except Refused as no:
            refused[dossier_id] = no.message
            raise

    ticked = bool([one for one in request.POST.getlist("dossier") if typed_id(one)])
    done, _reasons = bulk.each(request, sign)
    said = ngettext("%(n)s result is being signed.", "%(n)s results are being signed.", done) % {"n": done}
    if ticked and not refused:
        return bulk.told(request, done, [], said, "to_sign")
    if not ticked:
        return bulk.told(request, 0, [], said, "to_sign")
    with tenancy.scope(request.actor):
        page = _page(request, refused=refused, said=said if done else "")
        return render(request, "desk/sign/queue.html", page, status=CONFLICT)


def _page(request: DeskRequest, *, refused: Mapping[UUID, str] = {}, said: str = "") -> dict[str, Any]:
    found = queries.worklist(by=request.actor, filters=menu.wanted("to_sign"), at=clock.now(), limit=MOST_LISTED)
    rows = lines(request, found.rows, "to_sign")
    papers = [row["dossier"].result_document_id for row in rows if row["dossier"].result_document_id]
    slips = documents.signing_slips(papers, by=request.actor)
    for row in rows:
        slip = slips.get(row["dossier"].result_document_id)
        row["document"], row["approval"] = (slip.document, slip.approval) if slip else (None, None)
        row["refuses"] = bool(slip and slip.document.kind == DocumentKind.RESULT_REFUSAL)
        row["refused"] = refused.get(row["dossier"].id, "")
        row["mine"] = bool(slip and slip.approval and slip.approval.approver_id == request.actor.id)
    page = {
        "title": _("To sign"),
        "rows": [row for row in rows if row["mine"]],
        "others": [row for row in rows if not row["mine"]],
        "more": found.next_after is not None,
        "said": said,
        "refused": len(refused),
        **_progress(request),
        **saved.filters(request, "to_sign"),
    }
    return menu.page(request, "work", **page)


def _progress(request: DeskRequest) -> dict[str, Any]:
    """What was ordered today and how far each has come."""
    at = clock.now()
    today = clock.local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    orders = documents.signing_orders(by=request.actor, since=today)
    return {
        "orders": [{"order": one, "waits": waits(one)} for one in orders],
        "running": sum(not one.done for one in orders),
        "signed": sum(one.done for one in orders),
        "at": at,
    }


def waits(order: SigningOrder) -> str:
    """Why an ordered signature is not made yet, in words; empty when it is."""
    if order.done:
        return ""
    if order.state == DocumentState.FAILED:
        return _("The page could not be made. The office's technician was told.")
    match order.fault.partition(":")[0]:
        case "time-stamp":
            return _("The time-stamp service does not answer. It is tried again by itself.")
        case "key":
            return _("The signing key was not found. Put the key in; it is tried again by itself.")
        case _:
            return _("Being signed")
