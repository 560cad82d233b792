"""Lines of a dossier's history for its owner."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language

from motcua.faces.kit import due
from motcua.kernel import clock
from motcua.rooms.dossiers.types import TimelineEntry

ENDINGS = frozenset({"refused", "withdrawn", "stopped"})
"""Ends that nobody should see a green tick beside."""


def entries(lines: Iterable[TimelineEntry]) -> list[dict[str, Any]]:
    """What happened and what is being done, with whom and by when."""
    return [_entry(line) for line in lines]


def _entry(entry: TimelineEntry) -> dict[str, Any]:
    english = (get_language() or "vi").startswith("en")
    return {
        "title": entry.title_en if english and entry.title_en else entry.title,
        "at": entry.at if entry.done else None,
        "unit": entry.unit or None,
        "person": entry.who or None,
        "text": entry.detail or None,
        "state": "late" if entry.late else "no" if entry.kind in ENDINGS else "done" if entry.done else "now",
        "due": due.chip(entry.due_at, clock.now()) if entry.due_at and not entry.done else None,
    }
