"""What the calendar announces."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from motcua.kernel.events import fact


@fact("calendar.changed")
@dataclass(frozen=True)
class CalendarChanged:
    """Working time between `first` and `last` is another; open deadlines must be looked at again.

    `agency_id` or `province_code` say where; both empty: in the whole country. `days`: how many are named,
    none by a working week. `cause` is loaded, declared or taken-back, `ground` the decree and its reason in words for people.
    """

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    key: str
    first: date
    last: date
    days: int
    province_code: str = ""
    cause: str = "loaded"
    ground: str = ""
