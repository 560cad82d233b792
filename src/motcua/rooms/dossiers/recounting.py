"""What follows from a change of the calendar: open terms are counted again. `handlers` is the door."""

from datetime import datetime
from uuid import UUID

from motcua.kernel import events
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.calendar.events import CalendarChanged
from motcua.rooms.calendar.queries import forget
from motcua.rooms.dossiers import services
from motcua.rooms.dossiers.models import Recomputation


def on_calendar_changed(fact: CalendarChanged, *, key: str, at: datetime) -> object:
    """Count the open terms again that the changed days touch, in slices: others have their turn between them.

    A kill in the middle goes on where it stopped.
    """
    forget()
    jobs = _begun(key) or _begin(fact, key, at)
    return events.MORE if services.recompute_all(jobs, at=at) else None


def _begun(key: str) -> list[UUID]:
    """The jobs of an earlier slice, or of a worker that was killed."""
    with scope(SYSTEM):
        return list(Recomputation.objects.filter(cause=key).order_by("half").values_list("id", flat=True))


def _begin(fact: CalendarChanged, key: str, at: datetime) -> list[UUID]:
    days = f"{fact.first:%d/%m/%Y}" if fact.first == fact.last else f"{fact.first:%d/%m/%Y} đến {fact.last:%d/%m/%Y}"
    return services.begin_recomputation(
        key, fact.subject_id, fact.first, fact.last, agency_id=fact.agency_id, province_code=fact.province_code,
        ground=fact.ground or f"Lịch nghỉ chính thức thay đổi ({days})", known_at=fact.occurred_at, by=SYSTEM, at=at,
    )  # fmt: skip
