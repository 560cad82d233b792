"""The targets as content/targets.yaml writes them, read once and checked."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.conf import settings

from motcua.rooms.agencies import queries as agencies
from motcua.rooms.agencies.types import agency_id
from motcua.rooms.insights.rules import MEASURED, Target, Targets, target_on
from motcua.rooms.insights.types import Aim

NAME = Path("content") / "targets.yaml"


class TargetsUnclear(Exception):
    """The file says something that cannot be meant."""


@cache
def _all(path: Path) -> tuple[tuple[Targets, ...], dict[UUID, tuple[Targets, ...]]]:
    told = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    own = {agency_id(key): _lines(key, lines) for key, lines in (told.get("agencies") or {}).items()}
    return _lines("default", told.get("default") or ()), own


def _lines(whose: str, lines: Any) -> tuple[Targets, ...]:
    return tuple(_line(whose, dict(line)) for line in lines)


def _line(whose: str, line: dict[str, Any]) -> Targets:
    try:
        since, source = date.fromisoformat(str(line.pop("from"))), str(line.pop("source"))
    except (KeyError, ValueError) as fault:
        raise TargetsUnclear(f"{NAME}, {whose}: every line needs `from` (a date) and `source`") from fault
    for measure, share in line.items():
        if measure not in MEASURED or not isinstance(share, int | float) or not 0 <= share <= 1:
            known = ", ".join(MEASURED)
            raise TargetsUnclear(f"{NAME}, {whose}: {measure}: {share!r} is no share from 0 to 1 of one of {known}")
    return Targets(since, line, source)


def check() -> int:
    """Read the file; how many offices have targets of their own."""
    _all.cache_clear()
    return len(_all(settings.MOTCUA.content_dir / NAME)[1])


def aims_of(agency: UUID, day: date) -> tuple[Aim, ...]:
    """Every line that could bind this office, the nearest first: its own, those of the offices above, the usual ones."""
    usual, own = _all(settings.MOTCUA.content_dir / NAME)
    written = [(place, own.get(place, ())) for place in (agency, *agencies.above(agency))]
    found = []
    for place, lines in (*written, (None, usual)):
        for line in sorted(lines, key=lambda one: one.since, reverse=True):
            holds = frozenset(name for name in line.shares if _binds(line, target_of(name, agency, day)))
            found.append(Aim(place, line.since, line.source, dict(line.shares), holds))
    return tuple(found)


def _binds(line: Targets, target: Target | None) -> bool:
    return target is not None and (target.since, target.source) == (line.since, line.source)


def target_of(measure: str, agency: UUID, day: date) -> Target | None:
    """What this office is measured against on this day."""
    usual, own = _all(settings.MOTCUA.content_dir / NAME)
    return target_on(measure, day, [own.get(one, ()) for one in (agency, *agencies.above(agency))], usual)
