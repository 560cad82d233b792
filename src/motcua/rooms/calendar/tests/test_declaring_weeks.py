"""Another working week from a day on, by decree: for the country, a province, an agency; and taken back."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies.types import agency_id
from motcua.rooms.calendar import content, queries, services
from motcua.rooms.calendar.events import CalendarChanged
from motcua.rooms.calendar.models import OfficeCalendar
from motcua.rooms.calendar.rules import ZONE, add_working_hours
from motcua.rooms.calendar.tests.test_declaring import (
    CITY,
    CONTROLLER,
    HERE,
    LATER,
    NATION,
    NOON,
    OTHER_WARD,
    PROVINCE,
    WARD,
    admin,
)
from motcua.rooms.calendar.types import DeclarationKind, Decree, Intervals, Place

pytestmark = pytest.mark.django_db
MORNING, AFTERNOON = (450, 690), (780, 1020)
USUAL: tuple[tuple[int, Intervals], ...] = tuple((day, (MORNING, AFTERNOON)) for day in range(5))
MONDAY, SATURDAY, NEXT_SATURDAY = date(2026, 12, 7), date(2026, 12, 12), date(2026, 12, 19)
BEFORE = date(2026, 12, 5)  # the Saturday before
SIX_DAYS = Decree(
    DeclarationKind.WEEK, MONDAY, MONDAY, "12/QĐ-UBND", date(2026, 11, 20), "Làm thêm sáng thứ Bảy",
    weekly=(*USUAL, (5, (MORNING,))),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _loaded() -> None:
    services.load_shipped(by=SYSTEM, at=NOON - timedelta(days=9))
    queries.forget()


def hours(agency: UUID | None, day: date, at: datetime = LATER) -> Intervals:
    with scope(SYSTEM):
        return queries.calendar_for(agency, at).intervals(day)


def test_a_week_holds_from_its_day_on_and_not_before() -> None:
    services.declare(SIX_DAYS, HERE, by=admin(WARD), at=NOON)

    assert [hours(WARD, day) for day in (BEFORE, SATURDAY, NEXT_SATURDAY)] == [(), (MORNING,), (MORNING,)]
    assert hours(WARD, MONDAY) == hours(WARD, MONDAY - timedelta(days=3)) == (MORNING, AFTERNOON)
    assert hours(OTHER_WARD, SATURDAY) == hours(None, SATURDAY) == ()
    assert hours(WARD, SATURDAY, NOON - timedelta(minutes=1)) == ()  # nobody knew of it then
    with scope(SYSTEM):
        assert queries.calendar_for(WARD, LATER).explain(SATURDAY).source == "12/QĐ-UBND ngày 20/11/2026"


def test_a_narrower_week_wins_and_a_wider_one_reaches_who_has_none() -> None:
    short = replace(SIX_DAYS, weekly=tuple((day, (MORNING,)) for day in range(5)), number="13/QĐ")
    services.declare(SIX_DAYS, HERE, by=admin(WARD), at=NOON)
    services.declare(short, PROVINCE, by=admin(CITY), at=NOON)
    whole = replace(SIX_DAYS, weekly=((0, (MORNING,)),), number="14/QĐ", first=SATURDAY, last=SATURDAY)
    services.declare(whole, NATION, by=CONTROLLER, at=NOON)

    assert hours(WARD, NEXT_SATURDAY) == (MORNING,)
    assert hours(OTHER_WARD, date(2026, 12, 8)) == (MORNING,)
    assert hours(OTHER_WARD, date(2026, 12, 15)) == (MORNING,)
    moit = agency_id("moit")
    assert [hours(moit, date(2026, 12, day)) for day in (8, 14, 15)] == [(MORNING, AFTERNOON), (MORNING,), ()]


def test_holidays_stay_and_a_worked_day_has_the_new_usual_hours() -> None:
    late = replace(SIX_DAYS, weekly=tuple((day, ((480, 720),)) for day in range(5)))
    services.declare(late, HERE, by=admin(WARD), at=NOON)
    swap = Decree(
        DeclarationKind.SWAP, date(2026, 12, 28), date(2026, 12, 28), "9/VPCP", date(2026, 11, 19), "Nghỉ hoán đổi",
        date(2026, 12, 26),
    )  # fmt: skip
    services.declare(swap, NATION, by=CONTROLLER, at=NOON)

    assert hours(WARD, date(2027, 1, 1)) == ()
    assert hours(WARD, date(2026, 12, 26)) == ((480, 720),)
    assert hours(OTHER_WARD, date(2026, 12, 26)) == (MORNING, AFTERNOON)


def test_a_week_is_taken_back_and_what_was_known_meanwhile_stays() -> None:
    made = services.declare(SIX_DAYS, HERE, by=admin(WARD), at=NOON)
    back = NOON + timedelta(days=1)
    services.take_back(made, number="20/QĐ", reason="Chưa đủ người", by=admin(WARD), at=back)

    assert hours(WARD, SATURDAY, back) == ()
    assert hours(WARD, SATURDAY, LATER) == (MORNING,)
    services.declare(SIX_DAYS, HERE, by=admin(WARD), at=back + timedelta(hours=1))
    assert hours(WARD, SATURDAY, back + timedelta(hours=2)) == (MORNING,)


def test_everything_from_the_day_on_is_announced() -> None:
    services.declare(SIX_DAYS, HERE, by=admin(WARD), at=NOON)

    with scope(SYSTEM):
        fact = events.history(OfficeCalendar.objects.get(applies_to=WARD).id)[-1]
    assert isinstance(fact, CalendarChanged)
    assert (fact.first, fact.last.year, fact.days, fact.cause) == (MONDAY, 2045, 0, "declared")
    assert fact.ground == "Làm thêm sáng thứ Bảy (12/QĐ-UBND ngày 20/11/2026)"


def test_a_file_that_is_loaded_later_leaves_what_was_declared() -> None:
    services.declare(SIX_DAYS, NATION, by=CONTROLLER, at=NOON)
    file = content.shipped_national()
    services.load(file.model_copy(update={"known_until": date(2028, 12, 31)}), by=CONTROLLER, at=LATER)

    after = LATER + timedelta(hours=1)
    assert hours(WARD, SATURDAY, after) == (MORNING,)
    with scope(SYSTEM):
        assert queries.calendar_for(None, after).certain(date(2028, 12, 29))


def test_a_declared_week_says_nothing_of_which_holidays_are_published() -> None:
    services.declare(SIX_DAYS, HERE, by=admin(WARD), at=NOON)
    file = content.shipped_national()
    services.load(file.model_copy(update={"known_until": date(2028, 12, 31)}), by=CONTROLLER, at=LATER)

    with scope(SYSTEM):
        assert queries.calendar_for(WARD, LATER + timedelta(hours=1)).certain(date(2028, 12, 29))


def test_looking_ahead_tells_the_week_that_would_be() -> None:
    with scope(SYSTEM):
        ahead = queries.under(SIX_DAYS, HERE, NOON)
        friday = datetime(2026, 12, 11, 16, tzinfo=ZONE)
        assert add_working_hours(friday, 2, ahead(WARD)) == datetime(2026, 12, 12, 8, 30, tzinfo=ZONE)
        assert ahead(OTHER_WARD).intervals(SATURDAY) == ()
    made = services.declare(SIX_DAYS, HERE, by=admin(WARD), at=NOON)
    (view,) = queries.declarations(HERE, year=2027)
    with scope(SYSTEM):
        assert queries.without(view, LATER)(WARD).intervals(SATURDAY) == ()
        assert [week.since for week in queries.weeks_of(HERE, LATER)][-1] == MONDAY
    assert view.id == made


@pytest.mark.parametrize(
    ("decree", "code"),
    [
        (replace(SIX_DAYS, weekly=((0, ()), (1, ()))), "calendar.week-missing"),
        (replace(SIX_DAYS, number=" "), "calendar.number-missing"),
        (replace(SIX_DAYS, reason=""), "calendar.reason-missing"),
    ],
)
def test_a_week_needs_hours_a_number_and_a_reason(decree: Decree, code: str) -> None:
    with pytest.raises(Refused, match=code):
        services.declare(decree, HERE, by=admin(WARD), at=NOON)


def test_two_weeks_do_not_begin_on_one_day_and_strangers_declare_none() -> None:
    services.declare(SIX_DAYS, HERE, by=admin(WARD), at=NOON)
    with pytest.raises(Refused, match="declared-already"):
        services.declare(replace(SIX_DAYS, number="15/QĐ"), HERE, by=admin(WARD), at=LATER)
    for place, who in (
        (HERE, admin(OTHER_WARD)),
        (PROVINCE, admin(WARD)),
        (NATION, admin(CITY)),
        (HERE, admin(WARD, "case_officer")),
    ):
        with pytest.raises(Refused, match=r"not-permitted|out-of-reach"):
            services.declare(replace(SIX_DAYS, first=SATURDAY), place, by=who, at=NOON)
    assert Place() == NATION
