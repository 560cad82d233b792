"""Register books: số và ký hiệu, a yearly sequence without a gap."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from motcua.kernel import clock, events
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.documents import rules
from motcua.rooms.documents.events import DocumentNumbered, DocumentRequested
from motcua.rooms.documents.models import RegisterBook
from motcua.rooms.documents.services.drawing import held, personal_approval
from motcua.rooms.documents.types import DocumentNumber, DocumentState

# The row of the book is the lock: the next number waits for this transaction, so a rollback leaves no gap.
NEXT = """
insert into documents_registerbook as book (id, agency_id, year, kind, symbol, last_number, opened_at)
values (%s, %s, %s, %s, %s, 1, %s)
on conflict on constraint one_book_a_kind_and_year
  do update set last_number = book.last_number + 1, symbol = excluded.symbol
returning id, last_number
"""


@act("documents.number", law="documents/register-number")
def number(
    document_id: UUID, *, book: str, symbol: str = "", issuer: str = "UBND", by: Actor, at: datetime
) -> DocumentNumber:
    """Give an approved document its number and date; it is then set again, no longer a draft.

    Call it last in the act: the book's row stays locked until COMMIT. `symbol` defaults to `book`-`issuer`.
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
    book_id, taken = _next(row.agency_id, day.year, book, sign, at)
    row.take_number(
        book=RegisterBook.objects.get(id=book_id), number=taken, text=rules.number_text(taken, sign), dated_on=day
    )
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


def _next(agency_id: UUID, year: int, kind: str, symbol: str, at: datetime) -> tuple[UUID, int]:
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [new_id(), agency_id, year, kind, symbol, at])
        found = cursor.fetchone()
    return found[0], found[1]


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
