"""After an upgrade that counts differently the figures are made again by themselves, a piece at a time."""

from datetime import timedelta

import pytest
from django.db import connection

from motcua.kernel import events, jobs, relay
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.events import DossierAccepted, DossierSubmitted
from motcua.rooms.dossiers.testing import AT
from motcua.rooms.insights import handlers, queries, recounting
from motcua.rooms.insights.models import DossierFigure, Recount

pytestmark = pytest.mark.django_db

CITIZEN = testing.citizen()


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()


def counted() -> list[tuple[object, ...]]:
    return list(DossierFigure.objects.order_by("dossier_id").values_list("dossier_id", "accepted_at", "waits_for"))


def lost() -> list[tuple[object, ...]]:
    """Three dossiers with their figures, which are thrown away; answers what they were."""
    for days in (1, 2, 3):
        testing.accepted(CITIZEN, at=AT - timedelta(days=days))
    relay.drain(("bulk",), at=lambda: AT)
    before = counted()
    DossierFigure.objects.all().delete()
    return before


def test_an_upgrade_counts_again_once_and_says_when_it_is_done() -> None:
    before = lost()
    assert queries.recounting()

    assert handlers.keep_counted(AT) > 0

    assert counted() == before
    assert not queries.recounting()
    assert handlers.keep_counted(AT) == 0


def test_new_rules_begin_a_new_count(monkeypatch: pytest.MonkeyPatch) -> None:
    handlers.keep_counted(AT)
    assert not queries.recounting()

    monkeypatch.setattr(recounting, "version", lambda: "2031-01 0042_counted_by_moonlight")
    before = lost()
    assert queries.recounting()
    handlers.keep_counted(AT)

    assert counted() == before
    assert Recount.objects.get().version == "2031-01 0042_counted_by_moonlight"


def test_a_count_that_was_stopped_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    before = lost()
    monkeypatch.setattr(recounting, "FACTS", 2)
    monkeypatch.setattr(recounting, "DOSSIERS", 1)

    pieces, places = 0, []
    while recounting.running():
        pieces += recounting.go_on(AT, seconds=0.001)
        row = Recount.objects.get()
        places.append((row.seq, row.dossier_id))

    assert counted() == before
    assert places == sorted(places)
    assert len(set(places)) > 3


def test_the_version_follows_the_migrations_of_the_room() -> None:
    assert recounting.version().startswith(queries.RULES)
    assert " 00" in recounting.version()


def test_the_clock_keeps_it_going() -> None:
    assert "insights: figures that are counted anew" in {job.name for job in jobs.scheduled()}


def test_work_heard_of_before_the_submission_is_counted_at_once() -> None:
    slip = testing.accepted(CITIZEN)
    with scope(SYSTEM):
        facts = events.history(slip.dossier_id)
    accepted = next(one for one in facts if isinstance(one, DossierAccepted))
    submitted = next(one for one in facts if isinstance(one, DossierSubmitted))

    handlers.on_work(accepted, key="1", at=AT)
    handlers.on_accepted(accepted, key="2", at=AT)
    handlers.on_submitted(submitted, key="3", at=AT)

    (row,) = DossierFigure.objects.filter(dossier_id=slip.dossier_id).order_by()
    assert row.accepted_at == accepted.occurred_at
    assert row.waits_for == "officer"


def test_nothing_is_tried_twice_whatever_order_facts_come_in() -> None:
    testing.issued(CITIZEN)
    with scope(SYSTEM, writes=True), connection.cursor() as cursor:
        cursor.execute("update kernel_delivery set not_before = now() - (random() * interval '1 hour')")
    relay.drain(("bulk",), at=lambda: AT)

    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select count(*) from kernel_delivery where lane = 'bulk' and state <> 'done' and attempts > 0")
        assert cursor.fetchone() == (0,)
