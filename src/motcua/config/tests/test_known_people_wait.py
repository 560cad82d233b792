"""Who signs in as a person of the demonstration finds a late dossier, one due soon and one to grade."""

import random
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from motcua.config.demo import known, life
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.calendar import services as calendar
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import due_at
from motcua.rooms.calendar.types import TimeLimit
from motcua.rooms.dossiers import queries, testing
from motcua.rooms.dossiers.testing import AT, FREE, PEOPLE, citizen
from motcua.rooms.feedback import queries as feedback
from motcua.rooms.forms.testing import FILLED

pytestmark = pytest.mark.django_db
LIMIT = TimeLimit(amount=Decimal(3))
KHOA = citizen("Bùi Đăng Khoa")


@pytest.fixture
def staff() -> life.Staff:
    testing.world()
    calendar.load_shipped(by=SYSTEM, at=AT - timedelta(days=9))
    return life.Staff(testing.HOME, [PEOPLE.reception])


@pytest.mark.parametrize("days", range(0, 14, 3))
@pytest.mark.parametrize("hour", [0, 9, 20])
def test_the_promised_date_falls_where_it_is_wanted_on_whatever_day_it_grows(
    staff: life.Staff, days: int, hour: int
) -> None:
    now = AT + timedelta(days=days, hours=hour)

    for fate in (known.LATE, known.DUE_NEXT, known.NOT_GRADED):
        begin = known.filed_at(LIMIT, fate, staff, now)
        assert begin is not None
        due = due_at(life.taken_in_at(begin, staff), LIMIT, calendar_for(staff.agency_id, now)).due_at
        assert due is not None
        assert now + fate.earliest <= due <= now + fate.latest


def lived(one: life.Life, begin: datetime) -> None:
    """Wake it at its own instants until it sleeps for good."""
    next(one)
    at = begin
    while True:
        try:
            at = one.send(at)
        except StopIteration:
            return


@pytest.mark.parametrize("fate", [known.LATE, known.DUE_SOON])
def test_it_waits_and_one_may_ask_about_it(staff: life.Staff, fate: known.Fate) -> None:
    begin = known.filed_at(LIMIT, fate, staff, AT)
    assert begin is not None
    wish = life.Wish(FREE, FILLED, KHOA, testing.HOME)
    lived(life.awaited([wish], staff, random.Random(1), done=False), begin)

    with scope(KHOA):
        (row,) = queries.mine(by=KHOA, at=AT)
    asked = feedback.askable(row, at=AT)
    assert (asked.now, asked.late) == (True, fate == known.LATE)
