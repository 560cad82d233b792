"""Understands a question asked in everyday Vietnamese. Pure: it knows spellings and meanings, not the database."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from motcua.rooms.catalogue.search_vocabulary import LONGEST, Vocabulary, Word, vocabulary, words_of

WEAK, MEANT, CORRECTED, MARKS, BODY, PAIR, PHRASE = 0.15, 0.7, 0.8, 0.4, 0.25, 0.5, 0.35
SHORT_WORD = 4
COMMON = 400  # a syllable in the names of more procedures than this is only looked up when there is no rarer one
CERTIFICATE_OF_ORIGIN = re.compile(r"\bc\s*/\s*o\b", re.IGNORECASE)
LETTERS = "abcdeghiklmnopqrstuvxy"
SOUNDS = (
    ("x", "s"), ("ch", "tr"), ("gi", "d"), ("r", "d"), ("gi", "r"), ("l", "n"), ("k", "c"), ("k", "kh"), ("ngh", "ng"),
    ("gh", "g"), ("qu", "c"), ("f", "ph"), ("w", "qu"), ("dz", "d"), ("z", "d"), ("j", "gi"),
)  # fmt: skip
ENDINGS = (("ng", "n"), ("c", "t"), ("nh", "n"), ("i", "y"), ("m", "n"))


@dataclass(slots=True)
class Lexicon:
    """What the catalogue speaks of: syllables with the number of procedures they occur in, and neighbours."""

    documents: int = 0
    head: dict[str, int] = field(default_factory=dict)
    body: dict[str, int] = field(default_factory=dict)
    pairs: set[tuple[str, str]] = field(default_factory=set)

    def knows(self, folded: str) -> bool:
        return folded in self.head or folded in self.body or folded in vocabulary().spoken

    def rarity(self, folded: str) -> float:
        """How much a syllable tells: much when few procedures have it in their name."""
        count = self.head.get(folded) or self.body.get(folded)
        if not count:
            return 0.0
        return math.log(1 + (self.documents - min(count, self.documents) + 0.5) / (count + 0.5)) + 0.2

    @property
    def rarest(self) -> float:
        """What a syllable tells that one procedure only has in its name."""
        return math.log(1 + (max(self.documents, 1) - 0.5) / 1.5) + 0.2

    def common(self, word: Word) -> bool:
        return max(self.head.get(word.folded, 0), self.body.get(word.folded, 0)) > COMMON

    def value(self, word: Word) -> float:
        return self.rarity(word.folded) * word.weight * (WEAK if word.folded in vocabulary().weak else 1)

    def fits(self, word: str, before: str, after: str) -> bool:
        """Whether a syllable stands beside one it is known to stand beside."""
        spoken = vocabulary().pairs
        return any(pair in self.pairs or pair in spoken for pair in ((before, word), (word, after)))


@dataclass(frozen=True, slots=True)
class Question:
    """What to look for. `terms` are text-search queries with their worth, `phrases` whole names with theirs.

    `worth` is what a procedure would score that answers to every word.
    """

    terms: dict[str, float]
    phrases: dict[str, float]
    worth: float
    corrected: tuple[tuple[str, str], ...] = ()


def understand(text: str, lexicon: Lexicon) -> Question:
    """Turn what was typed into weighted terms: abbreviations written out, typing errors mended, meanings added."""
    spoken = vocabulary()
    typed = words_of(CERTIFICATE_OF_ORIGIN.sub(" giấy chứng nhận xuất xứ ", text[:300]))
    written = [word for one in typed for word in spoken.short.get(one.folded, (one,))]
    mended, corrected = _mend(written, lexicon)
    agreed = spoken.agreed(mended)
    groups = _telling(list(_meanings(agreed, spoken)), lexicon)
    terms: dict[str, float] = {}
    worth = sum(_weigh(group, lexicon, terms) for group in groups)
    return Question(terms, _phrases([mended, agreed, *groups], lexicon), worth, tuple(corrected))


def _mend(words: list[Word], lexicon: Lexicon) -> tuple[list[Word], list[tuple[str, str]]]:
    mended: list[Word] = []
    corrected: list[tuple[str, str]] = []
    for i, word in enumerate(words):
        before = mended[-1].folded if mended else ""
        after = words[i + 1].folded if i + 1 < len(words) else ""
        better = _correction(word.folded, before, after, lexicon)
        if better:
            corrected.append((word.folded, better))
            mended.append(Word(better, better, CORRECTED))
        else:
            mended.append(word)
    return mended, corrected


def _correction(word: str, before: str, after: str, lexicon: Lexicon) -> str | None:
    """A better spelling, if the word is unknown, or out of place while one that sounds alike is in place."""
    if word.isdigit() or len(word) == 1:
        return None
    known = lexicon.knows(word) or word in vocabulary().plain
    if known and (lexicon.fits(word, before, after) or word in vocabulary().weak):
        return None
    alike = [other for other in sound_alikes(word) if lexicon.knows(other)]
    in_place = [other for other in alike if lexicon.fits(other, before, after)]
    if in_place or known:
        return in_place[0] if in_place else None
    return _nearest(word, before, after, lexicon) or (alike[0] if alike else None)


def _nearest(word: str, before: str, after: str, lexicon: Lexicon) -> str | None:
    """The likeliest word one slip away; a short word is only taken for one that fits its neighbours."""
    near = {other for other in edits(word) if lexicon.knows(other)}
    fitting = {other for other in near if lexicon.fits(other, before, after)}
    candidates = fitting or (near if len(word) > SHORT_WORD else set())
    return max(sorted(candidates), key=lambda other: (other[0] == word[0], lexicon.rarity(other)), default=None)


def sound_alikes(word: str) -> list[str]:
    """Spellings that are confused because they sound alike in some region: xinh/sinh, chú/trú, kai/khai."""
    found = []
    for one, other in SOUNDS:
        if word.startswith(one):
            found.append(other + word[len(one) :])
        if word.startswith(other):
            found.append(one + word[len(other) :])
    for one, other in ENDINGS:
        if word.endswith(one):
            found.append(word[: -len(one)] + other)
        if word.endswith(other) and not word.endswith(one):
            found.append(word[: -len(other)] + one)
    return found


def edits(word: str) -> Iterator[str]:
    """Everything one slip of the finger away: a letter left out, doubled, wrong, or two swapped."""
    for i in range(len(word) + 1):
        left, right = word[:i], word[i:]
        if right:
            yield left + right[1:]
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        for letter in LETTERS:
            yield left + letter + right
            if right:
                yield left + letter + right[1:]


def _meanings(words: list[Word], spoken: Vocabulary) -> Iterator[list[Word]]:
    """Groups of neighbouring words: what was written, without filler, and what known phrases mean."""
    run: list[Word] = []
    i = 0
    while i < len(words):
        length, meaning = spoken.longest(words, i)
        if meaning:
            run += [Word(w.folded, w.exact, w.weight * MEANT) for w in words[i : i + length]]
            yield list(meaning)
        elif length:
            if run:
                yield run
            run = []
        else:
            run.append(words[i])
        i += length or 1
    if run:
        yield run


def _telling(groups: list[list[Word]], lexicon: Lexicon) -> list[list[Word]]:
    """Without the words that very many procedures share, unless there are no others."""
    rare = [[word for word in group if not lexicon.common(word)] for group in groups]
    return rare if any(lexicon.value(word) for group in rare for word in group) else groups


def _weigh(group: list[Word], lexicon: Lexicon, terms: dict[str, float]) -> float:
    """Add the group's terms, the better of two weights where a term comes twice. Answers what a full match is worth."""
    worth = 0.0
    for word in group:
        value = lexicon.value(word)
        if not value:
            continue
        worth += value
        exact = word.exact if word.exact != word.folded else ""
        _add(terms, f"'{word.folded}':AB", value * (1 - MARKS if exact else 1))
        _add(terms, f"'{word.folded}':CD", value * BODY)
        if exact:
            _add(terms, f"'{exact}':A", value * MARKS)
    for one, other in pairwise(group):
        if (one.folded, other.folded) in lexicon.pairs:
            value = PAIR * (lexicon.value(one) + lexicon.value(other))
            _add(terms, f"'{one.folded}':AB <-> '{other.folded}':AB", value)
    return worth


def _add(terms: dict[str, float], term: str, value: float) -> None:
    terms[term] = max(terms.get(term, 0.0), round(value, 4))


def _phrases(groups: Iterable[list[Word]], lexicon: Lexicon) -> dict[str, float]:
    """Every run of two to eight words: some are the whole name of a procedure."""
    found: dict[str, float] = {}
    for group in groups:
        folded = [w.folded for w in group]
        for start in range(len(folded)):
            for end in range(start + 2, min(start + LONGEST, len(folded)) + 1):
                run = folded[start:end]
                found[" ".join(run)] = round(PHRASE * sum(lexicon.rarity(word) for word in run), 4)
    return found
