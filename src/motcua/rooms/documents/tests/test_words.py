"""Numbers as they are read aloud."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.rooms.documents.words import (
    DIGITS,
    amount_in_words,
    grouped,
    initials,
    joined,
    number_in_words,
    size_in_words,
)

READ_ALOUD = {
    0: "không",
    1: "một",
    4: "bốn",
    5: "năm",
    10: "mười",
    11: "mười một",
    14: "mười bốn",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    24: "hai mươi tư",
    25: "hai mươi lăm",
    55: "năm mươi lăm",
    91: "chín mươi mốt",
    100: "một trăm",
    101: "một trăm linh một",
    104: "một trăm linh tư",
    105: "một trăm linh năm",
    110: "một trăm mười",
    111: "một trăm mười một",
    115: "một trăm mười lăm",
    121: "một trăm hai mươi mốt",
    555: "năm trăm năm mươi lăm",
    1_000: "một nghìn",
    1_001: "một nghìn không trăm linh một",
    1_015: "một nghìn không trăm mười lăm",
    4_000: "bốn nghìn",
    24_000: "hai mươi tư nghìn",
    30_000: "ba mươi nghìn",
    115_000: "một trăm mười lăm nghìn",
    400_000: "bốn trăm nghìn",
    1_000_000: "một triệu",
    1_000_005: "một triệu không trăm linh năm",
    1_250_500: "một triệu hai trăm năm mươi nghìn năm trăm",
    21_021_021: "hai mươi mốt triệu không trăm hai mươi mốt nghìn không trăm hai mươi mốt",
    1_000_000_000: "một tỷ",
    2_000_000_004: "hai tỷ không trăm linh tư",
    1_000_000_000_000: "một nghìn tỷ",
    1_005_000_000_000: "một nghìn không trăm linh năm tỷ",
    -15: "âm mười lăm",
}


@pytest.mark.parametrize(("number", "words"), READ_ALOUD.items())
def test_a_number_is_said_as_it_is_read_aloud(number: int, words: str) -> None:
    assert number_in_words(number) == words


def test_the_south_says_le_for_an_empty_place_of_tens() -> None:
    assert number_in_words(105, zero_tens="lẻ") == "một trăm lẻ năm"


def test_a_receipt_says_the_sum_with_a_capital_and_the_currency() -> None:
    assert amount_in_words(115_000) == "Một trăm mười lăm nghìn đồng"


def read(text: str) -> int:
    """Read the words back: a second, independent implementation as the oracle."""
    digit = {word: value for value, word in enumerate(DIGITS)} | {"mốt": 1, "tư": 4, "lăm": 5}
    total = group = pending = 0
    for word in text.split():
        if word in digit:
            pending = digit[word]
        elif word == "trăm":
            group, pending = group + pending * 100, 0
        elif word == "mươi":
            group, pending = group + pending * 10, 0
        elif word == "mười":
            group += 10
        elif word in {"nghìn", "triệu", "tỷ"}:
            group, pending = group + pending, 0
            factor = {"nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9}[word]
            total, group = ((total + group) * factor, 0) if word == "tỷ" else (total + group * factor, 0)
    return total + group + pending


@given(st.integers(min_value=0, max_value=10**15))
def test_words_read_back_give_the_same_number(number: int) -> None:
    assert read(number_in_words(number)) == number


def test_sizes_and_sums_are_written_the_vietnamese_way() -> None:
    assert grouped(1_234_567) == "1.234.567"
    assert [size_in_words(n) for n in (300, 348_160, 1_500_000, 2_097_152, 18_874_368)] == [
        "1 KB", "340 KB", "1,4 MB", "2 MB", "18 MB",
    ]  # fmt: skip


def test_a_public_page_shows_only_initials() -> None:
    assert initials("Nguyễn Thị Ánh") == "N.T.Á."


def test_lists_end_with_and() -> None:
    assert [joined([]), joined(["a"]), joined(["a", "b", "c"])] == ["", "a", "a, b và c"]
