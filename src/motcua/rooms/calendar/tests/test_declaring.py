"""Days off, swaps and closures by decree: for the country, a province, an agency; and taken back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor, ActorKind, Office
from motcua.rooms.agencies.types import agency_id
from motcua.rooms.calendar import queries, services
from motcua.rooms.calendar.models import DayException
from motcua.rooms.calendar.types import DeclarationKind, Decree, Place

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
LATER = NOON + timedelta(hours=3)
WARD, OTHER_WARD, CITY = agency_id("hcm25_w26740"), agency_id("hcm25_w26743"), agency_id("hcm")
STORM = Decree(DeclarationKind.CLOSURE, date(2026, 11, 25), date(2026, 11, 26), "88/CĐ-UBND", date(2026, 11, 20), "Bão")
NATION, PROVINCE, HERE = Place(), Place(province_code="79"), Place(agency_id=WARD)


def admin(agency: UUID, role: str = "business_admin") -> Actor:
    return Actor(new_id(), ActorKind.OFFICER, "Vũ Dung", agency_id=agency, offices=(Office(role, agency),))


CONTROLLER = admin(agency_id("vpcp"), "procedure_controller")


@pytest.fixture(autouse=True)
def _loaded() -> None:
    services.load_shipped(by=SYSTEM, at=NOON - timedelta(days=9))
    queries.forget()


def is_open(agency: UUID | None, day: date, at: datetime = LATER) -> bool:
    with scope(SYSTEM):
        return queries.calendar_for(agency, at).is_open(day)


def test_a_closure_of_one_ward_is_no_matter_of_the_next() -> None:
    services.declare(STORM, HERE, by=admin(WARD), at=NOON)

    assert not is_open(WARD, STORM.first)
    assert not is_open(WARD, STORM.last)
    assert is_open(OTHER_WARD, STORM.first)
    assert is_open(None, STORM.first)


def test_a_province_closes_all_its_offices_and_no_ministry() -> None:
    services.declare(STORM, PROVINCE, by=admin(CITY), at=NOON)

    assert not is_open(WARD, STORM.first)
    assert not is_open(OTHER_WARD, STORM.first)
    assert is_open(agency_id("moit"), STORM.first)


def test_the_country_swaps_a_monday_for_a_saturday() -> None:
    swap = Decree(
        DeclarationKind.SWAP, date(2026, 12, 28), date(2026, 12, 28), "9/VPCP-KGVX", date(2026, 11, 19),
        "Nghỉ hoán đổi", date(2026, 12, 26),
    )  # fmt: skip
    services.declare(swap, NATION, by=CONTROLLER, at=NOON)

    assert not is_open(WARD, date(2026, 12, 28))
    assert is_open(WARD, date(2026, 12, 26))
    with scope(SYSTEM):
        day = queries.calendar_for(WARD, LATER).explain(date(2026, 12, 26))
    assert "28/12/2026" in day.reason
    assert day.source == "9/VPCP-KGVX ngày 19/11/2026"


def test_an_afternoon_off_leaves_the_morning() -> None:
    morning = replace(STORM, kind=DeclarationKind.HOURS, last=STORM.first, hours=((450, 690),))
    services.declare(morning, HERE, by=admin(WARD), at=NOON)

    with scope(SYSTEM):
        assert queries.calendar_for(WARD, LATER).intervals(STORM.first) == ((450, 690),)


def test_before_the_decree_nobody_knew_and_after_it_is_taken_back_it_still_was_so() -> None:
    made = services.declare(STORM, HERE, by=admin(WARD), at=NOON)
    services.take_back(made, number="90/CĐ-UBND", reason="Bão tan", by=admin(WARD), at=LATER)

    assert is_open(WARD, STORM.first, NOON - timedelta(minutes=1))
    assert not is_open(WARD, STORM.first, NOON)
    assert is_open(WARD, STORM.first, LATER)
    assert DayException.objects.filter(declaration_id=made).count() == 2
    (shown,) = queries.declarations(HERE, year=2026)
    assert (shown.taken_back_at, shown.taken_back_number) == (LATER, "90/CĐ-UBND")


def test_a_loaded_holiday_shows_again_when_a_decree_about_it_is_taken_back() -> None:
    tet = date(2027, 2, 8)
    worked = replace(STORM, kind=DeclarationKind.WORKED, first=tet, last=tet)
    made = services.declare(worked, NATION, by=CONTROLLER, at=NOON)
    services.load_shipped(by=SYSTEM, at=NOON)

    assert is_open(WARD, tet)
    services.take_back(made, number="1", reason="Nhầm", by=CONTROLLER, at=LATER)
    assert not is_open(WARD, tet)


def test_every_declaration_and_its_end_is_announced_with_number_and_reason() -> None:
    made = services.declare(STORM, PROVINCE, by=admin(CITY), at=NOON)
    services.take_back(made, number="90/CĐ", reason="Bão tan", by=admin(CITY), at=LATER)

    with scope(SYSTEM):
        subject = DayException.objects.filter(declaration_id=made).values_list("calendar_id", flat=True)[:1]
        told = events.history(subject[0])
    assert [(fact.cause, fact.province_code, fact.first, fact.days) for fact in told] == [
        ("declared", "79", STORM.first, 2),
        ("taken-back", "79", STORM.first, 2),
    ]
    assert told[0].ground == "Bão (88/CĐ-UBND ngày 20/11/2026)"
    assert "bãi bỏ 88/CĐ-UBND" in told[1].ground


@pytest.mark.parametrize(
    ("place", "who"),
    [
        (HERE, admin(OTHER_WARD)),
        (HERE, admin(WARD, "case_officer")),
        (PROVINCE, admin(WARD)),
        (NATION, admin(CITY)),
        (NATION, admin(WARD, "procedure_controller")),
        (NATION, Actor(new_id(), ActorKind.CITIZEN, person_id=new_id())),
    ],
)
def test_nobody_declares_for_a_place_that_is_not_his(place: Place, who: Actor) -> None:
    with pytest.raises(Refused, match=r"not-permitted|out-of-reach"):
        services.declare(STORM, place, by=who, at=NOON)


def test_nobody_takes_back_what_another_declared() -> None:
    made = services.declare(STORM, HERE, by=admin(WARD), at=NOON)

    with pytest.raises(Refused, match="out-of-reach"):
        services.take_back(made, number="1", reason="x", by=admin(OTHER_WARD), at=LATER)
    with pytest.raises(Refused, match="out-of-reach"):
        services.take_back(new_id(), number="1", reason="x", by=admin(WARD), at=LATER)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"number": " "}, "number-missing"),
        ({"reason": ""}, "reason-missing"),
        ({"last": date(2026, 11, 1)}, "days-out-of-order"),
        ({"last": date(2027, 11, 1)}, "days-out-of-order"),
        ({"kind": DeclarationKind.SWAP}, "swap-needs-a-day"),
        ({"kind": DeclarationKind.SWAP, "last": STORM.first, "worked_on": STORM.first}, "swap-needs-a-day"),
        ({"kind": DeclarationKind.HOURS}, "hours-missing"),
    ],
)
def test_a_decree_with_faults_is_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(Refused, match=code):
        services.declare(replace(STORM, **change), HERE, by=admin(WARD), at=NOON)  # type: ignore[arg-type]


def test_a_day_is_declared_once_and_taken_back_once() -> None:
    made = services.declare(STORM, HERE, by=admin(WARD), at=NOON)

    with pytest.raises(Refused, match="declared-already"):
        services.declare(replace(STORM, number="89"), HERE, by=admin(WARD), at=LATER)
    services.take_back(made, number="1", reason="x", by=admin(WARD), at=LATER)
    with pytest.raises(Refused, match="taken-back-already"):
        services.take_back(made, number="1", reason="x", by=admin(WARD), at=LATER)
    with pytest.raises(Refused, match="number-missing"):
        services.take_back(services.declare(STORM, HERE, by=admin(WARD), at=LATER), number="", reason="x",
                           by=admin(WARD), at=LATER)  # fmt: skip


def test_the_same_key_declares_once() -> None:
    first = services.declare(STORM, HERE, by=(who := admin(WARD)), at=NOON, key="k")

    assert services.declare(STORM, HERE, by=who, at=LATER, key="k") == first


def test_looking_ahead_writes_nothing() -> None:
    with scope(SYSTEM):
        then = queries.under(STORM, PROVINCE, LATER)

        assert not then(WARD).is_open(STORM.first)
        assert then(agency_id("moit")).is_open(STORM.first)
        assert queries.calendar_for(WARD, LATER).is_open(STORM.first)
    made = services.declare(STORM, PROVINCE, by=admin(CITY), at=NOON)
    with scope(SYSTEM):
        view = queries.declaration(made)
        assert view is not None
        assert queries.without(view, LATER)(WARD).is_open(STORM.first)


def test_a_declared_day_stands_in_the_year_of_the_place() -> None:
    services.declare(STORM, PROVINCE, by=admin(CITY), at=NOON)

    with scope(SYSTEM):
        here = {day.date: day for day in queries.holidays(2026, HERE, at=LATER)}
        country = {day.date for day in queries.holidays(2026, at=LATER)}
    assert here[STORM.first].place == "province-79"
    assert STORM.first not in country
    assert date(2026, 9, 2) in here
