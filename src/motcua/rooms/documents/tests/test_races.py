"""Real commits, several connections at once."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connections

from motcua.kernel import events
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.documents import queries, services, testing
from motcua.rooms.documents.events import DocumentSigned
from motcua.rooms.documents.models import Document, Signature
from motcua.rooms.documents.tests.office_work import certificate, numbered
from motcua.rooms.documents.types import DocumentState, Truth

pytestmark = pytest.mark.committed
NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


def at_once(*works: Callable[[], object]) -> None:
    """Run every work in a thread and a connection of its own."""

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.usefixtures("keys")
def test_many_workers_at_once_make_each_signature_once(drafter: Actor, chair: Actor, clerk: Actor) -> None:
    ready = numbered(drafter, chair, clerk).id
    services.order_signature(ready, by=chair, at=NOON)

    at_once(*([lambda: services.finish_signing(ready, at=NOON)] * 4))

    with scope(SYSTEM):
        row = Document.objects.get(id=ready)
        assert row.state == DocumentState.SIGNED
        assert Signature.objects.filter(document_id=ready, made_at__isnull=False).count() == 2
        facts = [type(fact) for fact in events.history(row.subject_id)]
    assert facts.count(DocumentSigned) == 1
    assert queries.verify_code(row.verification_code).truth == Truth.VALID


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
