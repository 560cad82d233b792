"""A page that is the same for every stranger is written once and handed out for some seconds.

A view says so with `@shared()`; the middleware keeps the finished page a process, per address and language, and answers
strangers with it before any session, transaction or template. Whoever carries a session cookie never gets one.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from motcua.faces.kit.security import PUBLIC_SECONDS
from motcua.kernel.types import ANONYMOUS, ActorKind

SECONDS = 10
MOST = 512

View = TypeVar("View", bound=Callable[..., Any])
_kept: OrderedDict[str, tuple[float, bytes, dict[str, str]]] = OrderedDict()
_lock = Lock()


def shared(seconds: int = SECONDS) -> Callable[[View], View]:
    """Declare that strangers all get the same page from this view."""

    def declare(view: View) -> View:
        @wraps(view)
        def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = cast("HttpResponse", view(request, *args, **kwargs))
            response.shared_seconds = seconds  # type: ignore[attr-defined]
            return response

        return cast("View", marked)

    return declare


def forget() -> None:
    """Drop every kept page (after publishing, and in tests)."""
    with _lock:
        _kept.clear()


class SharedPagesMiddleware:
    """Answers strangers from the kept pages. Stands right behind the security headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.languages = dict(settings.LANGUAGES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = self._key(request)
        if key is None:
            return self.get_response(request)
        found = _kept.get(key)
        if found is not None and found[0] > time.monotonic():
            return HttpResponse(found[1], headers=found[2])
        response = self.get_response(request)
        seconds = getattr(response, "shared_seconds", 0)
        actor = getattr(request, "actor", None) or ANONYMOUS
        if seconds and response.status_code == 200 and not response.cookies and actor.kind == ActorKind.ANONYMOUS:  # noqa: PLR2004
            response.headers.setdefault("Cache-Control", f"public, max-age={PUBLIC_SECONDS}")
            response.headers.setdefault("Vary", "Cookie")
            keep(key, response, seconds)
        return response

    def _key(self, request: HttpRequest) -> str | None:
        """Only a plain request of somebody without any cookie but the language shares a page."""
        if request.method != "GET" or request.headers.get("HX-Request"):
            return None
        chosen = ""
        if request.COOKIES:
            if request.COOKIES.keys() != {settings.LANGUAGE_COOKIE_NAME}:
                return None
            chosen = request.COOKIES[settings.LANGUAGE_COOKIE_NAME]
        return f"{chosen if chosen in self.languages else settings.LANGUAGE_CODE} {request.get_full_path()}"


def keep(key: str, response: HttpResponse, seconds: int) -> None:
    """Keep a page, and let go of the one asked for least recently."""
    with _lock:
        _kept[key] = (time.monotonic() + seconds, response.content, dict(response.headers))
        _kept.move_to_end(key)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
