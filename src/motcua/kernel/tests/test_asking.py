"""The kept cursor answers what Django's answers, in every form a row of ours has."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import DataError, connection

from motcua.kernel.asking import ask

pytestmark = pytest.mark.django_db
SOME = UUID("01a2220e-0295-7540-b15e-6526f0000001")
ROW = """
select %s::uuid, 'Đặng Thị Ngọc'::text, 7::bigint, 2::smallint, true, null::text, '\\x00ff'::bytea, date '2026-11-28',
       timestamptz '2026-11-28 09:00:00.123456+07', '{"a": ["ế", 1]}'::jsonb, array['a', 'ư'], 12.50::numeric
"""


def through_django(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [tuple(row) for row in cursor.fetchall()]


def test_a_row_is_the_same_either_way() -> None:
    mine, theirs = ask(ROW, [SOME]), through_django(ROW, [SOME])

    assert mine == theirs
    assert mine[0][0] == SOME
    assert mine[0][7:9] == (date(2026, 11, 28), datetime(2026, 11, 28, 2, 0, 0, 123456, tzinfo=UTC))
    assert [type(value) for value in mine[0]] == [type(value) for value in theirs[0]]


def test_a_statement_without_rows_answers_none() -> None:
    assert ask("create temporary table asked (n integer)") == []
    assert ask("insert into asked values (%s), (2)", [1]) == []
    assert ask("select n from asked order by n") == [(1,), (2,)]
    assert ask("select n from asked where n > 5") == []


def test_whoever_watches_sees_the_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        ask("select 1")


def test_a_fault_of_the_database_has_django_s_name() -> None:
    with pytest.raises(DataError):
        ask("select 1 / %s::integer", [0])
