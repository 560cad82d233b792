"""Photographs and scans as pictures."""

import io
import warnings
from typing import Any

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

GPS = 0x8825
ORIENTATION = 0x0112


def warm() -> None:
    """Load every codec that may be needed, and none other."""
    from PIL import JpegImagePlugin, PngImagePlugin  # noqa: F401, PLC0415 - registers the two formats

    Image.MAX_IMAGE_PIXELS = None
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    exif = Image.Exif()
    exif[GPS] = {1: "N"}
    exif[ORIENTATION] = 6
    for name in ("JPEG", "PNG"):
        out = io.BytesIO()
        Image.new("RGB", (8, 8)).save(out, name, exif=exif.tobytes())
        inspect(out.getvalue(), most_pixels=100)
        picture(out.getvalue(), width=4)


def inspect(body: bytes, *, most_pixels: int) -> dict[str, Any]:
    """Decode the picture as far as needed to know that it is whole."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(body), formats=("JPEG", "PNG"))
            width, height = picture.size
            if width * height > most_pixels:
                return _refused("file.too-many-pixels", width=width, height=height, most=most_pixels // 1_000_000)
            has_place = GPS in picture.getexif()
            picture.draft("L", (width // 8, height // 8))
            picture.load()
    except (OSError, UnidentifiedImageError, SyntaxError, ValueError, EOFError):
        return {"verdict": "unreadable", "code": "file.broken-picture", "params": {}}
    return {
        "verdict": "clean",
        "pages": 1,
        "width": width,
        "height": height,
        "notes": ["gps"] if has_place else [],
    }


def picture(body: bytes, *, width: int) -> Image.Image:
    """A clean copy for the viewer: upright, no wider than asked, without the place and maker of the photograph."""
    source = Image.open(io.BytesIO(body), formats=("JPEG", "PNG"))
    source.draft("RGB", (width, max(1, source.height * width // max(1, source.width))))
    upright = ImageOps.exif_transpose(source)
    if upright.mode not in {"L", "RGB"}:
        background = Image.new("RGB", upright.size, "white")
        rgba = upright.convert("RGBA")
        background.paste(rgba, mask=rgba.getchannel("A"))
        upright = background
    upright.thumbnail((width, width * 4))
    clean = Image.new(upright.mode, upright.size)
    clean.paste(upright)
    return clean


def _refused(code: str, **params: Any) -> dict[str, Any]:
    return {"verdict": "refused", "code": code, "params": params}
