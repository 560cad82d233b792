"""The QR code of an identity card, right and mangled by a keyboard."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.rooms.identity import cards

LAN = "079193004218|024123456|Nguyễn Thị Lan|12041993|Nữ|12 Lê Lợi, Phường Sài Gòn, Thành phố Hồ Chí Minh|01012021"


def test_a_card_says_who_somebody_is() -> None:
    card = cards.read(LAN + "\n")

    assert (card.personal_id, card.full_name, card.birth_date) == ("079193004218", "Nguyễn Thị Lan", "1993-04-12")
    assert (card.gender, card.old_id, card.issued_on) == ("female", "024123456", "2021-01-01")
    assert card.address.startswith("12 Lê Lợi")


def test_a_newer_card_has_more_parts_and_no_old_number() -> None:
    card = cards.read("079203008804||Đặng Hoài Nam|05092003|Nam|Tân Bình|02022025||||")

    assert (card.full_name, card.old_id) == ("Đặng Hoài Nam", "")


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Quỳnh Như",
        "Trần Văn Giang",
        "H'Hen Niê",
        "Y Blư Êban",
        "Lò Văn Pấn",
        "Đinh Rơ Châm Kpuih",
        "Lưu Hữu Phước",
    ],
)
def test_names_of_all_peoples_are_names(name: str) -> None:
    assert cards.read(LAN.replace("Nguyễn Thị Lan", name)).full_name == name


@pytest.mark.parametrize(
    ("right", "typed"),
    [
        ("Nguyễn Thị Lan", "Nguyeễn Thị Lan"),
        ("Nguyễn Thị Lan", "Nguyễnx Thị Lan"),
        ("Nguyễn Thị Lan", "Nguyễn Thị Lanf"),
        ("|Nữ|", "|Nuư~|"),
        ("|Nữ|", "|Nu74|"),
        ("12041993", "1204193"),
        ("079193004218", "07919300421"),
        ("|01012021", ""),
    ],
)
def test_what_a_vietnamese_keyboard_changed_is_seen(right: str, typed: str) -> None:
    with pytest.raises(cards.Mangled):
        cards.read(LAN.replace(right, typed))


def test_letters_sent_as_latin_are_turned_back() -> None:
    plain = LAN.replace("Nguyễn Thị Lan", "Hòa").replace(
        "|Nữ|12 Lê Lợi, Phường Sài Gòn, Thành phố Hồ Chí Minh", "|Nam|Hòa"
    )

    assert cards.read(plain.encode().decode("cp1252")).full_name == "Hòa"


@pytest.mark.parametrize("text", ["", "079193004218", "https://example.vn/x?y=1", "| |"])
def test_other_things_are_no_card(text: str) -> None:
    with pytest.raises(cards.NotACard):
        cards.read(text)


@given(st.text())
def test_nothing_scanned_breaks_the_reader(text: str) -> None:
    with contextlib.suppress(cards.Mangled, cards.NotACard):
        cards.read(text)
