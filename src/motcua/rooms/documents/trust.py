"""Which roots signatures are checked against: every certificate in the folder of the settings."""

from functools import cache
from pathlib import Path

from django.conf import settings


def root_certificates() -> list[bytes]:
    """The trusted roots in DER; read again when the folder changes."""
    folder = settings.MOTCUA.trust_roots
    if folder is None or not folder.is_dir():
        return []
    paths = sorted(p for p in folder.iterdir() if p.suffix in {".pem", ".crt", ".cer"})
    return list(_read(tuple((p, p.stat().st_mtime) for p in paths)))


@cache
def _read(paths: tuple[tuple[Path, float], ...]) -> tuple[bytes, ...]:
    from motcua.rooms.documents.signing.keys import certificates_in  # noqa: PLC0415 - pyHanko only where needed

    return tuple(cert.dump() for path, _ in paths for cert in certificates_in(path.read_bytes()))
