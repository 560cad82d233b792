"""Who has a dossier open just now, and how much an officer opened this hour.

Opening a case leaves a trace of a few minutes, as it leaves a line in the audit, so that two officers do not work past
each other. Each officer is in one place at a time. Who opens more than anybody works on is asked to wait.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection

from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.rows import fetch
from motcua.kernel.types import Actor, ActorKind
from motcua.rooms.dossiers.models import Presence

LASTS = timedelta(minutes=5)
HOUR = timedelta(hours=1)
HERE = "where agency_id = %s and dossier_id = any(%s) and seen_at > %s and officer_id <> %s order by name, id"
SEEN = """insert into dossiers_presence as p (id, agency_id, officer_id, dossier_id, name, seen_at, hour_from, opened)
  values (%s, %s, %s, %s, %s, %s, %s, %s)
  on conflict (agency_id, officer_id) do update set dossier_id = excluded.dossier_id, name = excluded.name,
    seen_at = excluded.seen_at,
    opened = case when p.hour_from > excluded.hour_from - interval '1 hour' then p.opened else 0 end
      + case when p.dossier_id = excluded.dossier_id then 0 else excluded.opened end,
    hour_from = case when p.hour_from > excluded.hour_from - interval '1 hour' then p.hour_from
                     else excluded.hour_from end"""


def colleagues_at(dossier_ids: Sequence[UUID], *, by: Actor, at: datetime | None = None) -> dict[UUID, tuple[str, ...]]:
    """Who else has these dossiers open just now, by name."""
    if by.agency_id is None or not dossier_ids:
        return {}
    since = (at or clock.now()) - LASTS
    found: dict[UUID, tuple[str, ...]] = {}
    for row in fetch(Presence, HERE, [by.agency_id, list(dossier_ids), since, by.id]):
        found[row.dossier_id] = (*found.get(row.dossier_id, ()), row.name)
    return found


def count_readings(dossier_ids: Sequence[UUID], *, by: Actor, at: datetime | None = None) -> None:
    """Leave a trace at what is opened or shown, and count it towards the hour's measure. Refused: reading.budget-spent"""
    now = at or clock.now()
    if by.agency_id is None or not dossier_ids:
        return
    own = "where agency_id = %s and officer_id = %s order by id"
    for row in fetch(Presence, own, [by.agency_id, by.id]):
        if row.dossier_id != dossier_ids[0]:
            _refuse_beyond(row, now)
    _hold(dossier_ids[0], len(dossier_ids), by=by, at=now)


def _refuse_beyond(row: Presence, at: datetime) -> None:
    if row.hour_from is None or row.hour_from <= at - HOUR:
        return
    most = settings.MOTCUA.readings_an_hour
    if row.opened >= most:
        again = clock.local(row.hour_from + HOUR)
        raise Refused("reading.budget-spent", count=most, when=f"{again:%H:%M}")


def _hold(dossier_id: UUID, count: int, *, by: Actor, at: datetime) -> None:
    scope = tenancy.current()
    if by.kind == ActorKind.OFFICER and scope is not None:
        trace = [new_id(), by.agency_id, by.id, dossier_id, by.name[:200], at, at, count]
        scope.hold("presence", trace, _write)


def _write() -> None:
    scope = tenancy.current()
    held = scope.held.get("presence", []) if scope else []
    if held:
        with connection.cursor() as cursor:
            cursor.execute(SEEN, held[-1])
