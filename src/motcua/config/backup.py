"""A whole installation in one encrypted file, and back: the database as it was at one instant, the files, the secrets.

Whoever makes backups holds the public half of a key only: a copy of the file taken home opens nothing. The private half
is kept elsewhere and is needed for a restore. Nothing but this product's own packages is used.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import psycopg
import tink
from tink import hybrid, secret_key_access, streaming_aead

from motcua.config import embedded, instance

MAGIC = b"MOTCUA-BACKUP-1\n"
LENGTH = 4
BINDING = b"motcua backup"
PUBLIC, PRIVATE = "backup.public.json", "backup.private.json"
DUMP, MANIFEST = "database.dump", "manifest.json"
KEPT = ("secrets", "trust", "files")
PIECE = 1 << 20

# A number given after the instant of the backup may stand on a paper somewhere: none of them is given again.
JUMP = """
insert into dossiers_daycounter (id, agency_id, day, last)
  select gen_random_uuid(), id, (now() at time zone 'Asia/Ho_Chi_Minh')::date, %(jump)s from agencies_agency
  on conflict (agency_id, day) do update set last = dossiers_daycounter.last + excluded.last;
update documents_registerbook set last_number = last_number + %(jump)s;
update payments_receiptbook set last = last + %(jump)s;
"""


class BackupTrouble(Exception):
    """The backup could not be made or restored; the message says what to do."""


@dataclass(frozen=True)
class Kept:
    """What a backup holds."""

    path: Path
    made_at: str
    files: int
    chains: int
    size: int


def make_key(folder: Path) -> tuple[Path, Path]:
    """Make the pair of keys once; answers where the public and the private half are. Never overwrites one."""
    hybrid.register()
    folder.mkdir(parents=True, exist_ok=True)
    public, private = folder / PUBLIC, folder / PRIVATE
    if public.exists() or private.exists():
        raise BackupTrouble(f"{folder} holds a backup key already; choose another folder.")
    handle = tink.new_keyset_handle(hybrid.hybrid_key_templates.DHKEM_X25519_HKDF_SHA256_HKDF_SHA256_AES_256_GCM)
    private.touch(mode=0o600)
    private.write_text(tink.json_proto_keyset_format.serialize(handle, secret_key_access.TOKEN))
    public.write_text(tink.json_proto_keyset_format.serialize_without_secret(handle.public_keyset_handle()))
    return public, private


def make(data: Path, to: Path, *, public_key: Path, database_url: str, jobs_folder: Path | None = None) -> Kept:
    """Write a backup of the installation in `data` to the file `to`, while it goes on working.

    `database_url` connects as a role that sees every row (a superuser, or one with BYPASSRLS). The files are read after
    the database: they only ever grow, so every file a row names is there.
    """
    with tempfile.TemporaryDirectory(prefix="motcua-backup-", dir=jobs_folder) as scratch:
        dump = Path(scratch) / DUMP
        manifest = _dumped(database_url, dump)
        partial = to.with_name(f"{to.name}.part")
        partial.touch(mode=0o600)
        with partial.open("wb") as raw, _sealed(raw, public_key) as out, tarfile.open(fileobj=out, mode="w|") as tar:
            tar.add(dump, DUMP)
            manifest["files"] = 0
            for name in KEPT:
                for path in sorted(
                    p for p in (data / name).rglob("*") if p.is_file() and not p.name.startswith(".new-")
                ):
                    tar.add(path, str(path.relative_to(data)))
                    manifest["files"] += name == "files"
            _add(tar, "instance.json", (data / "instance.json").read_bytes())
            _add(tar, MANIFEST, json.dumps(manifest, sort_keys=True).encode())
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.rename(to)
    return Kept(to, manifest["made_at"], manifest["files"], len(manifest["heads"]), to.stat().st_size)


def restore(backup: Path, data: Path, *, private_key: Path, jump: int = 1000) -> dict[str, Any]:
    """Make a new installation in the empty folder `data` from a backup, and answer its manifest.

    Counters go on `jump` further than they stood: no code, number or receipt given after the backup is given again.
    Raises BackupTrouble when the file was altered, the key is another one, or anything of it is missing.
    """
    if data.exists() and any(data.iterdir()):
        raise BackupTrouble(f"{data} is not empty; restore into a new folder and keep the old one until all is well.")
    data.mkdir(parents=True, exist_ok=True)
    dump = _unpacked(backup, data, private_key)
    manifest: dict[str, Any] = json.loads((data / MANIFEST).read_text(encoding="utf-8"))
    if _digest(dump) != manifest["sha256"]:
        raise BackupTrouble("The database inside the backup is not the one its manifest tells of.")
    one = instance.load(data)
    server = embedded.Server(data / "postgres")
    server.prepare()
    server.start()
    try:
        _filled(server, one, dump, jump)
        _whole(server.superuser_url("motcua"), data, manifest)
    finally:
        server.stop()
    dump.unlink()
    _moved(one, data, server)
    return manifest


def _dumped(database_url: str, dump: Path) -> dict[str, Any]:
    """Dump one instant and tell of that very instant: dump and chain heads share a snapshot."""
    with psycopg.connect(database_url) as connection:
        connection.execute("set transaction isolation level repeatable read, read only")
        snapshot = connection.execute("select pg_export_snapshot()").fetchone()
        heads = connection.execute("select chain, seq, head from kernel_auditchain order by chain").fetchall()
        assert snapshot is not None
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot[0]}", f"--file={dump}", f"--dbname={database_url}")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return {
            "made_at": now,
            "sha256": _digest(dump),
            "server": connection.info.server_version,
            "heads": {chain: [seq, head] for chain, seq, head in heads},
        }


def _filled(server: embedded.Server, one: instance.Instance, dump: Path, jump: int) -> None:
    passwords = {role: one.secret(f"password_{role}") for role in instance.ROLES}
    embedded.provision(server.superuser_url(), "motcua", passwords)
    _run("pg_restore", "--exit-on-error", f"--dbname={server.superuser_url('motcua')}", str(dump))
    embedded.grant(server.url("motcua_owner", passwords["motcua_owner"], "motcua"))
    with psycopg.connect(server.superuser_url("motcua"), autocommit=True) as connection:
        for statement in JUMP.split(";"):
            if statement.strip():
                connection.execute(statement, {"jump": jump})


def _whole(database_url: str, data: Path, manifest: dict[str, Any]) -> None:
    """The chains end where the manifest says, and every file a row names is there."""
    with psycopg.connect(database_url) as connection:
        heads = connection.execute("select chain, seq, head from kernel_auditchain order by chain").fetchall()
        if {chain: [seq, head] for chain, seq, head in heads} != manifest["heads"]:
            raise BackupTrouble("The chains of evidence do not end where the backup says they did.")
        named = connection.execute(
            "select blob from documents_file union select content from documents_document where content <> ''"
        ).fetchall()
    lost = [blob for (blob,) in named if not (data / "files" / blob[:2] / blob[2:4] / blob).is_file()]
    if lost:
        raise BackupTrouble(f"{len(lost)} files that the database names are not in the backup, the first is {lost[0]}.")


def _moved(one: instance.Instance, data: Path, server: embedded.Server) -> None:
    """Addresses and folders of the new place."""
    for name, role in (("database_url", "motcua_app"), ("owner_database_url", "motcua_owner")):
        one.values[name] = server.url(role, one.secret(f"password_{role}"), "motcua")
    one.values |= {
        "provisioned": True,
        "signing_keys": str(data / "secrets" / "signing"),
        "trust_roots": str(data / "trust"),
    }
    one.save()


@contextmanager
def _sealed(raw: BinaryIO, public_key: Path) -> Iterator[BinaryIO]:
    """A stream whose content only the private half opens: a key of its own, wrapped for that half."""
    hybrid.register()
    streaming_aead.register()
    try:
        to = tink.json_proto_keyset_format.parse_without_secret(public_key.read_text())
        wrap = to.primitive(hybrid.HybridEncrypt)
    except (OSError, tink.TinkError) as fault:
        raise BackupTrouble(f"{public_key} is not the public half of a backup key: {fault}") from fault
    handle = tink.new_keyset_handle(streaming_aead.streaming_aead_key_templates.AES256_GCM_HKDF_1MB)
    wrapped = wrap.encrypt(tink.proto_keyset_format.serialize(handle, secret_key_access.TOKEN), BINDING)
    raw.write(MAGIC + len(wrapped).to_bytes(LENGTH, "big") + wrapped)
    with handle.primitive(streaming_aead.StreamingAead).new_encrypting_stream(raw, BINDING) as out:
        yield out


def _unpacked(backup: Path, data: Path, private_key: Path) -> Path:
    hybrid.register()
    streaming_aead.register()
    try:
        mine = tink.json_proto_keyset_format.parse(private_key.read_text(), secret_key_access.TOKEN)
        with backup.open("rb") as raw:
            if raw.read(len(MAGIC)) != MAGIC:
                raise BackupTrouble(f"{backup} is not a backup of this product.")
            wrapped = raw.read(int.from_bytes(raw.read(LENGTH), "big"))
            plain = mine.primitive(hybrid.HybridDecrypt).decrypt(wrapped, BINDING)
            handle = tink.proto_keyset_format.parse(plain, secret_key_access.TOKEN)
            stream = handle.primitive(streaming_aead.StreamingAead).new_decrypting_stream(raw, BINDING)
            with stream, tarfile.open(fileobj=stream, mode="r|") as tar:
                tar.extractall(data, filter="data")
    except (OSError, tink.TinkError, tarfile.TarError) as fault:
        raise BackupTrouble(f"The backup could not be opened with this key, or it was altered: {fault}") from fault
    for secret in (data / "secrets", data / "instance.json"):
        secret.chmod(0o700 if secret.is_dir() else 0o600)
    return data / DUMP


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _run(program: str, *arguments: str) -> None:
    tools = embedded.tools()
    found = tools / program if (tools / program).exists() else Path(shutil.which(program) or program)
    done = subprocess.run([str(found), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupTrouble(f"{program} failed: {done.stderr.strip()[:900]}")
