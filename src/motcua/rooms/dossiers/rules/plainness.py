"""A reason is written for a person: words of a machine are no ground for anything."""

import re

MACHINE = re.compile(
    r"\b(?:http|https)\s*[/:]?\s*\d{3}\b|\b[45]\d{2}\s+(?:error|bad|internal|not found|gateway)\b"
    r"|exception|traceback|stack ?trace|null ?pointer|\bnull\b|undefined|\bNaN\b|time-?out|\bErr(?:or)?[ _-]?(?:code)?[:#]?\s*\d+"
    r"|mã lỗi|lỗi hệ thống|lỗi máy chủ|lỗi kết nối|(?-i:\b[A-Z]{2,}_[A-Z0-9_]{2,}\b)",
    re.IGNORECASE,
)


def machine_words(reason: str) -> str:
    """The first words in a reason that only a machine would say; empty for a reason written for a person."""
    found = MACHINE.search(reason)
    return found.group(0).strip() if found else ""
