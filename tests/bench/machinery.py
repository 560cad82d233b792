"""What is measured inside a process: the relay and the arithmetic of working time."""

import time
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.bench import raw
from tests.bench.measures import Bench
from tests.bench.table import number

BATCH = 20


def relay(bench: Bench) -> None:
    """Facts written by an act and delivered to a listener that does nothing, one worker."""
    from motcua.kernel import clock
    from motcua.kernel import relay as carrier
    from motcua.kernel.ids import new_id
    from motcua.kernel.types import SYSTEM

    record = _recorder()
    bench.installation.stop_worker()
    carrier.drain()
    delivered, spent, began = 0, 0.0, time.perf_counter()
    while time.perf_counter() - began < bench.seconds:
        for _ in range(BATCH):
            record(new_id(), by=SYSTEM, at=clock.now())
        since = time.perf_counter()
        delivered += carrier.drain()
        spent += time.perf_counter() - since
    whole = time.perf_counter() - began
    limit = raw.deliver_limit(bench.installation, connections=1, seconds=min(3.0, bench.seconds))
    beside = f"{limit:,.0f}/s the same rows, one connection"
    bench.table.add("relay, written and delivered", delivered / whole, "deliveries/s", words="one worker", raw=beside)
    bench.table.add("  delivering alone", delivered / spent, "deliveries/s")
    bench.installation.start_worker()


def _recorder() -> Any:
    """An act that records one fact, and a listener that does nothing."""
    from dataclasses import dataclass
    from uuid import UUID

    from motcua.kernel import events
    from motcua.kernel.acts import act
    from motcua.kernel.types import Actor

    @events.fact("bench.happened")
    @dataclass(frozen=True)
    class Happened:
        occurred_at: datetime
        agency_id: UUID | None
        subject_id: UUID

    @act("bench.record", open=True)
    def record(subject_id: UUID, *, by: Actor, at: datetime) -> None:
        events.record(Happened(occurred_at=at, agency_id=None, subject_id=subject_id))

    events.subscribe(Happened, heard)
    return record


def heard(fact: Any, *, key: str, at: datetime) -> None:
    """Listen and do nothing."""


def calendar(bench: Bench) -> None:
    """Due dates with their explanation, computed by the pure rules: a second is one of CPU, as nothing is waited for."""
    from motcua.rooms.calendar.content import shipped_calendar
    from motcua.rooms.calendar.rules import due_at
    from motcua.rooms.calendar.types import LimitUnit, TimeLimit

    work, start = shipped_calendar(), datetime.fromisoformat("2026-01-05T09:00:00+07:00")
    asked = ((3, LimitUnit.WORKING_DAY), (15, LimitUnit.WORKING_DAY), (4, LimitUnit.WORKING_HOUR))
    limits = [TimeLimit(amount=Decimal(amount), unit=unit) for amount, unit in asked]
    moments = [start + timedelta(hours=n) for n in range(0, 24 * 300, 7)]
    done, began = 0, time.process_time()
    while (spent := time.process_time() - began) < min(3.0, bench.seconds):
        for moment in moments:
            for limit in limits:
                due_at(moment, limit, work)
        done += len(moments) * len(limits)
    words = f"{number(1e6 * spent / done)} µs each"
    bench.table.add("due dates with explanation", done / spent, "computations/s", least=50_000, words=words)
