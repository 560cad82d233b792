"""A dossier filed for somebody else is his: with his data, in his account, and gone from the other's when he ends it."""

from datetime import timedelta

import pytest

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import Actor
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.testing import AT, FREE, HOME, PEOPLE
from motcua.rooms.dossiers.types import Receipt
from motcua.rooms.forms import queries as forms
from motcua.rooms.forms.testing import FILLED
from motcua.rooms.identity import services as identity
from motcua.rooms.identity import testing as people
from motcua.rooms.identity.types import AuthorisationView, PersonNamed

BINH = PersonNamed(people.LAN.personal_id, people.LAN.full_name)
MONTH = clock.local(AT).date() + timedelta(days=30)
REST = {k: v for k, v in FILLED.items() if k not in {"full_name", "personal_id", "birth_date"}}


@pytest.fixture
def hoa(db: None) -> Actor:
    testing.world()
    return people.citizen(people.HOA, at=AT)


@pytest.fixture
def binh(hoa: Actor) -> Actor:
    return people.citizen(people.LAN, at=AT)


@pytest.fixture
def given(hoa: Actor, binh: Actor) -> AuthorisationView:
    return identity.authorise(BINH, procedures=[FREE], ends_on=MONTH, by=hoa, at=AT)


def filed(given: AuthorisationView, binh: Actor) -> tuple[Actor, Receipt]:
    draft = services.start_draft_for(given.id, FREE, by=binh, at=AT)
    as_hoa = queries.principal_of(draft, by=binh)
    assert as_hoa is not None
    services.save_draft(draft, REST, version=1, by=as_hoa, at=AT)
    services.choose_agency(draft, HOME, by=as_hoa, at=AT)
    return as_hoa, services.submit(draft, by=as_hoa, at=AT)


def test_the_principals_data_are_used_and_the_dossier_is_his(given: AuthorisationView, hoa: Actor, binh: Actor) -> None:
    as_hoa, receipt = filed(given, binh)

    with scope(hoa):
        (row,) = queries.mine(by=hoa)
        view = queries.dossier(row.id, by=hoa)
        assert forms.answers(view.answers_id, by=hoa).answers["full_name"] == "Nguyễn Thị Hoa"
    assert (row.applicant_name, view.representative_name) == ("Nguyễn Thị Hoa", binh.name)
    with scope(PEOPLE.reception):
        assert queries.dossier(receipt.dossier_id, by=PEOPLE.reception).representative_name == binh.name
    with scope(binh):
        assert [one.id for one in queries.filed_for_others(by=binh, at=AT)[1]] == [receipt.dossier_id]
        with pytest.raises(Refused, match="out-of-reach"):
            queries.find(receipt.dossier_id, by=binh)  # as himself he has nothing to do with it
    assert as_hoa.on_behalf_of == given.id


def test_what_is_ended_is_out_of_reach_at_once(given: AuthorisationView, hoa: Actor, binh: Actor) -> None:
    _, receipt = filed(given, binh)

    identity.end_authorisation(given.id, by=hoa, at=AT)

    with scope(binh):
        assert queries.principal_of(receipt.dossier_id, by=binh) is None
        assert queries.filed_for_others(by=binh, at=AT) == ([], [])


def test_an_authorisation_has_a_scope_and_an_end(given: AuthorisationView, hoa: Actor, binh: Actor) -> None:
    with pytest.raises(Refused, match="other-procedure"):
        services.start_draft_for(given.id, testing.CHARGED, by=binh, at=AT)
    draft = services.start_draft_for(given.id, FREE, by=binh, at=AT)
    as_hoa = queries.principal_of(draft, by=binh)
    assert as_hoa is not None
    services.save_draft(draft, REST, version=1, by=as_hoa, at=AT)
    services.choose_agency(draft, HOME, by=as_hoa, at=AT)

    with pytest.raises(Refused, match="not-in-force"):
        services.submit(draft, by=as_hoa, at=AT + timedelta(days=60))
    with pytest.raises(Refused, match="not-in-force"):
        services.start_draft_for(given.id, FREE, by=binh, at=AT + timedelta(days=60))


def test_nobody_else_stands_in(given: AuthorisationView, hoa: Actor, binh: Actor) -> None:
    _, receipt = filed(given, binh)
    stranger = people.citizen(people.BINH, at=AT)
    own = testing.filed(hoa)

    with scope(stranger):
        assert queries.principal_of(receipt.dossier_id, by=stranger) is None
    with pytest.raises(Refused, match="out-of-reach"):
        services.start_draft_for(given.id, FREE, by=stranger, at=AT)
    with scope(binh):
        assert queries.principal_of(own.dossier_id, by=binh) is None  # what she filed herself is not his to see
