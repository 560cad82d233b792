"""C12: what was received, when there will be an answer, what comes next."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.faces.kit.powers import power
from motcua.faces.portal.apply.asking import CitizenRequest
from motcua.faces.portal.apply.drafting import language
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents.types import DocumentKind, DocumentRef
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers.types import DossierRow
from motcua.rooms.feedback import queries as feedback
from motcua.rooms.feedback.types import RatingKind
from motcua.rooms.payments import queries as payments

REFRESH_SECONDS = 3


@require_safe
@power("citizen")
def confirmation(request: CitizenRequest, dossier_id: UUID) -> HttpResponse:
    """Say that the dossier arrived, with everything in it."""
    dossier = dossiers.find(dossier_id, by=request.actor)
    owed = payments.obligation(dossier_id, by=request.actor)
    agency = agencies.agency(dossier.agency_id)
    receipt = _receipt(dossier_id, by=request.actor)
    context = {
        "dossier": dossier,
        "agency": agency.name if agency else "",
        "files": documents.files_of(dossier_id, by=request.actor),
        "owed": owed if owed is not None and owed.state == "open" else None,
        "members": members_of(dossier),
        "ease": feedback.rating(dossier_id, kind=RatingKind.EASE, by=request.actor),
        "receipt_ready": receipt is not None and receipt.usable,
        "receipt_coming": receipt is not None and not receipt.usable,
    }
    return render(request, "portal/apply/confirmation.html", context)


def members_of(row: DossierRow) -> list[str]:
    """The names of the parts of a group, in its order; none of a single procedure."""
    definition = catalogue.procedure(row.procedure_key) if row.leads else None
    return [one.name.words(language()) for one in definition.group.members] if definition and definition.group else []


@require_safe
@power("citizen")
def receipt(request: CitizenRequest, dossier_id: UUID) -> HttpResponse:
    """The receipt as PDF. Refused: act.out-of-reach, document.not-ready"""
    row = dossiers.find(dossier_id, by=request.actor)
    found = _receipt(dossier_id, by=request.actor)
    if found is None:
        raise Refused("document.not-ready")
    response = HttpResponse(
        documents.document_content(found.id, by=request.actor, purpose="own"), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'inline; filename="{found.name_with(row.receipt_number)}"'
    return response


def _receipt(dossier_id: UUID, *, by: Actor) -> DocumentRef | None:
    found = [one for one in documents.documents(dossier_id, by=by) if one.kind == DocumentKind.SUBMISSION_RECEIPT]
    return found[-1] if found else None
