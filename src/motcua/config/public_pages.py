"""Anonymous pages that say they are public are answered from memory for a short while.

Only what a page itself declares (`Cache-Control: public, max-age=…`), only for visitors without a cookie that could
identify them or change the page, only successful answers without a cookie of their own. So a personal page can never be
kept: it is `no-store`, and its visitor carries a session cookie.
"""

import re
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

LONGEST = 30.0
MOST_PAGES = 400
LARGEST = 60_000
HARMLESS = frozenset({"motcua_lang"})
MAX_AGE = re.compile(r"public\b.*?\bmax-age=(\d+)")

StartResponse = Callable[..., Any]


@dataclass(slots=True)
class Kept:
    """One answer and until when it may be given."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    until: float


class PublicPages:
    """A WSGI application in front of another one."""

    def __init__(self, inner: Callable[[dict[str, Any], StartResponse], Iterable[bytes]]) -> None:
        self.inner = inner
        self.pages: dict[str, Kept] = {}
        self.guard = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        key = _key(environ)
        if key is None:
            return self.inner(environ, start_response)
        kept = self.pages.get(key)
        if kept is not None and kept.until > time.monotonic():
            start_response(kept.status, kept.headers)
            return [kept.body]
        return self._ask(key, environ, start_response)

    def _ask(self, key: str, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        answer: list[Any] = []

        def remember(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            answer[:] = [status, list(headers)]
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        chunks = self.inner(environ, remember)
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        if answer and len(body) <= LARGEST and (seconds := _may_be_kept(answer[0], answer[1])):
            with self.guard:
                if len(self.pages) >= MOST_PAGES:
                    self.pages.clear()
                self.pages[key] = Kept(answer[0], answer[1], body, time.monotonic() + min(seconds, LONGEST))
        return [body]


def _key(environ: dict[str, Any]) -> str | None:
    """What distinguishes one public page from another; None when the visitor may be somebody."""
    if environ["REQUEST_METHOD"] != "GET" or "HTTP_AUTHORIZATION" in environ or "HTTP_RANGE" in environ:
        return None
    path = environ.get("PATH_INFO", "")
    if path.startswith("/tinh/"):
        return None  # static files have their own way
    language = ""
    for cookie in environ.get("HTTP_COOKIE", "").split(";"):
        name, _, value = cookie.strip().partition("=")
        if name and name not in HARMLESS:
            return None
        language = value if name else language
    return "\n".join(
        (
            environ.get("HTTP_HOST", ""),
            path,
            environ.get("QUERY_STRING", ""),
            language,
            environ.get("HTTP_ACCEPT_LANGUAGE", "")[:20],
        )
    )


def _may_be_kept(status: str, headers: list[tuple[str, str]]) -> float:
    """For how many seconds; 0 when not at all."""
    if not status.startswith("200"):
        return 0
    seconds = 0.0
    for name, value in headers:
        if name.lower() == "set-cookie":
            return 0
        if name.lower() == "cache-control":
            found = MAX_AGE.search(value)
            seconds = float(found.group(1)) if found and "no-store" not in value and "private" not in value else 0
    return seconds
