"""The end of a step that moves with working time: nobody who was in time becomes late by it."""

from datetime import UTC, datetime

import pytest

from motcua.rooms.process.rules import may_move


def hour(n: int) -> datetime:
    return datetime(2026, 11, 18, n, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "due", "moves"),
    [
        (5, 6, True),
        (6, 5, True),
        (5, 5, False),
        (5, 1, False),  # it would be late at once
        (1, 6, True),  # late by a day the office was closed: no longer
        (2, 1, True),  # late anyway
        (None, 6, True),
    ],
)
def test_a_step_moves_unless_it_would_become_late(before: int | None, due: int, moves: bool) -> None:
    assert may_move(hour(before) if before else None, hour(due), at=hour(3)) is moves
