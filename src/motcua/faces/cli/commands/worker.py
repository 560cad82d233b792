"""Deliver facts to their listeners and run what is due, until stopped."""

import argparse
import select
import signal
import time
from types import FrameType

from django.db import InterfaceError, OperationalError, connection

from motcua.kernel import events, jobs, relay

PAUSE = 0.5
JOBS_EVERY = 5.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lane", action="append", choices=events.LANES, help="only this lane (may be repeated)")
    parser.add_argument("--once", action="store_true", help="deliver what is due now, run due jobs, and stop")


def run(arguments: argparse.Namespace) -> int:
    lanes = tuple(arguments.lane or events.LANES)
    if arguments.once:
        jobs.run_due()
        relay.drain(lanes)
        return 0
    stopping = _Stopping()
    last_jobs = 0.0
    while not stopping.asked:
        try:
            if time.monotonic() - last_jobs > JOBS_EVERY:
                jobs.run_due()
                last_jobs = time.monotonic()
            if not relay.run_once(lanes):
                _wait_for_news()
        except (OperationalError, InterfaceError):
            connection.close()  # the database went away: come back when it does
            time.sleep(1)
    return 0


class _Stopping:
    """A polite signal lets the delivery in hand finish."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.asked = True


def _wait_for_news() -> None:
    """Sleep until PostgreSQL announces a new delivery, at most PAUSE seconds (retries come by time, not by news)."""
    connection.ensure_connection()
    raw = connection.connection
    raw.execute("listen motcua_deliveries")
    if select.select([raw.fileno()], [], [], PAUSE)[0]:
        for _ in raw.notifies(timeout=0):
            pass
