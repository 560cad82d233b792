"""Templates to PDF/A-2a and PDF/UA-1 with letters that are all there.

Typesetting itself is loaded when the first page is set: a web process, which sets none, stays small without it.
"""
# ruff: noqa: PLC0415

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

FORMS = Path(__file__).resolve().parent / "forms"


class TemplateFault(ValueError):
    """A template that cannot be set: says where and why, for the one who writes it."""


def render(
    template_source: str, values: Mapping[str, Any], *, at: datetime | None = None, substitute: bool = False
) -> bytes:
    """Set one document as PDF/A-2a and PDF/UA-1. Pure: same template, values and time give the same bytes.

    A letter that no font has is refused, so a certificate never shows a box in a name. With `substitute` (receipts,
    which list names of files people chose) it becomes a question mark.
    Refused: document.letter-missing
    """
    from motcua.rooms.documents import typeset

    return typeset.pages(template_source, values, "pdf", at=at, substitute=substitute)[0]


def render_pictures(template_source: str, values: Mapping[str, Any], *, ppi: int = 96) -> list[bytes]:
    """Set a document as PNG pages for a live preview; the same typesetting as `render`."""
    from motcua.rooms.documents import typeset

    return typeset.pages(template_source, values, "png", ppi=ppi, substitute=True)


def render_appearance(values: Mapping[str, Any]) -> bytes:
    """Set the small picture of a signature as a one-page PDF."""
    from motcua.rooms.documents import typeset

    source = (FORMS / "nd30" / "appearance.typ").read_text(encoding="utf-8")
    return typeset.pages(source, values, "pdf", substitute=True, standards=["a-2b"])[0]


def font_report() -> dict[str, str]:
    """Tell for each font of the stack whether it can be used: "used", "complete", "absent" or the letters it lacks."""
    from motcua.rooms.documents import typeset

    return typeset.font_report()


def qr_svg(text: str) -> str:
    """Draw a QR code (level M, quiet zone kept) for templates."""
    import segno

    return str(segno.make(text, error="m", micro=False).svg_inline(scale=4, border=2, dark="#000", omitsize=True))
