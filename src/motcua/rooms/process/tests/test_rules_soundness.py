"""What is said of a faulty process."""

from typing import Any

import pytest

from motcua.rooms.process import rules
from motcua.rooms.process.tests.test_rules_executor import BRANCHING, INCLUSIVE, PARALLEL, STANDARD, process


def said(*steps: dict[str, Any], **more: Any) -> list[str]:
    return [problem.what for problem in rules.problems(process(*steps, **more))]


@pytest.mark.parametrize("definition", [STANDARD, BRANCHING, PARALLEL, INCLUSIVE])
def test_sound_processes_have_no_problems(definition: Any) -> None:
    assert rules.problems(definition) == []


def test_a_step_that_is_not_there_is_named_with_its_place() -> None:
    found = rules.problems(process({"key": "receive", "does": "receive", "share": 1, "next": "nowhere"}))

    assert found[0].where == ("steps", 0, "next", 0, "to")
    assert "nowhere" in found[0].what
    assert "receive" in found[0].mend


def test_unreachable_and_endless_steps_are_found() -> None:
    assert said({"key": "receive", "does": "receive", "share": 1, "next": "end"}, {"key": "lost"}) == [
        "Nothing leads to step «lost»"
    ]
    loop = said({"key": "receive", "does": "receive", "share": 1, "next": "turn"}, {"key": "turn", "next": "turn"})
    assert "From step «turn» the end cannot be reached" in loop


def test_roles_shares_and_the_first_step_are_checked() -> None:
    found = said({"key": "look", "role": "wizard", "share": 0.4})

    assert found == [
        "There is no role «wizard»",
        "The first step does not receive",
        "The shares along the longest way make 0.4, not 1",
    ]
    assert "A dossier is received once only" in said(
        {"key": "receive", "does": "receive", "share": 1}, {"key": "again", "does": "receive"}
    )


def test_branches_need_a_way_out_when_nothing_holds() -> None:
    assert said(
        {"key": "receive", "does": "receive", "share": 1, "next": [{"to": "end", "when": "outcome == 'a'"}]}
    ) == ["No branch is left when no condition holds"]
    assert said({"key": "receive", "does": "receive", "share": 1, "next": ["end", "more"]}, {"key": "more"}) == [
        "Two branches have no condition"
    ]
    assert said({"key": "receive", "does": "receive", "share": 1, "parallel": True, "next": ["end"]}) == [
        "A parallel step needs two branches"
    ]


def test_parallel_branches_that_meet_without_a_join_are_found() -> None:
    found = said(
        {"key": "receive", "does": "receive", "parallel": True, "next": ["one", "two"]},
        {"key": "one", "next": "decide"},
        {"key": "two", "next": "decide"},
        {"key": "decide", "share": 1},
    )

    assert found == ["Parallel branches meet at step «decide», which would be done twice"]


def test_unknown_timers_and_calls_are_found() -> None:
    found = said({"key": "receive", "does": "receive", "share": 1, "call": "gone", "timer": {"after": 1, "to": "gone"}})

    assert found == ["There is no step «gone»", "There is no process «gone»"]


def test_a_condition_that_does_not_compile_is_refused_when_read() -> None:
    with pytest.raises(ValueError, match="not known here"):
        process({"key": "receive", "next": [{"to": "end", "when": "weather == 'fine'"}]})
