"""How a group moves on, without a database."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from motcua.rooms.dossiers.rules.linking import hopeless, outcome_of, own_hours, part_hours, ready
from motcua.rooms.dossiers.rules.states import RESULT_HELD
from motcua.rooms.dossiers.types import Outcome, ResultKind, Status

OUTCOMES = st.sampled_from(["", *Outcome])
NAMES = st.sampled_from(["a", "b", "c"])


def test_a_member_waits_for_granted_results_and_for_nobody_who_takes_no_part() -> None:
    assert ready((), {})
    assert ready(("birth",), {"birth": "granted"})
    assert ready(("absent",), {"birth": ""})
    assert not ready(("birth",), {"birth": ""})
    assert not ready(("birth",), {"birth": "refused"})
    assert hopeless(("birth",), {"birth": "refused"})
    assert not hopeless(("birth",), {"birth": ""})


@given(st.dictionaries(NAMES, OUTCOMES), st.lists(NAMES, max_size=3).map(tuple))
def test_nobody_is_ready_and_hopeless_at_once(outcomes: dict[str, str], waits_for: tuple[str, ...]) -> None:
    assert not (ready(waits_for, outcomes) and hopeless(waits_for, outcomes))
    if all(outcomes.get(name) for name in waits_for):
        assert ready(waits_for, outcomes) or hopeless(waits_for, outcomes)


@given(st.sampled_from(Status), st.sampled_from(["", *ResultKind]))
def test_only_an_ended_dossier_has_an_outcome(status: Status, kind: str) -> None:
    ended = RESULT_HELD | {Status.ISSUED, Status.WITHDRAWN, Status.STOPPED}
    assert (outcome_of(status, kind) is not None) == (status in ended)


@given(
    st.decimals("0.05", "1", places=2),
    st.floats(1, 500, allow_nan=False),
    st.floats(0, 500, allow_nan=False),
)
def test_a_member_has_at_least_its_own_share_of_time(share: Decimal, hours: float, left: float) -> None:
    own = own_hours(share, hours, left)

    assert own >= part_hours(share, hours)
    assert own >= Decimal(str(left)).quantize(Decimal("0.01"))


def test_a_part_is_told_in_whole_half_hours() -> None:
    assert part_hours(Decimal("0.34"), 24.0) == 8
    assert part_hours(Decimal("0.34"), 20.0) == Decimal("6.5")
    assert part_hours(Decimal("0.05"), 4.0) == Decimal("0.2")


@given(st.lists(st.decimals("0.01", "1", places=2), min_size=1, max_size=6), st.floats(1, 500, allow_nan=False))
def test_rounded_parts_never_take_more_than_the_whole(parts: list[Decimal], hours: float) -> None:
    whole = sum(parts)
    rounded = [part_hours(one / whole, hours) for one in parts]

    assert sum(rounded) <= Decimal(str(hours)) + Decimal("0.01") * len(parts)
    assert all(one % Decimal("0.5") == 0 for one in rounded if one >= Decimal("0.5"))
