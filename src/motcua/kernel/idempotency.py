"""The same request twice has one effect and one answer. The key is stored in the transaction of the effect."""

import hashlib
import json
from datetime import datetime
from typing import Any

from motcua.kernel.asking import ask
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor


class AlreadyRunning(Exception):
    """Somebody else finished the same request between our look and our write; look again."""


def fingerprint(arguments: dict[str, Any]) -> str:
    """A digest of what was asked, so that a key cannot be used for something else."""
    text = json.dumps(arguments, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return str(value)


def earlier_answer(*, by: Actor, act: str, key: str, asked: str) -> tuple[bool, Any]:
    """Look for the stored answer: (found, answer). Refused: request.key-reused"""
    found = ask(
        "select fingerprint, answer from kernel_idempotency where actor_id = %s and act = %s and key = %s",
        [by.id, act, key],
    )
    if not found:
        return False, None
    row = found[0]
    if row[0] != asked:
        raise Refused("request.key-reused")
    return True, json.loads(row[1]) if isinstance(row[1], str) else row[1]


def keep_answer(*, by: Actor, act: str, key: str, asked: str, answer: Any, at: datetime) -> None:
    """Store the answer with its effect. Raises AlreadyRunning when another request was faster."""
    kept = ask(
        "insert into kernel_idempotency (actor_id, act, key, fingerprint, answer, at) values (%s, %s, %s, %s, %s, %s) "
        "on conflict (actor_id, act, key) do nothing returning 1",
        [by.id, act, key, asked, json.dumps(answer), at],
    )
    if not kept:
        raise AlreadyRunning
