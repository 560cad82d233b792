"""Identifiers: what rows, receipts and links are called."""

import secrets
import unicodedata
from uuid import UUID

import uuid_utils

# Crockford's alphabet: no I, L, O, U, so a number read over the telephone arrives whole.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_ALPHABET = ALPHABET + "*~$=U"
CONFUSED = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
RECEIPT_BODY = 8


def new_id() -> UUID:
    """Make a UUIDv7: unique without asking the database, sortable by time."""
    return UUID(int=uuid_utils.uuid7().int)


def secret_code(length: int = 10) -> str:
    """Make a random code of `length` letters for links that must not be guessed (50 bits at ten letters)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def receipt_number() -> str:
    """Make the number a person holds from submission on, for example MC-7K3M-9QTX-4.

    Random, so it tells nothing about volume; the last letter is a check character (ISO 7064-like, modulo 37 as
    Crockford defines), so one mistyped letter is noticed. It is not the legal dossier code, which exists only from
    acceptance on.
    """
    body = secret_code(RECEIPT_BODY)
    return f"MC-{body[:4]}-{body[4:]}-{_check_character(body)}"


def parse_receipt_number(text: str) -> str | None:
    """Read what a person typed; None when it cannot be a receipt number of ours."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum() or c in "*~$=")
    plain = plain.removeprefix("MC")
    if len(plain) != RECEIPT_BODY + 1:
        return None
    body, check = plain[:RECEIPT_BODY].translate(CONFUSED), plain[RECEIPT_BODY:]
    if any(c not in ALPHABET for c in body):
        return None
    right = _check_character(body)
    if right not in {check, check.translate(CONFUSED)}:
        return None
    return f"MC-{body[:4]}-{body[4:]}-{right}"


def _check_character(body: str) -> str:
    number = 0
    for letter in body:
        number = number * 32 + ALPHABET.index(letter)
    return CHECK_ALPHABET[number % 37]
