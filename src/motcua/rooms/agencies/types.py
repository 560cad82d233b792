"""What the other rooms and the faces see of agencies."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid5

_NAMES = UUID("6d6f7463-7561-5a00-8a00-000000000001")
WARD_DIGITS = 5
PROVINCE_DIGITS = 2
_ONE_WORD_KINDS = frozenset({"tinh", "quan", "huyen", "phuong", "xa"})


def agency_id(key: str) -> UUID:
    """The identifier of an agency, the same on every installation because it is made from the key."""
    return uuid5(_NAMES, f"agency/{key}")


def unit_id(agency_key: str, suffix: str) -> UUID:
    """The identifier of the unit `suffix` (mc, vp, vt, ld…) of an agency, made from both keys."""
    return uuid5(_NAMES, f"unit/{agency_key}_{suffix}")


class AreaLevel(StrEnum):
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Extent(StrEnum):
    """How much of the old unit went into the new one."""

    WHOLE = "whole"
    MAIN = "main"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Agency:
    """Cơ quan: who is competent, receives and answers. `area_code` is the place it serves, if it serves one."""

    id: UUID
    key: str
    code: str
    code_status: str
    name: str
    name_en: str
    kind: str
    kind_name: str
    level: str
    parent_id: UUID | None
    area_code: str
    area_name: str
    province_code: str
    note: str
    active_from: date | None
    active_to: date | None

    @property
    def ward_code(self) -> str | None:
        return self.area_code if len(self.area_code) == WARD_DIGITS else None

    def active_on(self, day: date) -> bool:
        """Tell whether the agency existed on that day."""
        return (self.active_from or date.min) <= day <= (self.active_to or date.max)


@dataclass(frozen=True, slots=True)
class Unit:
    """Đơn vị trực thuộc: a one-stop desk, a division, the records office, the leadership."""

    id: UUID
    agency_id: UUID
    key: str
    name: str
    kind: str
    order: int


@dataclass(frozen=True, slots=True)
class AdminUnit:
    """Đơn vị hành chính: a province, a (historic) district, a ward or commune, as it was between two days."""

    model: str
    code: str
    name: str
    level: AreaLevel
    kind: str
    parent_code: str
    valid_from: date | None
    valid_to: date | None

    @property
    def short_name(self) -> str:
        """The name without its kind («Sài Gòn»), or with it where only a number follows («Quận 1»)."""
        words = self.name.split(" ")
        kind = 1 if self.kind in _ONE_WORD_KINDS else 2
        rest = " ".join(words[kind:])
        return self.name if rest.isdigit() else rest


@dataclass(frozen=True, slots=True)
class Successor:
    """Where an old place lies today. Several answers when the old unit was divided; the likeliest comes first."""

    commune: AdminUnit
    province: AdminUnit
    extent: Extent


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did. `changed` is false when the file was loaded before and nothing was touched."""

    changed: bool
    sha256: str
    rows: dict[str, int]
