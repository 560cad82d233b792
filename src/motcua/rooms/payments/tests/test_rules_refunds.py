"""Terms of refunds by their day; what can be an account's number."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.rooms.payments.rules.refunds import (
    Terms,
    account_number,
    longest_watch,
    silent_too_long,
    terms,
    terms_on,
)

EARLY = Terms(date(2025, 1, 1), 5, timedelta(hours=48), timedelta(days=30))
LATE = Terms(date(2026, 1, 1), 3, timedelta(hours=24), timedelta(days=10))


@given(st.dates(date(2024, 1, 1), date(2028, 1, 1)))
def test_the_last_line_begun_holds(day: date) -> None:
    assert terms_on(day, [EARLY, LATE]) is (LATE if day >= LATE.since else EARLY)


def test_the_shipped_terms_can_be_read() -> None:
    assert all(one.within_working_days > 0 and one.gateway_silent > timedelta() for one in terms())
    assert longest_watch() >= timedelta(days=1)


def test_silence_is_counted_from_the_first_asking() -> None:
    sent = datetime(2026, 11, 23, tzinfo=UTC)

    assert not silent_too_long(None, sent, EARLY)
    assert not silent_too_long(sent, sent + timedelta(hours=47), EARLY)
    assert silent_too_long(sent, sent + timedelta(hours=48), EARLY)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0071 000.123-456", "0071000123456"), ("vna12345", "VNA12345"), ("12345", ""), ("0" * 20, ""), ("12 34 5ô", "")],
)
def test_numbers_of_accounts_are_written_plainly(typed: str, number: str) -> None:
    assert account_number(typed) == number
