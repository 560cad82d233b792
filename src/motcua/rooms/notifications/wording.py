"""The texts of the installation, read once."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from motcua.kernel.errors import Refused
from motcua.rooms.notifications import rules
from motcua.rooms.notifications.types import Text

FOLDER = Path(__file__).resolve().parent / "texts"


@cache
def texts(language: str) -> dict[str, dict[str, Any]]:
    """Every text in one language; Vietnamese where there is no such language."""
    path = FOLDER / f"{language}.yaml"
    if language not in languages():
        return texts("vi")
    found: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


@cache
def languages() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def write(event: str, values: dict[str, Any], language: str) -> Text:
    """Put an event into words. Refused: message.unknown-event"""
    entry = texts(language).get(event)
    if entry is None:
        raise Refused("message.unknown-event", event=event)
    return rules.written(entry, values)
