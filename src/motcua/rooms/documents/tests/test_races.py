"""Real commits, several connections at once."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connections

from motcua.kernel.types import Actor
from motcua.rooms.documents import services, testing
from motcua.rooms.documents.tests.office_work import certificate

pytestmark = pytest.mark.committed
NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


def at_once(*works: Callable[[], None]) -> None:
    """Run every work in a thread and a connection of its own."""

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_many_clerks_at_once_take_every_number_once(office: UUID, drafter: Actor, chair: Actor) -> None:
    waiting: list[UUID] = []
    for _ in range(12):
        drawn = certificate(drafter)
        services.approve(drawn.id, signer_title="Chủ tịch", by=chair, at=NOON)
        waiting.append(drawn.id)
    taken: list[int] = []

    def clerk(mine: list[UUID]) -> Callable[[], None]:
        by = testing.officer("records_clerk", office)
        return lambda: taken.extend(services.number(i, book="GXN", by=by, at=NOON).number for i in mine)

    at_once(*(clerk(waiting[n::4]) for n in range(4)))

    assert sorted(taken) == list(range(1, 13))
