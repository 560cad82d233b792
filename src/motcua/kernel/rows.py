"""Rows of a model by a fixed statement: for what every page asks, nothing is composed anew at each question.

A statement's words are literals of the program, never something a person typed; values travel apart from them.
Row-level security holds as for every other question. Where a question has many shapes, use a QuerySet.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

from motcua.kernel.asking import ask

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class _Shape:
    """The parts of a model's statements, put together once."""

    table: str
    columns: str
    names: list[str]
    fields: tuple[Any, ...]
    converters: list[tuple[int, Callable[[Any, Any, Any], Any]]]
    insert: str


def fetch(model: type[M], tail: str, values: Sequence[Any] = ()) -> list[M]:
    """Every row of `select … from <table of the model> <tail>`."""
    shape = _shape(model)
    return _made(model, shape, f"select {shape.columns} from {shape.table} {tail}", values)  # noqa: S608 (no value is in it)


def fetch_one(model: type[M], tail: str, values: Sequence[Any] = ()) -> M | None:
    """The first of them."""
    found = fetch(model, tail, values)
    return found[0] if found else None


def count_each(*asked: models.QuerySet[Any], most: int) -> list[int]:
    """How many rows each question finds, counted to a bound, all in one statement."""
    parts: list[str] = []
    values: list[Any] = []
    for one in asked:
        if one.query.is_empty():
            parts.append("0")
            continue
        statement, given = one.order_by().values_list("pk")[:most].query.sql_with_params()
        parts.append(f"(select count(*) from ({statement}) counted)")  # noqa: S608 (values travel apart)
        values += given
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(parts)}", values)
        return list(cursor.fetchone())


def change(model: type[M], tail: str, values: Sequence[Any] = ()) -> list[M]:
    """`update <table> <tail>`, answering the rows as they are then: held and changed in one statement."""
    shape = _shape(model)
    return _made(model, shape, f"update {shape.table} {tail} returning {shape.columns}", values)


def remove(model: type[M], tail: str, values: Sequence[Any] = ()) -> list[M]:
    """`delete from <table> <tail>`, answering the rows as they were."""
    shape = _shape(model)
    return _made(model, shape, f"delete from {shape.table} {tail} returning {shape.columns}", values)  # noqa: S608


def insert(row: models.Model) -> None:
    """Insert one new row with every column as it stands in the object."""
    shape = _shape(type(row))
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in shape.fields]
    ask(shape.insert, values)
    row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 (as save() leaves it)


def update(row: models.Model, *names: str) -> None:
    """Write these columns of one row as they stand in the object."""
    statement, fields = _writing(type(row), names)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    ask(statement, values)


@cache
def _writing(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    meta = model._meta  # noqa: SLF001 (Django's documented API)
    by_name = {field.name: field for field in meta.concrete_fields}
    fields = tuple(by_name[name] for name in names)
    assignments = ", ".join(f'"{field.column}" = %s' for field in fields)
    return f'update "{meta.db_table}" set {assignments} where "{meta.pk.column}" = %s', (*fields, meta.pk)  # noqa: S608


def _made(model: type[M], shape: _Shape, statement: str, values: Sequence[Any]) -> list[M]:
    found = ask(statement, values)
    for place, convert in shape.converters:
        found = [(*row[:place], convert(row[place], None, connection), *row[place + 1 :]) for row in found]
    return [model.from_db(connection.alias, shape.names, row) for row in found]


@cache
def _shape(model: type[models.Model]) -> _Shape:
    meta = model._meta  # noqa: SLF001 (Django's documented API)
    fields = tuple(meta.concrete_fields)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = f'"{meta.db_table}"'
    return _Shape(
        table=table,
        columns=columns,
        names=[field.attname for field in fields],
        fields=fields,
        converters=[(n, convert) for n, field in enumerate(fields) for convert in field.get_db_converters(connection)],
        insert=f"insert into {table} ({columns}) values ({places})",  # noqa: S608 (names of our own tables)
    )
