"""The only way to open a transaction, and who it is opened for.

Application code filters by agency and owner; row-level security in PostgreSQL does so again from the three session
settings written here. Without a scope both see nothing: the default is deny.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from psycopg import OperationalError
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus

from motcua.kernel.types import ANONYMOUS, Actor, ActorKind

SET_SCOPE = (
    "select set_config('motcua.agency', '%s', true), set_config('motcua.person', '%s', true), "
    "set_config('motcua.system', '%s', true)"
)


@dataclass(slots=True)
class Scope:
    """An open transaction of one actor, and what is to be written just before its COMMIT."""

    actor: Actor
    writes: bool
    at_end: dict[str, Callable[[], None]] = field(default_factory=dict)
    held: dict[str, list[Any]] = field(default_factory=dict)

    def hold(self, kind: str, thing: Any, finish: Callable[[], None]) -> None:
        """Keep `thing` until the end of the transaction, when `finish` writes all of its kind at once."""
        self.held.setdefault(kind, []).append(thing)
        self.at_end.setdefault(kind, finish)

    def leave_evidence_to(self, outer: "Scope") -> None:
        """Inside another's transaction the audit chain waits for that one's end: its head is a lock held to COMMIT."""
        for line in self.held.pop("audit", []):
            outer.hold("audit", line, self.at_end["audit"])
        self.at_end.pop("audit", None)

    def finish(self) -> None:
        """Write what was held: facts first, the audit chain last, because its head is a lock others wait for."""
        if _lost():
            return  # nothing can be written any more
        for kind in sorted(self.at_end, key=lambda k: (k == "audit", k)):
            self.at_end[kind]()
        self.at_end.clear()
        self.held.clear()


_current: ContextVar[Scope | None] = ContextVar("motcua_scope", default=None)


def current() -> Scope | None:
    return _current.get()


@contextmanager
def scope(actor: Actor, *, writes: bool = False) -> Iterator[Scope]:
    """Open a transaction in which only `actor`'s rows exist; joins the open one when it is the same actor's."""
    outer = _current.get()
    if outer is not None and outer.actor == actor and (outer.writes or not writes):
        yield outer
        return
    if writes and outer is not None and not outer.writes:
        raise RuntimeError("An act was called while a page is only being read: reading never changes anything.")
    fresh = Scope(actor=actor, writes=writes)
    with transaction.atomic(durable=False):
        _tell_database(actor)
        mark = _current.set(fresh)
        try:
            yield fresh
            if outer is not None and outer.writes:
                fresh.leave_evidence_to(outer)
            fresh.finish()
        finally:
            _current.reset(mark)
            if outer is not None:
                _tell_database(outer.actor)
            elif connection.savepoint_ids:
                _tell_database(ANONYMOUS)  # a surrounding transaction (a test's) must not keep what it may see


def _tell_database(actor: Actor) -> None:
    if connection.needs_rollback or _lost():
        return  # the transaction is lost; the settings go with it
    system = "on" if actor.kind == ActorKind.SYSTEM else ""
    _send(SET_SCOPE % (_plain(actor.agency_id), _plain(actor.person_id), system))


def _plain(identifier: UUID | None) -> str:
    """Only a UUID may stand in the statement as it is."""
    return str(UUID(int=identifier.int)) if identifier else ""


def _send(statement: str) -> None:
    """Send a statement without values; BEGIN travels with it where no transaction is open yet."""
    connection.ensure_connection()
    driver = connection.connection
    with connection.wrap_database_errors, driver.lock:
        begun = driver.pgconn.transaction_status != TransactionStatus.IDLE
        result = driver.pgconn.exec_(f"{'' if begun else 'begin; '}{statement}".encode())
        if driver.pgconn.status != ConnStatus.OK:
            raise OperationalError("the connection to the database is lost")
        if result.status != ExecStatus.TUPLES_OK:
            raise error_from_result(result)


def _lost() -> bool:
    """Tell whether PostgreSQL has given the transaction up after a fault."""
    return (
        connection.connection is not None and connection.connection.info.transaction_status == TransactionStatus.INERROR
    )
