"""Pages as pictures: made by the inspector, kept encrypted beside the store, thrown away when nobody looks."""

import contextlib
import hashlib
import os
import tempfile
import time
from io import BytesIO
from pathlib import Path
from uuid import UUID

from django.conf import settings

from motcua.kernel import crypto, files
from motcua.kernel.errors import Refused
from motcua.rooms.documents import inspection

WIDTHS = (160, 800, 1200, 2000)
DAY = 86_400


def page(blob: str, number: int, *, width: int, agency_id: UUID | None) -> bytes:
    """One page of a stored file as PNG, in the nearest of four widths. Refused: file.no-picture"""
    wide = min(WIDTHS, key=lambda w: abs(w - width))
    path = place(f"{blob}-{number}-{wide}")
    kept = _kept(path)
    if kept is not None:
        return kept
    answer, picture = inspection.ask("files", {"do": "page", "page": number, "width": wide}, files.store().get(blob))
    if "fault" in answer:
        raise Refused("file.no-picture", page=number)
    _keep(path, crypto.seal(picture, context=f"rendition:{path.name}", agency_id=agency_id))
    return picture


def turned(picture: bytes, quarters: int) -> bytes:
    """The picture turned clockwise by so many quarters; it is our own, the inspector made it."""
    if not quarters % 4:
        return picture
    from PIL import Image  # noqa: PLC0415 - most processes never turn a page

    out = BytesIO()
    with Image.open(BytesIO(picture)) as image:
        image.rotate(-90 * (quarters % 4), expand=True).save(out, "PNG", compress_level=1)
    return out.getvalue()


def drop_old(*, days: int) -> int:
    """Remove pictures not read for some days; answers how many."""
    limit, dropped = time.time() - days * DAY, 0
    for path in (Path(settings.MOTCUA.files_dir) / "renditions").glob("*/*"):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_atime < limit:
                path.unlink()
                dropped += 1
    return dropped


def place(name: str) -> Path:
    folder = Path(settings.MOTCUA.files_dir) / "renditions" / hashlib.sha256(name.encode()).hexdigest()[:2]
    return folder / name


def _kept(path: Path) -> bytes | None:
    try:
        picture = crypto.unseal(path.read_bytes(), context=f"rendition:{path.name}")
        os.utime(path)
    except (FileNotFoundError, ValueError):
        return None
    return picture


def _keep(path: Path, sealed: bytes) -> None:
    """A picture made again is only time lost, so this cache is no part of the store and is never synced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(sealed)
    Path(temporary).replace(path)
