"""O15: keys, density and filters are each officer's own."""

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
