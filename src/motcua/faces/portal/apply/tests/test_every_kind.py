"""Every kind of field on a page: shown, filled, mended, shown again."""

import re
from dataclasses import replace
from typing import Any

import pytest

from motcua.faces.portal.apply.tests.conftest import Browser, hidden
from motcua.rooms.agencies.testing import load_places, load_tree
from motcua.rooms.catalogue.testing import a_package, published
from motcua.rooms.forms.types import FormDefinition
from motcua.rooms.identity.testing import HOA

pytestmark = pytest.mark.django_db

AB = [{"value": "a", "label": {"vi": "Loại A"}}, {"value": "b", "label": {"vi": "Loại B"}}]
CELLS: list[dict[str, Any]] = [
    {"key": "name", "kind": "text", "label": {"vi": "Tên hàng"}, "required": True},
    {"key": "weight", "kind": "number", "label": {"vi": "Khối lượng"}},
    {"key": "made", "kind": "date", "label": {"vi": "Ngày sản xuất"}},
]
FIELDS: list[dict[str, Any]] = [
    {"key": key, "kind": kind, "label": {"vi": f"Mục {key}"}, **more}
    for key, kind, more in (
        ("t", "text", {}),
        ("ta", "textarea", {}),
        ("n", "number", {}),
        ("m", "money", {}),
        ("d", "date", {}),
        ("mo", "month", {}),
        ("ti", "time", {}),
        ("dt", "datetime", {}),
        ("s", "select", {"options": AB}),
        ("r", "radio", {"options": AB}),
        ("ms", "multiselect", {"options": AB}),
        ("c", "checkbox", {}),
        ("ph", "phone", {}),
        ("e", "email", {}),
        ("pi", "personal_id", {}),
        ("tc", "tax_code", {}),
        ("ad", "address", {}),
        ("goods", "repeat", {"fields": CELLS, "limits": {"min_items": 1, "max_items": 2}}),
    )
]
FILLED = {
    "t": "Diều sáo",
    "ta": "Dòng một\nDòng hai",
    "n": "1.234,5",
    "m": "115.000",
    "d-day": "27/3/1960",
    "d-month": "",
    "d-year": "",
    "mo-month": "3",
    "mo-year": "2026",
    "ti-hour": "8",
    "ti-minute": "30",
    "dt-day": "1",
    "dt-month": "12",
    "dt-year": "2026",
    "dt-hour": "7",
    "dt-minute": "5",
    "s": "b",
    "r": "a",
    "ms": ["a", "b"],
    "c": "yes",
    "ph": "+84 912 345 678",
    "e": "Lan@Example.vn",
    "pi": "001 190 012 345",
    "tc": "0312345678001",
    "ad-province": "79",
    "ad-commune": "26740",
    "ad-detail": "12 Lê Lợi",
}


@pytest.fixture
def at(db: None) -> tuple[Browser, str]:
    """A browser on the one page with everything."""
    load_tree()
    load_places()
    pages = [{"key": "all", "title": {"vi": "Đủ loại"}, "fields": FIELDS}]
    form = FormDefinition.model_validate({"key": "all", "pages": pages})
    published(replace(a_package(), form=form))
    browser = Browser(HOA)
    return browser, browser.begin()


def rows(page: str) -> int:
    found = re.search(r'name="goods-rows" value="(\d+)"', page)
    assert found is not None
    return int(found[1])


def test_every_kind_has_its_control(at: tuple[Browser, str]) -> None:
    browser, url = at
    page = browser.get(url)

    for name in (*FILLED, "goods-rows"):
        assert f'name="{name}"' in page, name


def test_what_people_write_comes_back_as_it_is_meant(at: tuple[Browser, str]) -> None:
    browser, url = at
    browser.send(url, _action="add:goods", **FILLED)
    page = browser.get(url)
    browser.post(url, **{**hidden(page), **FILLED, "goods-0-name": "Giấy dó", "goods-0-weight": "2,5"})
    page = browser.get(url.partition("/trang/")[0] + "/kiem-tra")

    for words in (
        *("Diều sáo", "Dòng một", "1.234,5", "115.000 đồng", "27/3/1960", "3/2026", "08:30", "07:05 1/12/2026"),
        *("Loại B", "Loại A", "0912 345 678", "Lan@example.vn", "001 190 012 345", "0312345678-001"),
        "12 Lê Lợi, Phường Sài Gòn, Thành phố Hồ Chí Minh",
        "1. Tên hàng: Giấy dó; Khối lượng: 2,5",
    ):
        assert words in page, words


def test_rows_are_added_and_taken_out_without_javascript(at: tuple[Browser, str]) -> None:
    browser, url = at
    leads_to = browser.send(url, _action="add:goods")
    assert leads_to == f"{url}#goods-0-name"
    page = browser.get(url)
    browser.post(url, **{**hidden(page), "_action": "add:goods", "goods-0-name": "Giấy", "goods-0-made-day": "1"})
    page = browser.get(url)
    assert rows(page) == 2
    assert 'value="Giấy"' in page

    browser.post(url, **{**hidden(page), "_action": "remove:goods:0", "goods-0-name": "Giấy", "goods-1-name": "Tre"})
    page = browser.get(url)
    assert rows(page) == 1
    assert 'value="Tre"' in page
    assert 'value="Giấy"' not in page


def test_no_more_rows_than_the_definition_allows(at: tuple[Browser, str]) -> None:
    browser, url = at
    for _ in range(4):
        browser.send(url, _action="add:goods")

    assert rows(browser.get(url)) == 2


def test_a_fault_inside_a_row_points_to_its_box(at: tuple[Browser, str]) -> None:
    browser, url = at
    browser.send(url, _action="add:goods")
    page = browser.send(url, 422, **{"goods-0-name": "", "goods-0-weight": "nặng"})

    assert 'href="#goods-0-name"' in page
    assert "Nhập tên hàng" in page
    assert 'href="#goods-0-weight"' in page


def test_a_province_brings_its_communes_without_javascript(at: tuple[Browser, str]) -> None:
    browser, url = at
    assert "Phường Sài Gòn" not in browser.get(url)

    browser.send(url, **{"_action": "address:ad", "ad-province": "79", "ad-commune": "", "ad-detail": ""})
    assert "Phường Sài Gòn" in browser.get(url)


def test_a_commune_of_another_province_is_refused_in_words(at: tuple[Browser, str]) -> None:
    browser, url = at
    page = browser.send(url, 422, **{"ad-province": "01", "ad-commune": "26740", "ad-detail": ""})

    assert "Chọn xã, phường hoặc đặc khu của mục ad" in page


def test_a_wrong_address_of_a_database_is_replaced_after_choosing_the_province(at: tuple[Browser, str]) -> None:
    browser, url = at
    browser.send(url, **FILLED, _action="add:goods")
    answer = browser.client.get(url.partition("/trang/")[0] + "/bao-sai/ad")

    assert answer.status_code == 404  # typed by himself: nothing to dispute


def test_a_cell_is_saved_while_typing(at: tuple[Browser, str]) -> None:
    browser, url = at
    browser.send(url, _action="add:goods")
    save = url.partition("/trang/")[0] + "/luu"
    fields = {"_fields": ["goods-0-made", "ms", "c"], "goods-0-made-day": "1", "goods-0-made-month": "2"}
    answer = browser.client.post(save, {**fields, "goods-0-made-year": "2026", "ms": ["b"]})

    assert answer.status_code == 200
    page = browser.get(url)
    assert re.search(r'name="goods-0-made-year" value="2026"', page)
    assert re.search(r'name="ms" value="b" checked', page)
