"""One person files for another: given, claimed, confirmed, recorded at a counter, ended."""

from datetime import date, timedelta

import pytest

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import Actor
from motcua.rooms.identity import queries, rules, services, testing
from motcua.rooms.identity.types import AuthorisationView, CardRead, PersonNamed, Relation

pytestmark = pytest.mark.django_db
NOW = clock.now()
TODAY = clock.local(NOW).date()
MONTH = TODAY + timedelta(days=30)
BINH = PersonNamed(testing.BINH.personal_id, testing.BINH.full_name)
HOA = PersonNamed(testing.HOA.personal_id, testing.HOA.full_name)
CHILD = PersonNamed("079222000333", "Trần Gia Bảo")


@pytest.fixture
def hoa() -> Actor:
    return testing.citizen(testing.HOA)


@pytest.fixture
def binh() -> Actor:
    return testing.citizen(testing.BINH)


def test_what_the_principal_gives_holds_at_once_and_both_see_it(hoa: Actor, binh: Actor) -> None:
    given = services.authorise(BINH, procedures=["1.004873"], ends_on=MONTH, by=hoa, at=NOW)

    assert (given.principal_id, given.representative_id, given.verified) == (hoa.person_id, binh.person_id, True)
    with scope(binh):
        assert [one.id for one in queries.may_file_for(by=binh, procedure="1.004873", on=TODAY)] == [given.id]
        assert queries.may_file_for(by=binh, procedure="1.001193", on=TODAY) == []
    with scope(hoa):
        assert [one.id for one in queries.authorisations(by=hoa)[0]] == [given.id]


def test_a_claim_waits_for_the_principal(hoa: Actor, binh: Actor) -> None:
    claimed = services.claim_authorisation(HOA, ends_on=MONTH, evidence="Giấy uỷ quyền 12", by=binh, at=NOW)

    assert rules.why_not_for(claimed, "1.004873", on=TODAY) == "authorisation.not-verified"
    with pytest.raises(Refused, match=r"not-permitted|out-of-reach"):
        services.confirm_authorisation(claimed.id, by=binh, at=NOW)
    services.confirm_authorisation(claimed.id, by=hoa, at=NOW)
    with scope(binh):
        assert queries.may_file_for(by=binh, procedure="1.004873", on=TODAY)


def test_a_parents_word_is_taken_to_begin_with(binh: Actor) -> None:
    claimed = services.claim_authorisation(
        CHILD, relation=Relation.CHILD, ends_on=MONTH, evidence="Giấy khai sinh 5/2022", by=binh, at=NOW
    )

    assert not claimed.verified
    assert rules.why_not_for(claimed, "1.004873", on=TODAY) == ""


def test_an_officer_records_the_paper_he_saw(hoa: Actor) -> None:
    desk = testing.bare_officer("reception_officer", new_id())
    met = services.meet_person(CardRead(BINH.personal_id, BINH.full_name), by=desk, at=NOW)

    recorded = services.record_authorisation(
        HOA, met.person_id, BINH.full_name, ends_on=MONTH, evidence="Công chứng số 9", by=desk, at=NOW
    )

    assert (recorded.principal_id, recorded.verified) == (hoa.person_id, True)
    with pytest.raises(Refused, match="evidence-missing"):
        services.record_authorisation(HOA, met.person_id, "x", ends_on=MONTH, evidence=" ", by=desk, at=NOW)


@pytest.mark.parametrize("ender", ["hoa", "binh"])
def test_either_side_ends_it_and_nobody_else(ender: str, hoa: Actor, binh: Actor) -> None:
    given = services.authorise(BINH, ends_on=MONTH, by=hoa, at=NOW)
    stranger = testing.citizen(testing.LAN)
    with pytest.raises(Refused, match="out-of-reach"):
        services.end_authorisation(given.id, by=stranger, at=NOW)

    services.end_authorisation(given.id, by={"hoa": hoa, "binh": binh}[ender], at=NOW)

    with scope(binh):
        assert queries.may_file_for(by=binh, procedure="1.004873", on=TODAY) == []


def test_nonsense_is_refused(hoa: Actor) -> None:
    with pytest.raises(Refused, match="of-oneself"):
        services.authorise(HOA, ends_on=MONTH, by=hoa, at=NOW)
    with pytest.raises(Refused, match="period-wrong"):
        services.authorise(BINH, ends_on=TODAY - timedelta(days=1), by=hoa, at=NOW)
    with pytest.raises(Refused, match="period-wrong"):
        services.authorise(BINH, ends_on=TODAY + timedelta(days=400), by=hoa, at=NOW)
    with pytest.raises(Refused, match="number-wrong"):
        services.authorise(PersonNamed("123", "x"), ends_on=MONTH, by=hoa, at=NOW)


def test_days_and_procedures_are_looked_at() -> None:
    one = AuthorisationView(
        new_id(), Relation.AUTHORISED, new_id(), "A", new_id(), "B", ("1.004873",), date(2026, 1, 1), date(2026, 1, 31),
        "", NOW, "", None,
    )  # fmt: skip

    assert rules.why_not_for(one, "1.004873", on=date(2026, 1, 31)) == ""
    assert rules.why_not_for(one, "1.004873", on=date(2026, 2, 1)) == "authorisation.not-in-force"
    assert rules.why_not_for(one, "1.001193", on=date(2026, 1, 5)) == "authorisation.other-procedure"
