"""Drawing documents up: the act stores values, the worker sets the page."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from motcua.kernel import clock, crypto, events, files
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id, secret_code
from motcua.kernel.permissions import Target
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.documents import composing, typesetting
from motcua.rooms.documents.events import DocumentReady, DocumentRequested
from motcua.rooms.documents.models import Approval, Document
from motcua.rooms.documents.reading import as_document, reaches
from motcua.rooms.documents.services.books import enter
from motcua.rooms.documents.types import (
    DocumentKind,
    DocumentRef,
    DocumentState,
    SignaturePurpose,
    TemplateRef,
)
from motcua.rooms.documents.words import holder_shown

SUBSTITUTED = frozenset(
    set(DocumentKind) - {DocumentKind.RESULT, DocumentKind.RESULT_REFUSAL, DocumentKind.RESULT_COPY}
)
CODE_LETTERS = 12
TITLES = {
    DocumentKind.SUBMISSION_RECEIPT: "Biên nhận nộp hồ sơ trực tuyến",
    DocumentKind.RECEPTION_SLIP: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    DocumentKind.SUPPLEMENT_REQUEST: "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    DocumentKind.REFUSAL_SLIP: "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
    DocumentKind.RESULT: "Kết quả giải quyết thủ tục hành chính",
    DocumentKind.RESULT_REFUSAL: "Thông báo từ chối giải quyết",
    DocumentKind.PAYMENT_RECEIPT: "Biên lai thu phí, lệ phí",
    DocumentKind.APOLOGY: "Văn bản xin lỗi và đề nghị gia hạn",
    DocumentKind.STOP_NOTICE: "Thông báo dừng giải quyết",
    DocumentKind.PAYMENT_NOTICE: "Thông báo nộp tiền",
    DocumentKind.RESULT_COPY: "Bản sao kết quả",
    DocumentKind.REFUND_SLIP: "Phiếu chi hoàn trả phí, lệ phí",
    DocumentKind.OTHER: "Văn bản",
}


@act("documents.draw_up")
def draw_up(
    template: TemplateRef,
    values: dict[str, Any] | BaseModel,
    *,
    subject_id: UUID,
    agency_id: UUID | None,
    owner_id: UUID | None,
    kind: str,
    title: str = "",
    holder: str = "",
    draft: bool = False,
    composed_by: UUID | None = None,
    book: str = "",
    symbol: str = "",
    replaces: UUID | None = None,
    by: Actor,
    at: datetime,
    key: str | None = None,
) -> DocumentRef:
    """Draw a document up. It is set by the worker within a second; `draft` puts DỰ THẢO across its pages.

    `holder` is the person the document speaks of: only his initials, or the name of an organisation, are kept readable, for the verification page.
    `composed_by` names who wrote its words when that is not the actor: a form the system fills in from facts.
    `book` enters a slip into that register book at once; results are numbered by `number`, after their approval.
    `replaces` is void from the moment this one is signed, and whoever verifies it is told what took its place.
    Refused: document.unknown-form, document.not-approved
    """
    del key  # the decorator's business
    permit(by, "documents.draw_up", Target(agency_id=agency_id, owner_id=owner_id))
    plain = _plain(values)
    if "dated_on" not in plain and not draft:
        plain["dated_on"] = clock.local(at).date().isoformat()
    template_row = composing.kept_template(template)
    row_id = new_id()
    row = Document(
        id=row_id,
        agency_id=agency_id,
        owner_id=owner_id,
        subject_id=subject_id,
        kind=DocumentKind(kind),
        title=(title or TITLES[DocumentKind(kind)])[:200],
        draft=draft,
        template=template_row,
        values=crypto.seal_json(plain, context=composing.values_context(row_id), agency_id=agency_id),
        values_digest=composing.digest_of(plain, template_row.digest),
        holder_initials=holder_shown(holder)[:200],
        verification_code=secret_code(CODE_LETTERS),
        replaces_id=replaces,
        drafted_by=composed_by or by.id,
        drafted_at=at,
    )
    if book:
        _enter(row, book, symbol, at)
    row.save(force_insert=True)
    audit_note(subject=row.id, kind=row.kind, template=template_row.digest[:16])
    request(row, at)
    return as_document(row)


@act("documents.redraw")
def redraw(
    document_id: UUID, values: dict[str, Any] | BaseModel, *, version: int | None = None, by: Actor, at: datetime
) -> DocumentRef:
    """Give a draft new values. Approvals of the version before no longer count.

    Refused: act.out-of-reach, document.cannot-change, document.version-changed
    """
    row = held(document_id, by)
    permit(by, "documents.redraw", Target(agency_id=row.agency_id, owner_id=row.owner_id))
    if version is not None and version != row.version:
        raise Refused("document.version-changed", version=row.version)
    plain = _plain(values)
    row.redraw(
        values=crypto.seal_json(plain, context=composing.values_context(row.id), agency_id=row.agency_id),
        digest=composing.digest_of(plain, row.template_id),
    )
    row.drafted_by, row.drafted_at = by.id, at
    row.save()
    audit_note(subject=row.id, version=row.version)
    request(row, at)
    return as_document(row)


def render_now(document_id: UUID, *, by: Actor = SYSTEM, at: datetime) -> DocumentRef:
    """Set a pending document and store its PDF. The worker does this; a page that cannot wait may do it too.

    Orchestrates: reads, sets the page outside any transaction, then `record_rendering` or `record_fault`.

    Refused: act.out-of-reach
    """
    with scope(by):
        row = Document.objects.select_related("template", "book").filter(id=document_id).order_by("id").first()
        if row is None or not reaches(row, by):
            raise Refused("act.out-of-reach")
        if row.state != DocumentState.PENDING:
            return as_document(row)
    with scope(SYSTEM):  # approvals are not the citizen's to see, but his receipt must still be set
        approval = personal_approval(row)
        values = crypto.unseal_json(row.values, context=composing.values_context(row.id))
        shown = composing.composed(row, values, approval)
    try:
        pdf = typesetting.render(row.template.source, shown, at=at, substitute=DocumentKind(row.kind) in SUBSTITUTED)
    except (typesetting.TemplateFault, Refused) as fault:
        words = fault.words("vi") if isinstance(fault, Refused) else str(fault)
        return record_fault(document_id, version=row.version, fault=words, by=SYSTEM, at=at)
    return record_rendering(document_id, version=row.version, draft=row.draft, pdf=pdf, by=SYSTEM, at=at)


@act("documents.record_rendering")
def record_rendering(
    document_id: UUID, *, version: int, draft: bool, pdf: bytes, by: Actor, at: datetime
) -> DocumentRef:
    """Store a PDF, unless the document has moved on while it was set.

    Refused: act.out-of-reach
    """
    row = held(document_id, by)
    permit(by, "documents.record_rendering", Target(agency_id=row.agency_id, owner_id=row.owner_id))
    if row.state == DocumentState.PENDING and row.version == version and row.draft == draft:
        blob = files.store().put(pdf, agency_id=row.agency_id)
        row.show(content=blob.name, sha256=blob.sha256, size=blob.size)
        row.save()
        events.record(
            DocumentReady(
                occurred_at=at,
                agency_id=row.agency_id,
                subject_id=row.subject_id,
                owner_id=row.owner_id,
                document_id=row.id,
                kind=row.kind,
                version=row.version,
                draft=row.draft,
            )
        )
    audit_note(subject=row.id, sha256=row.sha256)
    return as_document(row)


@act("documents.record_fault")
def record_fault(document_id: UUID, *, version: int, fault: str, by: Actor, at: datetime) -> DocumentRef:
    """Say why a document could not be set, for the one who drafted it or wrote its template.

    Refused: act.out-of-reach
    """
    del at
    row = held(document_id, by)
    permit(by, "documents.record_fault", Target(agency_id=row.agency_id, owner_id=row.owner_id))
    if row.state == DocumentState.PENDING and row.version == version:
        row.state, row.fault = DocumentState.FAILED, fault[:500]
        row.save()
    audit_note(subject=row.id)
    return as_document(row)


def held(document_id: UUID, by: Actor) -> Document:
    """Lock a document that the actor may know of. Refused: act.out-of-reach"""
    rows = Document.objects.select_for_update(of=("self",)).select_related("book")
    row = rows.filter(id=document_id).order_by("id").first()
    if row is None or not reaches(row, by):
        raise Refused("act.out-of-reach")
    return row


def personal_approval(row: Document) -> Approval | None:
    return (
        Approval.objects.filter(document_id=row.id, version=row.version, purpose=SignaturePurpose.PERSONAL)
        .order_by("approved_at")
        .first()
    )


def _enter(row: Document, book: str, symbol: str, at: datetime) -> None:
    """A slip takes its number when it is drawn up; what decides something waits for its approval."""
    if row.agency_id is None or DocumentKind(row.kind) not in SUBSTITUTED:
        raise Refused("document.not-approved")
    enter(row, row.agency_id, book=book, symbol=symbol, at=at)


def request(row: Document, at: datetime) -> None:
    """Ask the worker to set the page."""
    events.record(
        DocumentRequested(
            occurred_at=at,
            agency_id=row.agency_id,
            subject_id=row.subject_id,
            owner_id=row.owner_id,
            document_id=row.id,
            kind=row.kind,
            version=row.version,
        )
    )


def _plain(values: dict[str, Any] | BaseModel) -> dict[str, Any]:
    return values.model_dump(mode="json") if isinstance(values, BaseModel) else dict(values)
