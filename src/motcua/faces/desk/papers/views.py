"""Files as rendered pages, official documents as PDF. The original leaves only as a download, never inside the page."""

from typing import TypeVar
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from motcua.faces.desk.asking import DeskRequest
from motcua.faces.kit.downloads import attachment, picture
from motcua.faces.kit.powers import power
from motcua.kernel import clock
from motcua.rooms.documents import queries
from motcua.rooms.documents.types import DocumentRef, StoredFile
from motcua.rooms.dossiers import queries as dossiers

Held = TypeVar("Held", StoredFile, DocumentRef)
USUAL, WIDE = 1200, 2000


@require_GET
@power("officer")
def file_page(request: DeskRequest, file_id: UUID, page: int) -> HttpResponse:
    """One page of a clean file as a picture."""
    turn, wide = request.GET.get("xoay", ""), request.GET.get("to") == "1"
    quarters = int(turn) if turn in {"1", "2", "3"} else 0
    width = WIDE if wide else USUAL
    _permit(queries.file(file_id, by=request.actor), request)
    return picture(queries.page_image(file_id, page, by=request.actor, width=width, turn=quarters))


@require_GET
@power("officer")
def file_download(request: DeskRequest, file_id: UUID) -> HttpResponse:
    """The file as it was handed in."""
    held = _permit(queries.file(file_id, by=request.actor), request)
    return attachment(queries.content(file_id, by=request.actor, purpose="download"), held.name, held.media_type)


@require_GET
@power("officer")
def document_page(request: DeskRequest, document_id: UUID, page: int) -> HttpResponse:
    """One page of an official document as a picture."""
    _permit(queries.document(document_id, by=request.actor), request)
    return picture(queries.document_page(document_id, page, by=request.actor))


@require_GET
@power("officer")
def document_download(request: DeskRequest, document_id: UUID) -> HttpResponse:
    """An official document as PDF."""
    held = _permit(queries.document(document_id, by=request.actor), request)
    return attachment(queries.document_content(document_id, by=request.actor), held.file_name, "application/pdf")


@require_GET
@power("officer")
def control_slip(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """The control slip as it stands now: who gave the dossier to whom, when, in time or not."""
    reference, pdf = dossiers.control_slip(dossier_id, by=request.actor, at=clock.now())
    return attachment(pdf, f"phieu-kiem-soat-{reference}.pdf", "application/pdf")


def _permit(held: Held, request: DeskRequest) -> Held:
    """A paper of a dossier is for who may open the dossier. Refused: act.out-of-reach, dossier.reason-needed"""
    if held.subject_id is not None:
        dossiers.permit_reading(held.subject_id, by=request.actor)
    return held
