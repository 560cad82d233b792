"""The read model can be thrown away and made again."""

import json
from collections.abc import Callable
from typing import Any

from django.db import connection

from motcua.kernel import clock, events, tenancy
from motcua.kernel.types import SYSTEM

BATCH = 5_000


def rebuild() -> int:
    """Make every figure again from the stored facts; returns how many facts were read. Safe to repeat."""
    from motcua.rooms.insights import handlers  # noqa: PLC0415 (wiring's module, only needed here)

    listeners: dict[str, Callable[..., None]] = {
        "dossiers.submitted": handlers.on_submitted, "dossiers.accepted": handlers.on_accepted, "dossiers.result-issued": handlers.on_result,
        "dossiers.result-refused": handlers.on_result, "dossiers.reception-refused": handlers.on_ended, "dossiers.withdrawn": handlers.on_ended,
        "dossiers.stopped": handlers.on_ended, "dossiers.finance-changed": handlers.on_finance, "feedback.rated": handlers.on_rated,
    }  # fmt: skip
    read, last = 0, 0
    while True:
        with tenancy.scope(SYSTEM), connection.cursor() as cursor:
            cursor.execute(
                "select seq, name, payload from kernel_event where seq > %s and name = any(%s) order by seq limit %s",
                [last, list(listeners), BATCH],
            )
            rows = cursor.fetchall()
        if not rows:
            return read
        for seq, name, payload in rows:
            listeners[name](events.load(name, _json(payload)), key=f"rebuild-{seq}", at=clock.now())
            last, read = seq, read + 1


def _json(payload: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(payload) if isinstance(payload, str) else payload
    return found
