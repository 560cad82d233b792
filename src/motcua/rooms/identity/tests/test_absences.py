"""Standing in: with the absent one's offices between two days, never more, never for oneself."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import Actor
from motcua.rooms.agencies.types import agency_id, unit_id
from motcua.rooms.identity import queries, rules, services, testing
from motcua.rooms.identity.types import Capacity, IdentityClaims, Role

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)  # Monday
TODAY = date(2026, 3, 2)
WARD, OTHER = "hcm25_w26740", "moit"
NAMES = ("Lê Minh", "Vũ Nam", "Đỗ Hà", "Người Xa")
ROLES = st.sets(st.sampled_from([role.value for role in Role]), min_size=1)


def officer(name: str, role: str, *, agency: str = WARD, unit: str | None) -> Actor:
    return testing.officer(role, agency=agency, unit=unit, claims=_claims(name), at=NOON)


def _claims(name: str) -> IdentityClaims:
    number = f"07908500{NAMES.index(name):04d}"
    return IdentityClaims(personal_id=number, full_name=name, assurance=2, authentication_level=2)


@pytest.fixture
def minh(_agencies: None) -> Actor:
    return officer("Lê Minh", "case_officer", unit="vp")


@pytest.fixture
def nam(_agencies: None) -> Actor:
    return officer("Vũ Nam", "reception_officer", unit="pvhcc")


@pytest.fixture
def ha(_agencies: None) -> Actor:
    return officer("Đỗ Hà", "unit_head", unit="vp")


def declare(absent: Actor, substitute: Actor, *, by: Actor | None = None, days: int = 3, **more: object) -> UUID:
    asked = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=days), "ground": "Nghỉ phép"} | more
    return services.declare_absence(absent.id, substitute.id, by=by or absent, at=NOON, **asked)  # type: ignore[arg-type]


@given(ROLES, ROLES)
def test_who_decides_is_replaced_only_by_who_leads_and_no_administrator_at_all(
    absent: set[str], substitute: set[str]
) -> None:
    allowed = rules.may_stand_in(absent, substitute)

    if absent <= rules.NEVER_PASSED_ON:
        assert not allowed
    if absent & rules.LEADING and not substitute & rules.LEADING:
        assert not allowed
    if "case_officer" in absent and not absent & rules.LEADING:
        assert allowed


@given(st.integers(-3, 400), st.integers(-3, 400))
def test_an_absence_is_in_order_from_today_on_and_within_a_year(first: int, last: int) -> None:
    faults = rules.absence_faults(TODAY + timedelta(days=first), TODAY + timedelta(days=last), "Nghỉ phép", today=TODAY)

    assert (not faults) == (0 <= first <= last <= first + 366)
    assert rules.absence_faults(TODAY, TODAY, "  ", today=TODAY) == {"ground": "absence.ground-missing"}
    assert set(rules.absence_faults(date.min, date.min, "", today=TODAY)) == {"starts_on", "ends_on", "ground"}


def test_a_substitute_has_the_offices_of_the_absent_while_he_acts_in_his_place(minh: Actor, nam: Actor) -> None:
    absence = declare(minh, nam)
    token = _token(nam)
    offered = _capacities(nam)
    assert [(one.in_place_of, one.roles) for one in offered if one.absence_id] == [("Lê Minh", ("case_officer",))]

    signed = services.choose_capacity(token, agency_id(WARD), absence_id=absence, by=nam, at=NOON)

    acting = queries.actor_for_session(signed.session_token, NOON)
    assert acting is not None
    assert (acting.id, acting.in_place_of, acting.name) == (nam.id, minh.id, "Vũ Nam (thay cho Lê Minh)")
    assert acting.holds("case_officer", unit_id(WARD, "vp"))
    assert not acting.holds("reception_officer")
    back = services.choose_capacity(signed.session_token, agency_id(WARD), by=acting, at=NOON)
    own = queries.actor_for_session(back.session_token, NOON)
    assert own is not None
    assert (own.in_place_of, own.name) == (None, "Vũ Nam")


def test_it_ends_by_itself_and_the_session_goes_on_with_its_own_offices(minh: Actor, nam: Actor) -> None:
    absence = declare(minh, nam, days=0)
    evening = NOON + timedelta(hours=11, minutes=50)  # ten minutes before midnight in Vietnam
    token = testing.signed_in(_claims(nam.name), at=evening).session_token
    signed = services.choose_capacity(token, agency_id(WARD), absence_id=absence, by=nam, at=evening)
    before = queries.actor_for_session(signed.session_token, evening)
    assert before is not None
    assert before.in_place_of == minh.id

    actor = queries.actor_for_session(signed.session_token, evening + timedelta(minutes=15))

    assert actor is not None
    assert (actor.in_place_of, actor.holds("reception_officer")) == (None, True)


def test_an_absence_ended_early_ends_the_standing_in_with_the_next_request(minh: Actor, nam: Actor) -> None:
    absence = declare(minh, nam)
    signed = services.choose_capacity(_token(nam), agency_id(WARD), absence_id=absence, by=nam, at=NOON)
    with pytest.raises(Refused, match="not-permitted"):
        services.end_absence(absence, by=nam, at=NOON)

    services.end_absence(absence, by=minh, at=NOON)

    actor = queries.actor_for_session(signed.session_token, NOON)
    assert actor is not None
    assert actor.in_place_of is None
    with pytest.raises(Refused, match="already-ended"):
        services.end_absence(absence, by=minh, at=NOON)
    with pytest.raises(Refused, match="not-held"):
        services.choose_capacity(signed.session_token, agency_id(WARD), absence_id=absence, by=nam, at=NOON)


def test_a_head_names_a_substitute_for_his_people_but_never_himself_nor_elsewhere(
    minh: Actor, nam: Actor, ha: Actor
) -> None:
    with pytest.raises(Refused, match="self-granted"):
        declare(minh, ha, by=ha)
    with pytest.raises(Refused, match="not-permitted"):
        declare(nam, minh, by=ha)  # of another unit
    with pytest.raises(Refused, match="not-permitted"):
        declare(minh, ha, by=nam)

    assert declare(minh, nam, by=ha)


def test_what_cannot_be_is_refused(minh: Actor, nam: Actor, ha: Actor) -> None:
    stranger = officer("Người Xa", "case_officer", agency=OTHER, unit=None)
    faults: tuple[tuple[Actor, Actor, dict[str, Any], str], ...] = (
        (minh, stranger, {}, "nobody-there"),
        (minh, minh, {}, "self-granted"),
        (ha, nam, {}, "not-senior-enough"),
        (minh, nam, {"ground": ""}, "ground-missing"),
        (minh, nam, {"starts_on": TODAY - timedelta(days=1)}, "days-wrong"),
    )
    for absent, substitute, more, code in faults:
        with pytest.raises(Refused, match=code):
            declare(absent, substitute, **more)
    declare(minh, nam)
    with pytest.raises(Refused, match="overlaps"):
        declare(minh, ha)
    with pytest.raises(Refused, match="substitute-away"):
        declare(nam, minh)


def test_nobody_passes_on_what_he_holds_in_anothers_place(minh: Actor, nam: Actor, ha: Actor) -> None:
    absence = declare(minh, nam)
    signed = services.choose_capacity(_token(nam), agency_id(WARD), absence_id=absence, by=nam, at=NOON)
    acting = queries.actor_for_session(signed.session_token, NOON)
    assert acting is not None

    with pytest.raises(Refused, match="not-in-place"):
        declare(nam, ha, by=acting)


def test_absences_are_seen_by_colleagues_only(minh: Actor, nam: Actor) -> None:
    declare(minh, nam)
    stranger = officer("Người Xa", "case_officer", agency=OTHER, unit=None)

    with scope(minh):
        assert [one.substitute_name for one in queries.absences(by=minh, at=NOON)] == ["Vũ Nam"]
    with scope(nam):
        assert [one.account_name for one in queries.stands_in_for(by=nam, at=NOON)] == ["Lê Minh"]
    with scope(stranger):
        assert queries.absences(by=stranger, at=NOON) == []


def _token(actor: Actor) -> str:
    """A fresh session of the officer, still a citizen's."""
    return testing.signed_in(_claims(actor.name), at=NOON).session_token


def _capacities(actor: Actor) -> tuple[Capacity, ...]:
    return queries.capacities(by=actor, at=NOON)
