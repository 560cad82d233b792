"""The relay: takes facts from where they were written to whoever listens, at least once, even over a kill.

One row is outbox entry, job and inbox entry at once. A worker leases rows (SKIP LOCKED), runs the handler outside any
transaction, and marks the row done only while its lease holds. A worker that dies leaves a lease that runs out: that
is the whole reaper. A worker takes some of every lane in turn, people first, so that no lane waits for the end of another; work
that takes long is done in slices and stands in line again between them.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from motcua.kernel import clock, events
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id

URGENCY = ("interactive", "outside", "bulk")
LEASE = timedelta(minutes=2)
TRIES = 12
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(hours=6)
log = logging.getLogger(__name__)

CLAIM = """
update kernel_delivery d set state = 'leased', lease = %s, leased_until = clock_timestamp() + %s, attempts = d.attempts + 1
from unnest(%s::text[]) with ordinality as lanes(lane, place), lateral (
      select id from kernel_delivery w
      where w.lane = lanes.lane and ((state = 'waiting' and not_before <= clock_timestamp())
                                     or (state = 'leased' and leased_until < clock_timestamp()))
      order by not_before limit %s for update skip locked) due
     , kernel_event e
where d.id = due.id and e.id = d.event_id
returning d.id, d.handler, d.attempts, e.name, e.payload, e.seq, lanes.place
"""
DONE = "update kernel_delivery set state = 'done', done_at = clock_timestamp(), fault = '' where id = %s and lease = %s"
AGAIN = """
update kernel_delivery set state = 'waiting', not_before = clock_timestamp(), attempts = 0, fault = ''
where id = %s and lease = %s
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    id: UUID
    handler: str
    attempts: int
    name: str
    payload: dict[str, Any]
    seq: int
    place: int


def run_once(lanes: tuple[str, ...] = events.LANES, *, batch: int = 20, at: Callable[[], datetime] = clock.now) -> int:
    """Deliver up to `batch` facts of each lane; returns how many were tried."""
    lease = new_id()
    claimed = _claim(lanes, lease, batch)
    for one in claimed:
        _deliver(one, lease, at())
    return len(claimed)


def drain(
    lanes: tuple[str, ...] = events.LANES, *, at: Callable[[], datetime] = clock.now, limit: int = 100_000
) -> int:
    """Deliver until nothing is due; for tests, demonstrations and the command line."""
    total = 0
    while total < limit and (n := run_once(lanes, batch=200, at=at)):
        total += n
    return total


def _claim(lanes: tuple[str, ...], lease: UUID, batch: int) -> list[Claimed]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('motcua.system', 'on', true)")
        ordered = sorted(lanes, key=_urgency)
        cursor.execute(CLAIM, [lease, LEASE, ordered, batch])  # type: ignore[list-item]  # psycopg adapts timedelta
        rows = [
            Claimed(r[0], r[1], r[2], r[3], json.loads(r[4]) if isinstance(r[4], str) else r[4], r[5], r[6])
            for r in cursor.fetchall()
        ]
        cursor.execute("select set_config('motcua.system', '', true)")
    return sorted(rows, key=lambda r: (r.place, r.seq))


def _urgency(lane: str) -> int:
    return URGENCY.index(lane) if lane in URGENCY else len(URGENCY)


def _deliver(one: Claimed, lease: UUID, at: datetime) -> None:
    try:
        answer = events.resolve(one.handler)(events.load(one.name, one.payload), key=str(one.id), at=at)
    except Exception as fault:  # noqa: BLE001 (a handler's fault must never stop the others)
        words = f"{fault.code}" if isinstance(fault, Refused) else f"{type(fault).__name__}: {fault}"[:500]
        log.warning("delivery %s of %s to %s failed: %s", one.id, one.name, one.handler, words)
        _set_aside(one, lease, words)
    else:
        _mark(AGAIN if answer == events.MORE else DONE, [one.id, lease])


def _set_aside(one: Claimed, lease: UUID, words: str) -> None:
    if one.attempts >= TRIES:
        _mark(
            "update kernel_delivery set state = 'parked', fault = %s where id = %s and lease = %s",
            [words, one.id, lease],
        )
        return
    pause = min(FIRST_PAUSE * 2 ** (one.attempts - 1), LONGEST_PAUSE)
    _mark(
        "update kernel_delivery set state = 'waiting', not_before = clock_timestamp() + %s, fault = %s where id = %s and lease = %s",
        [pause, words, one.id, lease],
    )


def _mark(sql: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
