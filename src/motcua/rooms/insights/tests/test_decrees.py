"""After a decree the figures of leaders stand on the ends that steps have now, not on those they had."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from motcua.kernel import relay
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.calendar import services as calendar
from motcua.rooms.calendar.types import DeclarationKind, Decree, Place
from motcua.rooms.dossiers import services as dossiers
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.testing import AT, HOME, PEOPLE, citizen
from motcua.rooms.insights import queries, recounting
from motcua.rooms.insights.models import DossierFigure, WorkPiece
from motcua.rooms.insights.types import Narrowed, Period
from motcua.rooms.process import queries as process

pytestmark = pytest.mark.django_db

DECREED = AT + timedelta(hours=2)
SOON = timedelta(hours=48)


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()
    calendar.load_shipped(by=SYSTEM, at=AT - timedelta(days=9))


def decree(day: date = date(2026, 11, 20)) -> None:
    storm = Decree(DeclarationKind.CLOSURE, day, day, "88/CĐ", date(2026, 11, 18), "Bão số 9")
    calendar.declare(storm, Place(agency_id=HOME), by=SYSTEM, at=DECREED)
    told()


def told() -> None:
    for _ in range(4):
        relay.drain(("bulk", "interactive"), at=lambda: DECREED)


def real(ids: list[UUID]) -> dict[UUID, datetime | None]:
    with scope(SYSTEM):
        return {task.id: task.due_at for task in process.open_tasks(ids)}


def counted() -> dict[UUID, datetime | None]:
    with scope(SYSTEM):
        return dict(WorkPiece.objects.filter(done_at=None, gone_at=None).values_list("task_id", "due_at"))


def firsts() -> set[datetime | None]:
    with scope(SYSTEM):
        return set(DossierFigure.objects.values_list("step_due_at", flat=True))


def test_after_a_decree_the_leader_counts_by_the_ends_that_tasks_really_have() -> None:
    ids = [testing.accepted(citizen(), at=AT).dossier_id for _ in range(3)]
    told()
    before = real(ids)
    assert counted() == before

    decree()

    after = real(ids)
    assert all(due and was and due > was for due, was in zip(after.values(), before.values(), strict=True))
    assert counted() == after
    assert firsts() == set(after.values())


def at_risk(at: datetime) -> set[UUID]:
    with scope(PEOPLE.chief):
        asked = Narrowed(Period(AT.date(), at.date()))
        return {one.row.id for one in queries.cases("at_risk", asked, by=PEOPLE.chief, at=at).cases}


def test_the_list_at_risk_is_what_tasks_and_promises_say_before_and_after_a_decree() -> None:
    promised = {
        slip.dossier_id: slip.due_at
        for slip in (testing.accepted(citizen(), at=AT - timedelta(days=n)) for n in (1, 0))
    }
    told()
    early, late = promised
    at = min(due for due in real([late]).values() if due) + timedelta(minutes=1)

    def truly() -> set[UUID]:
        ends = {one: min(due for due in real([one]).values() if due) for one in promised}
        return {one for one, due in promised.items() if due and due >= at and (due < at + SOON or ends[one] < at)}

    assert at_risk(at) == truly() == {early, late}

    decree()

    assert at_risk(at) == truly() == {early}


def test_figures_made_again_from_the_facts_keep_the_ends_of_the_decree() -> None:
    ids = [testing.accepted(citizen(), at=AT).dossier_id]
    told()
    decree()

    with scope(SYSTEM, writes=True):
        WorkPiece.objects.all().delete()
    recounting.again(DECREED)

    assert counted() == real(ids)


def test_work_done_by_the_end_a_decree_gave_it_was_done_in_time() -> None:
    slip = testing.accepted(citizen(), at=AT)
    told()
    task = testing.task(slip.dossier_id, "appraise")
    first = task.due_at
    decree()
    later = testing.task(slip.dossier_id, "appraise").due_at
    assert first is not None
    assert later is not None

    dossiers.draft_result(slip.dossier_id, testing.VALUES, by=PEOPLE.case, at=first + timedelta(minutes=1))
    dossiers.complete_step(task.id, by=PEOPLE.case, at=first + timedelta(minutes=1))
    told()

    with scope(SYSTEM):
        piece = WorkPiece.objects.get(task_id=task.id)
    assert piece.due_at == later
    assert piece.done_at is not None
    assert first < piece.done_at <= later
