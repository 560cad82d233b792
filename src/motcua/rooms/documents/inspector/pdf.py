"""PDF files: what they hold, whether they act, how their pages look."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image

MOST_OBJECTS = 200_000
MOST_DEPTH = 24
MOST_SIDE = 8000
ACTIONS = {
    "/JavaScript": "đoạn chương trình",
    "/Launch": "lệnh mở chương trình khác",
    "/ImportData": "lệnh nhập dữ liệu",
    "/SubmitForm": "lệnh gửi dữ liệu đi",
    "/Rendition": "âm thanh hoặc phim",
    "/Movie": "âm thanh hoặc phim",
    "/Sound": "âm thanh hoặc phim",
    "/GoToE": "tệp đính bên trong",
    "/GoTo3DView": "hình 3D",
    "/RichMediaExecute": "âm thanh hoặc phim",
}
KEYS = {
    "/JS": "đoạn chương trình",
    "/XFA": "biểu mẫu XFA",
    "/EmbeddedFiles": "tệp đính bên trong",
    "/EF": "tệp đính bên trong",
}
SUBTYPES = {
    "/RichMedia": "âm thanh hoặc phim",
    "/Movie": "âm thanh hoặc phim",
    "/Sound": "âm thanh hoặc phim",
    "/Screen": "âm thanh hoặc phim",
    "/3D": "hình 3D",
    "/FileAttachment": "tệp đính bên trong",
}


def warm() -> None:
    """Let both libraries do their first-time work while files can still be opened."""
    new = pikepdf.new()
    new.add_blank_page(page_size=(72, 72))
    out = io.BytesIO()
    new.save(out)
    inspect(out.getvalue(), most_pages=5)
    page_picture(out.getvalue(), page=1, width=40)


def inspect(body: bytes, *, most_pages: int) -> dict[str, Any]:
    try:
        with pikepdf.open(io.BytesIO(body), suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                return _refused("file.locked")
            pages = len(pdf.pages)
            if pages == 0:
                return {"verdict": "unreadable", "code": "file.broken-pdf", "params": {}}
            if pages > most_pages:
                return _refused("file.too-many-pages", pages=pages, most=most_pages)
            if len(pdf.objects) > MOST_OBJECTS:
                return _refused("file.too-heavy")
            active = sorted(set(_active(pdf)))
            signed = _is_signed(pdf)
    except pikepdf.PasswordError:
        return _refused("file.locked")
    except pikepdf.PdfError:
        return {"verdict": "unreadable", "code": "file.broken-pdf", "params": {}}
    if active:
        return _refused("file.acts", contents=", ".join(active))
    if page_picture(body, page=1, width=120) is None:
        return {"verdict": "unreadable", "code": "file.broken-pdf", "params": {}}
    return {"verdict": "clean", "pages": pages, "notes": ["signed"] if signed else []}


def page_picture(body: bytes, *, page: int, width: int) -> Image.Image | None:
    """One page as a picture; None when there is no such page."""
    try:
        pdf = pypdfium2.PdfDocument(body)
        try:
            if not 1 <= page <= len(pdf):
                return None
            sheet = pdf[page - 1]
            across, down = sheet.get_size()
            scale = min(width / across, MOST_SIDE / max(down, 1), MOST_SIDE / max(across, 1))
            return sheet.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        finally:
            pdf.close()
    except pypdfium2.PdfiumError:
        return None


def _active(pdf: pikepdf.Pdf) -> Iterator[str]:
    for thing in pdf.objects:
        yield from _active_in(thing, 0)


def _active_in(thing: Any, depth: int) -> Iterator[str]:
    """Look into one object and what lies directly in it; references are visited on their own."""
    if depth > MOST_DEPTH:
        yield "cấu trúc lồng quá sâu"
        return
    if isinstance(thing, pikepdf.Array):
        for inner in thing:  # type: ignore[attr-defined]
            if isinstance(inner, pikepdf.Array | pikepdf.Dictionary) and not inner.is_indirect:
                yield from _active_in(inner, depth + 1)
        return
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return
    entries = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
    for key, value in entries.items():
        if key in KEYS and not _is_empty(value):
            yield KEYS[key]
        if key == "/S" and isinstance(value, pikepdf.Name) and str(value) in ACTIONS:
            yield ACTIONS[str(value)]
        if key == "/Subtype" and isinstance(value, pikepdf.Name) and str(value) in SUBTYPES and "/Rect" in entries:
            yield SUBTYPES[str(value)]
        if isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect:
            yield from _active_in(value, depth + 1)


def _is_empty(value: Any) -> bool:
    if isinstance(value, pikepdf.Dictionary):
        names = value.get("/Names")
        return len(value) == 0 or (isinstance(names, pikepdf.Array) and len(names) == 0)
    return value is None


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    form = pdf.Root.get("/AcroForm")
    return bool(form is not None and int(form.get("/SigFlags", 0)) & 1)


def _refused(code: str, **params: Any) -> dict[str, Any]:
    return {"verdict": "refused", "code": code, "params": params}
