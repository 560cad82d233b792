"""What follows from a change of the calendar: open terms are counted again. `handlers` is the door."""

from datetime import datetime

from motcua.kernel import events
from motcua.kernel.types import SYSTEM
from motcua.rooms.calendar.events import CalendarChanged
from motcua.rooms.calendar.queries import forget
from motcua.rooms.dossiers import services


def on_calendar_changed(fact: CalendarChanged, *, key: str, at: datetime) -> object:
    """Count the open terms again that the changed days touch, in slices: others have their turn between them.

    A kill in the middle goes on where it stopped.
    """
    forget()
    days = f"{fact.first:%d/%m/%Y}" if fact.first == fact.last else f"{fact.first:%d/%m/%Y} đến {fact.last:%d/%m/%Y}"
    jobs = services.begin_recomputation(
        key, fact.subject_id, fact.first, fact.last, agency_id=fact.agency_id, province_code=fact.province_code,
        ground=fact.ground or f"Lịch nghỉ chính thức thay đổi ({days})", known_at=fact.occurred_at, by=SYSTEM, at=at,
    )  # fmt: skip
    return events.MORE if services.recompute_all(jobs, at=at) else None
