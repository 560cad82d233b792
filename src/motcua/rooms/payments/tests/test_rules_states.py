"""Attempts move forward only, whatever is heard in whatever order."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.rooms.payments.rules.states import NEXT, RANK, Effect, Event, after, decide
from motcua.rooms.payments.types import OPEN_ATTEMPT_STATES, AttemptState, ObligationState, Outcome, Reception

OPEN = ObligationState.OPEN
HEARD = [Outcome.SUCCESS, Outcome.PENDING, Outcome.FAILED, Outcome.UNPAID]


def hear(state: AttemptState, outcome: Outcome, obligation: ObligationState = OPEN, **more: bool) -> tuple[object, ...]:
    verdict = decide(
        state, obligation, outcome, amount_right=more.get("right", True), known_number=more.get("known", False)
    )
    return verdict.state, verdict.effect, verdict.reception


def test_the_table_only_goes_forward() -> None:
    assert all(RANK[new] > RANK[old] for (old, _), new in NEXT.items())


@pytest.mark.parametrize("state", AttemptState)
@pytest.mark.parametrize("event", Event)
def test_every_event_in_every_state_has_an_answer(state: AttemptState, event: Event) -> None:
    assert RANK[after(state, event)] >= RANK[state]


@pytest.mark.parametrize("state", OPEN_ATTEMPT_STATES)
def test_success_pays_an_open_attempt(state: AttemptState) -> None:
    assert hear(state, Outcome.SUCCESS) == (AttemptState.PAID, Effect.POST, Reception.RECORDED)


@pytest.mark.parametrize("state", [AttemptState.FAILED, AttemptState.EXPIRED])
def test_late_success_pays_what_is_still_owed_and_goes_back_otherwise(state: AttemptState) -> None:
    assert hear(state, Outcome.SUCCESS)[:2] == (AttemptState.PAID, Effect.POST)
    for closed in (ObligationState.PAID, ObligationState.CANCELLED, ObligationState.WAIVED):
        assert hear(state, Outcome.SUCCESS, closed)[:2] == (AttemptState.REFUNDING, Effect.RETURN)


def test_a_second_transfer_goes_back_and_the_first_stays() -> None:
    assert hear(AttemptState.PAID, Outcome.SUCCESS, ObligationState.PAID)[:2] == (AttemptState.PAID, Effect.RETURN)


def test_the_same_transaction_again_changes_nothing() -> None:
    for state in AttemptState:
        assert hear(state, Outcome.SUCCESS, known=True) == (state, Effect.NONE, Reception.ALREADY)


def test_money_of_another_amount_is_parked_and_the_attempt_becomes_unknown() -> None:
    assert hear(AttemptState.SENT, Outcome.SUCCESS, right=False) == (
        AttemptState.UNKNOWN, Effect.PARK, Reception.WRONG_AMOUNT,
    )  # fmt: skip
    assert hear(AttemptState.SENT, Outcome.FAILED, right=False) == (
        AttemptState.SENT, Effect.NONE, Reception.WRONG_AMOUNT,
    )  # fmt: skip


def test_a_repeated_failure_is_answered_as_known() -> None:
    assert hear(AttemptState.SENT, Outcome.FAILED)[2] == Reception.RECORDED
    assert hear(AttemptState.FAILED, Outcome.FAILED)[2] == Reception.ALREADY
    assert hear(AttemptState.PAID, Outcome.FAILED) == (AttemptState.PAID, Effect.NONE, Reception.ALREADY)


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5])
def test_in_every_order_of_up_to_five_messages_money_counts_exactly_once(length: int) -> None:
    messages = [Outcome.SUCCESS, Outcome.SUCCESS, Outcome.PENDING, Outcome.FAILED, Outcome.FAILED]
    for order in set(permutations(messages, length)):
        state, obligation, posted, known = AttemptState.SENT, OPEN, 0, False
        for outcome in order:
            verdict = decide(state, obligation, outcome, amount_right=True, known_number=known)
            assert RANK[verdict.state] >= RANK[state]
            state = verdict.state
            if outcome is Outcome.SUCCESS:
                known = True
            if verdict.effect is Effect.POST:
                posted, obligation = posted + 1, ObligationState.PAID
            assert verdict.effect is not Effect.RETURN
        assert posted == int(Outcome.SUCCESS in order)
        assert (state == AttemptState.PAID) == (Outcome.SUCCESS in order)


@given(st.lists(st.tuples(st.sampled_from(HEARD), st.booleans(), st.booleans()), max_size=12))
def test_nothing_heard_moves_an_attempt_back_or_posts_twice(heard: list[tuple[Outcome, bool, bool]]) -> None:
    state, obligation, posted = AttemptState.SENT, OPEN, 0
    for outcome, right, known in heard:
        verdict = decide(state, obligation, outcome, amount_right=right, known_number=known)
        assert RANK[verdict.state] >= RANK[state]
        state = verdict.state
        if verdict.effect is Effect.POST:
            posted, obligation = posted + 1, ObligationState.PAID

    assert posted <= 1
