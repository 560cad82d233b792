"""The agencies and the present places, read once and kept in the process for a while."""

import time
from dataclasses import dataclass, field, fields
from datetime import date
from uuid import UUID

from django.db.models import Q

from motcua.kernel.vietnamese import folded_syllables, sort_key
from motcua.rooms.agencies import models
from motcua.rooms.agencies.types import AdminUnit, Agency, AreaLevel, Unit

KEPT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of competence."""

    agency_id: UUID
    field: str
    area_code: str


@dataclass(slots=True)
class Tree:
    """Everything about agencies in dictionaries: a few hundred rows, asked for on every page."""

    agencies: dict[UUID, Agency] = field(default_factory=dict)
    by_key: dict[str, Agency] = field(default_factory=dict)
    by_code: dict[str, Agency] = field(default_factory=dict)
    children: dict[UUID | None, list[Agency]] = field(default_factory=dict)
    units: dict[UUID, Unit] = field(default_factory=dict)
    units_of: dict[UUID, list[Unit]] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    province_today: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Places:
    """The provinces and communes of one day, in the order of the alphabet."""

    provinces: list[AdminUnit] = field(default_factory=list)
    communes_of: dict[str, list[AdminUnit]] = field(default_factory=dict)
    by_code: dict[str, AdminUnit] = field(default_factory=dict)
    spelled: list[tuple[str, AdminUnit]] = field(default_factory=list)


_kept: dict[object, tuple[float, object]] = {}


def forget() -> None:
    """Read everything anew at the next question. Other processes notice within half a minute."""
    _kept.clear()


def tree() -> Tree:
    found = _fresh("tree")
    if isinstance(found, Tree):
        return found
    built = _read_tree()
    _kept["tree"] = (time.monotonic(), built)
    return built


def places(on: date) -> Places:
    found = _fresh(("places", on))
    if isinstance(found, Places):
        return found
    built = _read_places(on)
    if len(_kept) > 8:  # noqa: PLR2004 (a handful of days is asked for at a time)
        _kept.clear()
    _kept["places", on] = (time.monotonic(), built)
    return built


def _fresh(name: object) -> object:
    at, value = _kept.get(name, (0.0, None))
    return value if time.monotonic() - at < KEPT_SECONDS else None


def _read_tree() -> Tree:
    built = Tree()
    columns = [column.name for column in fields(Agency)]
    for row in models.Agency.objects.order_by("order", "key").values(*columns):
        agency = Agency(**row)
        built.agencies[agency.id] = built.by_key[agency.key] = agency
        built.children.setdefault(agency.parent_id, []).append(agency)
        if agency.code:
            built.by_code[agency.code] = agency
    for row in models.Unit.objects.order_by("agency_id", "order").values():
        unit = Unit(**row)
        built.units[unit.id] = unit
        built.units_of.setdefault(unit.agency_id, []).append(unit)
    rules = models.Competence.objects.order_by("id").values_list("agency_id", "field", "area_code")
    built.rules = [Rule(*rule) for rule in rules]
    changes = models.AdminUnitChange.objects.filter(old_code__regex="^..$").order_by("on", "old_code")
    built.province_today = {change.old_code: change.new_code for change in changes}
    return built


def _read_places(on: date) -> Places:
    built = Places()
    valid = Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    rows = [as_type(row) for row in models.AdminUnit.objects.filter(*valid).order_by("code")]
    rows.sort(key=lambda unit: sort_key(unit.short_name))
    for unit in rows:
        built.by_code[unit.code] = unit
        if unit.level == AreaLevel.PROVINCE:
            built.provinces.append(unit)
        else:
            built.communes_of.setdefault(unit.parent_code, []).append(unit)
        if unit.level == AreaLevel.COMMUNE:
            built.spelled.append((" ".join(folded_syllables(unit.name)), unit))
    return built


def as_type(row: models.AdminUnit) -> AdminUnit:
    return AdminUnit(
        model=row.model,
        code=row.code,
        name=row.name,
        level=AreaLevel(row.level),
        kind=row.kind,
        parent_code=row.parent_code,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
