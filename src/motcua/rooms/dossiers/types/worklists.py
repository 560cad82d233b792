"""Lists of work as a desk shows them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.rooms.dossiers.types.views import DossierRow


@dataclass(frozen=True, slots=True)
class WorklistFilters:
    """Which dossiers a desk shows. `view`: reception, mine, unit, unassigned, overdue, due_soon, waiting, all, done."""

    view: str = "unit"
    text: str = ""
    procedure: str = ""
    status: str = ""
    does: tuple[str, ...] = ()
    unit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """One line of the work-list: a dossier and, from acceptance on, the task that waits for somebody."""

    dossier: DossierRow
    task_id: UUID | None = None
    step_name: str = ""
    does: str = ""
    unit_id: UUID | None = None
    assignee_name: str = ""
    due_at: datetime | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Worklist:
    rows: tuple[WorklistRow, ...]
    next_after: str | None = None


@dataclass(frozen=True, slots=True)
class WorklistCounts:
    """Bounded counts for the chips above the list."""

    reception: int = 0
    mine: int = 0
    unit: int = 0
    unassigned: int = 0
    due_soon: int = 0
    overdue: int = 0
    waiting: int = 0
