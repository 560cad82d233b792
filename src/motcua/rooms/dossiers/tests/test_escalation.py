"""A dossier runs out of time: each rung once, the apology prepared and never sent by itself."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from motcua.kernel import events
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.calendar.rules import WorkCalendar
from motcua.rooms.documents import queries as documents
from motcua.rooms.dossiers import services, testing, watching
from motcua.rooms.dossiers.events import DossierEscalated, DueChanged
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.rules.ladder import Ladder, Rung, ladder_on, used_share
from motcua.rooms.dossiers.services import escalating
from motcua.rooms.dossiers.testing import AT, PEOPLE, citizen

LAN = citizen()
SLOW = "MC.990010"


@pytest.fixture
def _world(db: None) -> None:
    testing.world()


def row_of(dossier_id: UUID) -> Dossier:
    return Dossier.objects.get(id=dossier_id)


def rungs(dossier_id: UUID) -> list[str]:
    with scope(SYSTEM):
        return [fact.rung for fact in events.history(dossier_id) if isinstance(fact, DossierEscalated)]


@pytest.mark.usefixtures("_world")
def test_every_rung_is_taken_once_in_its_turn() -> None:
    slip = testing.accepted(LAN)
    due = slip.due_at
    assert due is not None
    seen = []
    for at in (
        AT,
        due - timedelta(hours=2),
        due + timedelta(hours=1),
        due + timedelta(days=1, hours=1),
        due + timedelta(days=9),
    ):
        services.climb(at)
        services.climb(at)
        seen.append(len(rungs(slip.dossier_id)))

    assert seen == [0, 1, 2, 3, 4]
    assert rungs(slip.dossier_id) == ["reminder", "due", "one_stop", "leader"]


@pytest.mark.usefixtures("_world")
def test_the_apology_is_prepared_from_the_facts_and_nothing_is_sent() -> None:
    slip = testing.accepted(LAN)
    due = slip.due_at
    assert due is not None
    moment = due - timedelta(days=1, minutes=1)

    services.climb(moment)
    with scope(SYSTEM):
        ready = escalating.prepared(row_of(slip.dossier_id))
        letters = [one for one in documents.documents(slip.dossier_id, by=SYSTEM) if one.kind == "apology"]
        moved = [fact for fact in events.history(slip.dossier_id) if isinstance(fact, DueChanged)]

    assert moved == []
    assert ready is not None
    assert [one.draft for one in letters] == [True]
    assert ready.reason == "Việc còn lại: Thẩm định, soạn kết quả."
    assert ready.due_at > due
    with scope(LAN):
        assert all(one.kind != "apology" for one in documents.documents(slip.dossier_id, by=LAN))


@pytest.mark.usefixtures("_world")
def test_who_answers_is_told_and_a_finished_dossier_troubles_nobody() -> None:
    slip, done = testing.accepted(LAN), testing.issued(LAN).dossier_id
    assert slip.due_at is not None
    late = slip.due_at + timedelta(days=20)

    assert watching.keep_ladder(late) == 4
    with scope(SYSTEM):
        told = [fact for fact in events.history(slip.dossier_id) if isinstance(fact, DossierEscalated)]
    for number, fact in enumerate(told):
        watching.on_escalated(fact, key=str(number), at=late)

    assert rungs(done) == []
    assert watching.keep_ladder(late) == 0


@pytest.mark.usefixtures("_world")
def test_only_the_system_climbs() -> None:
    slip = testing.accepted(LAN)

    with pytest.raises(Exception, match="not-permitted"):
        services.escalate(slip.dossier_id, "due", by=PEOPLE.head, at=AT)


def test_the_ladder_is_the_one_of_the_day() -> None:
    old, new = (
        Ladder(day, 3, (Rung("due", ("unit_head",), after_working_days=0),))
        for day in (date(2025, 7, 1), date(2027, 1, 1))
    )

    assert ladder_on(date(2026, 1, 1), [new, old]) is old
    assert ladder_on(date(2027, 1, 1), [old, new]) is new
    assert ladder_on(date(2020, 1, 1), [old, new]) is old


def test_time_used_is_working_time() -> None:
    calendar = WorkCalendar()
    friday, monday = AT + timedelta(days=2), AT + timedelta(days=5)

    assert used_share(friday, monday, calendar, at=friday + timedelta(days=1)) == used_share(
        friday, monday, calendar, at=friday + timedelta(days=2)
    )
    assert used_share(friday, friday, calendar, at=friday) == 1.0
