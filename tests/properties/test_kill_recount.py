"""The plug is pulled while open dossiers are counted again after a decree: the end is the same as if nothing had happened.

A worker of its own process takes the declaration from the relay and kills itself (SIGKILL) before or after the n-th COMMIT,
n growing until a run ends untouched; the next worker goes on with what is there.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from motcua.kernel import relay
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar import queries as calendar_read
from motcua.rooms.calendar import services as calendar
from motcua.rooms.calendar.rules import ZONE
from motcua.rooms.calendar.types import DeclarationKind, Decree, Place
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers import queries, testing
from motcua.rooms.dossiers.testing import AT, HOME, citizen
from tests.properties.test_kill import everything_is_whole, kill_everywhere, let_go, numbers

pytestmark = [pytest.mark.committed, pytest.mark.slow, pytest.mark.alone]
STORM = Decree(DeclarationKind.CLOSURE, date(2026, 11, 20), date(2026, 11, 20), "88/CĐ", date(2026, 11, 18), "Bão số 9")
SOON = AT + timedelta(hours=2)
MONDAY, TUESDAY = (datetime(2026, 11, day, 17, tzinfo=ZONE) for day in (23, 24))
OPEN = 5


@pytest.fixture(autouse=True)
def _world(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A portion is one dossier, and a slice one portion."""
    monkeypatch.setattr("motcua.rooms.dossiers.services.recomputing.PORTION", 1)
    monkeypatch.setattr("motcua.rooms.dossiers.services.recomputing.SLICE", 0)
    testing.world()
    calendar.load_shipped(by=SYSTEM, at=AT - timedelta(days=9))
    yield
    agencies.forget()
    catalogue.forget()
    calendar_read.forget()


def found(dossier_id: UUID) -> tuple[Any, ...]:
    """All that a decree moves of a dossier."""
    with scope(SYSTEM):
        view = queries.dossier(dossier_id, by=SYSTEM, at=SOON)
    steps = [task.due_at for task in view.tasks if task.state == "open"]
    return view.row.current_due_at, view.row.original_due_at, view.due_explanation["text"], tuple(steps)


def work() -> int:
    return relay.drain(("interactive", "bulk"), at=lambda: SOON)


def without_a_kill() -> tuple[Any, ...]:
    """What one round that nothing disturbs makes of such a dossier; nothing of it stays."""
    with transaction.atomic():
        slip = testing.accepted(citizen("Mẫu"), at=AT)
        calendar.declare(STORM, Place(agency_id=HOME), by=SYSTEM, at=SOON)
        work()
        seen = found(slip.dossier_id)
        transaction.set_rollback(True)
    calendar_read.forget()
    return seen


def test_a_round_that_is_killed_again_and_again_ends_like_one_that_was_not() -> None:
    untouched = without_a_kill()
    slips = [testing.accepted(citizen(f"Người {n}"), at=AT) for n in range(OPEN)]
    work()
    calendar.declare(STORM, Place(agency_id=HOME), by=SYSTEM, at=SOON)

    def check() -> None:
        everything_is_whole()
        halves = numbers(
            "select count(*) filter (where d.current_due_at <> d.original_due_at), (select count(*) from dossiers_duechange),"
            " (select count(*) from kernel_event where name = 'dossiers.due-changed'),"
            " (select coalesce(sum(moved), 0) from dossiers_recomputation) from dossiers_dossier d"
        )
        assert len(set(halves)) == 1, halves  # moved, written down, announced and counted: all four or none
        let_go()

    cuts = kill_everywhere(work, check, lasting=True)
    ends = {found(slip.dossier_id) for slip in slips}

    assert cuts >= 10, cuts
    assert ends == {untouched}
    assert untouched[:2] == (TUESDAY, MONDAY)
    assert numbers("select count(*), count(distinct dossier_id) from dossiers_duechange") == (OPEN, OPEN)
    told = "select count(*), count(distinct subject_id) from notifications_message where event = 'deadline_changed'"
    assert numbers(f"{told} and channel = 'in_app'") == (OPEN, OPEN)
    assert numbers("select count(*) from kernel_delivery where state <> 'done' and lane <> 'outside'") == (0,)
    assert numbers("select count(*), min(stage), max(stage) from dossiers_recomputation") == (
        2,
        "stragglers",
        "stragglers",
    )
