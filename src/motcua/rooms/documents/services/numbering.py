"""Register books: số và ký hiệu, a yearly sequence without a gap."""

from datetime import datetime
from uuid import UUID

from motcua.kernel import clock, events
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.documents import rules
from motcua.rooms.documents.events import DocumentNumbered, DocumentRequested
from motcua.rooms.documents.services.books import enter
from motcua.rooms.documents.services.drawing import held, personal_approval
from motcua.rooms.documents.types import DocumentNumber, DocumentState


@act("documents.number", law="documents/register-number")
def number(
    document_id: UUID, *, book: str, symbol: str = "", issuer: str = "UBND", printed: str = "", by: Actor, at: datetime
) -> DocumentNumber:
    """Give an approved document its number and date; it is then set again, no longer a draft.

    Call it last in the act: the book's row stays locked until COMMIT. `symbol` defaults to `book`-`issuer`.
    `printed` is how the paper writes its number, with {number} and {yy}, where that is not number/symbol.
    Refused: act.out-of-reach, document.not-approved, document.already-numbered, document.not-shown
    """
    row = held(document_id, by)
    permit(by, "documents.number", Target(agency_id=row.agency_id, owner_id=row.owner_id))
    if row.state not in {DocumentState.READY, DocumentState.PENDING}:
        raise Refused("document.not-shown", state=row.state)
    if row.number is not None:
        raise Refused("document.already-numbered", number=row.number_text)
    approval = personal_approval(row)
    if approval is None or approval.values_digest != row.values_digest or row.agency_id is None:
        raise Refused("document.not-approved")
    day = clock.local(at).date()
    sign = symbol or rules.symbol_of(book, issuer)
    enter(row, row.agency_id, book=book, symbol=sign, at=at)
    taken = row.number or 0
    row.number_text = rules.printed_number(printed, taken, day) or row.number_text
    row.save()
    audit_note(subject=row.id, book=book, year=day.year, number=taken)
    _announce(row.id, row.subject_id, row.agency_id, row.owner_id, row.kind, row.version, at)
    numbered = DocumentNumber(row.id, book, day.year, taken, sign, row.number_text, day)
    events.record(
        DocumentNumbered(
            occurred_at=at,
            agency_id=row.agency_id,
            subject_id=row.subject_id,
            document_id=row.id,
            book=book,
            year=day.year,
            number=taken,
            text=row.number_text,
        )
    )
    return numbered


def _announce(
    document_id: UUID, subject_id: UUID, agency_id: UUID, owner_id: UUID | None, kind: str, version: int, at: datetime
) -> None:
    events.record(
        DocumentRequested(
            occurred_at=at,
            agency_id=agency_id,
            subject_id=subject_id,
            owner_id=owner_id,
            document_id=document_id,
            kind=kind,
            version=version,
        )
    )
