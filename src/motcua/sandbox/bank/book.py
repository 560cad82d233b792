"""The bank's book of credits, in a file."""

import sqlite3
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

TABLE = """
create table if not exists credits (
  seq integer primary key, day text not null, account text not null, amount integer not null, content text not null,
  credited_at text not null
);
create table if not exists advices (id integer primary key, seq integer not null, answer text not null);
"""


@dataclass(frozen=True)
class Credit:
    """Money that arrived on an account."""

    seq: int
    day: str
    account: str
    amount: int
    content: str
    credited_at: str

    @property
    def number(self) -> str:
        return f"FT{self.day[2:].replace('-', '')}{self.seq:06d}"

    def told(self) -> dict[str, Any]:
        """The credit as advices and statements tell it."""
        kept = {k: v for k, v in asdict(self).items() if k in {"account", "amount", "content", "credited_at"}}
        return {"transaction": self.number, "currency": "VND", **kept}


class Book:
    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("pragma journal_mode = wal")
        self._db.executescript(TABLE)

    def credit(self, account: str, amount: int, content: str, credited_at: str) -> Credit:
        with self._lock:
            cursor = self._db.execute(
                "insert into credits (day, account, amount, content, credited_at) values (?, ?, ?, ?, ?)",
                (credited_at[:10], account, amount, content, credited_at),
            )
            return Credit(int(cursor.lastrowid or 0), credited_at[:10], account, amount, content, credited_at)

    def credits(self, day: str = "") -> list[Credit]:
        with self._lock:
            rows = self._db.execute("select * from credits where ? in ('', day) order by seq", (day,)).fetchall()
        return [Credit(**dict(row)) for row in rows]

    def find(self, number: str) -> Credit | None:
        return next((c for c in self.credits() if c.number == number), None)

    def note_advice(self, credit: Credit, answer: str) -> None:
        with self._lock:
            self._db.execute("insert into advices (seq, answer) values (?, ?)", (credit.seq, answer))

    def advices(self, credit: Credit) -> list[str]:
        with self._lock:
            rows = self._db.execute("select answer from advices where seq = ? order by id", (credit.seq,)).fetchall()
        return [str(row["answer"]) for row in rows]
