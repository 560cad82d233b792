"""Fixed statements give the same objects as a QuerySet does."""

from typing import Any

import pytest
from django.db import connection

from motcua.kernel import clock
from motcua.kernel.rows import change, fetch, fetch_one, insert, remove, update
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents.models import File

pytestmark = pytest.mark.django_db


def a_file(name: str) -> File:
    return File(
        name=name, media_type="application/pdf", size=3, sha256="0" * 64, blob="1" * 64, taken_in_at=clock.now(),
        taken_in_by=SYSTEM.id, limits={"max_bytes": 3}, notes=["signed"],
    )  # fmt: skip


def test_an_inserted_row_comes_back_as_django_would_give_it() -> None:
    with scope(SYSTEM):
        new = a_file("đơn.pdf")
        insert(new)

        found = fetch_one(File, "where id = %s", [new.id])

        assert found == File.objects.get(id=new.id)
        assert vars(found) | {"_state": 0} == vars(File.objects.get(id=new.id)) | {"_state": 0}
        assert found is not None
        assert (found.limits, found.notes, found._state.adding, new._state.adding) == (
            {"max_bytes": 3},
            ["signed"],
            False,
            False,
        )


def test_rows_come_in_the_order_asked_and_none_is_an_empty_list() -> None:
    with scope(SYSTEM):
        for name in ("b.pdf", "a.pdf"):
            insert(a_file(name))

        assert [row.name for row in fetch(File, "where name = any(%s) order by name", [["a.pdf", "b.pdf"]])] == [
            "a.pdf",
            "b.pdf",
        ]
        assert fetch(File, "where name = %s", ["c.pdf"]) == []
        assert fetch_one(File, "where name = %s", ["c.pdf"]) is None


def test_changed_rows_are_answered_as_they_are_now_by_one_statement() -> None:
    with scope(SYSTEM):
        new = a_file("a.pdf")
        insert(new)
        seen: list[str] = []

        def watch(execute: Any, sql: str, *rest: Any) -> Any:
            seen.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(watch):
            (changed,) = change(File, "set name = %s where id = %s", ["b.pdf", new.id])

        assert (changed.name, changed.limits, len(seen)) == ("b.pdf", {"max_bytes": 3}, 1)


def test_an_update_writes_the_named_columns_and_no_other() -> None:
    with scope(SYSTEM):
        new = a_file("a.pdf")
        insert(new)
        new.name, new.notes, new.purpose = "b.pdf", [], "other"

        update(new, "name", "notes")

        kept = File.objects.get(id=new.id)
        assert (kept.name, kept.notes, kept.purpose) == ("b.pdf", [], "")


def test_a_removed_row_is_answered_as_it_was() -> None:
    with scope(SYSTEM):
        new = a_file("a.pdf")
        insert(new)

        assert [row.id for row in remove(File, "where id = %s", [new.id])] == [new.id]
        assert remove(File, "where id = %s", [new.id]) == []
