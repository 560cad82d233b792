"""What PostgreSQL itself can do with the same rows and the same number of connections: the yardstick beside a figure.

Rows are copied into tables of the same shape (columns, types, indexes, checks; no foreign keys, policies or triggers)
in a schema of their own. Keys are made anew for every transaction. Two processes with half of the connections each, as
the web has.
"""

import multiprocessing
import os
import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import psycopg

from tests.bench.installation import Installation

SCHEMA = "bench"
PROCESSES = 2
Make = Callable[[], str]


@dataclass
class Table:
    """The rows one transaction wrote into one table, as text, and which columns need a fresh value each time."""

    name: str
    columns: list[str]
    types: list[str]
    rows: list[list[str | None]]
    fresh: list[bool]

    @property
    def statement(self) -> bytes:
        places = ", ".join(f"%s::{kind}" for kind in self.types)
        values = ", ".join([f"({places})"] * len(self.rows))
        names = ", ".join(f'"{one}"' for one in self.columns)
        return f"insert into {SCHEMA}.{self.name} ({names}) overriding system value values {values}".encode()


@dataclass
class Transaction:
    """Everything one request wrote."""

    tables: list[Table] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(len(table.rows) for table in self.tables)

    def described(self) -> str:
        return ", ".join(f"{table.name} {len(table.rows)}" for table in self.tables)


def written_with(installation: Installation, table: str, key: str) -> Transaction:
    """The rows of every table that were last written by the transaction that wrote this row."""
    found = Transaction()
    with installation.superuser() as connection:
        row = connection.execute(f'select xmin::text from "{table}" where id = %s', [key]).fetchone()
        assert row is not None
        names = connection.execute(
            "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
            "where n.nspname = 'public' and c.relkind = 'r' order by 1"
        ).fetchall()
        for (name,) in names:
            columns = connection.execute(
                "select a.attname, format_type(a.atttypid, a.atttypmod), exists (select 1 from pg_index i where "
                "i.indrelid = a.attrelid and i.indisunique and a.attnum = any(i.indkey)) from pg_attribute a "
                "where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' "
                "order by a.attnum",
                [f'public."{name}"'],
            ).fetchall()
            as_text = ", ".join(f'"{one}"::text' for one, _, _ in columns)
            rows = connection.execute(f'select {as_text} from "{name}" where xmin::text = %s', [row[0]]).fetchall()
            if rows:
                split = [list(part) for part in zip(*columns, strict=True)]
                found.tables.append(Table(name, split[0], split[1], [list(one) for one in rows], split[2]))
        connection.execute(f"drop schema if exists {SCHEMA} cascade")
        connection.execute(f"create schema {SCHEMA}")
        for one in found.tables:
            connection.execute(f'create table {SCHEMA}.{one.name} (like public."{one.name}" including all)')
    return found


def insert_limit(installation: Installation, rows: Transaction, *, connections: int, seconds: float) -> float:
    """Transactions a second."""
    return _spread(_insert, installation, rows, connections, seconds)


def replay_limit(
    installation: Installation, statements: list[tuple[str, Any]], *, connections: int, seconds: float
) -> float:
    """The statements of one page sent by the driver alone, in one transaction: pages a second."""
    return _spread(_replay, installation, statements, connections, seconds)


def deliver_limit(installation: Installation, *, connections: int, seconds: float) -> float:
    """One row written, taken and marked done, in three transactions: rows a second."""
    with installation.superuser() as connection:
        connection.execute(f"create schema if not exists {SCHEMA}")
        connection.execute(f"drop table if exists {SCHEMA}.kernel_event, {SCHEMA}.kernel_delivery")
        for name in ("kernel_event", "kernel_delivery"):
            connection.execute(f"create table {SCHEMA}.{name} (like public.{name} including all)")
    return _spread(_deliver, installation, None, connections, seconds)


def _spread(work: Any, installation: Installation, what: Any, connections: int, seconds: float) -> float:
    context = multiprocessing.get_context("spawn")
    url = installation.database.superuser_url("motcua")
    threads = max(1, connections // PROCESSES)
    processes = min(PROCESSES, connections)
    with context.Pool(processes) as pool:
        pool.map(_warm, range(processes))
        began = time.time() + 0.3
        done = pool.starmap(_run, [(work, url, what, threads, began, seconds)] * processes)
    return sum(done) / seconds


def _warm(_number: int) -> None:
    time.sleep(0.2)  # both processes are up before the clock starts


def _run(work: Any, url: str, what: Any, threads: int, begin: float, seconds: float) -> int:
    totals: list[int] = []

    def one() -> None:
        with psycopg.connect(url) as connection:
            connection.prepare_threshold = 2
            step = work(connection, what)
            time.sleep(max(0.0, begin - time.time()))
            end, done = time.monotonic() + seconds, 0
            while time.monotonic() < end:
                step()
                done += 1
            totals.append(done)

    started = [threading.Thread(target=one) for _ in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    return sum(totals)


def _insert(connection: Any, rows: Transaction) -> Callable[[], None]:
    numbers = count(random.SystemRandom().getrandbits(48))
    prepared = [(table, table.statement) for table in rows.tables]

    def fresh(value: str | None, kind: str) -> str | None:
        if value is None or kind in {"boolean", "date"} or kind.startswith("timestamp"):
            return value
        if kind == "uuid":
            return str(uuid.uuid4())
        if kind in {"bigint", "integer", "smallint"}:
            return str(next(numbers) if kind == "bigint" else value)
        return uuid.uuid4().hex[:20]

    def step() -> None:
        for table, statement in prepared:
            values = [
                fresh(value, kind) if new else value
                for row in table.rows
                for value, kind, new in zip(row, table.types, table.fresh, strict=True)
            ]
            connection.execute(statement, values)
        connection.commit()

    return step


def _replay(connection: Any, statements: list[tuple[str, Any]]) -> Callable[[], None]:
    connection.execute("select set_config('motcua.system', 'on', false)")

    def step() -> None:
        for statement, values in statements:
            cursor = connection.execute(statement, values)
            if cursor.description:
                cursor.fetchall()
        connection.commit()

    return step


def _deliver(connection: Any, _nothing: None) -> Callable[[], None]:
    claim = f"""update {SCHEMA}.kernel_delivery d set state = 'leased', lease = %s, leased_until = now(), attempts = attempts + 1
                from {SCHEMA}.kernel_event e where d.id = %s and e.id = d.event_id returning e.payload"""

    def step() -> None:
        event, delivery, lease = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
        connection.execute(
            f"insert into {SCHEMA}.kernel_event (id, name, occurred_at, subject_id, payload) values (%s, 'bench', now(), %s, %s)",
            [event, event, '{"subject_id": "x"}'],
        )
        connection.execute(
            f"insert into {SCHEMA}.kernel_delivery (id, event_id, handler, lane, state, attempts, not_before) "
            "values (%s, %s, 'bench', 'interactive', 'waiting', 0, now())",
            [delivery, event],
        )
        connection.commit()
        connection.execute(claim, [lease, delivery]).fetchall()
        connection.commit()
        connection.execute(
            f"update {SCHEMA}.kernel_delivery set state = 'done', done_at = now() where id = %s and lease = %s",
            [delivery, lease],
        )
        connection.commit()

    return step


def cores() -> int:
    return os.cpu_count() or 1
