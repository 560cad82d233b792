"""The only way to open a transaction, and who it is opened for.

Application code filters by agency and owner; row-level security in PostgreSQL does so again from the three session
settings written here. Without a scope both see nothing: the default is deny.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from motcua.kernel.types import ANONYMOUS, Actor, ActorKind

SET_SCOPE = (
    "select set_config('motcua.agency', %s, true), set_config('motcua.person', %s, true), "
    "set_config('motcua.system', %s, true)"
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
    with connection.cursor() as cursor:
        cursor.execute(
            SET_SCOPE,
            [str(actor.agency_id or ""), str(actor.person_id or ""), "on" if actor.kind == ActorKind.SYSTEM else ""],
        )


def _lost() -> bool:
    """Tell whether PostgreSQL has given the transaction up after a fault."""
    return (
        connection.connection is not None and connection.connection.info.transaction_status == TransactionStatus.INERROR
    )
