"""Lists of work as a desk shows them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.rooms.dossiers.types.views import DossierRow


@dataclass(frozen=True, slots=True)
class WorklistFilters:
    """Which dossiers a desk shows. `view`: reception, unpaid, mine, unit, unassigned, overdue, due_soon, waiting, all, done.

    `assignee_id` and `unit_id` say who has the task; `due` is late, today, soon or later; `method` how it was handed in.
    """

    view: str = "unit"
    text: str = ""
    procedure: str = ""
    status: str = ""
    does: tuple[str, ...] = ()
    unit_id: UUID | None = None
    assignee_id: UUID | None = None
    due: str = ""
    method: str = ""

    @property
    def narrowed(self) -> bool:
        """Tell whether anything but the view was chosen."""
        return any((self.text, self.procedure, self.status, self.unit_id, self.assignee_id, self.due, self.method))


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """One line of the work-list: a dossier and, from acceptance on, the task that waits for somebody."""

    dossier: DossierRow
    task_id: UUID | None = None
    step_name: str = ""
    does: str = ""
    unit_id: UUID | None = None
    assignee_id: UUID | None = None
    assignee_name: str = ""
    task_version: int = 0
    due_at: datetime | None = None
    late: bool = False
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Worklist:
    rows: tuple[WorklistRow, ...]
    next_after: str | None = None


@dataclass(frozen=True, slots=True)
class WorklistCounts:
    """Bounded counts for the chips above the list."""

    reception: int = 0
    unpaid: int = 0
    mine: int = 0
    unit: int = 0
    unassigned: int = 0
    due_soon: int = 0
    overdue: int = 0
    waiting: int = 0
    done_today: int = 0
