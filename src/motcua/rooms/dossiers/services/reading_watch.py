"""An officer has opened as many dossiers within an hour as his work could need: those who answer for it hear of it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from motcua.kernel import events
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.permissions import Target
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.dossiers.facts import ReadingsSpent
from motcua.rooms.dossiers.models import Presence

HOUR = timedelta(hours=1)
BATCH = 500


def tell_spent_readings(at: datetime) -> int:
    """Announce each hour of reading that is spent, once; for the periodic jobs."""
    with scope(SYSTEM):
        spent = Presence.objects.filter(opened__gte=settings.MOTCUA.readings_an_hour, hour_from__gt=at - HOUR)
        ids = list(spent.order_by("hour_from", "id").values_list("id", flat=True)[:BATCH])
    return sum(_tell_spent(one, by=SYSTEM, at=at) for one in ids)


@act("dossiers.tell_spent_readings", law="data/access-control")
def _tell_spent(presence_id: UUID, *, by: Actor, at: datetime) -> bool:
    """Write down that an officer's measure of readings for this hour is used up; the fact tells who answers for it."""
    row = Presence.objects.select_for_update().get(id=presence_id)
    permit(by, "dossiers.tell_spent_readings", Target(agency_id=row.agency_id))
    most = settings.MOTCUA.readings_an_hour
    if row.hour_from is None or row.opened < most or _told(row):
        return False
    events.record(
        ReadingsSpent(
            occurred_at=at, agency_id=row.agency_id, subject_id=row.id, officer_id=row.officer_id, officer_name=row.name,
            opened=row.opened, most=most, hour_from=row.hour_from, until=row.hour_from + HOUR,
        )
    )  # fmt: skip
    audit_note(subject=row.officer_id, opened=row.opened)
    return True


def _told(row: Presence) -> bool:
    known = [one for one in events.history(row.id) if isinstance(one, ReadingsSpent)]
    return any(one.hour_from == row.hour_from for one in known)
