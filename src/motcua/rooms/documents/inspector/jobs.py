"""What the inspector can do with a file. Runs only inside the limited child."""

import importlib
import io
from typing import Any

MODULES = {
    "files": tuple(f"motcua.rooms.documents.inspector.{name}" for name in ("sniff", "pdf", "image", "office")),
    "signatures": ("motcua.rooms.documents.signing.validation",),
}


def load(kind: str) -> None:
    """Import the parsers before the limits fall: afterwards nothing can be opened any more."""
    for name in MODULES[kind]:
        module = importlib.import_module(name)
        warm = getattr(module, "warm", None)
        if warm is not None:
            warm()


def begin(job: dict[str, Any]) -> None:
    """Open in the child what cannot be opened once the limits have fallen."""
    if job["do"] == "verify":
        importlib.import_module("motcua.rooms.documents.signing.validation").open_loop()


def perform(job: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    match job["do"]:
        case "inspect":
            return _inspect(job, body), b""
        case "page":
            return _page(job, body)
        case "verify":
            validation = importlib.import_module("motcua.rooms.documents.signing.validation")
            return validation.examine(job, body), b""
        case _:
            raise ValueError(job["do"])


def _inspect(job: dict[str, Any], body: bytes) -> dict[str, Any]:
    from motcua.rooms.documents.inspector import image, office, pdf, sniff  # noqa: PLC0415 - loaded by `load`

    media_type = sniff.media_type(body)
    if media_type not in job["allow"]:
        return {"verdict": "refused", "code": "file.wrong-type", "params": {"found": sniff.plain_name(body)}}
    second = sniff.second_nature(media_type, body)
    if second:
        return {"verdict": "refused", "code": "file.two-in-one", "params": {"hidden": second}}
    if media_type == sniff.PDF:
        found = pdf.inspect(body, most_pages=job["most_pages"])
    elif media_type in sniff.IMAGES:
        found = image.inspect(body, most_pixels=job["most_pixels"])
    else:
        found = office.inspect(body, media_type)
    return {"media_type": media_type, **found}


def _page(job: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    from motcua.rooms.documents.inspector import image, pdf, sniff  # noqa: PLC0415 - loaded by `load`

    is_pdf = sniff.media_type(body) == sniff.PDF
    page, width = job["page"], job["width"]
    picture = pdf.page_picture(body, page=page, width=width) if is_pdf else image.picture(body, width=width)
    if picture is None or (page != 1 and not is_pdf):
        return {"fault": "no-such-page"}, b""
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=4)
    return {"width": picture.width, "height": picture.height}, out.getvalue()
