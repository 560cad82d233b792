"""What of a procedure can be found, as rows of the search tables. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from motcua.kernel.vietnamese import folded_syllables, syllables

GAP = 12
LAST_POSITION = 16_000


@dataclass(frozen=True, slots=True)
class Findable:
    """The words of one procedure: those it is called by, and those it speaks of."""

    names: tuple[str, ...]
    texts: tuple[str, ...]

    def vector(self) -> str:
        """A tsvector: names with marks A and without B, texts with marks C and without D."""
        entries: dict[str, dict[int, str]] = {}
        position = 1
        for line, marked, bare in [*((n, "A", "B") for n in self.names), *((t, "C", "D") for t in self.texts)]:
            pairs = list(zip(syllables(line), folded_syllables(line), strict=False))
            for offset, (exact, folded) in enumerate(pairs):
                at = position + offset
                if at > LAST_POSITION:
                    break
                entries.setdefault(exact, {}).setdefault(at, marked)
                entries.setdefault(folded, {}).setdefault(at, bare)
            position += len(pairs) + GAP
        return " ".join(_lexeme(word, places) for word, places in sorted(entries.items()))

    def phrases(self) -> list[str]:
        """Each name as one folded line."""
        return sorted(set(_lines(self.names)))


def _lexeme(word: str, places: dict[int, str]) -> str:
    return f"'{word}':" + ",".join(f"{at}{weight}" for at, weight in sorted(places.items())[:200])


def _lines(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        line = " ".join(folded_syllables(name))
        if " " in line:
            yield line[:200]
