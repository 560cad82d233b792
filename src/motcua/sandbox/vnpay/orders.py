"""The gateway's own book of orders, refunds and calls; a file, so that a restart forgets nothing."""

import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TABLES = """
create table if not exists orders (
  reference text primary key, amount integer not null, info text not null, return_url text not null,
  created text not null, expires text not null, ip text not null,
  state text not null default 'waiting', code text not null default '', status text not null default '01',
  number text not null default '0', bank text not null default '', paid text not null default '',
  refunded integer not null default 0, seq integer
);
create table if not exists refunds (request text primary key, reference text not null, amount integer not null);
create table if not exists calls (
  id integer primary key, reference text not null, at text not null, answer text not null
);
"""


@dataclass(frozen=True)
class Order:
    """One payment request and what became of it. Amounts are hundredths of a đồng, as on the wire."""

    reference: str
    amount: int
    info: str
    return_url: str
    created: str
    expires: str
    ip: str
    state: str
    code: str
    status: str
    number: str
    bank: str
    paid: str
    refunded: int
    seq: int | None

    @property
    def waiting(self) -> bool:
        return self.state == "waiting"


class Book:
    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("pragma journal_mode = wal")
        self._db.executescript(TABLES)

    def open(self, fields: dict[str, str]) -> Order:
        """Take in a payment request, or find the order it opened before."""
        self._run(
            "insert or ignore into orders (reference, amount, info, return_url, created, expires, ip) "
            "values (?, ?, ?, ?, ?, ?, ?)",
            fields["vnp_TxnRef"], int(fields["vnp_Amount"]), fields["vnp_OrderInfo"], fields["vnp_ReturnUrl"],
            fields["vnp_CreateDate"], fields.get("vnp_ExpireDate", ""), fields["vnp_IpAddr"],
        )  # fmt: skip
        order = self.find(fields["vnp_TxnRef"])
        assert order is not None
        return order

    def find(self, reference: str) -> Order | None:
        rows = self._run("select * from orders where reference = ?", reference)
        return Order(**dict(rows[0])) if rows else None

    def all(self) -> list[Order]:
        return [Order(**dict(row)) for row in self._run("select * from orders order by created desc, reference")]

    def close(self, order: Order, *, state: str, code: str, status: str, bank: str, paid: str) -> Order:
        """Settle an order. A number is given out once money moved or may have moved."""
        moved = state in {"paid", "pending"}
        with self._lock:
            self._db.execute("begin immediate")
            number = order.number
            if moved and number == "0":
                (last,) = self._db.execute("select coalesce(max(seq), 14226111) from orders").fetchone()
                self._db.execute("update orders set seq = ? where reference = ?", (last + 1, order.reference))
                number = str(last + 1)
            self._db.execute(
                "update orders set state = ?, code = ?, status = ?, bank = ?, paid = ?, number = ? where reference = ?",
                (state, code, status, bank, paid, number, order.reference),
            )
            self._db.execute("commit")
        closed = self.find(order.reference)
        assert closed is not None
        return closed

    def refund(self, order: Order, request: str, amount: int) -> str:
        """Give money back once per request; answers VNPAY's code."""
        with self._lock:
            self._db.execute("begin immediate")
            try:
                if self._db.execute("select 1 from refunds where request = ?", (request,)).fetchone():
                    return "94"
                (refunded,) = self._db.execute(
                    "select refunded from orders where reference = ?", (order.reference,)
                ).fetchone()
                if order.state != "paid" or amount <= 0 or refunded + amount > order.amount:
                    return "95"
                self._db.execute("insert into refunds values (?, ?, ?)", (request, order.reference, amount))
                self._db.execute(
                    "update orders set refunded = ? where reference = ?", (refunded + amount, order.reference)
                )
                return "00"
            finally:
                self._db.execute("commit")

    def refunds(self) -> list[dict[str, Any]]:
        return [dict(row) for row in self._run("select * from refunds order by request")]

    def note_call(self, reference: str, at: str, answer: str) -> None:
        self._run("insert into calls (reference, at, answer) values (?, ?, ?)", reference, at, answer)

    def calls(self, reference: str) -> list[dict[str, Any]]:
        return [
            dict(row) for row in self._run("select at, answer from calls where reference = ? order by id", reference)
        ]

    def _run(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()
