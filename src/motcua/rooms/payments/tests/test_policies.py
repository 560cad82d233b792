"""Concessions in force reach the fees of a person: the best one, as often a year as the law says, and asked for only then."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.payments import queries, services
from motcua.rooms.payments.types import FeeLine

pytestmark = pytest.mark.django_db
ENTITLED = frozenset({"nq66_22_art5_1"})
DAY = date(2026, 11, 18)


def relieved(line: FeeLine, *, owner: UUID, assurance: int = 2, facts: frozenset[str] = ENTITLED) -> FeeLine:
    with scope(SYSTEM):
        (found,) = queries.relieved([line], owner_id=owner, on=DAY, assurance=assurance, facts=lambda: facts)
    return found


def test_who_is_entitled_pays_nothing() -> None:
    line = FeeLine("passport_ordinary", "Lệ phí hộ chiếu", "le_phi", 200_000)

    found = relieved(line, owner=new_id())

    assert (found.amount, found.full_amount) == (0, 200_000)
    assert found.relief.startswith("Miễn phí")
    assert relieved(line, owner=new_id(), assurance=1) == line
    assert relieved(line, owner=new_id(), facts=frozenset()) == line


def test_nothing_is_asked_about_a_person_whom_no_policy_concerns() -> None:
    def facts() -> frozenset[str]:
        raise AssertionError("nobody needs to know")

    line = FeeLine("charge", "Lệ phí", "le_phi", 15_000)
    with scope(SYSTEM):
        assert queries.relieved([line], owner_id=new_id(), on=DAY, assurance=2, facts=facts) == [line]


def test_a_concession_once_a_year_is_given_once_a_year() -> None:
    owner, line = new_id(), FeeLine("registration_tax.land", "Lệ phí trước bạ", "le_phi", 10_000_000)
    first = relieved(line, owner=owner)
    assert first.amount == 9_000_000
    services.owe(new_id(), [first], agency_id=new_id(), owner_id=owner, by=SYSTEM, at=at_noon())

    assert relieved(line, owner=owner) == line
    assert relieved(line, owner=new_id()).amount == 9_000_000


def at_noon() -> datetime:
    return datetime(2026, 3, 2, 5, tzinfo=UTC)
