"""Acts of officers inside one process: accepting a dossier, finishing a step; how many a second, how many statements."""

import itertools
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from tests.bench import world
from tests.bench.measures import COUNTED_TIMES, Bench

MOST = 400


def acts(bench: Bench) -> None:
    """One officer, one connection: what an act costs when nobody else is at work."""
    from motcua.kernel import clock
    from motcua.kernel.types import SYSTEM
    from motcua.rooms.dossiers import services, testing

    bench.installation.stop_worker()
    desk = testing.officer("Đo tốc độ", "reception_officer", "pvhcc", agency="hcm25_w26740")
    count = min(MOST, max(40, int(bench.seconds * 30)))
    print(f"  handing in {count} dossiers to be accepted", flush=True)
    filed = [world.dossier(person, bench.paper) for person, _ in zip(itertools.cycle(bench.people), range(count))]

    _measure(bench, "act accept", filed, lambda one: services.accept(one, by=desk, at=clock.now()))
    open_now = [task for task in _open_tasks(filed) if task.does in {"appraise", "work", "consult"}]
    tasks = [task.id for task in open_now]

    def complete(task_id: UUID) -> Any:
        return services.complete_step(task_id, by=SYSTEM, at=clock.now())

    _measure(bench, "act complete task", tasks, complete)
    world.drain()
    bench.installation.start_worker()


def _open_tasks(dossiers: list[UUID]) -> list[Any]:
    from motcua.kernel.tenancy import scope
    from motcua.kernel.types import SYSTEM
    from motcua.rooms.process import queries

    with scope(SYSTEM):
        return queries.open_tasks(dossiers)


def _measure(bench: Bench, name: str, subjects: list[UUID], act: Callable[[UUID], Any]) -> None:
    """The first few are counted, the rest timed."""
    if len(subjects) <= COUNTED_TIMES:
        bench.table.missing(name, "nothing to do it with")
        return
    counted = [_statements(partial(act, one)) for one in subjects[:COUNTED_TIMES]]
    timed, began = 0, time.perf_counter()
    for one in subjects[COUNTED_TIMES:]:
        act(one)
        timed += 1
        if time.perf_counter() - began > bench.seconds:
            break
    spent = time.perf_counter() - began
    bench.table.add(name, timed / spent, "acts/s", words=f"{spent / timed * 1000:.1f} ms each, one connection")
    bench.table.add("  statements an act", sorted(counted)[len(counted) // 2], "statements")


def _statements(do: Callable[[], Any]) -> int:
    """How many statements an act sends, the settings of its scope not among them."""
    from django.db import connection

    seen = 0

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        seen += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        do()
    return seen
