"""One statement to the database and its rows back, without the wrapping of a cursor made anew for every question.

A cursor of Django's costs four times what the question itself costs the process. So each connection keeps one cursor of
the driver's, which takes its rows in the driver's own binary form; whoever watches statements (tests, query counts) is
served by Django's way, which answers the same.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from psycopg import Connection, Cursor
from psycopg.adapt import Buffer, Loader
from psycopg.pq import Format

Row = tuple[Any, ...]
KEPT = "motcua_cursor"


class _PlainJson(Loader):
    """JSON as text, as Django's fields expect it; the first byte is the version of the form."""

    format = Format.BINARY

    def load(self, data: Buffer) -> str:
        return bytes(data)[1:].decode()


def ask(statement: str, values: Sequence[Any] = ()) -> list[Row]:
    """Every row the statement answers; none for one that answers nothing. Values travel apart from its words."""
    if connection.execute_wrappers or connection.queries_logged:
        with connection.cursor() as watched:
            watched.execute(statement, values)
            return list(watched.fetchall()) if watched.description else []
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    cursor = _cursor(connection.connection)
    with connection.wrap_database_errors:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.pgresult is not None and cursor.pgresult.nfields else []


def _cursor(raw: Connection[Row]) -> Cursor[Row]:
    kept: tuple[Connection[Row], Cursor[Row]] | None = connection.__dict__.get(KEPT)
    if kept is not None and kept[0] is raw:
        return kept[1]
    cursor = raw.cursor(binary=True)
    cursor.adapters.register_loader("jsonb", _PlainJson)
    connection.__dict__[KEPT] = (raw, cursor)
    return cursor
