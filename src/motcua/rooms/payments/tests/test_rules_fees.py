"""Fees: the table of the procedure, the day, the channel, the answers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.expressions import ExpressionFault
from motcua.rooms.payments import rules
from motcua.rooms.payments.types import Due, payable, total

MAY = date(2026, 5, 4)
COPY = {
    "code": "copy",
    "kind": "phi",
    "name": "Phí cấp bản sao trích lục",
    "amount": 8000,
    "per": "copies",
    "when": "copies > 0",
}
CHARGE = {"code": "charge", "kind": "le_phi", "name": "Lệ phí đăng ký", "amount": 3000}


def test_a_plain_row_is_one_line() -> None:
    (line,) = rules.fees([CHARGE], "online", MAY, {})

    assert (line.code, line.kind, line.amount, line.quantity) == ("charge", "le_phi", 3000, 1)


def test_a_row_counts_what_the_answers_ask_for() -> None:
    (line,) = rules.fees([COPY], "online", MAY, {"copies": 3})

    assert (line.amount, line.quantity) == (24000, 3)


@pytest.mark.parametrize("answers", [{}, {"copies": None}, {"copies": 0}])
def test_a_condition_on_a_question_left_empty_does_not_hold(answers: dict[str, object]) -> None:
    assert rules.fees([COPY], "online", MAY, answers) == []


def test_a_dated_row_replaces_the_undated_one_within_its_days_only() -> None:
    rows = [CHARGE, {**CHARGE, "amount": 0, "valid_from": "2026-01-01", "valid_to": "2026-06-30"}]

    assert [line.amount for line in rules.fees(rows, "online", MAY, {})] == [0]
    assert [line.amount for line in rules.fees(rows, "online", date(2026, 7, 1), {})] == [3000]
    assert [line.amount for line in rules.fees(rows, "online", date(2025, 12, 31), {})] == [3000]


def test_of_two_dated_rows_the_younger_counts() -> None:
    rows = [{**CHARGE, "valid_from": "2024-01-01"}, {**CHARGE, "amount": 5000, "valid_from": "2026-01-01"}]

    assert [line.amount for line in rules.fees(rows, "online", MAY, {})] == [5000]


def test_a_dated_row_whose_condition_fails_replaces_nothing() -> None:
    rows = [CHARGE, {**CHARGE, "amount": 0, "valid_from": "2026-01-01", "when": "channel == 'online'"}]

    assert [line.amount for line in rules.fees(rows, "counter", MAY, {})] == [3000]
    assert [line.amount for line in rules.fees(rows, "online", MAY, {})] == [0]


def test_a_row_for_other_channels_does_not_apply() -> None:
    assert rules.fees([{**CHARGE, "channels": ["counter"]}], "online", MAY, {}) == []


def test_an_amount_set_elsewhere_is_not_zero() -> None:
    (line,) = rules.fees([{**CHARGE, "amount": None, "due": "on_notice"}], "online", MAY, {})

    assert line.amount is None
    assert payable([line]) == []
    assert payable([line], Due.ON_NOTICE) == []


def test_conditions_may_name_answers_as_members() -> None:
    row = {**COPY, "per": "answers.copies * 2", "when": "answers.copies > 0 && answers.kind == 'extract'"}

    assert total(rules.fees([row], "online", MAY, {"copies": 2, "kind": "extract"})) == 32_000
    for answers in ({"copies": 2}, {"kind": "extract"}, {}):
        assert rules.fees([row], "online", MAY, answers) == []
    assert total(rules.fees([{**row, "when": None}], "online", MAY, {})) == 8_000


def test_an_exemption_that_can_be_checked_is_given_and_named() -> None:
    row = {**CHARGE, "exemptions": ["Người khuyết tật", {"text": "Hộ nghèo", "when": "poor", "percent": 50}]}

    (line,) = rules.fees([row], "online", MAY, {"poor": True})

    assert (line.amount, line.full_amount, line.relief) == (1500, 3000, "Hộ nghèo")


def test_the_age_in_a_condition_is_counted_from_the_day_of_filing() -> None:
    late = {**CHARGE, "amount": 8000, "when": "days_since(child_birth_date) > 60"}

    assert rules.fees([late], "online", MAY, {"child_birth_date": "2026-04-01"}) == []
    assert total(rules.fees([late], "online", MAY, {"child_birth_date": "2026-01-01"})) == 8000


@pytest.mark.parametrize("count", [-1, 1.5])
def test_units_are_whole_and_not_below_zero(count: float) -> None:
    with pytest.raises(ExpressionFault, match="whole"):
        rules.fees([{**CHARGE, "per": "n"}], "online", MAY, {"n": count})


def test_a_faulty_condition_is_not_swallowed() -> None:
    with pytest.raises(ExpressionFault):
        rules.fees([{**CHARGE, "when": "name > 3"}], "online", MAY, {"name": "An"})


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 50)), max_size=6))
def test_the_total_is_the_sum_of_amount_times_units(rows: list[tuple[int, int]]) -> None:
    table = [{**CHARGE, "code": f"c{i}", "amount": amount, "per": f"n{i}"} for i, (amount, _) in enumerate(rows)]

    lines = rules.fees(table, "online", MAY, {f"n{i}": n for i, (_, n) in enumerate(rows)})

    assert total(lines) == sum(amount * n for amount, n in rows)
