"""What is told once is not told again: one heading, one promise, one way to change a topic, the fee explained."""

import re
from copy import deepcopy
from dataclasses import replace
from uuid import UUID

import pytest

from motcua.faces.portal.apply.tests.conftest import DELIVERY, PURPOSE, Browser
from motcua.faces.portal.pay.presenting import made_of
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies.testing import load_tree
from motcua.rooms.catalogue.testing import a_package, published
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.forms import queries as forms
from motcua.rooms.forms.testing import THREE_PAGES
from motcua.rooms.forms.types import FormDefinition
from motcua.rooms.payments.types import FeeLine

pytestmark = pytest.mark.django_db

COLOUR = {
    "key": "colour",
    "title": {"vi": "Màu con diều", "en": "Colour of the kite"},
    "fields": [{"key": "colour", "kind": "text", "label": {"vi": "Màu con diều", "en": "Colour"}, "required": True}],
}
CLOSING = {
    "key": "closing",
    "title": {"vi": "Cam đoan", "en": "Pledge"},
    "fields": [
        {
            "key": "declaration_of_truth",
            "kind": "checkbox",
            "required": True,
            "label": {"vi": "Tôi cam đoan diều không có dây kim loại", "en": "The kite has no metal"},
        }
    ],
}


@pytest.fixture
def hoa(db: None) -> Browser:
    load_tree()
    whole = deepcopy(THREE_PAGES)
    whole["pages"] += [COLOUR, CLOSING]
    published(replace(a_package(), form=FormDefinition.model_validate(whole)))
    return Browser()


def test_a_promise_is_asked_once_with_the_handing_in(hoa: Browser) -> None:
    colour = hoa.send(hoa.send(hoa.begin(), **PURPOSE), **DELIVERY)
    check = hoa.send(colour, colour="đỏ")
    assert check.endswith("/kiem-tra"), "no page of its own for the promise"

    page = hoa.get(check)
    assert page.count("diều không có dây kim loại") == 1
    assert "diều không có dây kim loại và đồng ý để nơi giải quyết tra cứu" in page
    assert "Bước 4/4" in page
    assert "Đánh dấu vào ô" in hoa.post(check, 422)

    hoa.send(check, consent="yes")
    with scope(SYSTEM):
        view = dossiers.dossier(UUID(check.split("/")[2]), by=SYSTEM)
        assert forms.answers(view.answers_id, by=SYSTEM).answers["declaration_of_truth"] is True


def test_a_question_that_says_what_its_page_says_is_the_heading(hoa: Browser) -> None:
    colour = hoa.send(hoa.send(hoa.begin(), **PURPOSE), **DELIVERY)
    page = hoa.get(colour)

    assert len(re.findall("<h1", page)) == 1
    assert page.split("<main", 1)[1].count("Màu con diều") == 1


def test_a_topic_has_one_way_to_change_it_and_says_once_who_vouches(hoa: Browser) -> None:
    colour = hoa.send(hoa.send(hoa.begin(), **PURPOSE), **DELIVERY)
    page = hoa.get(hoa.send(colour, colour="đỏ"))

    known = re.search(r'<section class="told">.*?Nguyễn Thị Hoa.*?</section>', page, re.DOTALL)
    assert known is not None
    assert known[0].count("Lấy từ VNeID") == 1
    assert "Báo sai: " in known[0]
    assert page.count('class="told__change"') <= page.count('<section class="told">')


def test_an_amount_of_copies_and_an_exemption_is_explained() -> None:
    assert made_of(FeeLine("a", "Phí", "phi", 8_000)) == ""
    assert made_of(FeeLine("a", "Phí", "phi", 24_000, quantity=3, unit="đồng/bản")) == "3 bản × 8.000 đồng"
    poor = FeeLine("a", "Phí", "phi", 8_000, quantity=2, full_amount=16_000, relief="Giảm 50% cho hộ nghèo")
    assert made_of(poor) == "2 lần × 8.000 đồng; Giảm 50% cho hộ nghèo, mức thường là 16.000 đồng"
