"""The legal dossier code: agency code, day of reception, number in the day (NĐ 118/2025 Art. 28)."""

import re
from dataclasses import dataclass
from datetime import date

DIGITS = 4
PRESENT = re.compile(r"^(?P<agency>[A-Z]\d{2}(?:\.\d{1,3}){0,4})-(?P<day>\d{6})-(?P<number>\d{4,7})$")
FORMER = re.compile(r"^(?P<agency>\d{2,3}(?:\.\d{2,3}){1,3}\.[A-Z]\d{2})-(?P<day>\d{6})-(?P<number>\d{4,7})$")


@dataclass(frozen=True, slots=True)
class ParsedCode:
    agency: str
    day: str
    number: int
    former: bool


def dossier_code(agency_code: str, day: date, number: int) -> str:
    """Write the code; four digits, more when a day has more than 9,999 dossiers."""
    if number < 1:
        raise ValueError("numbers of a day begin with 1")
    return f"{agency_code}-{day:%y%m%d}-{number:0{DIGITS}d}"


def parse(text: str) -> ParsedCode | None:
    """Read a code as written now, or as before 2020 (agency from right to left); None for anything else."""
    plain = "".join(text.upper().split())
    for pattern in (PRESENT, FORMER):
        found = pattern.match(plain)
        if found:
            return ParsedCode(found["agency"], found["day"], int(found["number"]), pattern is FORMER)
    return None


def phone_tail(phone: str) -> str:
    """The last four digits, however the number is written."""
    digits = "".join(c for c in phone if c.isdigit())
    return digits[-4:] if len(digits) >= DIGITS else ""
