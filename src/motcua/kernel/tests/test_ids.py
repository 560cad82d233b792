import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import ids


@pytest.mark.parametrize("again", range(50))
def test_a_receipt_number_reads_back_as_people_type_it(again: int) -> None:
    number = ids.receipt_number()

    assert ids.parse_receipt_number(number) == number
    assert ids.parse_receipt_number(number.lower().replace("-", " ")) == number
    assert ids.parse_receipt_number(number.removeprefix("MC-").replace("1", "l").replace("0", "o")) == number


def test_a_number_whose_body_begins_like_its_prefix_reads_back() -> None:
    assert ids.parse_receipt_number("MCGM-ZW1M-S") == "MC-MCGM-ZW1M-S"
    assert ids.parse_receipt_number("MC-MCGM-ZW1M-S") == "MC-MCGM-ZW1M-S"


@given(st.integers(min_value=0, max_value=8), st.sampled_from(ids.ALPHABET))
def test_one_mistyped_letter_is_noticed(place: int, letter: str) -> None:
    plain = ids.receipt_number().replace("-", "")[2:]
    if plain[place] == letter:
        return

    assert ids.parse_receipt_number("MC" + plain[:place] + letter + plain[place + 1 :]) is None


@pytest.mark.parametrize(
    "text", ["", "MC-", "MC-7K3M-9QTX", "hồ sơ của tôi", "H29.5.1-261121-0001", "MC-7K3M-9QTX-4-4"]
)
def test_what_is_no_receipt_number_is_none(text: str) -> None:
    assert ids.parse_receipt_number(text) is None
