import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import expressions
from motcua.kernel.expressions import ExpressionFault

NAMES = {"value": "dyn", "answers": "map", "today": "date"}
TEN = "[0,1,2,3,4,5,6,7,8,9]"


def answer(source: str, **values: object) -> object:
    bindings = {"value": None, "answers": {}, "today": "2026-11-21"} | values
    return expressions.compile(source, variables=NAMES).value(bindings)


def test_a_condition_reads_answers() -> None:
    assert answer("answers.delivery == 'post' && value > 3", answers={"delivery": "post"}, value=4) is True


def test_an_expression_knows_what_it_answers() -> None:
    assert expressions.compile("answers.a == 1", variables=NAMES).kind == "bool"


def test_a_condition_that_is_not_a_condition_is_refused_at_authoring() -> None:
    with pytest.raises(ExpressionFault, match="answers string, but bool is needed"):
        expressions.compile("'a' + 'b'", variables=NAMES, answers="bool")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("answer.x == 1", "'answer' is not known here; known names: answers, today, value"),
        ("answers.x =", "Syntax error"),
        ("'a' + 1", "no matching overload"),
        ("(" * 40 + "true" + ")" * 40, "recursion limit"),
        ("true || " * 400 + "true", "longer than 2000 characters"),
    ],
)
def test_authoring_faults_are_found_before_any_value_is_there(source: str, words: str) -> None:
    with pytest.raises(ExpressionFault, match=words):
        expressions.compile(source, variables=NAMES)


def test_an_authoring_fault_tells_the_column() -> None:
    with pytest.raises(ExpressionFault) as caught:
        expressions.compile("true && unknown", variables=NAMES)
    assert caught.value.column == 9


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("1 / 0 > 2", "divide by zero"),
        ("answers.gone == 1", "Key not found"),
        ("value.matches('(')", "overload"),
        ("'a'.matches('(')", "regular expression"),
        ("age_years('soon') > 3", "invalid literal"),
        ("days_since('2026-02-30') > 3", "day"),
    ],
)
def test_run_time_errors_are_raised_never_returned(source: str, words: str) -> None:
    with pytest.raises(ExpressionFault, match=words):
        answer(source, value=5)


def test_a_value_of_a_kind_unknown_to_the_language_is_a_fault() -> None:
    with pytest.raises(ExpressionFault):
        answer("value == 1", value=object())


def test_a_bomb_stops() -> None:
    bomb = f"{TEN}.all(a,{TEN}.all(b,{TEN}.all(c,{TEN}.all(d,{TEN}.all(e,{TEN}.all(f, a+b+c+d+e+f >= 0))))))"
    started = time.perf_counter()

    with pytest.raises(ExpressionFault, match="budget"):
        answer(bomb)
    assert time.perf_counter() - started < 20


def test_a_greedy_pattern_cannot_hang() -> None:
    started = time.perf_counter()

    assert answer("value.matches('(a+)+$')", value="a" * 5_000 + "b") is False
    assert time.perf_counter() - started < 20


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 40_000))
def test_days_are_counted_from_the_given_today(day: date, days: int) -> None:
    today = day + timedelta(days=days)

    assert answer("days_since(value)", value=day.isoformat(), today=today.isoformat()) == days


@pytest.mark.parametrize(
    ("born", "years"),
    [("2008-11-21", 18), ("2008-11-22", 17), ("2008", 17), ("2007", 18), ("2008-10", 18), ("2008-11", 17)],
)
def test_age_counts_birthdays_and_the_last_day_of_a_year_alone(born: str, years: int) -> None:
    assert answer("age_years(value)", value=born) == years


def test_counting_needs_a_declared_today() -> None:
    with pytest.raises(ExpressionFault, match="days_since"):
        expressions.compile("days_since(value) > 1", variables={"value": "string"})


def test_values_bound_once_serve_many_expressions() -> None:
    bound = expressions.bind(NAMES, {"value": 1, "answers": {"a": 2}, "today": date(2026, 11, 21)})

    answers = [expressions.compile(s, variables=NAMES).value(bound) for s in ("value + 1", "answers.a + 1", "today")]
    assert answers == [2, 3, "2026-11-21"]


def test_an_evaluation_costs_microseconds() -> None:
    condition = expressions.compile("answers.x == 'a' && days_since(answers.born) > 2", variables=NAMES)
    values = {
        "value": 1,
        "today": "2026-11-21",
        "answers": {"x": "a", "born": "2000-01-01"} | {f"f{i}": "x" for i in range(20)},
    }
    started = time.perf_counter()
    for _ in range(1_000):
        condition.value(values)
    assert (time.perf_counter() - started) / 1_000 < 0.02
