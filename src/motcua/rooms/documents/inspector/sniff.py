"""What a file is, by its bytes and never by its name."""

import io
import zipfile

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IMAGES = frozenset({JPEG, PNG})
ZIP_END = b"PK\x05\x06"
ZIP_TAIL = 65_557

NAMES = (
    (b"MZ", "tệp chạy của Windows"),
    (b"\x7fELF", "tệp chạy của Linux"),
    (b"PK\x03\x04", "tệp nén hoặc tệp Office"),
    (b"\xd0\xcf\x11\xe0", "tệp Office đời cũ (.doc, .xls) hoặc có mật khẩu"),
    (b"GIF8", "ảnh GIF"),
    (b"BM", "ảnh BMP"),
    (b"II*\x00", "ảnh TIFF"),
    (b"MM\x00*", "ảnh TIFF"),
    (b"RIFF", "ảnh WebP, âm thanh hoặc phim"),
    (b"Rar!", "tệp nén RAR"),
    (b"7z\xbc\xaf", "tệp nén 7-Zip"),
    (b"\x1f\x8b", "tệp nén gzip"),
    (b"{\\rtf", "tệp RTF"),
    (b"<?xml", "tệp XML"),
    (b"<svg", "ảnh SVG"),
    (b"<!DOCTYPE html", "trang web"),
    (b"<html", "trang web"),
    (b"ID3", "tệp âm thanh"),
)
NEVER_IN_TEXT = frozenset(range(32)) - {9, 10, 12, 13}
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1")


def media_type(body: bytes) -> str:
    """The media type, or "" when it is none of those that can be taken in."""
    if body[:5] == b"%PDF-":
        return PDF
    if body[:3] == b"\xff\xd8\xff":
        return JPEG
    if body[:8] == b"\x89PNG\r\n\x1a\n":
        return PNG
    if body[:4] == b"PK\x03\x04":
        return _office_type(body)
    return ""


def plain_name(body: bytes) -> str:
    """Tell a person what the file is, since it is not what was asked for."""
    if body[4:8] == b"ftyp":
        return "ảnh HEIC của điện thoại" if body[8:12] in HEIC_BRANDS else "tệp phim"
    for start, name in NAMES:
        if body[: len(start)].lower() == start.lower():
            return name
    start = body[:512]
    return "tệp chữ" if start and not any(b in NEVER_IN_TEXT for b in start) else "loại tệp không nhận ra"


def second_nature(kind: str, body: bytes) -> str:
    """A second kind hidden in the same bytes (polyglot): opened by another program it would be something else."""
    if b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" in body[:4096]:
        return "mẫu thử phần mềm độc hại"
    zipped = kind in {DOCX, XLSX}
    if not zipped and ZIP_END in body[-ZIP_TAIL:] and b"PK\x01\x02" in body[-(1 << 20) :]:
        return "tệp nén"
    if kind in IMAGES and b"%PDF-" in body[:1024]:
        return "tệp PDF"
    lowered = body[:1024].lower()
    if kind in IMAGES and (b"<script" in lowered or b"<html" in lowered):
        return "trang web"
    return ""


def _office_type(body: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ""
    if "[Content_Types].xml" not in names:
        return ""
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else ""
