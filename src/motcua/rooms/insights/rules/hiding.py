"""Which counts the public board keeps back, so that one from 1 to 4 cannot be had by taking others from a total."""

from collections.abc import Iterator, Mapping, Sequence

from motcua.rooms.insights.types import SMALLEST_SHOWN, small

SUMS = {
    "received": ("online", "counter", "postal"),
    "resolved": ("early", "on_day", "late"),
    "in_process": ("open_in_time", "open_late"),
    "complaints": ("complaints_kept", "complaints_missed"),  # nearly: some wait in time
}

# Beside it a few may be 1, 2, 3 or 4, and the rest of their sum is still no small count.
LEAVES_OPEN = 2 * SMALLEST_SHOWN - 2

Line = Mapping[str, int]
Place = tuple[int, str]


def kept_back(lines: Sequence[Line], also: frozenset[str] = frozenset()) -> tuple[frozenset[str], ...]:
    """The names kept back in each line; the first line is the total of the others.

    Every small count, and wherever a sum would have only one unknown, the next smallest with it. `also` are those of the
    total that another page keeps back.
    """
    hidden = {(i, name) for i, line in enumerate(lines) for name, n in line.items() if small(n)}
    hidden |= {(0, name) for name in also}
    sums = list(_sums(lines))
    while added := {_second(one, hidden, lines) for one in sums if sum(place in hidden for place in one) == 1}:
        hidden |= added
    return tuple(frozenset(name for at, name in hidden if at == i) for i in range(len(lines)))


def _sums(lines: Sequence[Line]) -> Iterator[list[Place]]:
    """Counts of which each one follows from the others: a whole and its parts, a total and its lines."""
    for i in range(len(lines)):
        yield from ([(i, whole), *((i, part) for part in parts)] for whole, parts in SUMS.items())
    if len(lines) > 1:
        yield from ([(i, name) for i in range(len(lines))] for name in lines[0])


def _second(one: list[Place], hidden: set[Place], lines: Sequence[Line]) -> Place:
    """The smallest count that leaves the few any value from 1 to 4, else one that says something, else a zero."""

    def worth(place: Place) -> tuple[bool, bool, int]:
        count = lines[place[0]][place[1]]
        return count < LEAVES_OPEN, not count, count

    return min((place for place in one if place not in hidden), key=worth)
