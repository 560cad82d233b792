"""The certificates of origin take what a customs officer abroad can read, and say how to mend the rest."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from motcua.rooms.catalogue.tests.test_package import shipped
from motcua.rooms.forms import logic

DAY = date(2026, 11, 16)


def told(**changes: Any) -> set[str]:
    """Which fields are faulty once these answers of the first example are changed."""
    package = shipped("moit/co_form_d").package
    assert package is not None
    answers = deepcopy(package.examples.examples[0].answers)
    for name, value in changes.items():
        if name in answers:
            answers[name] = value
        else:
            answers["goods"][0][name] = value
    return {fault.field for fault in logic.check(package.form, answers, today=DAY)}


def test_what_a_good_application_says_is_taken() -> None:
    assert told() == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("exporter_address", "abc"),
        ("exporter_address", "3 Tôn Đức Thắng, Phường Sài Gòn"),
        ("importer_address", "Bangkok"),
        ("loading_port", "123"),
        ("discharge_port", "?"),
        ("importer_name", "Công ty dệt"),
    ],
)
def test_any_words_are_not_an_address_a_port_or_a_name(name: str, value: str) -> None:
    assert told(**{name: value}) == {name}


@pytest.mark.parametrize("code", ["000000", "770101", "980000", "61091", "61.09.10", "áo thun"])
def test_a_tariff_code_begins_with_a_chapter(code: str) -> None:
    assert told(hs_code=code) == {"goods.0.hs_code"}


def test_nobody_types_the_order_of_the_goods() -> None:
    package = shipped("moit/co_form_d").package
    assert package is not None
    assert "item_no" not in {field.key for field in package.form.by_key["goods"].fields}
