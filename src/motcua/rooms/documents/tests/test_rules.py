"""Names, sizes, numbers, codes: pure decisions."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.rooms.documents import rules, words


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Lan\\giấy khai sinh.pdf", "giấy khai sinh.pdf"),
        ("ảnh\u202egpj.exe", "ảnhgpj.exe"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        (unicodedata.normalize("NFD", "tờ khai.pdf"), "tờ khai.pdf"),
        ("  ...  ", "tệp không tên"),
        ("", "tệp không tên"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
    ],
)
def test_a_name_is_made_safe_to_show(given_name: str, shown: str) -> None:
    assert rules.display_name(given_name) == shown


def test_a_very_long_name_keeps_its_ending() -> None:
    assert rules.display_name("a" * 4096 + ".pdf") == "a" * 115 + "….pdf"


@given(st.text(max_size=300))
def test_no_name_can_turn_the_page_around(name: str) -> None:
    shown = rules.display_name(name)

    assert shown
    assert len(shown) <= rules.LONGEST_NAME
    assert not any(unicodedata.category(c) in rules.CONTROLS for c in shown)
    assert "/" not in shown
    assert rules.display_name(shown) == shown


def test_a_name_gets_the_ending_of_what_the_file_is() -> None:
    assert rules.name_with_true_ending("giấy.exe", "application/pdf") == "giấy.exe.pdf"
    assert rules.name_with_true_ending("ảnh.JPEG", "image/jpeg") == "ảnh.JPEG"
    assert rules.name_with_true_ending("giấy", "image/png") == "giấy.png"


@pytest.mark.parametrize(
    ("number", "symbol", "text"), [(5, "GXN-UBND", "05/GXN-UBND"), (123, "QĐ-UBND", "123/QĐ-UBND"), (7, "", "07")]
)
def test_numbers_are_written_as_the_decree_wants(number: int, symbol: str, text: str) -> None:
    assert rules.number_text(number, symbol) == text


def test_a_code_is_read_as_people_type_it() -> None:
    assert rules.normal_code(" 7k3m-9qtx o1il ") == "7K3M9QTX0111"


def test_a_paper_with_a_number_of_its_own_keeps_it() -> None:
    assert rules.printed_number("VN-BN {yy}/02/{number}", 53, date(2026, 11, 28)) == "VN-BN 26/02/53"
    assert rules.printed_number("", 53, date(2026, 11, 28)) == ""


def test_a_person_is_shown_by_initials_and_an_organisation_by_its_name() -> None:
    assert words.holder_shown("Nguyễn Thị Lan") == "N.T.L."
    assert words.holder_shown("Công ty TNHH  May Bến Nghé") == "Công ty TNHH May Bến Nghé"
