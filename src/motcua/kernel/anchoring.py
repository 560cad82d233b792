"""The ends of the chains of evidence, stamped by somebody else's clock.

Whoever owns the database could cut the tail of a chain or build it anew from the beginning, with every hash right. He
cannot do so behind an anchor: the heads of all chains at one instant, under a time-stamp of an authority (RFC 3161).
"""

import hashlib
import json
import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from django.db import connection

from motcua.kernel import audit, tenancy
from motcua.kernel.asking import ask
from motcua.kernel.ids import new_id
from motcua.kernel.types import SYSTEM

CHECKED = 200
log = logging.getLogger(__name__)


class Witness(Protocol):
    """A time-stamp authority, as config/wiring.py binds it."""

    def stamp(self, digest: bytes) -> bytes | None:
        """A token over a SHA-256 digest; None while the authority does not answer."""

    def stamped_at(self, token: bytes, digest: bytes) -> datetime | None:
        """When the token says the digest was there; None when it does not prove that."""


_witness: Witness | None = None


def bind(witness: Witness) -> None:
    """Let this authority witness. Only config/wiring.py calls this."""
    global _witness  # noqa: PLW0603 (one a process, bound once)
    _witness = witness


def anchor(at: datetime) -> bool:
    """Stamp the present heads, when any moved since the last anchor; false when there was nothing to do or no answer."""
    if _witness is None:
        return False
    with tenancy.scope(SYSTEM):
        heads = {
            chain: [seq, head]
            for chain, seq, head in ask("select chain, seq, head from kernel_auditchain order by chain")
        }
        last = ask("select heads from kernel_auditanchor order by at desc, id desc limit 1")
    told = json.dumps(heads, sort_keys=True, separators=(",", ":"))
    if not heads or (last and last[0][0] == told):
        return False
    root = hashlib.sha256(told.encode()).digest()
    token = _witness.stamp(root)  # no transaction is open while somebody else is asked
    if token is None:
        log.warning("the chains of evidence could not be anchored: no answer from the time-stamp authority")
        return False
    with tenancy.scope(SYSTEM, writes=True):
        ask(
            "insert into kernel_auditanchor (id, at, heads, root, token) values (%s, %s, %s, %s, %s)",
            [new_id(), at, told, root.hex(), token],
        )
    return True


def verify() -> Iterator[audit.Break]:
    """Name every chain that no longer contains what an anchor saw of it. Needs a scope that sees the whole audit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select heads, root, token from kernel_auditanchor order by at desc, id desc limit %s", [CHECKED]
        )
        anchors = cursor.fetchall()
    seen: set[str] = set()
    for told, root, token in anchors:
        digest = hashlib.sha256(told.encode()).digest()
        proves = _witness.stamped_at(bytes(token), digest) if _witness and token else None
        if digest.hex() != root or proves is None:
            yield audit.Break("anchors", 0, "an anchor was altered, or its time-stamp does not prove it")
            continue
        for chain, (seq, head) in json.loads(told).items():
            if chain not in seen and not _holds(chain, seq, head):
                seen.add(chain)
                yield audit.Break(
                    chain, seq, f"differs from what was stamped at {proves:%d/%m/%Y %H:%M}: cut or rebuilt"
                )


def _holds(chain: str, seq: int, head: str) -> bool:
    if not seq:
        return True
    return ask("select 1 from kernel_audit where chain = %s and seq = %s and hash = %s", [chain, seq, head]) != []
