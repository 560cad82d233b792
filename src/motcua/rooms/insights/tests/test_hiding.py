"""A small count stays unknown, also to whoever takes the shown ones from a total."""

from hypothesis import given
from hypothesis import strategies as st

from motcua.rooms.insights.rules import SUMS, kept_back
from motcua.rooms.insights.types import small

PARTS = [part for parts in SUMS.values() for part in parts]
LINES = st.lists(st.fixed_dictionaries({part: st.integers(0, 12) for part in PARTS}), min_size=1, max_size=5)


def _table(rows: list[dict[str, int]]) -> list[dict[str, int]]:
    total = {part: sum(row[part] for row in rows) for part in PARTS}
    return [one | {whole: sum(one[part] for part in parts) for whole, parts in SUMS.items()} for one in (total, *rows)]


def test_one_small_part_takes_the_next_smallest_with_it() -> None:
    (_, line) = kept_back(_table([dict.fromkeys(PARTS, 0) | {"early": 30, "on_day": 40, "late": 2}]))

    assert line == {"late", "early"}


def test_one_small_line_takes_another_line_with_it() -> None:
    rows = [dict.fromkeys(PARTS, 0) | {"online": n} for n in (3, 60, 20)]

    total, few, many, some = kept_back(_table(rows))

    assert "online" in few
    assert "online" in some
    assert "online" not in many
    assert "online" not in total


def test_the_second_is_large_enough_to_leave_the_first_open() -> None:
    rows = [dict.fromkeys(PARTS, 0) | {"online": n} for n in (1, 5, 20)]

    _, few, five, twenty = kept_back(_table(rows))

    assert ("online" in few, "online" in five, "online" in twenty) == (True, False, True)  # 6 in all would say 1 and 5


def test_what_another_page_keeps_back_is_kept_back_here() -> None:
    rows = [dict.fromkeys(PARTS, 0) | {"online": n} for n in (30, 60)]

    total, *lines = kept_back(_table(rows), frozenset({"online"}))

    assert "online" in total
    assert any("online" in line for line in lines)


@given(LINES)
def test_no_sum_has_a_single_unknown_and_no_small_count_is_shown(rows: list[dict[str, int]]) -> None:
    lines = _table(rows)
    kept = kept_back(lines)

    assert all(name in kept[i] for i, line in enumerate(lines) for name, n in line.items() if small(n))
    for i in range(len(lines)):
        assert all(sum(name in kept[i] for name in (whole, *parts)) != 1 for whole, parts in SUMS.items())
    assert all(sum(name in one for one in kept) != 1 for name in lines[0])


@given(LINES)
def test_a_board_without_small_counts_shows_everything(rows: list[dict[str, int]]) -> None:
    lines = _table([{part: n * 5 for part, n in row.items()} for row in rows])

    assert not any(kept_back(lines))
