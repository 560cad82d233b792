"""Things done by the clock: a short list in config/wiring.py, each run by one worker at a time."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from motcua.kernel import clock

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """A periodic piece of work; it must be safe to run twice and to be killed in the middle."""

    name: str
    every: timedelta
    run: Callable[[datetime], object]


_jobs: dict[str, Job] = {}


def schedule(name: str, every: timedelta, run: Callable[[datetime], object]) -> None:
    _jobs[name] = Job(name, every, run)


def scheduled() -> list[Job]:
    return list(_jobs.values())


def run_due() -> int:
    """Run every job whose time has come and which no other worker holds."""
    return sum(_run(job) for job in _jobs.values())


def _run(job: Job) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "insert into kernel_job (name, next_at) values (%s, clock_timestamp()) on conflict do nothing", [job.name]
        )
        cursor.execute(
            "update kernel_job set next_at = clock_timestamp() + %s, last_at = clock_timestamp() "
            "where name = (select name from kernel_job where name = %s and next_at <= clock_timestamp() for update skip locked) returning name",
            [job.every, job.name],  # type: ignore[list-item]  # psycopg adapts timedelta
        )
        mine = cursor.fetchone() is not None
    if not mine:
        return False
    started, fault = time.monotonic(), ""
    try:
        job.run(clock.now())
    except Exception as problem:
        log.exception("job %s failed", job.name)
        fault = f"{type(problem).__name__}: {problem}"[:500]
    with connection.cursor() as cursor:
        cursor.execute(
            "update kernel_job set last_seconds = %s, fault = %s where name = %s",
            [time.monotonic() - started, fault, job.name],
        )
    return True
