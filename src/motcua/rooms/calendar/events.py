"""What the calendar announces."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from motcua.kernel.events import fact


@fact("calendar.changed")
@dataclass(frozen=True)
class CalendarChanged:
    """Days between `first` and `last` became working days or days off; open deadlines must be looked at again."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    key: str
    first: date
    last: date
    days: int
