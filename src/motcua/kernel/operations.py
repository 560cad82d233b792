"""What operators see and may do: deliveries, jobs, parked facts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.kernel import tenancy
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.types import SYSTEM, Actor

LANES = """
select lane, count(*) filter (where state in ('waiting', 'leased')), min(not_before) filter (where state = 'waiting'),
       count(*) filter (where state = 'parked')
from kernel_delivery where state <> 'done' group by lane order by lane
"""
PARKED = """
select d.id, e.name, d.handler, d.fault from kernel_delivery d join kernel_event e on e.id = d.event_id
where d.state = 'parked' order by d.id desc limit 50
"""


@dataclass(frozen=True, slots=True)
class Health:
    """Lanes, parked deliveries and jobs, each as rows for a table."""

    lanes: list[dict[str, Any]]
    parked: list[dict[str, Any]]
    jobs: list[dict[str, Any]]


def health() -> Health:
    """Look at the outbox and the jobs; the page's power has been checked."""
    with tenancy.scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(LANES)
        lanes = [
            {"lane": r[0], "waiting": r[1], "oldest": r[2], "parked": r[3], "href": None} for r in cursor.fetchall()
        ]
        cursor.execute(PARKED)
        parked = [
            {"id": r[0], "name": r[1], "handler": r[2].rsplit(":", 1)[-1], "fault": r[3]} for r in cursor.fetchall()
        ]
        cursor.execute("select name, last_at, fault from kernel_job order by name")
        jobs = [{"name": r[0], "last": r[1], "fault": r[2] or "–", "href": None} for r in cursor.fetchall()]
    return Health(lanes, parked, jobs)


@act("kernel.redeliver")
def redeliver(delivery_id: UUID, *, by: Actor, at: datetime) -> None:
    """Let a parked delivery be tried again. Refused: act.out-of-reach"""
    permit(by, "kernel.redeliver", Target())
    audit_note(delivery=delivery_id, asked_at=at)
    with connection.cursor() as cursor:
        cursor.execute(
            "update kernel_delivery set state = 'waiting', attempts = 0, not_before = clock_timestamp() where id = %s and state = 'parked'",
            [delivery_id],
        )
        if cursor.rowcount == 0:
            raise Refused("act.out-of-reach")
