"""Certified copies (sao y): the same page again, with the number and signature of who vouches for it."""

from datetime import datetime
from uuid import UUID

from motcua.kernel import clock, crypto
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id, secret_code
from motcua.kernel.permissions import Target
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.documents import composing
from motcua.rooms.documents.models import Document
from motcua.rooms.documents.reading import as_document
from motcua.rooms.documents.services.approving import approve
from motcua.rooms.documents.services.books import enter
from motcua.rooms.documents.services.drawing import CODE_LETTERS, held, personal_approval, request
from motcua.rooms.documents.services.signing import order_signature
from motcua.rooms.documents.types import DocumentKind, DocumentRef, DocumentState, TemplateRef

BOOK, SYMBOL = "copies", "SY-UBND"
BLOCK = """
#import "/nd30/copy.1.typ": certified-copy
#certified-copy(json(bytes(sys.inputs.data)))
"""


@act("documents.copy", law="documents/certified-copy")
def copy(
    document_id: UUID, *, symbol: str = SYMBOL, signer_title: str, authority_prefix: str = "", by: Actor, at: datetime
) -> DocumentRef:
    """Draw a certified copy of an issued paper up, number it and order its signatures, all by who vouches for it.

    It is made from what was frozen with the original, so it cannot say anything else.
    Refused: act.out-of-reach, document.not-shown
    """
    row = held(document_id, by)
    permit(by, "documents.copy", Target(agency_id=row.agency_id, owner_id=row.owner_id))
    if row.draft or row.agency_id is None or row.state in {DocumentState.REVOKED, DocumentState.FAILED}:
        raise Refused("document.not-shown", state=row.state)
    drawn = _drawn(row, row.agency_id, symbol, at)
    approve(drawn.id, signer_title=signer_title, authority_prefix=authority_prefix, by=by, at=at)
    order_signature(drawn.id, by=by, at=at)
    audit_note(subject=drawn.id, copy_of=row.id)
    return as_document(drawn)


def _drawn(row: Document, agency_id: UUID, symbol: str, at: datetime) -> Document:
    values = crypto.unseal_json(row.values, context=composing.values_context(row.id))
    values |= {
        "copy_of": composing.as_printed(row, values, personal_approval(row)),
        "dated_on": clock.local(at).date().isoformat(),
    }
    source = row.template.source + BLOCK
    template = composing.kept_template(TemplateRef.content(source, row.template.form_code, row.template.version))
    copy_id = new_id()
    drawn = Document(
        id=copy_id,
        agency_id=agency_id,
        owner_id=row.owner_id,
        subject_id=row.subject_id,
        kind=DocumentKind.RESULT_COPY,
        title=f"Bản sao: {row.title}"[:200],
        template=template,
        values=crypto.seal_json(values, context=composing.values_context(copy_id), agency_id=agency_id),
        values_digest=composing.digest_of(values, template.digest),
        holder_initials=row.holder_initials,
        verification_code=secret_code(CODE_LETTERS),
        drafted_by=SYSTEM.id,  # nobody writes a word of it
        drafted_at=at,
    )
    enter(drawn, agency_id, book=BOOK, symbol=symbol, at=at)
    drawn.save(force_insert=True)
    request(drawn, at)
    return drawn
