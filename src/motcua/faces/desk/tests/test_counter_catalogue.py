"""Every procedure that is shipped can be asked at the counter on one page."""

import re

import pytest

from motcua.faces.desk.tests.officers import Officer
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.testing import load_catalogue

pytestmark = pytest.mark.slow
CARD = "079158001190||Võ Thị Tuyết|19111958|Nữ|77 Quang Trung, Phường Gò Vấp, Thành phố Hồ Chí Minh|01012022"


def test_every_shipped_procedure_is_asked_on_one_page(reception: Officer) -> None:
    load_catalogue()
    reception.post("/quay", card=CARD, checked="yes")
    person = reception.led_to.removeprefix("/can-bo")
    asked = 0
    for card in catalogue.procedures():
        answer = reception.client.post(f"/can-bo{person}/thu-tuc", {"code": card.code})
        assert answer.status_code == 302, card.code
        address = str(answer["Location"]).removeprefix("/can-bo")
        page = reception.get(address)
        seen = re.search(r'name="_seen" value="([^"]*)"', page)
        assert seen is not None, card.code
        assert "full_name:" not in seen[1].split(",")[:1], card.code
        empty = reception.client.post(f"/can-bo{address}", {"_seen": seen[1]})
        assert empty.status_code in {302, 422}, f"{card.code}: {empty.status_code}"
        asked += 1

    assert asked >= 50
