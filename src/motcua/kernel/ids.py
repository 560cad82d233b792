"""Identifiers: what rows, receipts and links are called."""

import secrets
import unicodedata
from uuid import UUID

import uuid_utils

# Crockford's alphabet: no I, L, O, U, so a number read over the telephone arrives whole.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
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

    Random, so it tells nothing about volume; the last letter is a check character (Luhn over the 32 letters), so one
    mistyped letter and most swapped neighbours are noticed. It is not the legal dossier code, which exists only from
    acceptance on.
    """
    body = secret_code(RECEIPT_BODY)
    return f"MC-{body[:4]}-{body[4:]}-{_check_character(body)}"


def parse_receipt_number(text: str) -> str | None:
    """Read what a person typed; None when it cannot be a receipt number of ours."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())
    if len(plain) == len("MC") + RECEIPT_BODY + 1:
        plain = plain.removeprefix("MC")  # a body may begin with the same letters, typed without what goes before it
    plain = plain.translate(CONFUSED)
    if len(plain) != RECEIPT_BODY + 1 or any(c not in ALPHABET for c in plain):
        return None
    body, check = plain[:RECEIPT_BODY], plain[RECEIPT_BODY:]
    return f"MC-{body[:4]}-{body[4:]}-{check}" if _check_character(body) == check else None


def _check_character(body: str) -> str:
    total = 0
    for place, letter in enumerate(reversed(body)):
        number = ALPHABET.index(letter) * (2 if place % 2 == 0 else 1)
        total += number // 32 + number % 32
    return ALPHABET[-total % 32]
