"""Banks by the number in a VietQR code, for people who type a transfer by hand."""

from functools import cache
from pathlib import Path

import yaml

SOURCE = Path(__file__).resolve().parent / "banks.yaml"


@cache
def _names() -> dict[str, str]:
    document = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    return {str(number): str(name) for number, name in document["banks"].items()}


def bank_name(number: str) -> str:
    """The bank's name, or its number when the table does not know it."""
    return _names().get(number, number)


def banks() -> list[tuple[str, str]]:
    """Every bank known, by name, for who names the account money shall go to."""
    return sorted(_names().items(), key=lambda one: one[1].lower())
