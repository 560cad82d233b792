"""What one more copy costs is said from the fees, on the page of the procedure and where copies are asked for."""

from copy import deepcopy
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.test import Client

from motcua.faces.portal.account import cookies
from motcua.rooms.agencies.testing import load_tree
from motcua.rooms.catalogue.testing import a_package, published
from motcua.rooms.forms.testing import THREE_PAGES
from motcua.rooms.forms.types import FormDefinition
from motcua.rooms.identity.testing import HOA, signed_in

pytestmark = pytest.mark.django_db
COPIES = {"key": "copies_requested", "kind": "number", "label": {"vi": "Số bản"}, "required": True}
FLAT: dict[str, Any] = {"code": "whole", "kind": "le_phi", "name": {"vi": "Lệ phí"}, "amount": 3000}
EACH = FLAT | {"per": "answers.copies_requested", "unit": {"vi": "đồng/bản", "en": "đồng per copy"}, "amount": 8000}
LATER = FLAT | {"code": "copy", "name": {"vi": "Phí bản sao"}, "amount": 2000, "due": "on_copy"}


def pages(*fees: dict[str, Any]) -> tuple[str, str]:
    """The page of the procedure and the page of the question."""
    load_tree()
    form = deepcopy(THREE_PAGES)
    form["pages"].insert(0, {"key": "number", "title": {"vi": "Nhận giấy"}, "fields": [COPIES]})
    limit = {"amount": "3", "unit": "working_day"}
    package = a_package(methods=[{"channel": "online", "time_limit": limit, "fees": list(fees)}])
    code = published(replace(package, form=FormDefinition.model_validate(form))).code
    client = Client()
    public = client.get(f"/thu-tuc/{code}").content.decode()
    client.cookies[cookies.session_name()] = signed_in(HOA).session_token
    begun = client.post(f"/nop-ho-so/moi/{code}")
    return unescape(public), unescape(client.get(begun["Location"]).content.decode())


def test_a_fee_for_the_whole_says_that_copies_cost_no_more() -> None:
    for page in pages(FLAT):
        assert "Thêm bản không phải trả thêm: lệ phí là 3.000 đồng cho tất cả." in page


def test_a_fee_by_the_copy_says_what_each_costs() -> None:
    for page in pages(EACH):
        assert "Mỗi bản sao 8.000 đồng." in page


def test_a_fee_for_later_copies_is_told_and_not_added_to_the_price() -> None:
    public, question = pages(FLAT, LATER)

    assert "Bản sao xin thêm sau khi có kết quả: 2.000 đồng." in public
    assert '3.000 đồng<span class="facts__more">' in public
    assert "5.000 đồng" not in public
    assert "3.000 đồng cho tất cả" in question
