"""The catalogue's lists, read once and kept in the process; versions, which never change, are kept for good."""

import time
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from uuid import UUID

import yaml

from motcua.kernel.vietnamese import sort_key
from motcua.rooms.catalogue import models
from motcua.rooms.catalogue.package import Package
from motcua.rooms.catalogue.types import Card, Definition, LifeEvent, VersionStatus

KEPT_SECONDS = 10.0
LIFE_EVENTS = Path(__file__).with_name("life_events.yaml")


@dataclass(slots=True)
class Shelf:
    """Every procedure with a version in effect."""

    cards: list[Card] = field(default_factory=list)
    by_code: dict[str, Card] = field(default_factory=dict)
    by_id: dict[UUID, Card] = field(default_factory=dict)


_kept: dict[str, tuple[float, Shelf]] = {}


def forget() -> None:
    """Read the lists anew at the next question. Other processes notice within ten seconds."""
    _kept.clear()
    definition.cache_clear()


def shelf() -> Shelf:
    kept = _kept.get("shelf")
    now = time.monotonic()
    if kept and now - kept[0] < KEPT_SECONDS:
        return kept[1]
    built = _read()
    _kept["shelf"] = (now, built)
    return built


def _read() -> Shelf:
    built = Shelf()
    effective = models.ProcedureVersion.objects.filter(status=VersionStatus.EFFECTIVE).order_by("procedure_id")
    for version in effective.select_related("procedure").defer("definition"):
        row = version.procedure
        card = Card(
            id=row.id,
            key=row.key,
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            plain_name=row.plain_name,
            plain_name_en=row.plain_name_en,
            field_key=row.field_key,
            field_name=row.field_name,
            agency_kind=row.agency_kind,
            ministry=row.ministry,
            levels=tuple(row.levels),
            subjects=tuple(row.subjects),
            life_events=tuple(row.life_events),
            online_mode=row.online_mode,
            essential=row.essential,
            minutes=row.minutes,
            version_id=version.id,
        )
        built.cards.append(card)
        built.by_id[card.id] = built.by_code[card.key] = built.by_code[card.code] = card
    built.cards.sort(key=lambda card: sort_key(card.plain_name))
    return built


@lru_cache(maxsize=512)
def definition(version_id: UUID) -> Definition:
    """One frozen version, understood once a process. Raises LookupError when there is none."""
    row = models.ProcedureVersion.objects.filter(pk=version_id).first()
    if row is None:
        raise LookupError(version_id)
    return Definition(
        id=row.id,
        procedure_id=row.procedure_id,
        number=row.number,
        sha256=row.sha256,
        decision_number=row.decision_number,
        decided_on=row.decided_on,
        effective_from=row.effective_from,
        package=Package.from_definition(row.definition),
    )


@cache
def life_events() -> tuple[LifeEvent, ...]:
    """The file of life events, in its order."""
    rows = yaml.load(LIFE_EVENTS.read_bytes(), Loader=yaml.CSafeLoader)
    return tuple(LifeEvent(**{"audience": "citizen", **row}) for row in rows)
