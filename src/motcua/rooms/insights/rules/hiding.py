"""Which counts the public board keeps back, so that one from 1 to 4 cannot be had by taking others from a total."""

from collections.abc import Iterator, Mapping, Sequence

from motcua.rooms.insights.types import small

SUMS = {
    "received": ("online", "counter", "postal"),
    "resolved": ("early", "on_day", "late"),
    "in_process": ("open_in_time", "open_late"),
    "complaints": ("complaints_kept", "complaints_missed"),  # nearly: some wait in time
}

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
    """The smallest count that says something, else a zero."""
    return min(
        (place for place in one if place not in hidden), key=lambda at: (not lines[at[0]][at[1]], lines[at[0]][at[1]])
    )
