"""The chain of evidence: every act and every reading of personal data, append-only, hashed per agency.

The database itself appends (function kernel_audit_append): the application role has no right to insert, change or
delete. Personal values are never in the chain, only identifiers and digests. `motcua audit verify` and the one-file
verifier in docs/how-to recompute it.
"""

import hashlib
import json
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.kernel import clock, tenancy
from motcua.kernel.asking import ask
from motcua.kernel.types import Actor

CITIZEN_CHAINS = 16
GENESIS = "0" * 64

request_id: ContextVar[str] = ContextVar("motcua_request_id", default="")


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a chain does not hold."""

    chain: str
    seq: int
    reason: str


def chain_of(agency_id: UUID | None, actor: Actor) -> str:
    """The chain an entry belongs to: its agency's, else one of a few shards so that citizens do not queue."""
    home = agency_id or actor.agency_id
    if home:
        return str(home)
    return f"common-{(actor.person_id or actor.id).int % CITIZEN_CHAINS:02d}"


def record_act(
    *, name: str, law: str | None, by: Actor, at: datetime, agency_id: UUID | None, notes: dict[str, Any]
) -> None:
    """Hold one line for an act; the act decorator calls this."""
    subject, owner = notes.pop("subject", None), notes.pop("owner", None)
    _hold(
        agency_id,
        by,
        {"kind": "act", "what": name, "law": law, "at": at, "subject": subject, "owner": owner, "notes": notes},
    )


def record_read(
    by: Actor,
    *,
    subject: str,
    subject_id: UUID,
    purpose: str,
    owner_id: UUID | None = None,
    agency_id: UUID | None = None,
) -> None:
    """Hold one line for a reading of personal data; written when the scope ends.

    Args: `subject` says what kind of thing was read, `purpose` why (a dossier code or a legal ground), `owner_id`
    whose data it is, so that he can see the reading.
    """
    _hold(
        agency_id,
        by,
        {
            "kind": "read",
            "what": subject,
            "at": clock.now(),
            "subject": subject_id,
            "owner": owner_id,
            "notes": {"purpose": purpose},
        },
    )


def _hold(agency_id: UUID | None, by: Actor, entry: dict[str, Any]) -> None:
    scope = tenancy.current()
    if scope is None:
        raise RuntimeError("Nothing can be recorded outside a scope.")
    entry |= {
        "actor": by.id,
        "actor_kind": by.kind.value,
        "for": by.on_behalf_of or by.in_place_of,
        "request": request_id.get() or None,
    }
    scope.hold("audit", (chain_of(agency_id, by), canonical(entry)), _write)


def _write() -> None:
    scope = tenancy.current()
    if scope is None:
        return
    by_chain: dict[str, list[str]] = {}
    for chain, entry in scope.held.get("audit", []):
        by_chain.setdefault(chain, []).append(entry)
    for chain in sorted(by_chain):  # one order for everybody: no deadlock between chains
        ask("select kernel_audit_append(%s, %s)", [chain, by_chain[chain]])


def canonical(value: dict[str, Any]) -> str:
    """Sorted JSON without spaces and without empty members: the same thing always gives the same bytes."""
    kept = {k: v for k, v in value.items() if v not in (None, {}, "")}
    return json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def link(previous: str, seq: int, entry: str) -> str:
    """The hash of one entry, as the database computes it."""
    return hashlib.sha256(f"{previous}|{seq}|{entry}".encode()).hexdigest()


def verify() -> Iterator[Break]:
    """Recompute every chain and name each place that does not hold. Needs a scope that sees the whole audit."""
    with connection.cursor() as cursor:
        cursor.execute("select chain, seq, head from kernel_auditchain order by chain")
        heads = cursor.fetchall()
        cursor.execute("select distinct chain from kernel_audit except select chain from kernel_auditchain")
        for (chain,) in cursor.fetchall():
            yield Break(chain, 0, "entries without a head")
    for chain, last, head in heads:
        yield from _verify_chain(chain, last, head)


def _verify_chain(chain: str, last: int, head: str) -> Iterator[Break]:
    previous, expected = GENESIS, 1
    with connection.cursor() as cursor:
        cursor.execute("select seq, entry, previous, hash from kernel_audit where chain = %s order by seq", [chain])
        for seq, entry, stored_previous, stored in cursor:
            if seq != expected:
                yield Break(chain, expected, f"entry missing, next is {seq}")
                return
            if stored_previous != previous:
                yield Break(chain, seq, "does not follow the entry before it")
                return
            if link(previous, seq, entry) != stored:
                yield Break(chain, seq, "was changed after it was written")
                return
            previous, expected = stored, seq + 1
    if expected - 1 != last or previous != head:
        yield Break(chain, expected - 1, f"the head says {last} entries: the tail was cut or rebuilt")
