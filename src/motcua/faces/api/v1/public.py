"""What anybody may ask: progress by code and telephone, and what is true of a document."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router
from ninja.files import UploadedFile

from motcua.faces.api.v1 import presenting
from motcua.faces.api.v1.schemas import ProgressOut, VerificationOut
from motcua.faces.kit.pace import TRACKING
from motcua.kernel import clock, ids
from motcua.kernel.errors import Refused
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents.types import SignatureFound, Verification
from motcua.rooms.dossiers import queries

router = Router(tags=["public"])
LARGEST = 50 * 1024 * 1024


@router.get("/tracking", response=ProgressOut, auth=None, summary="Progress of a dossier")
def tracking(
    request: HttpRequest,
    response: HttpResponse,
    code: str = Query(..., max_length=60),
    phone: str = Query(..., max_length=20),
) -> dict[str, Any]:
    """Needs the code or receipt number and the last four digits of the applicant's telephone; shows nothing personal."""
    del request
    reference = ids.parse_receipt_number(code) or code.upper().replace(" ", "")
    if not TRACKING.allows(reference):
        raise Refused("tracking.too-often")
    found = queries.track(code, phone, at=clock.now())
    if found is None:
        TRACKING.count(reference)
        raise Refused("tracking.no-match")
    response["Cache-Control"] = "no-store"
    return {
        "reference": found.reference,
        "procedure_name": found.procedure_name,
        "status": found.status,
        "status_words": found.status_words,
        "submitted_at": found.submitted_at,
        "accepted_at": found.accepted_at,
        "due_at": found.due_at,
        "completed_at": found.completed_at,
        "late": found.late,
        "timeline": [presenting.entry(e) for e in found.timeline],
    }


@router.get(
    "/verification/{code}", response=VerificationOut, auth=None, summary="What is true of the document with this code"
)
def verification(request: HttpRequest, code: str) -> dict[str, Any]:
    """valid, altered, revoked or unknown; of the holder only the initials."""
    del request
    return _verification(documents.verify_code(code[:60]))


@router.post("/verification", response=VerificationOut, auth=None, summary="What is true of this file")
def verification_of_file(request: HttpRequest, file: UploadedFile = File(...)) -> dict[str, Any]:
    """Examines the signatures and compares the file with what was issued. The file is not kept."""
    del request
    if (file.size or 0) > LARGEST:
        raise Refused("request.faulty-body", reason="> 50 MB")
    return _verification(documents.verify_file(file.read()))


def _verification(one: Verification) -> dict[str, Any]:
    return {
        "truth": one.truth,
        "code": one.code,
        "title": one.title,
        "agency": one.agency_name,
        "number": one.number_text,
        "dated_on": one.dated_on.isoformat() if one.dated_on else None,
        "holder_initials": one.holder_initials,
        "signed_at": one.signed_at,
        "revoked_at": one.revoked_at,
        "signatures": [_signature(found) for found in one.signatures],
    }


def _signature(found: SignatureFound) -> dict[str, Any]:
    return {
        "purpose": found.purpose,
        "signer": found.signer,
        "organisation": found.organisation,
        "signed_at": found.signed_at,
        "time_stamped_at": found.time_stamped_at,
        "trusted": found.trusted,
        "intact": found.intact,
    }
