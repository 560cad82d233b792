"""The figures are made again from the facts: at any time by command, and by themselves after an upgrade that counts differently.

A recount goes a piece at a time, each piece one transaction that also keeps how far it came. So it may be stopped
anywhere, nothing waits for it, and facts that arrive meanwhile are counted as always.
"""

import json
import time
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

from motcua.kernel import clock, events, tenancy
from motcua.kernel.types import SYSTEM
from motcua.rooms.insights import writing
from motcua.rooms.insights.models import NOTHING, Recount
from motcua.rooms.insights.reading.measures import RULES

HANDLERS = "motcua.rooms.insights.handlers:"
FACTS, DOSSIERS = 1_000, 200
SECONDS = 20.0
NEXT_FACTS = "select seq, name, payload from kernel_event where seq > %s and name = any(%s) order by seq limit %s"
NEXT_DOSSIERS = "select dossier_id from insights_dossierfigure where dossier_id > %s order by 1 limit %s"


@cache
def version() -> str:
    """Changes with the published rules and with every migration of this room: then the figures are counted again."""
    migrations = (Path(__file__).parent / "migrations").glob("0*.py")
    return f"{RULES} {max(path.stem for path in migrations)}"


def again(at: datetime) -> int:
    """Everything from the first fact, whatever was counted before; how many facts were read."""
    with tenancy.scope(SYSTEM, writes=True):
        row = _held(wait=True)
        _begin(row)
    read, more = 0, True
    while more:
        more, facts = _piece(at, wait=True)
        read += facts
    return read


def go_on(at: datetime, *, seconds: float = SECONDS) -> int:
    """Go on with a recount that is due, for a while; how many pieces were done. Several workers do no harm."""
    until, pieces = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        more, _ = _piece(at, wait=False)
        if not more:
            break
        pieces += 1
    return pieces


def running() -> bool:
    """Tell whether the figures are still being counted by the present rules."""
    row = Recount.objects.filter(id=1).first()
    return row is None or row.version != version() or row.done_at is None


def _piece(at: datetime, *, wait: bool) -> tuple[bool, int]:
    """One piece in one transaction; whether there is more to do, and how many facts were read."""
    with tenancy.scope(SYSTEM, writes=True):
        row = _held(wait=wait)
        if row is None:
            return False, 0  # another worker is at it
        if row.version != version():
            _begin(row)
        if row.done_at is not None:
            return False, 0
        read = 0 if row.read_all else _facts(row)
        if row.read_all and not read:
            _fold(row, at)
        row.save()
        return row.done_at is None, read


def _held(*, wait: bool) -> Any:
    Recount.objects.bulk_create([Recount(id=1)], ignore_conflicts=True)
    return Recount.objects.select_for_update(skip_locked=not wait).filter(id=1).order_by().first()


def _begin(row: Recount) -> None:
    row.version, row.seq, row.read_all, row.dossier_id, row.done_at = version(), 0, False, NOTHING, None
    row.save()


def _facts(row: Recount) -> int:
    """Let this room hear the next facts again, but for the folding: that is done once a dossier afterwards."""
    listeners = _listeners()
    with connection.cursor() as cursor:
        cursor.execute(NEXT_FACTS, [row.seq, list(listeners), FACTS])
        told = cursor.fetchall()
    for seq, name, payload in told:
        found: dict[str, Any] = json.loads(payload) if isinstance(payload, str) else payload
        for listener in listeners[name]:
            listener(events.load(name, found), key=f"recount-{seq}", at=clock.now())
        row.seq = seq
    row.read_all = len(told) < FACTS
    return len(told)


def _fold(row: Recount, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(NEXT_DOSSIERS, [row.dossier_id, DOSSIERS])
        found = [one[0] for one in cursor.fetchall()]
    if found:
        writing.write(found)
        row.dossier_id = found[-1]
    if len(found) < DOSSIERS:
        row.done_at = at


def _listeners() -> dict[str, list[events.Handler]]:
    """Whatever the wiring lets this room hear, but for the folding of work."""
    found: dict[str, list[events.Handler]] = {}
    for name, subscriptions in events.subscriptions().items():
        for one in subscriptions:
            if one.handler.startswith(HANDLERS) and one.handler != writing.FOLDING:
                found.setdefault(name, []).append(events.resolve(one.handler))
    return found
