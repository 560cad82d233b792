"""Bytes at rest: encrypted, named by the SHA-256 of what lies on the disk, never changed once written."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from motcua.kernel import crypto
from motcua.kernel.errors import Refused

CONTEXT = "blob"
DIGEST_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Blob:
    """What was stored: `name` finds it, `sha256` is the digest of the content people handed in."""

    name: str
    sha256: str
    size: int


class BlobStore:
    """A content-addressed folder. Write to a temporary file, fsync, rename, fsync the folder: whole or not at all."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, content: bytes, *, agency_id: UUID | None) -> Blob:
        """Store content before any row mentions it. Call inside a scope (the data key lives in the database)."""
        sealed = crypto.seal(content, context=CONTEXT, agency_id=agency_id)
        name = hashlib.sha256(sealed).hexdigest()
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        with os.fdopen(handle, "wb") as out:
            out.write(sealed)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).rename(path)
        _sync_folder(path.parent)
        return Blob(name=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content))

    def get(self, name: str) -> bytes:
        """Give the content back. Refused: file.missing. Raises ValueError when the bytes were altered."""
        try:
            sealed = self._path(name).read_bytes()
        except FileNotFoundError:
            raise Refused("file.missing", name=name) from None
        if hashlib.sha256(sealed).hexdigest() != name:
            raise ValueError(f"The stored bytes of {name} were altered")
        return crypto.unseal(sealed, context=CONTEXT)

    def has(self, name: str) -> bool:
        return self._path(name).exists()

    def _path(self, name: str) -> Path:
        if len(name) != DIGEST_LENGTH or not all(c in "0123456789abcdef" for c in name):
            raise Refused("file.missing", name=name[:80])
        return self.root / name[:2] / name[2:4] / name


def store() -> BlobStore:
    return BlobStore(Path(settings.MOTCUA.files_dir))


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
