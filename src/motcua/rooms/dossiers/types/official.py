"""What the desk sees of control slips and of the register."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Party:
    """Who gives or takes work over: a unit, and the person if one is known."""

    unit_id: UUID | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """One row of a control slip. `result` tells how the giver kept his time: early, on_time, late, or empty."""

    giver: Party
    takers: tuple[Party, ...]
    at: datetime
    result: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RegisterFilters:
    """Which part of the register: the days of acceptance, a field of work, a unit that had work on it."""

    first: date
    last: date
    field: str = ""
    unit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of the register (Sổ theo dõi hồ sơ). `contact` is filled in for what is printed or taken away."""

    number: int
    id: UUID
    code: str
    procedure_name: str
    sets: int
    applicant_name: str
    contact: str
    agency_name: str
    received_at: datetime
    due_at: datetime | None
    completed_at: datetime | None
    delivered_at: datetime | None
    method: str
    late: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """A page of the register, or as much of it as one document holds; `total` counts the whole period."""

    rows: tuple[RegisterRow, ...]
    total: int
