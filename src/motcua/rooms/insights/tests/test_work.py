"""Figures of the work come from facts: folded as they arrive, and the same when everything is folded again."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from motcua.kernel import relay
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.dossiers import services as dossiers
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.testing import AT, PEOPLE
from motcua.rooms.insights import queries, services
from motcua.rooms.insights.types import Period

pytestmark = pytest.mark.django_db

CITIZEN = testing.citizen()
TABLES = {
    "insights_dossierfigure": "dossier_id",
    "insights_workpiece": "task_id",
    "insights_supplementask": "id",
}


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()


def rows(table: str) -> list[tuple[Any, ...]]:
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(f"select * from {table} order by {TABLES[table]}")
        return list(cursor.fetchall())


def pieces() -> dict[str, dict[str, Any]]:
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select * from insights_workpiece order by opened_at")
        names = [column.name for column in cursor.description or ()]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {one["does"]: one for one in found}


def told() -> None:
    relay.drain(("bulk",), at=lambda: AT)


def lived() -> None:
    """One dossier asked, completed, accepted, reviewed, sent back and reviewed again; one only handed in; one issued."""
    testing.filed(CITIZEN)
    testing.issued(CITIZEN)
    slip = testing.accepted(CITIZEN, at=AT)
    later = AT + timedelta(hours=2)
    dossiers.draft_result(slip.dossier_id, testing.VALUES, by=PEOPLE.case, at=later)
    dossiers.complete_step(testing.task(slip.dossier_id, "appraise").id, by=PEOPLE.case, at=later)
    dossiers.return_for_rework(
        testing.task(slip.dossier_id, "work").id, "appraise", reason="Thiếu căn cứ", by=PEOPLE.head, at=later
    )
    testing.asked(CITIZEN)


def test_who_had_the_work_for_how_long_is_folded_from_the_facts() -> None:
    slip = testing.accepted(CITIZEN, at=AT)
    later = AT + timedelta(hours=1)
    dossiers.claim(testing.task(slip.dossier_id, "appraise").id, by=PEOPLE.case, at=AT)
    dossiers.draft_result(slip.dossier_id, testing.VALUES, by=PEOPLE.case, at=later)
    dossiers.complete_step(testing.task(slip.dossier_id, "appraise").id, by=PEOPLE.case, at=later)
    told()

    done = pieces()
    assert done["receive"]["officer_name"] == "Trần Thu"
    assert (done["appraise"]["officer_name"], done["appraise"]["hours"]) == ("Lê Minh", 1.0)
    assert done["work"]["done_at"] is None


def test_work_sent_back_counts_for_whoever_did_it() -> None:
    lived()
    told()

    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select officer_name, does, sent_back from insights_workpiece where sent_back order by 1")
        assert cursor.fetchall() == [("Lê Minh", "appraise", True)]
        cursor.execute("select officer_name, stage, again from insights_supplementask order by 1")
        assert cursor.fetchall() == [("Trần Thu", "reception", False)]


def test_folding_everything_again_gives_the_same_rows() -> None:
    lived()
    told()
    before = {table: rows(table) for table in TABLES}
    assert all(before.values())

    with scope(SYSTEM, writes=True), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"delete from {table}")
    services.rebuild()
    assert {table: rows(table) for table in TABLES} == before

    services.rebuild()
    assert {table: rows(table) for table in TABLES} == before


def test_facts_delivered_in_any_order_give_the_same_rows() -> None:
    lived()
    with scope(SYSTEM, writes=True), connection.cursor() as cursor:
        cursor.execute("update kernel_delivery set not_before = now() - (random() * interval '1 hour')")
    for _ in range(4):
        told()
        with scope(SYSTEM, writes=True), connection.cursor() as cursor:
            cursor.execute(
                "update kernel_delivery set not_before = now() - interval '1 second' where state = 'waiting'"
            )
    as_delivered = {table: rows(table) for table in TABLES}

    services.rebuild()

    assert {table: rows(table) for table in TABLES} == as_delivered


def test_the_facts_alone_give_the_order_of_the_queue_and_who_holds_what() -> None:
    """Whoever jumped a queue or hid a dossier shows: the queue told by facts is the queue officers see."""
    lived()
    slip = testing.accepted(CITIZEN, at=AT - timedelta(days=1))
    dossiers.claim(testing.task(slip.dossier_id, "appraise").id, by=PEOPLE.colleague, at=AT)
    told()

    queue = "select {id}, due_at, unit_id, {holder} from {table} where {still} order by due_at, {id}"
    with scope(SYSTEM), connection.cursor() as cursor:
        open_tasks = "state in ('open', 'claimed')"
        cursor.execute(queue.format(id="id", holder="assignee_id", table="process_task", still=open_tasks))
        seen = cursor.fetchall()
        still = "done_at is null and gone_at is null"
        cursor.execute(queue.format(id="task_id", holder="officer_id", table="insights_workpiece", still=still))
        assert cursor.fetchall() == seen
    assert any(row[3] == PEOPLE.colleague.id for row in seen)


def test_the_public_board_of_one_procedure_finds_it_by_key_or_code() -> None:
    testing.issued(CITIZEN)
    told()
    today = Period(AT.date(), AT.date())

    for name in (testing.FREE, f"trial_{testing.FREE[-6:]}"):
        assert queries.transparency(today, procedure=name, at=AT).total.received.exact == 1
    assert queries.transparency(today, procedure=testing.CHARGED, at=AT).total.received.exact == 0
