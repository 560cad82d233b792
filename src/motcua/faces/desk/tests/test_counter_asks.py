"""The counter asks first what decides the rest, then only what applies; without JavaScript after «Tiếp»."""

from typing import Any

import pytest

from motcua.config.env import ROOT
from motcua.faces.desk.tests.officers import Desk, Officer, plain
from motcua.faces.desk.tests.test_counter import begun, hidden
from motcua.rooms.catalogue.package import load_package
from motcua.rooms.catalogue.testing import published
from motcua.rooms.dossiers.testing import FREE, HOME

MARITAL = "1.004873"


@pytest.fixture
def address(reception: Officer) -> str:
    """The page of a marital-status certificate for who stands at the counter."""
    published(load_package(ROOT / "procedures" / "moj" / MARITAL))
    return begun(reception, MARITAL)


def sent(desk: Officer, address: str, page: str, status: int = 302, **fields: Any) -> str:
    marks = {name: hidden(page, name) for name in ("_seen", "_papers")}
    return desk.post(address, status, **(marks | fields))


def test_what_decides_the_rest_comes_first_and_the_rest_only_if_it_applies(reception: Officer, address: str) -> None:
    page = reception.get(address)
    assert page.index('name="current_marital_status"') < page.index('id="applies"')
    assert page.index('name="purpose"') < page.index('id="applies"')
    for absent in (
        "spouse_full_name",
        "divorce_court",
        "death_extract_number",
        "intended_spouse_name",
        "purpose_detail",
    ):
        assert f'name="{absent}"' not in page
    for absent in ("paper-authorisation", "paper-foreign_divorce_note", "subject_full_name"):
        assert f'name="{absent}"' not in page

    page = sent(reception, address, page, _action="narrow", current_marital_status="divorced", purpose="marriage")

    assert reception.led_to.endswith("#applies")
    for shown in ("divorce_court", "intended_spouse_name", "paper-foreign_divorce_note"):
        assert f'name="{shown}"' in page
    assert 'name="spouse_full_name"' not in page
    assert "field__error" not in page


def test_what_an_answer_brings_is_shown_and_not_blamed(reception: Officer, address: str) -> None:
    page = sent(reception, address, reception.get(address), current_marital_status="never_married", purpose="marriage")

    assert reception.led_to.endswith("#intended_spouse_name")
    assert "field__error" not in page
    again = sent(reception, address, page, 422, current_marital_status="never_married", purpose="marriage")
    assert 'id="intended_spouse_name-error"' in again


def test_papers_that_only_some_bring_are_folded_away(reception: Officer, address: str) -> None:
    page = reception.get(address)

    folded = page.index("Giấy tờ chỉ cần trong vài trường hợp")
    assert page.index('name="paper-identity_document"') < folded < page.index('name="paper-residence_proof"')


def test_another_office_than_the_counters_is_said_beside_the_choice(officer: Desk) -> None:
    away = officer("thu")
    address = begun(away, FREE)

    page = sent(away, address, away.get(address), _action="narrow", agency=str(HOME))

    said = plain(page)
    assert "Hồ sơ sẽ chuyển tới Uỷ ban nhân dân Phường Sài Gòn" in said
    assert said.index("Nơi nào giải quyết") < said.index("Hồ sơ sẽ chuyển tới")
    page = plain(away.get(f"{address}/kiem-tra"))
    assert "Hồ sơ sẽ chuyển tới Uỷ ban nhân dân Phường Sài Gòn" in page
