"""O15: keys, density and filters are each officer's own."""

import re
from typing import Any

from motcua.faces.desk.tests.officers import CITIZEN, Officer, plain
from motcua.rooms.dossiers import testing
from motcua.rooms.identity.types import DESK_KEYS

USUAL: dict[str, Any] = {f"key-{does}": key for does, key in DESK_KEYS.items()} | {"keys_on": "yes"}


def test_keys_density_and_what_opens_next_are_kept_for_the_officer_alone(reception: Officer, head: Officer) -> None:
    receipt = testing.filed(CITIZEN)

    page = reception.post("/ban-cua-toi", **USUAL | {"key-main": "KeyQ", "roomy": "yes"})
    assert "Đã lưu cách làm việc" in plain(page)
    assert "KeyQ=KeyA" in page
    assert "compact roomy" in page

    case = reception.get(f"/ho-so/{receipt.dossier_id}")
    assert 'name="next" value="yes">' in case
    assert "KeyA=KeyA" in head.get("/ban-cua-toi")
    assert "data-keys-never" in reception.post("/ban-cua-toi", **USUAL | {"keys_on": ""})


def test_one_key_does_one_thing(reception: Officer) -> None:
    page = reception.post("/ban-cua-toi", status=422, **USUAL | {"key-main": "KeyJ"})
    assert "Mỗi phím chỉ làm một việc" in page
    reception.post("/ban-cua-toi", status=422, **USUAL | {"key-main": "Escape"})


def test_a_filter_gets_a_name_stands_above_the_list_and_is_dropped(reception: Officer) -> None:
    testing.filed(CITIZEN)
    assert "Lưu bộ lọc" in plain(reception.get("/viec?view=reception&due=soon"))

    page = reception.post("/ban-cua-toi/bo-loc", query="view=reception&due=soon&after=x", name="Gấp")
    assert reception.led_to == "/can-bo/viec?view=reception&due=soon"
    assert "Gấp" in plain(page)
    assert "Đặt tên cho bộ lọc" in plain(reception.post("/ban-cua-toi/bo-loc", query="view=all", name=" "))

    reception.post("/ban-cua-toi", drop="Gấp", **USUAL)
    assert "Gấp" not in plain(reception.get("/viec?view=reception"))


def test_a_named_filter_counts_what_its_list_shows(reception: Officer) -> None:
    for _ in range(2):
        testing.filed(CITIZEN)
    reception.post("/ban-cua-toi/bo-loc", query="view=reception&channel=online", name="Qua mạng")
    page = reception.post("/ban-cua-toi/bo-loc", query="view=reception&channel=postal", name="Qua bưu điện")

    assert _counts(page, "Qua mạng") == "2"
    assert _counts(page, "Qua bưu điện") == "0"
    listed = reception.get("/viec?view=reception&channel=online")
    assert len(set(re.findall(r"/can-bo/ho-so/[0-9a-f-]{36}", listed))) == 2


def _counts(page: str, name: str) -> str:
    found = re.search(rf"{name}\s*(\d+\+?)", plain(page))
    assert found, plain(page)
    return found[1]
