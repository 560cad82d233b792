"""PDF files: what they hold, whether they act, how their pages look."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image

MOST_OBJECTS = 200_000
MOST_DEPTH = 24
MOST_PIXELS = 200_000_000
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
    locked = io.BytesIO()
    new.save(locked, encryption=pikepdf.Encryption(user="", owner="x", R=6))
    inspect(locked.getvalue(), most_pages=5)
    page_picture(out.getvalue(), page=1, width=40)


class _Stopped(Exception):
    """The file is refused for this reason; looking further would be of no use."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def inspect(body: bytes, *, most_pages: int) -> dict[str, Any]:
    """Count the pages, look for anything that acts, and see whether the first page can be laid out."""
    broken = {"verdict": "unreadable", "code": "file.broken-pdf", "params": {}}
    try:
        with pikepdf.open(io.BytesIO(body), suppress_warnings=True) as pdf:
            pages = _checked_pages(pdf, most_pages)
            signed = _is_signed(pdf)
    except pikepdf.PasswordError:
        return {"verdict": "refused", "code": "file.locked", "params": {}}
    except _Stopped as stop:
        return {"verdict": "refused", "code": stop.code, "params": stop.params}
    except pikepdf.PdfError:
        return broken
    if pages == 0 or not _can_be_shown(body):
        return broken
    return {"verdict": "clean", "pages": pages, "notes": ["signed"] if signed else []}


def _checked_pages(pdf: pikepdf.Pdf, most_pages: int) -> int:
    if pdf.is_encrypted:
        raise _Stopped("file.locked")
    pages = len(pdf.pages)
    if pages > most_pages:
        raise _Stopped("file.too-many-pages", pages=pages, most=most_pages)
    if len(pdf.objects) > MOST_OBJECTS:
        raise _Stopped("file.too-heavy")
    if any(_pixels(thing) > MOST_PIXELS for thing in pdf.objects):
        raise _Stopped("file.too-heavy")
    active = sorted(set(_active(pdf)))
    if active:
        raise _Stopped("file.acts", contents=", ".join(active))
    return pages


def _can_be_shown(body: bytes) -> bool:
    """Let the library that draws lay the first page out; pictures are decoded only when somebody looks at the page.

    Where nothing lies on the page it is drawn: it may be blank, or too heavy to be read.
    """
    try:
        pdf = pypdfium2.PdfDocument(body)
        try:
            if pypdfium2.raw.FPDFPage_CountObjects(pdf[0]) > 0:
                return True
        finally:
            pdf.close()
    except pypdfium2.PdfiumError:
        return False
    return page_picture(body, page=1, width=120) is not None


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
            drawn: Image.Image = sheet.render(scale=scale, may_draw_forms=False).to_pil()
            return drawn.convert("RGB")
        finally:
            pdf.close()
    except pypdfium2.PdfiumError:
        return None


def _pixels(thing: Any) -> int:
    """How many points a picture claims to have; 0 for anything else."""
    if not isinstance(thing, pikepdf.Stream) or thing.get("/Subtype") != "/Image":
        return 0
    return int(thing.get("/Width", 0)) * int(thing.get("/Height", 0))


def _active(pdf: pikepdf.Pdf) -> Iterator[str]:
    for thing in pdf.objects:
        yield from _active_in(thing, 0)


def _active_in(thing: Any, depth: int) -> Iterator[str]:
    """Look into one object and what lies directly in it; references are visited on their own."""
    if depth > MOST_DEPTH:
        yield "cấu trúc lồng quá sâu"
    elif isinstance(thing, pikepdf.Array):
        for inner in thing:
            yield from _active_inside(inner, depth)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        entries = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
        for key, value in entries.items():
            yield from _active_entry(key, value, "/Rect" in entries)
            yield from _active_inside(value, depth)


def _active_inside(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect:
        yield from _active_in(value, depth + 1)


def _active_entry(key: str, value: Any, on_page: bool) -> Iterator[str]:
    if key in KEYS and not _is_empty(value):
        yield KEYS[key]
    if not isinstance(value, pikepdf.Name):
        return
    if key == "/S" and str(value) in ACTIONS:
        yield ACTIONS[str(value)]
    if key == "/Subtype" and on_page and str(value) in SUBTYPES:
        yield SUBTYPES[str(value)]


def _is_empty(value: Any) -> bool:
    if isinstance(value, pikepdf.Dictionary):
        names = value.get("/Names")
        return len(value) == 0 or (isinstance(names, pikepdf.Array) and len(names) == 0)
    return value is None


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    form = pdf.Root.get("/AcroForm")
    return bool(form is not None and int(form.get("/SigFlags", 0)) & 1)
