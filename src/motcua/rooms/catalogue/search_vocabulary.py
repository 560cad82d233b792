"""search_words.yaml as the search uses it: abbreviations, equal phrases, meanings, filler. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import yaml

from motcua.kernel.vietnamese import fold, folded_syllables, syllables

WORDS = Path(__file__).with_name("search_words.yaml")
LONGEST = 8
MOST_SLIPS = 1  # a long phrase is recognised with one wrong mark
LONG_PHRASE = 3
STRONG = 1.8


@dataclass(frozen=True, slots=True)
class Word:
    """One syllable: without marks, and with them when they were written."""

    folded: str
    exact: str
    weight: float = 1.0

    @property
    def marked(self) -> bool:
        return self.exact != self.folded


Words = tuple[Word, ...]
Table = dict[tuple[str, ...], list[tuple[Words, Words]]]


def words_of(text: str) -> Iterator[Word]:
    """The syllables of a text, in order."""
    for folded, exact in zip(folded_syllables(text), syllables(text), strict=False):
        yield Word(folded, exact)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What we know about how people write."""

    short: dict[str, Words]
    same: Table
    means: Table
    weak: frozenset[str]
    plain: frozenset[str]
    spoken: frozenset[str]
    pairs: frozenset[tuple[str, str]]

    def agreed(self, words: list[Word]) -> list[Word]:
        """The words with every phrase written the one way this vocabulary knows it by."""
        written: list[Word] = []
        i = 0
        while i < len(words):
            length, same = _longest(self.same, words, i)
            written += same or [words[i]]
            i += length or 1
        return written

    def longest(self, words: Sequence[Word], start: int) -> tuple[int, Words]:
        """How many words from here are a known phrase, and what it means; no words for filler."""
        return _longest(self.means, words, start)


def _longest(table: Table, words: Sequence[Word], start: int) -> tuple[int, Words]:
    for length in range(min(LONGEST, len(words) - start), 0, -1):
        run = words[start : start + length]
        for written, meaning in table.get(tuple(word.folded for word in run), ()):
            if _agree(run, written):
                return length, meaning
    return 0, ()


def _agree(typed: Sequence[Word], written: Sequence[Word]) -> bool:
    """Marks that were typed must be the phrase's own."""
    slips = sum(one.marked and one.exact != other.exact for one, other in zip(typed, written, strict=True))
    return slips <= (MOST_SLIPS if len(written) >= LONG_PHRASE else 0)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the file, read once."""
    source = yaml.load(WORDS.read_bytes(), Loader=yaml.CSafeLoader)
    short = {fold(str(word)): tuple(words_of(meaning)) for word, meaning in source["short"].items()}
    same = _table(source["same"])
    means = _table(source["means"])
    for line in source["filler"]:
        phrase = tuple(words_of(str(line)))
        means.setdefault(tuple(word.folded for word in phrase), []).append((phrase, ()))
    weak = _folded(source["weak"])
    lines = [[w.folded for w in words] for words in short.values()]
    for table in (same, means):
        for entries in table.values():
            lines += [[w.folded for w in words] for entry in entries for words in entry]
    spoken = frozenset(word for line in lines for word in line) | weak | short.keys()
    pairs = frozenset(pair for line in lines for pair in pairwise(line))
    return Vocabulary(short, same, means, weak, _folded(source["plain"]), spoken, pairs)


def _table(source: dict[str, str]) -> Table:
    table: Table = {}
    for says, meaning in source.items():
        phrase = tuple(words_of(says))
        weight = STRONG if meaning.endswith("!") else 1.0
        meant = tuple(Word(word.folded, word.exact, weight) for word in words_of(meaning))
        table.setdefault(tuple(word.folded for word in phrase), []).append((phrase, meant))
    return table


def _folded(lines: list[str]) -> frozenset[str]:
    return frozenset(part for line in lines for part in folded_syllables(str(line)))
