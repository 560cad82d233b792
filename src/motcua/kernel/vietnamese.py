"""Vietnamese spelling as a machine needs it: without marks, one spelling per syllable, alphabetical order. Pure."""

import re
import unicodedata
from functools import lru_cache

TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
ALPHABET = {letter: i for i, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
BEFORE_LETTERS = 2_000_000
# kỹ = kĩ, lý = lí, quý = quí: one sound, two spellings
_Y_AFTER = re.compile(r"\b(h|k|l|m|s|t|v|qu)y(?=\b|[1-5]\b)")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower-case letters without any mark, words separated by one space: «Thủ Đức» → «thu duc»."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(bare.replace("đ", "d")))


def syllables(text: str) -> list[str]:
    """Words with marks in one agreed spelling: «Hòa» and «hoà» both give «hoa1», «kỹ» and «kĩ» «ki3»."""
    words = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    return [_one_spelling(word) for word in words]


def folded_syllables(text: str) -> list[str]:
    """The same without marks: «Kỹ» → «ki»."""
    return _Y_AFTER.sub(r"\1i", fold(text)).split()


def sort_key(text: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Order of the Vietnamese alphabet: letters first (a ă â … d đ), then tones; numbers by value before letters."""
    letters: list[int] = []
    tones: list[str] = []
    for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()):
        bare, tone = _without_tone(word)
        letters += [int(bare[:6]) - BEFORE_LETTERS] if bare.isdecimal() else [ALPHABET.get(c, 100) for c in bare]
        letters.append(-1)
        tones.append(tone)
    return tuple(letters), tuple(tones)


@lru_cache(maxsize=20_000)
def _one_spelling(word: str) -> str:
    bare, tone = _without_tone(word)
    return _Y_AFTER.sub(r"\1i", bare) + tone


def _without_tone(word: str) -> tuple[str, str]:
    marks = unicodedata.normalize("NFD", word)
    tone = next((TONES[c] for c in marks if c in TONES), "")
    return unicodedata.normalize("NFC", "".join(c for c in marks if c not in TONES)), tone
