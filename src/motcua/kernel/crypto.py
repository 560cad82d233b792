"""Encryption at rest: a data key per agency and year, wrapped by the installation's master key (Luật 91/2025).

What is sealed is bound to its place by `context` (table, column, row), so one ciphertext cannot stand in for another.
"""

import hashlib
import hmac
import json
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import tink
from django.conf import settings
from django.db import connection, transaction
from tink import aead, secret_key_access

from motcua.kernel import clock
from motcua.kernel.ids import new_id

FORMAT = b"\x01"
MASTER_FILE = "master.json"
aead.register()


@cache
def _master() -> tuple[aead.Aead, bytes]:
    held = json.loads((Path(settings.MOTCUA.secrets_dir) / MASTER_FILE).read_text(encoding="utf-8"))
    handle = tink.json_proto_keyset_format.parse(json.dumps(held["keyset"]), secret_key_access.TOKEN)
    return handle.primitive(aead.Aead), bytes.fromhex(held["blind"])


def make_master(folder: Path) -> None:
    """Make the installation's master key once; never overwrites one. The file is readable by its owner only."""
    path = folder / MASTER_FILE
    if path.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    handle = tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
    keyset = json.loads(tink.json_proto_keyset_format.serialize(handle, secret_key_access.TOKEN))
    path.touch(mode=0o600)
    path.write_text(json.dumps({"keyset": keyset, "blind": new_secret()}), encoding="utf-8")


def new_secret() -> str:
    return hashlib.sha256(
        new_id().bytes
        + tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM).primitive(aead.Aead).encrypt(b"", b"")
    ).hexdigest()


def seal(plain: bytes, *, context: str, agency_id: UUID | None) -> bytes:
    """Encrypt for storage; only `unseal` with the same context opens it."""
    key_id, primitive = _key_for(str(agency_id or "common"), clock.now().year)
    sealed: bytes = FORMAT + key_id.bytes + primitive.encrypt(plain, context.encode())
    return sealed


def unseal(sealed: bytes | memoryview, *, context: str) -> bytes:
    """Open what `seal` closed. Raises ValueError when it was altered or belongs elsewhere."""
    raw = bytes(sealed)
    if raw[:1] != FORMAT:
        raise ValueError("Unknown format of sealed content")
    try:
        plain: bytes = _key(UUID(bytes=raw[1:17])).decrypt(raw[17:], context.encode())
    except tink.TinkError as fault:
        raise ValueError("Sealed content was altered or moved") from fault
    return plain


def seal_json(value: Any, *, context: str, agency_id: UUID | None) -> bytes:
    return seal(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), context=context, agency_id=agency_id
    )


def unseal_json(sealed: bytes | memoryview, *, context: str) -> Any:
    return json.loads(unseal(sealed, context=context))


def blind(value: str, *, purpose: str) -> bytes:
    """A keyed digest to find equal values without storing them readable."""
    return hmac.new(_master()[1], f"{purpose}\0{value}".encode(), hashlib.sha256).digest()


_keys: dict[UUID, aead.Aead] = {}
_current: dict[tuple[str, int], UUID] = {}


def _key_for(holder: str, year: int) -> tuple[UUID, aead.Aead]:
    known = _current.get((holder, year))
    if known:
        return known, _keys[known]
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, wrapped from kernel_datakey where holder = %s and year = %s and retired_at is null",
            [holder, year],
        )
        row = cursor.fetchone()
        fresh = row is None
        if fresh:
            handle = tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
            key_id = new_id()
            wrapped = tink.proto_keyset_format.serialize_encrypted(handle, _master()[0], key_id.bytes)
            cursor.execute(
                "insert into kernel_datakey (id, holder, year, wrapped, created_at) values (%s, %s, %s, %s, now()) "
                "on conflict (holder, year) where retired_at is null do update set year = excluded.year returning id, wrapped",
                [key_id, holder, year, wrapped],
            )
            row = cursor.fetchone()
    key_id, primitive = row[0], _unwrap(row[0], bytes(row[1]))

    def remember() -> None:
        _keys[key_id] = primitive
        _current[holder, year] = key_id

    # A key made in a transaction that is rolled back never existed: only a committed one is remembered.
    transaction.on_commit(remember)
    return key_id, primitive


def _key(key_id: UUID) -> aead.Aead:
    if key_id not in _keys:
        with connection.cursor() as cursor:
            cursor.execute("select wrapped from kernel_datakey where id = %s", [key_id])
            row = cursor.fetchone()
        if row is None:
            raise ValueError("The key of this content is unknown")
        primitive = _unwrap(key_id, bytes(row[0]))
        transaction.on_commit(lambda: _keys.setdefault(key_id, primitive))
        return primitive
    return _keys[key_id]


def _unwrap(key_id: UUID, wrapped: bytes) -> aead.Aead:
    handle = tink.proto_keyset_format.parse_encrypted(wrapped, _master()[0], key_id.bytes)
    return handle.primitive(aead.Aead)


def forget_keys() -> None:
    """Drop remembered keys; after a rotation, and between tests that empty the tables."""
    _keys.clear()
    _current.clear()
