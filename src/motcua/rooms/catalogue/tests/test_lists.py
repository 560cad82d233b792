from collections.abc import Iterator
from datetime import date

import pytest

from motcua.kernel.vietnamese import sort_key
from motcua.rooms.agencies import testing as agencies
from motcua.rooms.agencies.types import agency_id
from motcua.rooms.catalogue import queries, testing
from motcua.rooms.catalogue.types import Definition

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
SAIGON, HANOI_WARD = "26740", "00004"


@pytest.fixture(autouse=True)
def catalogue() -> Iterator[None]:
    agencies.load_tree()
    agencies.load_places()
    testing.load_catalogue()
    yield
    queries.forget()


def definition(key: str) -> Definition:
    found = queries.procedure(key)
    assert found is not None
    return found


def test_the_shipped_procedures_stand_in_the_order_of_the_alphabet() -> None:
    names = [card.plain_name for card in queries.procedures() if card.key != "kite_permit"]

    assert len(names) == 61
    assert names == sorted(names, key=sort_key)


def test_every_life_event_of_a_procedure_has_a_page_and_every_page_a_procedure() -> None:
    pages = {event.slug for event in queries.life_events()}

    assert {slug for card in queries.procedures() for slug in card.life_events} == pages
    assert all(queries.procedures(life_event=slug) for slug in pages)


def test_a_list_fits_every_filter() -> None:
    found = queries.procedures(field="civil_status", life_event="ket-hon")

    assert {card.key for card in found} == {"marriage_registration", "marital_status_certificate"}
    assert {card.field_key for card in queries.procedures_of(agency_id("co_hcm"))} == {"import_export"}


def test_fields_count_their_procedures() -> None:
    assert sum(field.procedures for field in queries.fields()) == len(queries.procedures())


def test_the_competent_agency_follows_the_place() -> None:
    marital, passport = definition("marital_status_certificate"), definition("passport")

    here = queries.competent_agency(marital, ward_code=SAIGON, on=TODAY)
    police = queries.competent_agency(passport, ward_code=SAIGON, on=TODAY)

    assert here is not None
    assert police is not None
    assert (here.key, police.key) == ("hcm25_w26740", "hcm_police_pa08")
    assert queries.competent_agencies(marital, ward_code=HANOI_WARD, on=TODAY) == []


def test_every_procedure_is_handled_by_somebody_in_saigon() -> None:
    nobody = [
        card.key
        for card in queries.procedures()
        if not queries.competent_agencies(definition(card.key), ward_code=SAIGON, on=TODAY)
    ]

    assert nobody == []


def test_online_is_faster_for_the_certificate_of_origin() -> None:
    certificate = definition("co_form_d")
    limits = {offer.channel: offer.usual.words for offer in queries.offers(certificate, on=TODAY) if offer.usual}

    assert limits["online"] == "4 giờ làm việc"
    assert limits["counter"] == "8 giờ làm việc"
    assert "faster" in [reason.kind for reason in queries.why_online(certificate, on=TODAY)]


def test_asking_again_reads_nothing(django_assert_num_queries: object) -> None:
    definition("marital_status_certificate")

    with django_assert_num_queries(0):  # type: ignore[operator]
        found = definition("marital_status_certificate")
        queries.offers(found, on=TODAY)
        queries.related(found)
        queries.life_events()
