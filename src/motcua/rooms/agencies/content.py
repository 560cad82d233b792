"""Reads content/agencies.yaml and the admin_units CSV files into rows. Touches no database."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from motcua.kernel.errors import Refused
from motcua.kernel.vietnamese import fold
from motcua.rooms.agencies import types
from motcua.rooms.agencies.types import PROVINCE_DIGITS, AreaLevel, Extent

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
AreaCode = Annotated[str, Field(pattern=r"^(\d{2}|\d{3}|\d{5})$")]
UNIT_COLUMNS = ["model", "code", "parent", "name", "valid_from", "valid_to"]
CHANGE_COLUMNS = ["on", "old", "new", "extent"]
SHIPPED = Path(__file__).resolve().parents[4] / "content" / "agencies.yaml"
LEVELS = {2: AreaLevel.PROVINCE, 3: AreaLevel.DISTRICT, 5: AreaLevel.COMMUNE}
AREA_KINDS = {
    "Thành phố": "thanh_pho",
    "Tỉnh": "tinh",
    "Quận": "quan",
    "Huyện": "huyen",
    "Thị xã": "thi_xa",
    "Thị trấn": "thi_tran",
    "Phường": "phuong",
    "Xã": "xa",
    "Đặc khu": "dac_khu",
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Model(_Strict):
    name: str
    since: date | None = Field(None, alias="from")
    until: date | None = None


class Kind(_Strict):
    name: str
    level: Literal["central", "province", "district", "commune"]
    units: str | dict[str, str] | None = None


class UnitPattern(_Strict):
    key: Key
    kind: Literal["one_stop_desk", "division", "position", "records_office", "leadership"]
    name: str
    name_in: dict[str, str] = {}


class AgencySource(_Strict):
    key: Key
    kind: str
    name: str
    name_en: str = ""
    parent: Key | None = None
    code: str = ""
    code_status: Literal["seen", "memory", "illustrative"] = "illustrative"
    model: str | None = None
    area: AreaCode | None = None
    area_name: str = ""
    note: str = ""


class Area(_Strict):
    code: AreaCode
    name: str
    number: int


class Family(_Strict):
    key: str
    kind: str
    name: str
    name_en: str = ""
    parent: Key
    code: str
    model: str | None = None
    areas: list[Area]

    def members(self) -> Iterator[AgencySource]:
        for area in self.areas:
            fill = area.model_dump()
            yield AgencySource(
                key=self.key.format(**fill),
                kind=self.kind,
                name=self.name.format(**fill),
                name_en=self.name_en,
                parent=self.parent,
                code=self.code.format(**fill),
                model=self.model,
                area=area.code,
                area_name=area.name,
            )


class CompetenceSource(_Strict):
    agency: Key
    field: Key
    area: AreaCode | None = None
    basis: str = ""


class AgencyFile(_Strict):
    """The whole of content/agencies.yaml."""

    schema_: Literal[1] = Field(alias="schema")
    models: dict[str, Model]
    kinds: dict[str, Kind]
    templates: dict[str, list[UnitPattern]]
    agencies: list[AgencySource]
    families: list[Family] = []
    competences: list[CompetenceSource] = []


@dataclass(frozen=True, slots=True)
class AgencyRows:
    agencies: list[dict[str, Any]]
    units: list[dict[str, Any]]
    competences: list[dict[str, Any]]


def read_agencies(path: Path) -> AgencyRows:
    """Expand families and templates. Refused: agency.content-faulty"""
    try:
        file = AgencyFile.model_validate(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader))
    except yaml.YAMLError as fault:
        raise Refused("agency.content-faulty", file=path.name, reason=str(fault).replace("\n", " ")) from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Refused("agency.content-faulty", file=path.name, reason=f"{where}: {first['msg']}") from fault
    sources = [*file.agencies, *(m for family in file.families for m in family.members())]
    _check(path.name, file, sources)
    by_key = {s.key: s for s in sources}
    return AgencyRows(
        agencies=[_agency_row(s, i, file, by_key) for i, s in enumerate(sources)],
        units=[row for s in sources for row in _unit_rows(s, file)],
        competences=[_competence_row(c) for c in file.competences],
    )


def unit_keys(day: date) -> dict[str, frozenset[str]]:
    """Kinds of agency and the keys of their units on a day."""
    found: dict[str, set[str]] = {}
    rows = read_agencies(SHIPPED)
    keys: dict[object, set[str]] = {}
    for unit in rows.units:
        keys.setdefault(unit["agency_id"], set()).add(unit["key"])
    for row in rows.agencies:
        if (row["active_from"] or date.min) <= day <= (row["active_to"] or date.max):
            found.setdefault(row["kind"], set()).update(keys.get(row["id"], ()))
    return {kind: frozenset(units) for kind, units in found.items()}


def _check(name: str, file: AgencyFile, sources: list[AgencySource]) -> None:
    known: set[str] = set()
    for s in sources:
        reason = None
        if s.key in known:
            reason = f"{s.key} is written twice"
        elif s.parent and s.parent not in known:
            reason = f"{s.key}: the parent {s.parent} must be written before it"
        elif s.kind not in file.kinds:
            reason = f"{s.key}: unknown kind {s.kind}"
        elif s.model and s.model not in file.models:
            reason = f"{s.key}: unknown model {s.model}"
        elif (template := _template(s, file)) and template not in file.templates:
            reason = f"{s.key}: unknown template {template}"
        if reason:
            raise Refused("agency.content-faulty", file=name, reason=reason)
        known.add(s.key)
    for c in file.competences:
        if c.agency not in known:
            raise Refused("agency.content-faulty", file=name, reason=f"competences: unknown agency {c.agency}")


def _template(source: AgencySource, file: AgencyFile) -> str | None:
    units = file.kinds[source.kind].units
    return units.get(source.model or "") if isinstance(units, dict) else units


def _province(source: AgencySource, by_key: dict[str, AgencySource]) -> str:
    """The province an agency serves is the nearest one named on the way up."""
    here: AgencySource | None = source
    while here is not None:
        if here.area and len(here.area) == PROVINCE_DIGITS:
            return here.area
        here = by_key.get(here.parent or "")
    return ""


def _agency_row(s: AgencySource, order: int, file: AgencyFile, by_key: dict[str, AgencySource]) -> dict[str, Any]:
    kind, model = file.kinds[s.kind], file.models.get(s.model or "")
    return {
        "id": types.agency_id(s.key),
        "key": s.key,
        "code": s.code,
        "code_status": s.code_status if s.code else "",
        "name": s.name,
        "name_en": s.name_en,
        "kind": s.kind,
        "kind_name": kind.name,
        "level": kind.level,
        "parent_id": types.agency_id(s.parent) if s.parent else None,
        "area_code": s.area or "",
        "area_name": s.area_name,
        "province_code": _province(s, by_key),
        "note": s.note,
        "order": order,
        "active_from": model.since if model else None,
        "active_to": model.until if model else None,
    }


def _unit_rows(s: AgencySource, file: AgencyFile) -> Iterator[dict[str, Any]]:
    template = _template(s, file)
    for order, pattern in enumerate(file.templates[template] if template else []):
        name = next((n for prefix, n in pattern.name_in.items() if s.area_name.startswith(prefix)), pattern.name)
        yield {
            "id": types.unit_id(s.key, pattern.key),
            "agency_id": types.agency_id(s.key),
            "key": pattern.key,
            "name": name,
            "kind": pattern.kind,
            "order": order,
        }


def _competence_row(c: CompetenceSource) -> dict[str, Any]:
    return {"agency_id": types.agency_id(c.agency), "field": c.field, "area_code": c.area or "", "basis": c.basis}


def read_admin_units(paths: list[Path]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Units and changes of all files; the heading of a file tells which it holds. Refused: admin-unit.content-faulty"""
    units: list[dict[str, Any]] = []
    changes: list[dict[str, Any]] = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as source:
            reader = csv.DictReader(source)
            heading = reader.fieldnames
            if heading == UNIT_COLUMNS:
                read, into = _admin_unit, units
            elif heading == CHANGE_COLUMNS:
                read, into = _change, changes
            else:
                raise Refused("admin-unit.content-faulty", file=path.name, line=1, reason=f"heading {heading}")
            for row in reader:
                try:
                    into.append(read(row))
                except (KeyError, ValueError, StopIteration) as fault:
                    raise Refused(
                        "admin-unit.content-faulty", file=path.name, line=reader.line_num, reason=str(fault)
                    ) from fault
    return units, changes


def _admin_unit(row: dict[str, str]) -> dict[str, Any]:
    kind = next((kind for prefix, kind in AREA_KINDS.items() if row["name"].startswith(prefix + " ")), None)
    if kind is None:
        raise ValueError(f"«{row['name']}» does not begin with a kind of unit")
    return {
        "model": row["model"],
        "code": row["code"],
        "name": row["name"],
        "folded_name": fold(row["name"]),
        "level": LEVELS[len(row["code"])].value,
        "kind": kind,
        "parent_code": row["parent"],
        "valid_from": _day(row["valid_from"]),
        "valid_to": _day(row["valid_to"]),
    }


def _change(row: dict[str, str]) -> dict[str, Any]:
    return {
        "on": date.fromisoformat(row["on"]),
        "old_code": row["old"],
        "new_code": row["new"],
        "extent": Extent(row["extent"]).value,
    }


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
