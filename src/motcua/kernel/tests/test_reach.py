"""The relation «below»: an agency, and those that answer to it."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.permissions import Target, decide
from motcua.kernel.types import Actor, ActorKind, Office

CITY, WARD, OTHER = (UUID(int=n) for n in (1, 2, 3))
POWERS = {"signing_authority": {"figures.see": "below"}}


def leader(agency_id: UUID) -> Actor:
    return Actor(uuid4(), ActorKind.OFFICER, agency_id=agency_id, offices=(Office("signing_authority", agency_id),))


def test_a_city_reaches_its_wards_and_a_ward_only_itself() -> None:
    ward, city = Target(agency_id=WARD, above=(CITY,)), Target(agency_id=CITY)

    assert decide(leader(CITY), "figures.see", ward, POWERS).allowed
    assert decide(leader(WARD), "figures.see", ward, POWERS).allowed
    assert not decide(leader(WARD), "figures.see", city, POWERS).allowed
    assert not decide(leader(OTHER), "figures.see", ward, POWERS).allowed


@given(st.lists(st.uuids(), max_size=4))
def test_nobody_reaches_what_belongs_to_no_agency(above: list[UUID]) -> None:
    nobody = Actor(uuid4(), ActorKind.OFFICER, offices=())

    assert not decide(leader(CITY), "figures.see", Target(above=(CITY,)), POWERS).allowed
    assert not decide(nobody, "figures.see", Target(agency_id=WARD, above=tuple(above)), POWERS).allowed
