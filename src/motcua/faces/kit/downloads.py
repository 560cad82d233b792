"""Answers that carry bytes: pictures of pages and downloads that no browser will run."""

from urllib.parse import quote

from django.http import HttpResponse


def attachment(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file to keep. `Content-Disposition: attachment` and `nosniff` keep it from being opened as a page of ours."""
    response = HttpResponse(content, content_type=media_type)
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in name) or "tep"
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def picture(content: bytes, media_type: str = "image/png") -> HttpResponse:
    """A rendered page, shown inside a page of ours."""
    response = HttpResponse(content, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response
