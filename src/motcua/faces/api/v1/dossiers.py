"""Filing and following dossiers for people's own programs and partner systems."""

import base64
import binascii
import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Header, Query, Router, Status
from pydantic import ValidationError

from motcua.faces.api.auth import actor, reading
from motcua.faces.api.v1 import presenting
from motcua.faces.api.v1.filing import file_at_once
from motcua.faces.api.v1.schemas import DossierFull, DossierIn, DossierPage, FileIn, OpeningIn, OpeningOut, ReceiptOut
from motcua.faces.kit.downloads import attachment
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.rooms.documents import queries as documents
from motcua.rooms.dossiers import queries, services

router = Router(tags=["dossiers"])
JSON_SCHEMA = {"schema": {"$ref": "#/components/schemas/DossierIn"}}
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": JSON_SCHEMA,
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["dossier"],
                    "properties": {"dossier": {"type": "string", "description": "a DossierIn without files, as JSON"}},
                    "additionalProperties": {
                        "type": "string",
                        "format": "binary",
                        "description": "a paper, named by the key of its file field",
                    },
                }
            },
        },
    }
}


@router.post("/dossiers", response={201: ReceiptOut}, openapi_extra=BODY, summary="File a complete dossier")
def file(
    request: HttpRequest, idempotency_key: str = Header(..., min_length=8, max_length=100)
) -> Status[dict[str, Any]]:
    """Submit answers and papers at once. The same Idempotency-Key always answers the same receipt."""
    wanted, papers = _read(request)
    by, at = actor(request), clock.now()
    receipt = file_at_once(
        wanted.procedure,
        answers=wanted.answers,
        papers=papers,
        agency_id=wanted.agency,
        key=idempotency_key,
        by=by,
        at=at,
    )
    return Status(201, presenting.receipt(receipt))


@router.get("/dossiers", response=DossierPage, summary="One's own dossiers, or those of one's agency")
@reading
def dossiers(
    request: HttpRequest,
    q: str = Query("", max_length=100),
    procedure: str = Query("", max_length=60),
    limit: int = Query(50, ge=1, le=200),
) -> dict[str, Any]:
    """A citizen sees his own; an officer the dossiers of his agency.

    With `procedure`, code or key: only what the caller has under way of it, alone or linked. Ask before filing another.
    """
    found = presenting.under_way if procedure else presenting.listed
    return {"items": [presenting.row(r) for r in found(actor(request), procedure or q, limit)]}


@router.get("/dossiers/{dossier_id}", response=DossierFull, summary="One dossier with its time line")
@reading
def dossier(request: HttpRequest, dossier_id: UUID) -> dict[str, Any]:
    """Every step with unit, person and due time, and how the due date was counted."""
    return presenting.whole(dossier_id, actor(request))


@router.post(
    "/dossiers/{dossier_id}/openings",
    response={201: OpeningOut},
    summary="Say why a dossier one has no part in is opened",
)
def opening(request: HttpRequest, dossier_id: UUID, body: OpeningIn) -> Status[dict[str, Any]]:
    """Mends the refusal dossier.reason-needed: from then on the dossier answers, until the time given."""
    until = services.open_for_reason(dossier_id, body.reason, words=body.words, by=actor(request), at=clock.now())
    return Status(201, {"until": presenting.when(until)})


@router.get(
    "/dossiers/{dossier_id}/result",
    summary="The signed result",
    openapi_extra={
        "responses": {
            200: {
                "description": "The signed PDF",
                "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
@reading
def result(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The PDF with its signatures, byte for byte as issued."""
    by = actor(request)
    view = queries.dossier(dossier_id, by=by)
    if view.row.completed_at is None or view.row.result_document_id is None:
        raise Refused("result.not-issued")
    content = documents.document_content(view.row.result_document_id, by=by)
    return attachment(content, f"{view.row.reference}.pdf", "application/pdf")


def _read(request: HttpRequest) -> tuple[DossierIn, list[tuple[str, str, bytes]]]:
    """The wanted dossier and its papers as (field, name, content). Refused: request.faulty-body"""
    multipart = (request.content_type or "").startswith("multipart/")
    try:
        raw = request.POST.get("dossier", "") if multipart else request.body.decode()
        wanted = DossierIn.model_validate(json.loads(raw))
    except ValidationError as fault:
        faults = [{"field": ".".join(map(str, e["loc"])), "words": e["msg"]} for e in fault.errors()]
        raise Refused("request.faulty-body", reason="", faults=faults) from None
    except (ValueError, UnicodeDecodeError, RecursionError) as fault:
        raise Refused("request.faulty-body", reason=type(fault).__name__) from None
    papers = [(one.field, one.name, _decoded(one)) for one in wanted.files]
    if multipart:
        papers += [
            (field, upload.name or field, upload.read())
            for field in request.FILES
            for upload in request.FILES.getlist(field)
        ]
    return wanted, papers


def _decoded(one: FileIn) -> bytes:
    try:
        return base64.b64decode(one.content, validate=True)
    except (binascii.Error, ValueError):
        raise Refused("request.faulty-body", reason=f"files: {one.field}: base64") from None
