"""The next number of a register book: a yearly sequence of one agency and kind, without a gap."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from motcua.kernel import clock
from motcua.kernel.ids import new_id
from motcua.rooms.documents import rules
from motcua.rooms.documents.models import Document, RegisterBook

# The row of the book is the lock: the next number waits for this transaction, so a rollback leaves no gap.
NEXT = """
insert into documents_registerbook as book (id, agency_id, year, kind, symbol, last_number, opened_at)
values (%s, %s, %s, %s, %s, 1, %s)
on conflict on constraint one_book_a_kind_and_year
  do update set last_number = book.last_number + 1, symbol = excluded.symbol
returning id, last_number
"""


def enter(row: Document, agency_id: UUID, *, book: str, symbol: str, at: datetime) -> None:
    """Give the row its number and date; the caller saves it. The book stays locked until COMMIT."""
    day = clock.local(at).date()
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [new_id(), agency_id, day.year, book, symbol, at])
        book_id, taken = cursor.fetchone()
    row.take_number(
        book=RegisterBook.objects.get(id=book_id), number=taken, text=rules.number_text(taken, symbol), dated_on=day
    )
