"""Where tokens go."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.rooms.process import rules
from motcua.rooms.process.types import ProcessDefinition


def process(*steps: dict[str, Any], **more: Any) -> ProcessDefinition:
    whole = [{"name": step["key"], "role": "case_officer", **step} for step in steps]
    return ProcessDefinition.model_validate({"steps": whole, **more})


STANDARD = process(
    {"key": "receive", "does": "receive", "role": "reception_officer", "share": 0.1},
    {"key": "appraise", "does": "appraise", "share": 0.5},
    {"key": "approve", "does": "approve", "role": "signing_authority", "share": 0.2},
    {"key": "number", "does": "number", "role": "records_clerk", "share": 0.1},
    {"key": "sign", "does": "sign", "role": "signing_authority", "share": 0.1},
)
BRANCHING = process(
    {"key": "receive", "does": "receive", "next": [{"to": "visit", "when": "answers.floors > 3"}, {"to": "appraise"}]},
    {"key": "visit"},
    {"key": "appraise", "share": 1, "next": [{"to": "appraise", "when": "outcome == 'again'"}, {"to": "end"}]},
)
PARALLEL = process(
    {"key": "receive", "does": "receive", "parallel": True, "next": ["fire", "land"]},
    {"key": "fire", "next": "decide", "share": 0.3},
    {"key": "land", "next": "decide", "share": 0.6},
    {"key": "decide", "join": True, "share": 0.4},
)
INCLUSIVE = process(
    {
        "key": "receive",
        "does": "receive",
        "split": "inclusive",
        "next": [
            {"to": "fire", "when": "answers.fire"},
            {"to": "land", "when": "answers.land"},
            {"to": "decide"},
        ],
    },
    {"key": "fire", "next": "decide", "share": 0.3},
    {"key": "land", "next": "decide", "share": 0.6},
    {"key": "decide", "join": True, "share": 0.4},
)


def steps_of(moved: rules.Moved) -> list[str]:
    return [token.step for token in moved.entered]


def test_a_standard_chain_is_walked_in_order() -> None:
    assert rules.walk(STANDARD, {}) == ["receive", "appraise", "approve", "number", "sign"]


def test_a_condition_chooses_the_branch_and_the_bare_one_is_the_rest() -> None:
    assert rules.walk(BRANCHING, {"answers": {"floors": 5}}) == ["receive", "visit", "appraise"]
    assert rules.walk(BRANCHING, {"answers": {"floors": 2}}) == ["receive", "appraise"]


def test_an_outcome_can_lead_back() -> None:
    moved = rules.start(BRANCHING, {})
    moved = rules.complete(BRANCHING, moved.marking, 1, {"answers": {"floors": 1}})
    moved = rules.complete(BRANCHING, moved.marking, moved.entered[0].number, {"outcome": "again"})

    assert steps_of(moved) == ["appraise"]
    assert not moved.ended


def test_a_condition_over_a_missing_answer_is_a_fault_and_never_a_guess() -> None:
    moved = rules.start(BRANCHING, {})

    with pytest.raises(rules.ExecutionFault, match="floors"):
        rules.complete(BRANCHING, moved.marking, 1, {"answers": {}})


def test_parallel_branches_meet_where_they_join() -> None:
    moved = rules.complete(PARALLEL, rules.start(PARALLEL, {}).marking, 1, {})
    assert steps_of(moved) == ["fire", "land"]

    first = rules.complete(PARALLEL, moved.marking, moved.entered[0].number, {})
    assert steps_of(first) == []
    second = rules.complete(PARALLEL, first.marking, moved.entered[1].number, {})

    assert steps_of(second) == ["decide"]
    assert rules.complete(PARALLEL, second.marking, second.entered[0].number, {}).ended


@pytest.mark.parametrize(
    ("answers", "branches"),
    [
        ({"fire": True, "land": True}, ["fire", "land"]),
        ({"fire": True, "land": False}, ["fire"]),
        ({"fire": False, "land": False}, ["decide"]),
    ],
)
def test_an_inclusive_split_takes_every_branch_that_holds_and_the_join_waits_for_those(
    answers: dict[str, bool], branches: list[str]
) -> None:
    moved = rules.complete(INCLUSIVE, rules.start(INCLUSIVE, {}).marking, 1, {"answers": answers})

    assert steps_of(moved) == branches
    assert rules.walk(INCLUSIVE, {"answers": answers})[-1] == "decide"


def test_work_done_once_for_each_entry_goes_on_when_the_last_is_done() -> None:
    each = process({"key": "receive", "does": "receive"}, {"key": "check", "each": "goods"}, {"key": "decide"})
    moved = rules.complete(each, rules.start(each, {}).marking, 1, {"answers": {"goods": [1, 2, 3]}})
    numbers = [token.number for token in moved.entered]
    assert len(numbers) == 3

    for number in numbers[:2]:
        moved = rules.complete(each, moved.marking, number, {})
        assert steps_of(moved) == []

    assert steps_of(rules.complete(each, moved.marking, numbers[2], {})) == ["decide"]


def test_a_called_process_runs_in_place_of_its_step() -> None:
    calling = process(
        {"key": "receive", "does": "receive"},
        {"key": "issue", "call": "issuing"},
        {"key": "deliver"},
        processes={"issuing": [{"key": "number", "name": "number"}, {"key": "sign", "name": "sign"}]},
    )

    assert rules.walk(calling, {}) == ["receive", "issue.number", "issue.sign", "deliver"]


def test_a_timer_can_interrupt_or_run_beside() -> None:
    for interrupting in (True, False):
        timed = process(
            {"key": "receive", "does": "receive"},
            {"key": "ask", "next": "decide", "timer": {"after": 8, "to": "remind", "interrupting": interrupting}},
            {"key": "remind", "next": "end"},
            {"key": "decide"},
        )
        moved = rules.complete(timed, rules.start(timed, {}).marking, 1, {})
        fired = rules.fire(timed, moved.marking, moved.entered[0].number, {})

        assert steps_of(fired) == ["remind"]
        assert [t.step for t in fired.cancelled] == (["ask"] if interrupting else [])
        assert len(fired.marking.tokens) == (1 if interrupting else 2)


def test_terminate_ends_every_branch() -> None:
    stopping = process(
        {"key": "receive", "does": "receive", "parallel": True, "next": ["one", "two"]},
        {"key": "one", "next": "terminate"},
        {"key": "two", "next": "end"},
    )
    moved = rules.complete(stopping, rules.start(stopping, {}).marking, 1, {})

    ended = rules.complete(stopping, moved.marking, moved.entered[0].number, {})

    assert ended.ended
    assert [token.step for token in ended.cancelled] == ["two"]


def test_work_returned_to_an_earlier_step_goes_through_the_join_again() -> None:
    moved = rules.complete(PARALLEL, rules.start(PARALLEL, {}).marking, 1, {})
    for token in moved.entered:
        moved = rules.complete(PARALLEL, moved.marking, token.number, {})
    back = rules.move_back(PARALLEL, moved.marking, moved.entered[0].number, "fire")

    again = rules.complete(PARALLEL, back.marking, back.entered[0].number, {})

    assert steps_of(again) == ["decide"]


def test_what_is_not_there_is_refused() -> None:
    moved = rules.start(STANDARD, {})
    with pytest.raises(rules.ExecutionFault):
        rules.complete(STANDARD, moved.marking, 7, {})
    with pytest.raises(rules.ExecutionFault):
        rules.move_back(STANDARD, moved.marking, 1, "nowhere")
    with pytest.raises(rules.ExecutionFault):
        rules.fire(STANDARD, moved.marking, 1, {})


def test_a_marking_survives_being_stored() -> None:
    moved = rules.complete(PARALLEL, rules.start(PARALLEL, {}).marking, 1, {})

    assert rules.Marking.from_dict(moved.marking.as_dict()) == moved.marking


@given(st.lists(st.booleans(), min_size=2, max_size=2), st.randoms())
@settings(max_examples=200, deadline=None)
def test_every_order_of_work_ends_and_decides_once(branches: list[bool], random: Any) -> None:
    context = {"answers": {"fire": branches[0], "land": branches[1]}}
    moved = rules.start(INCLUSIVE, context)
    decided = 0
    for _ in range(10):
        if moved.ended:
            break
        token = random.choice([t for t in moved.marking.tokens if not t.waiting])
        decided += token.step == "decide"
        moved = rules.complete(INCLUSIVE, moved.marking, token.number, context)

    assert moved.ended
    assert decided == 1


def test_planned_ends_follow_the_longest_way() -> None:
    assert rules.planned_ends(PARALLEL)["decide"] == 1
    assert rules.planned_ends(STANDARD)["appraise"] == Decimal("0.6")


def test_a_step_is_due_by_its_part_of_the_limit() -> None:
    start = datetime(2026, 11, 2, tzinfo=UTC)
    due = start + timedelta(hours=10)

    def add(hours: float) -> datetime:
        return start + timedelta(hours=hours)

    assert rules.step_due_at(start, due, Decimal("0.5"), 10, add) == start + timedelta(hours=5)
    assert rules.step_due_at(start, due, Decimal(1), 10, add) == due
    assert rules.step_due_at(start, None, Decimal(1), 10, add) is None
