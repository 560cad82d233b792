"""Questions about files and documents, and whether a document is true."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from motcua.kernel import audit, clock, crypto, files
from motcua.kernel.errors import Refused
from motcua.kernel.rows import fetch
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.documents import composing, inspection, official, pictures, rules, trust, typesetting
from motcua.rooms.documents.models import Approval, Document, File
from motcua.rooms.documents.reading import as_approval, as_document, as_file, reaches
from motcua.rooms.documents.types import (
    MEGABYTE,
    ApprovalRef,
    DocumentKind,
    DocumentNumber,
    DocumentRef,
    DocumentState,
    FileState,
    OfficialForm,
    SignatureFound,
    SignaturePurpose,
    SigningOrder,
    SigningSlip,
    StoredFile,
    Truth,
    Verification,
)

MOST_TO_VERIFY = 30 * MEGABYTE
MOST_ORDERS = 200
RESULTS = frozenset({DocumentKind.RESULT, DocumentKind.RESULT_REFUSAL})


def file(file_id: UUID, *, by: Actor) -> StoredFile:
    """One file. Refused: act.out-of-reach"""
    return as_file(_file(file_id, by))


def files_of(subject_id: UUID, *, by: Actor) -> list[StoredFile]:
    """Files bound to a dossier, in the order they came."""
    found = fetch(File, "where subject_id = %s order by taken_in_at, id", [subject_id])
    return [as_file(row) for row in found if reaches(row, by)]


def file_states(subject_ids: Sequence[UUID], *, by: Actor) -> dict[UUID, set[FileState]]:
    """For each of the dossiers with files: the states its files are in. One statement, names and bytes untouched."""
    rows = File.objects.filter(subject_id__in=list(subject_ids))
    if by.kind != SYSTEM.kind:
        rows = rows.filter(agency_id=by.agency_id)
    found: dict[UUID, set[FileState]] = {}
    for subject_id, state in rows.order_by("subject_id", "state").values_list("subject_id", "state").distinct():
        if subject_id is not None:
            found.setdefault(subject_id, set()).add(FileState(state))
    return found


def files_by_id(file_ids: list[UUID], *, by: Actor) -> list[StoredFile]:
    """Those of the files that the actor may see, in the order asked; one statement."""
    asked = fetch(File, "where id = any(%s) order by id", [file_ids])
    found = {row.id: row for row in asked if reaches(row, by)}
    return [as_file(found[file_id]) for file_id in file_ids if file_id in found]


def content(file_id: UUID, *, by: Actor, purpose: str) -> bytes:
    """The bytes of a clean file. The reading is recorded unless it is the owner's own.

    Refused: act.out-of-reach, file.not-ready
    """
    row = _clean(file_id, by)
    _record(row, by, "file", purpose)
    return files.store().get(row.blob)


def page_image(
    file_id: UUID, page: int, *, by: Actor, width: int = 1200, turn: int = 0, purpose: str = "view"
) -> bytes:
    """One page as a PNG picture, made by the inspector, without what the camera wrote about place and owner.

    `turn` is how many quarters clockwise.

    Refused: act.out-of-reach, file.not-ready, file.no-picture
    """
    row = _clean(file_id, by)
    if page == 1:
        _record(row, by, "file", purpose)
    return pictures.turned(pictures.page(row.blob, page, width=width, agency_id=row.agency_id), turn)


def document(document_id: UUID, *, by: Actor) -> DocumentRef:
    """One document. Refused: act.out-of-reach"""
    return as_document(_document(document_id, by))


def documents(subject_id: UUID, *, by: Actor) -> list[DocumentRef]:
    """Documents of a dossier, oldest first. The owner sees no drafts, nobody one that was put aside."""
    there = "where subject_id = %s and not (draft and state = 'revoked') order by drafted_at, id"
    found = fetch(Document, there, [subject_id])
    return [as_document(row) for row in found if reaches(row, by) and _shown_to(row, by)]


def document_content(document_id: UUID, *, by: Actor, purpose: str = "download") -> bytes:
    """The PDF of a document. Refused: act.out-of-reach, document.not-ready"""
    row = _document(document_id, by)
    if not row.content:
        raise Refused("document.not-ready")
    _record(row, by, "document", purpose)
    return files.store().get(row.content)


def document_page(document_id: UUID, page: int, *, by: Actor, width: int = 1200) -> bytes:
    """One page of a document as PNG. Refused: act.out-of-reach, document.not-ready, file.no-picture"""
    row = _document(document_id, by)
    if not row.content:
        raise Refused("document.not-ready")
    return pictures.page(row.content, page, width=width, agency_id=row.agency_id)


def values_of(document_id: UUID, *, by: Actor) -> dict[str, object]:
    """The values a document was drawn up with, to go on editing a draft. Refused: act.out-of-reach"""
    row = _document(document_id, by)
    values: dict[str, object] = crypto.unseal_json(row.values, context=composing.values_context(row.id))
    return values


def preview_values(document_id: UUID, *, values: dict[str, object], by: Actor) -> tuple[str, dict[str, object]]:
    """Template and complete values for a live preview of changed values. Refused: act.out-of-reach"""
    row = _document(document_id, by)
    return row.template.source, composing.composed(row, dict(values), None)


def agency_values(agency_id: UUID | None) -> dict[str, str]:
    """Name, superior body and place of an agency as documents print them."""
    return composing.agency_values(agency_id, None)


def official_form(purpose: str, *, on: date) -> OfficialForm:
    """The official form for a purpose (apology, control_slip, …) of the set that held on a day.

    Refused: document.unknown-form
    """
    found = official.form_for(purpose, on=on)
    if found is None:
        raise Refused("document.unknown-form", form=purpose, regulation=f"{on:%d/%m/%Y}")
    return found


def sheet(form: OfficialForm, values: Mapping[str, Any], *, agency_id: UUID | None, at: datetime) -> bytes:
    """Set a form that is made anew each time it is asked for and never kept: control slips, registers.

    Refused: document.unknown-form
    """
    shown = composing.sheet_values(values, title=form.title, agency_id=agency_id, on=clock.local(at).date())
    return typesetting.render(composing.template_source(form.template), shown, at=at, substitute=True)


def approval(document_id: UUID, *, by: Actor) -> ApprovalRef | None:
    """Who approved the present version, if anybody did. Refused: act.out-of-reach"""
    row = _document(document_id, by)
    given = Approval.objects.filter(document_id=row.id, version=row.version).order_by("purpose").first()
    return as_approval(given) if given is not None else None


def signing_slips(document_ids: Sequence[UUID], *, by: Actor) -> dict[UUID, SigningSlip]:
    """What is before a signer: each document with the personal approval of its present version."""
    rows = [row for row in Document.objects.filter(id__in=list(document_ids)).order_by("id") if reaches(row, by)]
    given = Approval.objects.filter(document_id__in=[row.id for row in rows], purpose=SignaturePurpose.PERSONAL)
    approvals = {(one.document_id, one.version): as_approval(one) for one in given.order_by("approved_at", "id")}
    return {row.id: SigningSlip(as_document(row), approvals.get((row.id, row.version))) for row in rows}


def signing_orders(*, by: Actor, since: datetime) -> list[SigningOrder]:
    """What the actor ordered to be signed since then, the latest first; what is not signed yet also from before."""
    unsigned = Q(state__in=[DocumentState.SIGNING, DocumentState.PENDING])
    rows = Document.objects.filter(Q(ordered_at__gte=since) | unsigned, agency_id=by.agency_id, ordered_by=by.id)
    return [
        SigningOrder(
            row.id, row.subject_id, row.title, row.number_text, DocumentState(row.state), row.ordered_at,
            row.signed_at, row.sha256, row.fault,
        )
        for row in rows.order_by("-ordered_at", "id")[:MOST_ORDERS]
        if row.ordered_at is not None
    ]  # fmt: skip


def register(*, by: Actor, year: int, book: str) -> list[DocumentNumber]:
    """The register book of the actor's agency: every number in turn."""
    rows = Document.objects.filter(agency_id=by.agency_id, book__year=year, book__kind=book)
    return [
        DocumentNumber(row.id, book, year, row.number or 0, row.book.symbol, row.number_text, row.dated_on)
        for row in rows.select_related("book").order_by("number")
        if row.book is not None and row.dated_on is not None
    ]


def verify_code(code: str) -> Verification:
    """What is true of the document with this verification code. For anybody; nothing personal but initials."""
    plain = rules.normal_code(code)
    with scope(SYSTEM):
        row = Document.objects.filter(verification_code=plain).order_by("id").first() if plain else None
        if row is None or row.draft or not row.content:
            return Verification(truth=Truth.UNKNOWN, code=plain)
        pdf = files.store().get(row.content) if row.signed_at is not None else b""
        public = _public(row)
    found = _examined(pdf)[1] if pdf else ()
    return _verification(row, public, found, findings=_doubts(found))


def verify_file(body: bytes) -> Verification:
    """What is true of a file somebody holds: exactly ours, ours but altered, revoked, or not ours at all.

    Refused: file.empty, file.too-big
    """
    fault = rules.size_fault("application/pdf", len(body), max_image_bytes=MOST_TO_VERIFY, max_bytes=MOST_TO_VERIFY)
    if fault:
        raise Refused(fault[0], **fault[1])
    digest = hashlib.sha256(body).hexdigest()
    code, found, readable = _examined(body)
    with scope(SYSTEM):
        row = Document.objects.filter(sha256=digest).exclude(sha256="").order_by("drafted_at").last()
        if row is not None and not row.draft:
            return _verification(row, _public(row), found, findings=_doubts(found))
        named = Document.objects.filter(verification_code=code).order_by("id").first() if code else None
        if named is None or named.draft or not named.content:
            return _stranger(found, readable=readable)
        stored, public = files.store().get(named.content), _public(named)
    sound = bool(found) and all(one.intact and one.trusted for one in found)
    if named.signed_at is not None and sound and body.startswith(stored):
        return _verification(named, public, found, findings=("validation-info-added",))
    return _verification(named, public, found, truth=Truth.ALTERED, findings=_differences(found, body, stored))


def _doubts(found: tuple[SignatureFound, ...]) -> tuple[str, ...]:
    return tuple(sorted({f"signature-{one.reason}" for one in found if one.reason}))


def _differences(found: tuple[SignatureFound, ...], body: bytes, stored: bytes) -> tuple[str, ...]:
    reasons = set(_doubts(found))
    if body.startswith(stored):
        reasons.add("content-appended")
    return tuple(sorted(reasons)) or ("differs-from-issued",)


def _stranger(found: tuple[SignatureFound, ...], *, readable: bool) -> Verification:
    if not readable:
        return Verification(truth=Truth.UNKNOWN, findings=("not-a-pdf",))
    return Verification(truth=Truth.UNKNOWN, signatures=found, findings=("not-issued-here",))


def _examined(pdf: bytes) -> tuple[str, tuple[SignatureFound, ...], bool]:
    job = {
        "do": "verify",
        "roots": [der.hex() for der in trust.root_certificates()],
        "crls": [der.hex() for der in trust.revocation_lists()],
    }
    answer, _ = inspection.ask("signatures", job, pdf)
    found = tuple(
        SignatureFound(
            purpose=one["purpose"],
            signer=one["signer"],
            organisation=one["organisation"],
            signed_at=_moment(one["signed_at"]),
            time_stamped_at=_moment(one["time_stamped_at"]),
            trusted=one["trusted"],
            intact=one["intact"],
            reason=one["reason"],
        )
        for one in answer.get("signatures", ())
    )
    return str(answer.get("code", "")), found, bool(answer.get("readable"))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _public(row: Document) -> tuple[str, str]:
    agency = agencies.agency(row.agency_id) if row.agency_id else None
    return (agency.name if agency else "", row.holder_initials)


def _verification(
    row: Document,
    public: tuple[str, str],
    found: tuple[SignatureFound, ...],
    *,
    truth: Truth = Truth.VALID,
    findings: tuple[str, ...] = (),
) -> Verification:
    void = any(one.reason == "certificate-revoked" for one in found)
    if truth == Truth.VALID and (row.state == DocumentState.REVOKED or void):
        truth = Truth.REVOKED
    return Verification(
        truth=truth,
        code=row.verification_code,
        kind=row.kind,
        title=row.title,
        agency_id=row.agency_id,
        agency_name=public[0],
        number_text=row.number_text,
        dated_on=row.dated_on,
        holder_initials=public[1],
        signed=row.signed_at is not None,
        signed_at=row.signed_at,
        revoked_at=row.revoked_at,
        revoked_reason=row.revoked_reason,
        sha256=row.sha256,
        signatures=found,
        findings=findings,
    )


def _file(file_id: UUID, by: Actor) -> File:
    row = File.objects.filter(id=file_id).order_by("id").first()
    if row is None or not reaches(row, by):
        raise Refused("act.out-of-reach")
    return row


def _clean(file_id: UUID, by: Actor) -> File:
    row = _file(file_id, by)
    if row.state != FileState.CLEAN:
        raise Refused("file.not-ready", name=row.name)
    return row


def _document(document_id: UUID, by: Actor) -> Document:
    row = Document.objects.select_related("template", "book").filter(id=document_id).order_by("id").first()
    if row is None or not reaches(row, by) or not _shown_to(row, by):
        raise Refused("act.out-of-reach")
    return row


def _shown_to(row: Document, by: Actor) -> bool:
    """Drafts, and results that are not yet signed, are the office's own business."""
    inside = by.kind == SYSTEM.kind or (row.agency_id is not None and row.agency_id == by.agency_id)
    if inside:
        return True
    return not row.draft and (row.kind not in RESULTS or row.signed_at is not None)


def _record(row: File | Document, by: Actor, subject: str, purpose: str) -> None:
    if by.kind != SYSTEM.kind and row.owner_id != by.person_id:
        audit.record_read(
            by, subject=subject, subject_id=row.id, purpose=purpose, owner_id=row.owner_id, agency_id=row.agency_id
        )


def fonts() -> dict[str, str]:
    """Each font of the stack and whether legal documents can use it: used, complete, absent, or what it lacks."""
    return typesetting.font_report()
