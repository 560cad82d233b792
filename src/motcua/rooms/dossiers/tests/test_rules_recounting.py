"""Counting a date again: only what lies ahead moves, nothing moves twice, and nobody becomes late by it."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.rooms.calendar.rules import ZONE, WorkCalendar, due_at
from motcua.rooms.calendar.types import DayRule, LimitUnit, TimeLimit
from motcua.rooms.dossiers.rules.recounting import Question, may_move, recounted

ORDINARY = WorkCalendar()
UNITS = (LimitUnit.WORKING_DAY, LimitUnit.WORKING_HOUR, LimitUnit.CALENDAR_DAY, LimitUnit.WEEK, LimitUnit.HOUR)
instants = st.datetimes(datetime(2026, 3, 1), datetime(2026, 4, 1)).map(  # noqa: DTZ001 (hypothesis wants naive bounds)
    lambda d: d.replace(second=0, microsecond=0, tzinfo=ZONE)
)
limits = st.builds(
    TimeLimit, amount=st.integers(1, 20).map(Decimal), unit=st.sampled_from(UNITS), cutoff=st.none(), note=st.just("")
)
days = st.dates(date(2026, 3, 1), date(2026, 5, 1))
decrees = st.dictionaries(days, st.sampled_from([(), ((450, 690),), ((450, 690), (780, 1020))]), max_size=6)


def decreed(rules: dict[date, tuple[tuple[int, int], ...]]) -> WorkCalendar:
    return WorkCalendar(exceptions={day: DayRule(spans, "theo quyết định", "1/QĐ") for day, spans in rules.items()})


def asked(since: datetime, term: TimeLimit, calendar: WorkCalendar = ORDINARY) -> Question:
    promised = due_at(since, term, calendar).due_at
    assert promised is not None
    return Question(since, term, promised)


@given(instants, limits, decrees, st.integers(-40 * 24, 40 * 24))
@settings(max_examples=40, deadline=None)
def test_a_date_moves_from_the_future_into_the_future_or_not_at_all(
    since: datetime, term: TimeLimit, rules: dict[date, tuple[tuple[int, int], ...]], hours: int
) -> None:
    question, at = asked(since, term), since + timedelta(hours=hours)

    moved = recounted(question, decreed(rules), at=at)

    if moved is not None and moved.due_at is not None:
        assert question.promised > at
        assert moved.due_at > at
        assert moved.due_at != question.promised


@given(instants, limits, decrees)
@settings(max_examples=40, deadline=None)
def test_counting_twice_moves_nothing_more(
    since: datetime, term: TimeLimit, rules: dict[date, tuple[tuple[int, int], ...]]
) -> None:
    calendar = decreed(rules)
    moved = recounted(asked(since, term), calendar, at=since)

    if moved is not None and moved.due_at is not None:
        assert recounted(Question(since, term, moved.due_at), calendar, at=since) is None
        assert due_at(since, term, calendar).due_at == moved.due_at


@given(instants, limits, st.lists(days, max_size=5))
@settings(max_examples=40, deadline=None)
def test_days_off_never_make_a_date_earlier(since: datetime, term: TimeLimit, off: list[date]) -> None:
    question = asked(since, term)

    moved = recounted(question, decreed(dict.fromkeys(off, ())), at=since)

    assert moved is None or moved.due_at is None or moved.due_at > question.promised


def test_a_term_without_a_date_moves_nothing() -> None:
    since = datetime(2026, 3, 2, 9, tzinfo=ZONE)
    question = Question(since, TimeLimit(amount=None), since + timedelta(days=9))

    assert recounted(question, ORDINARY, at=since) is None


@pytest.mark.parametrize(
    ("promised", "due", "only_later", "moves"),
    [
        (5, 6, False, True),
        (5, 4, False, True),
        (5, 5, False, False),
        (5, None, False, False),
        (1, 6, False, False),  # it has passed
        (5, 1, False, False),  # it would have passed
        (5, 6, True, True),
        (5, 4, True, False),  # what was given is not taken back
    ],
)
def test_a_term_moves_ahead_only_and_what_people_were_given_only_further(
    promised: int, due: int | None, only_later: bool, moves: bool
) -> None:
    def hour(n: int) -> datetime:
        return datetime(2026, 3, 2, n, tzinfo=ZONE)

    assert may_move(hour(promised), hour(due) if due else None, at=hour(2), only_later=only_later) is moves


def test_the_date_of_a_group_is_never_before_its_parts_and_says_so() -> None:
    since = datetime(2026, 3, 2, 9, tzinfo=ZONE)
    term = TimeLimit(amount=Decimal(3))
    own, part = datetime(2026, 3, 5, 17, tzinfo=ZONE), datetime(2026, 3, 9, 17, tzinfo=ZONE)

    told = recounted(Question(since, term, own, floor=part), ORDINARY, at=since)

    assert told is not None
    assert told.due_at == part
    assert [step.date.day for step in told.steps] == list(range(2, 10))
    assert "phần xong sau cùng" in told.text
    assert recounted(Question(since, term, own, floor=own), ORDINARY, at=since) is None
    assert recounted(Question(since, term, own, extended=True, floor=part), ORDINARY, at=since) is None
