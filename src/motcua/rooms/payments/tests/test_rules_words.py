"""Amounts in words and references in the content of transfers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.rooms.payments.rules.notes import ALPHABET, reference, references_in
from motcua.rooms.payments.rules.words import amount_in_words, number_in_words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (101, "Một trăm linh một đồng"),
        (3_000, "Ba nghìn đồng"),
        (8_004, "Tám nghìn không trăm linh bốn đồng"),
        (115_000, "Một trăm mười lăm nghìn đồng"),
        (1_000_001, "Một triệu không trăm linh một đồng"),
        (1_115_021, "Một triệu một trăm mười lăm nghìn không trăm hai mươi mốt đồng"),
        (75_000_000, "Bảy mươi lăm triệu đồng"),
        (2_000_000_000, "Hai tỷ đồng"),
        (1_005_000_000, "Một tỷ không trăm linh năm triệu đồng"),
        (1_000_000_000_000, "Một nghìn tỷ đồng"),
    ],
)
def test_amounts_are_said_as_on_a_receipt(amount: int, words: str) -> None:
    assert amount_in_words(amount) == words


def test_an_amount_below_zero_has_no_words() -> None:
    with pytest.raises(ValueError, match="never below zero"):
        amount_in_words(-1)


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_different_numbers_have_different_words(one: int, other: int) -> None:
    assert (number_in_words(one) == number_in_words(other)) == (one == other)


BODIES = st.text(ALPHABET, min_size=9, max_size=9)


@given(
    BODIES, st.sampled_from(["{}", "MBVCB.123.{}.CT tu 0123 toi 0456", "{} nop le phi", "chuyen tien {} ngay 21/11"])
)
def test_a_reference_is_found_among_the_words_of_a_bank(body: str, around: str) -> None:
    ours = reference(body)

    assert references_in(around.format(ours)) == [ours]
    assert references_in(around.format(f"{ours[:5]} {ours[5:].lower()}")) == [ours]


@given(BODIES, st.integers(0, 8), st.sampled_from(ALPHABET))
def test_a_mistyped_reference_is_not_taken_for_another(body: str, place: int, letter: str) -> None:
    wrong = body[:place] + letter + body[place + 1 :]
    if wrong == body or {letter, body[place]} == {"0", "Z"}:
        return

    assert references_in("MCP" + wrong + reference(body)[-1]) == []


def test_content_without_a_reference_of_ours_names_none() -> None:
    assert references_in("LP H15501008 0975") == []
    assert references_in("MCP") == []
