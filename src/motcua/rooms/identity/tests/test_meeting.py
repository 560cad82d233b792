"""Somebody comes to a counter: known, met before, or new; and signs in at home one day."""

from datetime import timedelta

import pytest

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.rooms.identity import queries, services, testing
from motcua.rooms.identity.types import CARD_CHECKED, E_IDENTITY, CardRead, IdentityClaims

pytestmark = pytest.mark.django_db
DESK = testing.bare_officer("reception_officer", new_id())
CARD = CardRead("079158001190", "Võ Thị Tuyết", "1958-11-19", "female")
NOW = clock.now()


def test_a_newcomer_is_written_down_as_the_card_says() -> None:
    met = services.meet_person(CARD, checked=True, by=DESK, at=NOW)

    assert (met.is_new, met.has_account) == (True, False)
    with scope(DESK):
        facts = queries.facts_at_counter(met.person_id, by=DESK, at=NOW)
    assert facts.value("full_name") == "Võ Thị Tuyết"
    assert facts.facts["full_name"].source == CARD_CHECKED
    assert services.meet_person(CARD, by=DESK, at=NOW).person_id == met.person_id


def test_at_home_the_same_number_is_the_same_person() -> None:
    met = services.meet_person(CARD, by=DESK, at=NOW)

    at_home = testing.citizen(IdentityClaims("079158001190", "Võ Thị Tuyết", "1958-11-19", assurance=1))

    assert at_home.person_id == met.person_id
    assert services.meet_person(CARD, by=DESK, at=NOW).has_account
    with scope(at_home):
        assert [one.what for one in queries.readings(by=at_home)].count("person") == 2


def test_the_e_identity_is_not_overwritten_and_a_difference_is_told() -> None:
    person = testing.citizen(testing.HOA)

    met = services.meet_person(
        CardRead("079190012345", "Nguyễn Thị Hòa", "1990-05-12", "female"), checked=True, by=DESK, at=NOW
    )

    assert (met.person_id, met.differs) == (person.person_id, ("full_name",))
    with scope(DESK):
        fact = queries.facts_at_counter(met.person_id, by=DESK, at=NOW).facts["full_name"]
    assert (fact.value, fact.source) == ("Nguyễn Thị Hoa", E_IDENTITY)


def test_a_number_alone_finds_whom_we_know() -> None:
    person = testing.citizen(testing.HOA)

    assert (
        services.meet_person(CardRead("079 190 012 345", scanned=False), by=DESK, at=NOW).person_id == person.person_id
    )
    with pytest.raises(Refused, match="name-missing"):
        services.meet_person(CardRead("079190099999", scanned=False), by=DESK, at=NOW)
    with pytest.raises(Refused, match="number-wrong"):
        services.meet_person(CardRead("0791900", scanned=False), by=DESK, at=NOW)


@pytest.mark.parametrize("role", ["case_officer", "signing_authority"])
def test_only_the_desk_meets_people(role: str) -> None:
    other = testing.bare_officer(role, new_id())
    met = services.meet_person(CARD, by=DESK, at=NOW)

    with pytest.raises(Refused, match="not-permitted"):
        services.meet_person(CARD, by=other, at=NOW)
    with scope(other), pytest.raises(Refused, match="out-of-reach"):
        queries.facts_at_counter(met.person_id, by=other, at=NOW)


def test_who_is_at_no_counter_is_nobodys_business() -> None:
    met = services.meet_person(CARD, by=DESK, at=NOW)
    elsewhere = testing.bare_officer("reception_officer", new_id())

    with scope(elsewhere), pytest.raises(Refused, match="out-of-reach"):
        queries.facts_at_counter(met.person_id, by=elsewhere, at=NOW)
    with scope(DESK), pytest.raises(Refused, match="out-of-reach"):
        queries.facts_at_counter(met.person_id, by=DESK, at=NOW + timedelta(days=1))
