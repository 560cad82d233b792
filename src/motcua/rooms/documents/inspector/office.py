"""Word and Excel files, where a procedure allows them: opened as archives, never interpreted."""

import io
import zipfile
from typing import Any

from motcua.rooms.documents.inspector import sniff

MOST_UNPACKED = 120 * 1024 * 1024
MOST_RATIO = 200
MOST_PARTS = 4000
FORBIDDEN = (
    ("vbaproject.bin", "macro"),
    ("vbadata.xml", "macro"),
    ("embeddings/", "tệp đính bên trong"),
    ("activex/", "thành phần ActiveX"),
    ("externallinks/", "liên kết ra ngoài"),
    ("oleobject", "tệp đính bên trong"),
)


def warm() -> None:
    """Let zipfile load the code pages and decoders it fetches late."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "ă")
    sniff.media_type(out.getvalue())
    inspect(out.getvalue(), sniff.DOCX)
    "a".encode("cp437")


def inspect(body: bytes, media_type: str) -> dict[str, Any]:
    del media_type  # decided by the names of the parts already
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or _is_bomb(parts):
                return {"verdict": "refused", "code": "file.too-heavy", "params": {}}
            if any(part.flag_bits & 1 for part in parts):
                return {"verdict": "refused", "code": "file.locked", "params": {}}
            active = sorted({word for part in parts for sign, word in FORBIDDEN if sign in part.filename.lower()})
            if _attaches_template(archive):
                active.append("mẫu lấy từ nơi khác")
            if archive.testzip() is not None:
                return {"verdict": "unreadable", "code": "file.broken-office", "params": {}}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return {"verdict": "unreadable", "code": "file.broken-office", "params": {}}
    if active:
        return {"verdict": "refused", "code": "file.acts", "params": {"contents": ", ".join(active)}}
    return {"verdict": "clean", "pages": None, "notes": []}


def _is_bomb(parts: list[zipfile.ZipInfo]) -> bool:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    return unpacked > MOST_UNPACKED or (unpacked > 1 << 20 and unpacked > packed * MOST_RATIO)


def _attaches_template(archive: zipfile.ZipFile) -> bool:
    name = "word/_rels/settings.xml.rels"
    if name not in archive.namelist():
        return False
    with archive.open(name) as relations:
        text = relations.read(1 << 20).lower()
    return b"attachedtemplate" in text and b'targetmode="external"' in text
