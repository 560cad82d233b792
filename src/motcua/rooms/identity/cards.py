"""The QR code of an identity card, as a scanner types it: number|old number|name|ddmmyyyy|sex|address|issued. Pure.

A Vietnamese keyboard (Telex, VNI) that is on changes what the scanner types. That is seen by what every card must say
exactly: twelve digits, real dates, «Nam» or «Nữ», a name of possible syllables.
"""

import re
import unicodedata
from datetime import date

from motcua.rooms.identity.types import CardRead

PARTS, LEAST_BARS = 7, 3
PERSONAL_ID = re.compile(r"\d{12}")
SEXES = {"nam": "male", "nữ": "female"}
# What a Vietnamese keyboard leaves behind: letters no name has, a vowel typed twice, a tone key after a marked word.
LEFT_BEHIND = re.compile(r"[fjwz]|[aă]â|â[aă]|eê|êe|oô|ôo|[oô]ơ|uư|dđ|đd|\d")
TONE_KEY_LAST = re.compile(r"[sfrxj]$")
TONES = "\u0300\u0301\u0303\u0309\u0323"


class Mangled(ValueError):
    """It is a card, but the letters were changed on their way: a Vietnamese keyboard is on."""


class NotACard(ValueError):
    """Nothing a card could say."""


def read(text: str) -> CardRead:
    """What a card says. Raises Mangled, NotACard."""
    plain = unicodedata.normalize("NFC", _mended(text.strip()))
    parts = [part.strip() for part in plain.split("|")]
    if plain.count("|") < LEAST_BARS:
        raise NotACard
    if len(parts) < PARTS:
        raise Mangled
    number, old, name, born, sex, address, issued = parts[:PARTS]
    birth, issue = _day(born), _day(issued)
    if not PERSONAL_ID.fullmatch(number) or birth is None or sex.lower() not in SEXES or not _is_name(name):
        raise Mangled
    return CardRead(
        personal_id=number,
        full_name=" ".join(name.split()),
        birth_date=birth,
        gender=SEXES[sex.lower()],
        address=address[:300],
        old_id=old if old.isdecimal() else "",
        issued_on=issue or "",
    )


def _mended(text: str) -> str:
    """Some scanners send UTF-8 as if it were Latin letters; that can be turned back."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except ValueError:
        return text


def _day(digits: str) -> str | None:
    if not re.fullmatch(r"\d{8}", digits):
        return None
    try:
        return date(int(digits[4:]), int(digits[2:4]) or 1, int(digits[:2]) or 1).isoformat()
    except ValueError:
        return None


def _is_name(name: str) -> bool:
    words = name.split()
    return bool(words) and all(_possible(word) for word in words)


def _possible(word: str) -> bool:
    """Whether a word can be of a name: «Nguyễn», «H'Hen», not «Nguyeễn», «Nguyễnx» or «Nguye6n»."""
    marks = unicodedata.normalize("NFD", word.lower())
    tones = sum(mark in TONES for mark in marks)
    bare = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES))
    letters = bare.replace("'", "").replace("’", "").replace("-", "").replace(".", "")
    if not letters.isalpha() or tones > 1 or LEFT_BEHIND.search(letters):
        return False
    return not (tones and TONE_KEY_LAST.search(letters))
