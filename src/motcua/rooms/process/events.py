"""What processes announce. Enough to know again who had which work, from when to when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.kernel.events import fact
from motcua.rooms.process.types import TaskRef


@fact("process.moved")
@dataclass(frozen=True)
class ProcessMoved:
    """A step was done (or the process began, or a timer ran out) and these tasks came and went."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    owner_id: UUID | None
    cause: str
    task_id: UUID | None
    step_key: str
    outcome: str
    by_id: UUID
    by_name: str
    opened: tuple[TaskRef, ...]
    cancelled: tuple[UUID, ...]
    ended: bool


@fact("process.assigned")
@dataclass(frozen=True)
class TaskAssigned:
    """A task has a holder, or none again (`assignee_id` None)."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    owner_id: UUID | None
    task_id: UUID
    assignee_id: UUID | None
    assignee_name: str
    by_id: UUID


@fact("process.handed-over")
@dataclass(frozen=True)
class WorkHandedOver:
    """A task went to another unit of the agency."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    owner_id: UUID | None
    task_id: UUID
    from_unit_id: UUID | None
    to_unit_id: UUID
    note: str
    by_id: UUID


@fact("process.timer-moved")
@dataclass(frozen=True)
class TimerMoved:
    """A change of the calendar moved when the timer of an open task runs out; `ground` is the decree."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    owner_id: UUID | None
    task_id: UUID
    ground: str
    before: datetime
    timer_at: datetime
