"""A round over many dossiers is done in slices by one worker, who serves people between them."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from motcua.kernel import relay
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.calendar import services as calendar
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.testing import AT, citizen
from motcua.rooms.dossiers.tests.test_recomputing import SOON, STORM, WARD, changes, counted

DOSSIERS = 8


@pytest.fixture
def slips(db: None, monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Open dossiers, and a worker that does one of them a slice."""
    testing.world()
    calendar.load_shipped(by=SYSTEM, at=AT - timedelta(days=9))
    monkeypatch.setattr("motcua.rooms.dossiers.services.recomputing.PORTION", 1)
    monkeypatch.setattr("motcua.rooms.dossiers.services.recomputing.SLICE", 0)
    found = [testing.accepted(citizen()).dossier_id for _ in range(DOSSIERS)]
    relay.drain(at=lambda: AT)
    return found


def step(batch: int = 20) -> int:
    """What one worker does in one turn."""
    return relay.run_once(batch=batch, at=lambda: SOON)


def test_a_message_sent_in_the_middle_is_delivered_before_the_end(slips: list[UUID]) -> None:
    calendar.declare(STORM, WARD, by=SYSTEM, at=SOON)
    step()
    newcomer = citizen("Trần Hoa")
    receipt = testing.filed(newcomer, at=SOON)
    waiting = (
        "select count(*) from kernel_delivery d join kernel_event e on e.id = d.event_id"
        " where e.subject_id = %s and d.handler like '%%on_submitted' and d.lane <> 'bulk' and d.state <> 'done'"
    )
    assert counted(waiting, receipt.dossier_id) > 0

    step()

    assert counted(waiting, receipt.dossier_id) == 0
    done = sum(bool(changes(one)) for one in slips)
    assert 0 < done < DOSSIERS
    assert counted("select count(*) from dossiers_recomputation where stage = 'all'") > 0


def test_slices_are_one_round_in_the_end_and_every_one_is_told_once(slips: list[UUID]) -> None:
    calendar.declare(STORM, WARD, by=SYSTEM, at=SOON)
    turns = 0
    while step():
        turns += 1

    assert turns > 2
    begun = "select count(*) from kernel_audit where entry::jsonb ->> 'what' = 'dossiers.begin_recomputation'"
    assert counted(begun) == 1
    assert [len(changes(one)) for one in slips] == [1] * DOSSIERS
    told = "select count(*) from notifications_message where event = 'deadline_changed'"
    assert counted(told) == counted(f"{told} and channel = 'in_app'") == DOSSIERS
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select attempts from kernel_delivery where handler like '%%on_calendar_changed'")
        assert cursor.fetchall() == [(1,)]


def test_people_come_before_a_hundred_thousand_notices(slips: list[UUID]) -> None:
    calendar.declare(STORM, WARD, by=SYSTEM, at=SOON)
    for _ in range(3):
        step(batch=1)
    receipt = testing.filed(citizen("Trần Hoa"), at=SOON)
    for _ in range(3):
        step(batch=1)

    late = (
        "select count(*) from kernel_delivery d join kernel_event e on e.id = d.event_id"
        " where e.subject_id = %s and d.handler like '%%on_submitted' and d.lane <> 'bulk' and d.state <> 'done'"
    )
    assert counted(late, receipt.dossier_id) == 0
    assert counted("select count(*) from kernel_delivery where state = 'waiting' and lane = 'bulk'") > 0


def test_only_whoever_has_something_to_do_is_called_of_each_move(slips: list[UUID]) -> None:
    calendar.declare(STORM, WARD, by=SYSTEM, at=SOON)
    while step():
        pass

    heard = (
        "select count(*) from kernel_delivery d join kernel_event e on e.id = d.event_id"
        " where e.name = 'dossiers.due-changed' and d.handler like %s"
    )
    assert counted(heard, "%on_due_changed") == DOSSIERS
    assert counted(heard, "%on_due_earlier") == 0  # every date came later
    assert counted(heard, "%on_moved_or_ended") == 0  # no apology lay ready for any
