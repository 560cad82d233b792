"""Approval: one person stands for one version of a document."""

from datetime import datetime
from uuid import UUID

from motcua.kernel import events
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.documents.events import DocumentApproved
from motcua.rooms.documents.models import Approval, Document
from motcua.rooms.documents.reading import as_approval
from motcua.rooms.documents.services.drawing import held, personal_approval, request
from motcua.rooms.documents.types import ApprovalRef, DocumentState, SignaturePurpose
from motcua.rooms.identity import queries as identity


@act("documents.approve", law="documents/approval-before-signature")
def approve(
    document_id: UUID,
    *,
    version: int | None = None,
    signer_title: str,
    authority_prefix: str = "",
    drafter_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> ApprovalRef:
    """Approve what a document says. From here on it may be numbered, and signed once by the approver and the seal.

    `version` is what the approver had before him: anything newer refuses. Four eyes: who drafted does not approve.
    Refused: act.out-of-reach, document.version-changed, document.not-shown, approval.own-draft, approval.already-given
    """
    row = held(document_id, by)
    permit(by, "documents.approve", Target(agency_id=row.agency_id, owner_id=row.owner_id))
    if version is not None and version != row.version:
        raise Refused("document.version-changed", version=row.version)
    if row.state not in {DocumentState.READY, DocumentState.PENDING}:
        raise Refused("document.not-shown", state=row.state)
    drafter = drafter_id or row.drafted_by
    if by.hands & {drafter, row.drafted_by}:
        raise Refused("approval.own-draft")
    if row.agency_id is None:
        raise Refused("act.out-of-reach")
    given = Approval.objects.filter(document_id=row.id, version=row.version).order_by("purpose").first()
    if given is not None:
        raise Refused("approval.already-given", name=given.approver_name)
    return _given(row, drafter, signer_title, authority_prefix, by=by, at=at)


@act("documents.take_approval_over", law="delegation/substitution")
def take_approval_over(
    document_id: UUID, *, signer_title: str, authority_prefix: str = "", by: Actor, at: datetime
) -> ApprovalRef:
    """Approve anew, in one's own name, what another holder of the same office approved and did not sign.

    Whoever stands in for him, or he himself once he is back, answers for the document from here on: the same values and
    number, another signer. Who drafted does not approve; nobody signs another's approval.
    Refused: act.out-of-reach, document.not-approved, document.cannot-change, signature.not-the-approver, approval.own-draft
    """
    row = held(document_id, by)
    permit(by, "documents.take_approval_over", Target(agency_id=row.agency_id, owner_id=row.owner_id))
    before = personal_approval(row)
    if before is None or before.values_digest != row.values_digest:
        raise Refused("document.not-approved")
    if before.approver_id == by.id:
        return as_approval(before)
    if not by.hands & {before.approver_id, before.in_place_of}:
        raise Refused("signature.not-the-approver", name=before.approver_name)
    if by.hands & {before.drafter_id, row.drafted_by}:
        raise Refused("approval.own-draft")
    row.change_hands()
    row.save()
    request(row, at)
    return _given(row, before.drafter_id, signer_title, authority_prefix, by=by, at=at)


def _given(
    row: Document, drafter: UUID, signer_title: str, authority_prefix: str, *, by: Actor, at: datetime
) -> ApprovalRef:
    approvals = _approvals(row, drafter, signer_title, authority_prefix, by=by, at=at)
    Approval.objects.bulk_create(approvals)
    audit_note(subject=row.id, version=row.version, digest=row.values_digest)
    events.record(
        DocumentApproved(
            occurred_at=at,
            agency_id=row.agency_id,
            subject_id=row.subject_id,
            document_id=row.id,
            kind=row.kind,
            version=row.version,
            approver_id=by.id,
        )
    )
    return as_approval(approvals[0])


def _approvals(
    row: Document, drafter: UUID, signer_title: str, authority_prefix: str, *, by: Actor, at: datetime
) -> list[Approval]:
    """One approval for each signature: each signature stands on exactly one."""
    assert row.agency_id is not None
    return [
        Approval(
            agency_id=row.agency_id,
            document=row,
            version=row.version,
            purpose=purpose,
            values_digest=row.values_digest,
            drafter_id=drafter,
            approver_id=by.id,
            approver_name=identity.own_name(by)[:120],
            approver_title=signer_title[:160],
            authority_prefix=authority_prefix[:160],
            in_place_of=by.in_place_of,
            approved_at=at,
        )
        for purpose in (SignaturePurpose.PERSONAL, SignaturePurpose.SEAL)
    ]
