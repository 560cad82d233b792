"""Signing: an order by the one who approved, then bytes fixed, then keys used, each step written down."""

import hashlib
import time
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Now

from motcua.kernel import clock, events, files
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.documents import ports
from motcua.rooms.documents.events import DocumentSigned, SignatureOrdered
from motcua.rooms.documents.models import Approval, Document, Signature
from motcua.rooms.documents.services.drawing import held, personal_approval, render_now
from motcua.rooms.documents.services.replacing import void_the_replaced
from motcua.rooms.documents.types import (
    DocumentState,
    Prepared,
    SignaturePurpose,
    SignedDocument,
)

IN_TURN = (SignaturePurpose.PERSONAL, SignaturePurpose.SEAL)
LEASE = timedelta(seconds=30)
PATIENCE = 4.0


@act("documents.order_signature", law="documents/signature")
def order_signature(document_id: UUID, approval_id: UUID | None = None, *, by: Actor, at: datetime) -> SignedDocument:
    """Ask for the signatures the approval stands for. Only the one who approved may; nothing changes any more.

    The keys are used afterwards: by `sign_now` in the same request, or by the worker.
    Refused: act.out-of-reach, document.not-approved, document.not-numbered, document.not-shown,
    signature.not-the-approver, document.draft-cannot-be-signed
    """
    row = held(document_id, by)
    permit(by, "documents.order_signature", Target(agency_id=row.agency_id, owner_id=row.owner_id))
    if row.ordered_at is not None and row.ordered_by == by.id:
        return SignedDocument(row.id, DocumentState(row.state), 0, sha256=row.sha256)
    approval = personal_approval(row)
    if approval is None or (approval_id is not None and approval.id != approval_id):
        raise Refused("document.not-approved")
    if approval.values_digest != row.values_digest:
        raise Refused("document.not-approved")
    if approval.approver_id != by.id:
        raise Refused("signature.not-the-approver", name=approval.approver_name)
    if row.draft:
        raise Refused("document.draft-cannot-be-signed")
    row.order_signature(by=by.id, at=at)
    row.save()
    audit_note(subject=row.id, approval=approval.id, sha256=row.sha256)
    events.record(
        SignatureOrdered(
            occurred_at=at,
            agency_id=row.agency_id,
            subject_id=row.subject_id,
            document_id=row.id,
            kind=row.kind,
        )
    )
    return SignedDocument(row.id, DocumentState(row.state), 0, waiting_for="key", sha256=row.sha256)


sign = order_signature


def sign_now(document_id: UUID, *, by: Actor, at: datetime) -> SignedDocument:
    """Order and make both signatures while the signer waits (about a tenth of a second).

    Orchestrates `order_signature` and `finish_signing`.
    When the time-stamp authority is silent the answer says `waiting_for="time-stamp"`; the worker goes on.
    Refused: as order_signature
    """
    order_signature(document_id, by=by, at=at)
    deadline = time.monotonic() + PATIENCE
    while True:
        done = finish_signing(document_id, at=at)
        if done.waiting_for != "another-signature" or time.monotonic() > deadline:
            return done
        time.sleep(0.05)


def finish_signing(document_id: UUID, *, by: Actor = SYSTEM, at: datetime) -> SignedDocument:
    """Bring an ordered document to its end, from wherever it stands. Safe to call at any time, any number of times.

    Orchestrates `record_preparation`, the signer, `record_signature`; nothing is open while keys and network work.

    Refused: act.out-of-reach
    """
    render_now(document_id, by=by, at=at)
    made = 0
    for purpose in IN_TURN:
        with scope(SYSTEM):
            row = Document.objects.select_related("book").filter(id=document_id).order_by("id").get()
            signature = _signature(row, purpose)
            if row.state != DocumentState.SIGNING:
                count = Signature.objects.filter(document_id=row.id, made_at__isnull=False).count()
                return SignedDocument(row.id, DocumentState(row.state), count, sha256=row.sha256)
        if signature is not None and signature.made_at is not None:
            made += 1
            continue
        waiting = _one_signature(row, purpose, signature, at=at)
        if waiting:
            return SignedDocument(row.id, DocumentState(row.state), made, waiting_for=waiting, sha256=row.sha256)
        made += 1
    with scope(SYSTEM):
        row = Document.objects.get(id=document_id)
    return SignedDocument(row.id, DocumentState(row.state), made, sha256=row.sha256)


@act("documents.record_preparation", law="documents/signature")
def record_preparation(
    document_id: UUID, *, purpose: str, prepared: Prepared, input_sha256: str, by: Actor, at: datetime
) -> UUID:
    """Fix the bytes that will be signed, before any key is used, against exactly one approval.

    Refused: act.out-of-reach, document.not-approved, signature.in-hand
    """
    row = held(document_id, by)
    permit(by, "documents.record_preparation", Target(agency_id=row.agency_id))
    approval = (
        Approval.objects.filter(document_id=row.id, version=row.version, purpose=purpose)
        .order_by("approved_at")
        .first()
    )
    if approval is None or approval.values_digest != row.values_digest or row.agency_id is None:
        raise Refused("document.not-approved")
    if _signature(row, SignaturePurpose(purpose)) is not None:
        raise Refused("signature.in-hand")
    signature = Signature(
        agency_id=row.agency_id,
        document=row,
        approval=approval,
        purpose=purpose,
        key_name=str(approval.approver_id if purpose == SignaturePurpose.PERSONAL else row.agency_id),
        field_name=prepared.field_name,
        input_sha256=input_sha256,
        prepared=files.store().put(prepared.content, agency_id=row.agency_id).name,
        tbs_digest=prepared.digest.hex(),
        ordered_by=row.ordered_by or by.id,
        ordered_at=row.ordered_at or at,
        leased_until=at,
    )
    signature.save(force_insert=True)
    Signature.objects.filter(id=signature.id).update(leased_until=Now() + LEASE)
    audit_note(subject=row.id, approval=approval.id, tbs=signature.tbs_digest)
    return signature.id


@act("documents.record_signature", law="documents/signature")
def record_signature(
    signature_id: UUID, *, content: bytes, certificate: str, by: Actor, at: datetime
) -> SignedDocument:
    """Store a signature that was made; the seal makes the document a result. A second one changes nothing.

    Refused: act.out-of-reach
    """
    signature = Signature.objects.filter(id=signature_id).order_by("id").first()
    if signature is None:
        raise Refused("act.out-of-reach")
    row = held(signature.document_id, by)
    permit(by, "documents.record_signature", Target(agency_id=row.agency_id))
    signature.refresh_from_db()
    if signature.made_at is None:
        blob = files.store().put(content, agency_id=row.agency_id)
        signature.content, signature.sha256, signature.certificate = blob.name, blob.sha256, certificate[:300]
        signature.made_at, signature.fault = at, ""
        signature.attempts += 1
        signature.save()
        if signature.purpose == SignaturePurpose.SEAL:
            void_the_replaced(row, by=by, at=at)
            row.be_signed(content=blob.name, sha256=blob.sha256, size=blob.size, at=at)
        row.fault = ""
        row.save()
        if row.state == DocumentState.SIGNED:
            events.record(
                DocumentSigned(
                    occurred_at=at,
                    agency_id=row.agency_id,
                    subject_id=row.subject_id,
                    owner_id=row.owner_id,
                    document_id=row.id,
                    kind=row.kind,
                    sha256=row.sha256,
                )
            )
    audit_note(subject=row.id, approval=signature.approval_id, sha256=signature.sha256)
    return SignedDocument(row.id, DocumentState(row.state), 1, sha256=row.sha256)


@act("documents.record_delay")
def record_delay(signature_id: UUID, *, fault: str, by: Actor, at: datetime) -> None:
    """Say why a signature is not made yet, for the desk to show; the worker tries again.

    Refused: act.out-of-reach
    """
    del at
    signature = Signature.objects.filter(id=signature_id).order_by("id").first()
    if signature is None:
        raise Refused("act.out-of-reach")
    permit(by, "documents.record_delay", Target(agency_id=signature.agency_id))
    Signature.objects.filter(id=signature_id).update(fault=fault[:500], attempts=F("attempts") + 1, leased_until=Now())
    Document.objects.filter(id=signature.document_id, state=DocumentState.SIGNING).update(fault=fault[:500])
    audit_note(subject=signature.document_id)


def waiting_documents() -> list[UUID]:
    """Documents whose signatures were ordered and are not all made, oldest first."""
    with scope(SYSTEM):
        rows = Document.objects.filter(ordered_at__isnull=False).filter(
            state__in=[DocumentState.SIGNING, DocumentState.PENDING]
        )
        return list(rows.order_by("ordered_at").values_list("id", flat=True)[:200])


def _one_signature(row: Document, purpose: SignaturePurpose, signature: Signature | None, *, at: datetime) -> str:
    """Make one signature; answers what it waits for, or "" when it is made."""
    if signature is None:
        try:
            signature_id = _prepare(row, purpose, at=at)
        except Refused as no:
            if no.code == "signature.in-hand":
                return "another-signature"
            raise
    elif not _claim(signature.id):
        return "another-signature"
    else:
        signature_id = signature.id
    with scope(SYSTEM):
        signature = Signature.objects.get(id=signature_id)
        prepared = files.store().get(signature.prepared)
    digest = bytes.fromhex(signature.tbs_digest)
    try:
        container = ports.signer().sign(digest, key_name=signature.key_name, at=at)
    except ports.TimeStampUnavailable as fault:
        record_delay(signature_id, fault=f"time-stamp: {fault}", by=SYSTEM, at=at)
        return "time-stamp"
    except ports.KeyMissing as fault:
        record_delay(signature_id, fault=f"key: {fault}", by=SYSTEM, at=at)
        return "key"
    content = _filled(prepared, digest, container.cms, last=purpose == SignaturePurpose.SEAL)
    record_signature(signature_id, content=content, certificate=container.certificate, by=SYSTEM, at=at)
    return ""


def _prepare(row: Document, purpose: SignaturePurpose, *, at: datetime) -> UUID:
    from motcua.rooms.documents.signing import preparing  # noqa: PLC0415 - pyHanko only where needed

    with scope(SYSTEM):
        before = _signature(row, SignaturePurpose.PERSONAL) if purpose == SignaturePurpose.SEAL else None
        pdf = files.store().get(before.content if before is not None else row.content)
        approval = personal_approval(row)
        agency = agencies.agency(row.agency_id) if row.agency_id else None
    name = approval.approver_name if approval else ""
    organisation = agency.name if agency else ""
    appearance = preparing.Appearance(
        purpose=purpose,
        signer=name if purpose == SignaturePurpose.PERSONAL else organisation,
        organisation=organisation,
        beside=name,
        at=clock.local(at),
    )
    prepared = preparing.prepare(pdf, appearance=appearance, contact=f"motcua:{row.verification_code}")
    digest = hashlib.sha256(pdf).hexdigest()
    return record_preparation(row.id, purpose=purpose, prepared=prepared, input_sha256=digest, by=SYSTEM, at=at)


def _claim(signature_id: UUID) -> bool:
    """Take an unfinished signature in hand unless somebody else has it; real time, also under a held clock."""
    with scope(SYSTEM, writes=True):
        free = Signature.objects.filter(id=signature_id, made_at__isnull=True, leased_until__lte=Now())
        return free.update(leased_until=Now() + LEASE) == 1


def _filled(prepared: bytes, digest: bytes, cms: bytes, *, last: bool) -> bytes:
    from motcua.rooms.documents.signing import longterm, preparing  # noqa: PLC0415 - pyHanko only where needed

    content = preparing.fill(prepared, digest, cms)
    if not last:
        return content
    return longterm.with_validation_material(content)


def _signature(row: Document, purpose: SignaturePurpose) -> Signature | None:
    return Signature.objects.filter(document_id=row.id, purpose=purpose).order_by("ordered_at").first()
