"""What a change of days would do to open due dates: counted where there are few, estimated from a fair sample where many."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from motcua.kernel import clock
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.calendar.rules import WorkCalendar
from motcua.rooms.calendar.types import Place
from motcua.rooms.dossiers.reading.running import TOUCHED, Row, Touched, asked, open_rows
from motcua.rooms.dossiers.rules.recounting import recounted
from motcua.rooms.dossiers.types import Forecast

EACH_UP_TO = 4_000  # a page waits for as many; beyond, a sample is enough to decide
SAMPLE = 2_000
WHOLE = 65_536
COUNT = f"select count(*) from dossiers_dossier where {TOUCHED}"  # noqa: S608 (no value is in it)
PICK = f"""
select id from dossiers_dossier where {TOUCHED}
   and get_byte(uuid_send(id), 14) * 256 + get_byte(uuid_send(id), 15) < %(share)s
"""  # noqa: S608 (the last bytes of an id are random)


def forecast(
    place: Place, first: date, last: date, calendar_of: Callable[[UUID | None], WorkCalendar], *, at: datetime
) -> Forecast:
    """How many open due dates would move, and by how many days, if `calendar_of` told the working time.

    Counts only, for whoever declares days; nobody's dossier is named. Nothing is written. Of very many, `sampled` were
    looked at and the figures are estimates.
    """
    values = asked(Touched(place, first, last), at, after=None, portion=0)
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        touched: int = cursor.fetchone()[0]
        share = WHOLE if touched <= EACH_UP_TO else max(1, round(WHOLE * SAMPLE / touched))
        cursor.execute(PICK, values | {"share": share})
        rows = open_rows([row[0] for row in cursor.fetchall()], at, by=SYSTEM)
    return _told(rows, touched if share < WHOLE else len(rows), calendar_of, at=at)


def _told(
    rows: Sequence[Row], touched: int, calendar_of: Callable[[UUID | None], WorkCalendar], *, at: datetime
) -> Forecast:
    days, offices = Counter[int](), set[UUID]()
    for row in rows:
        deadline = recounted(row.question, calendar_of(row.agency_id), at=at)
        if deadline is not None and deadline.due_at is not None:
            days[(clock.local(deadline.due_at).date() - clock.local(row.question.promised).date()).days] += 1
            offices.add(row.agency_id)
    many = touched / len(rows) if len(rows) < touched and rows else 1
    scaled = {step: round(count * many) for step, count in days.items()}
    sampled = len(rows) if many > 1 else 0
    return Forecast(touched, sum(scaled.values()), len(offices), tuple(sorted(scaled.items())), sampled)
