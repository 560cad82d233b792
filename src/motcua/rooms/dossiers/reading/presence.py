"""Who has a dossier open just now: a trace of a few minutes, so that two officers do not work past each other.

Opening a case leaves it, as it leaves the line in the audit; each officer is in one place at a time.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from motcua.kernel import tenancy
from motcua.kernel.ids import new_id
from motcua.kernel.rows import fetch
from motcua.kernel.types import Actor, ActorKind
from motcua.rooms.dossiers.models import Presence

LASTS = timedelta(minutes=5)
SEEN = """insert into dossiers_presence (id, agency_id, officer_id, dossier_id, name, seen_at)
  values (%s, %s, %s, %s, %s, %s)
  on conflict (agency_id, officer_id) do update
  set dossier_id = excluded.dossier_id, name = excluded.name, seen_at = excluded.seen_at"""


def leave_trace(dossier_id: UUID, *, by: Actor, at: datetime) -> None:
    """Let colleagues know that the officer has this dossier open; written when the page is read to its end."""
    scope = tenancy.current()
    if by.kind == ActorKind.OFFICER and by.agency_id is not None and scope is not None:
        scope.hold("presence", [new_id(), by.agency_id, by.id, dossier_id, by.name[:200], at], _write)


def others(dossier_ids: Sequence[UUID], *, by: Actor, at: datetime) -> dict[UUID, tuple[str, ...]]:
    """Colleagues who opened these dossiers a moment ago, by name."""
    if by.agency_id is None or not dossier_ids:
        return {}
    there = "where agency_id = %s and dossier_id = any(%s) and seen_at > %s and officer_id <> %s order by name"
    found: dict[UUID, tuple[str, ...]] = {}
    for row in fetch(Presence, there, [by.agency_id, list(dossier_ids), at - LASTS, by.id]):
        found[row.dossier_id] = (*found.get(row.dossier_id, ()), row.name)
    return found


def _write() -> None:
    scope = tenancy.current()
    held = scope.held.get("presence", []) if scope else []
    if held:
        with connection.cursor() as cursor:
            cursor.execute(SEEN, held[-1])
