"""What signatures are checked against: root certificates of the settings' folder, and revocation lists kept beside."""

import hashlib
import logging
import time
from functools import cache
from pathlib import Path

import httpx
from django.conf import settings

log = logging.getLogger(__name__)
FRESH_SECONDS = 600.0
ENDINGS = frozenset({".pem", ".crt", ".cer"})
_lists: dict[str, tuple[float, bytes]] = {}


def root_certificates() -> list[bytes]:
    """The trusted roots in DER; read again when the folder changes."""
    folder = settings.MOTCUA.trust_roots
    if folder is None or not folder.is_dir():
        return []
    paths = sorted(p for p in folder.iterdir() if p.suffix in ENDINGS)
    return list(_read(tuple((p, p.stat().st_mtime) for p in paths)))


def revocation_lists() -> list[bytes]:
    """The newest lists the worker has fetched, in DER. Verifying itself never goes to the network."""
    folder = _folder()
    return [path.read_bytes() for path in sorted(folder.glob("*.crl"))] if folder is not None else []


def revocation_list(url: str) -> bytes:
    """Fetch a list, at most every ten minutes, and keep it for verification. Raises httpx.HTTPError."""
    known = _lists.get(url)
    if known is None or time.monotonic() - known[0] > FRESH_SECONDS:
        answer = httpx.get(url, timeout=4.0)
        answer.raise_for_status()
        known = (time.monotonic(), answer.content)
        _lists[url] = known
        _keep(url, answer.content)
    elif not _kept(url):
        _keep(url, known[1])
    return known[1]


def refresh_lists() -> int:
    """Fetch again every list seen so far; answers how many came. A silent authority leaves the old one in place."""
    folder, fetched = _folder(), 0
    for path in sorted(folder.glob("*.url")) if folder is not None else ():
        url = path.read_text(encoding="utf-8")
        _lists.pop(url, None)
        try:
            revocation_list(url)
            fetched += 1
        except httpx.HTTPError as fault:
            log.warning("revocation list not refreshed: %s", type(fault).__name__)
    return fetched


def _folder() -> Path | None:
    roots = settings.MOTCUA.trust_roots
    return roots / "lists" if roots is not None else None


def _kept(url: str) -> bool:
    folder = _folder()
    return folder is None or (folder / f"{_stem(url)}.crl").exists()


def _stem(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:16]


def _keep(url: str, content: bytes) -> None:
    folder = _folder()
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    stem = _stem(url)
    for ending, body in ((".crl", content), (".url", url.encode())):
        fresh = folder / f"{stem}{ending}.new"
        fresh.write_bytes(body)
        fresh.replace(folder / f"{stem}{ending}")


@cache
def _read(paths: tuple[tuple[Path, float], ...]) -> tuple[bytes, ...]:
    from motcua.rooms.documents.signing.keys import certificates_in  # noqa: PLC0415 - pyHanko only where needed

    return tuple(cert.dump() for path, _ in paths for cert in certificates_in(path.read_bytes()))
