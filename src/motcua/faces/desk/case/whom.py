"""Whom to ask for an opinion: the house's own units first, then whom this officer asked lately, then others by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from motcua.kernel.types import Actor
from motcua.kernel.vietnamese import folded_syllables
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers import queries

MOST_FOUND = 12
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Place:
    """One unit of the house or one other agency."""

    key: str
    name: str


def offered(house: UUID, typed: str, chosen: str, by: Actor) -> dict[str, Any]:
    """The groups of the picker for what was typed; what was chosen before stays there whatever is typed."""
    words = folded_syllables(typed[:LONGEST])
    units = [Place(f"unit:{one.id}", one.name) for one in agencies.units(house) if one.id not in by.unit_ids]
    others = {f"agency:{one.id}": Place(f"agency:{one.id}", one.name) for one in agencies.agencies() if one.id != house}
    everybody = {one.key: one for one in units} | others
    lately = [everybody[key] for key in _lately(by) if key in everybody and everybody[key] not in units]
    own, recent = _fitting(units, words), _fitting(lately, words)
    shown = {one.key for one in (*own, *recent)}
    found = [one for one in _fitting(others.values(), words) if one.key not in shown] if words else []
    found.sort(key=lambda one: one.name)
    groups = [
        (_("Units of our own office"), own),
        (_("Asked lately"), recent),
        (_("Other offices"), found[:MOST_FOUND]),
    ]
    kept = everybody.get(chosen)
    if kept is not None and all(kept not in rows for _title, rows in groups):
        groups.insert(0, (_("Chosen"), [kept]))
    return {
        "groups": [(title, rows) for title, rows in groups if rows],
        "chosen": chosen,
        "nothing": bool(words) and not own and not recent and not found,
        "more": max(0, len(found) - MOST_FOUND),
    }


def _lately(by: Actor) -> list[str]:
    return [f"unit:{unit}" if unit else f"agency:{agency}" for agency, unit in queries.asked_lately(by=by)]


def _fitting(places: Iterable[Place], words: list[str]) -> list[Place]:
    """Those in whose name every word begins a word."""
    return [
        one
        for one in places
        if all(any(part.startswith(word) for part in folded_syllables(one.name)) for word in words)
    ]
