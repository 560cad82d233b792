"""Short messages that survive one redirect, carried by a signed cookie: no session, no row.

response = redirect("follow:dossier", dossier_id)
return notices.add(response, "ok", _("The dossier was withdrawn"))
"""

from dataclasses import dataclass
from typing import TypeVar

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

COOKIE = "mc_notice"
SALT = "motcua.kit.notices"
LIFE_SECONDS = 300
KINDS = ("ok", "info", "warning", "error")

Answer = TypeVar("Answer", bound=HttpResponseBase)


@dataclass(frozen=True, slots=True)
class Notice:
    """What the next page says at its top. `undo_url` offers to take it back by POST."""

    kind: str
    words: str
    undo_url: str | None = None


def add(response: Answer, kind: str, words: str, undo_url: str | None = None) -> Answer:
    """Let the next page say `words`."""
    if kind not in KINDS:
        raise ValueError(f"Kind of notice must be one of {KINDS}, not {kind}")
    value = signing.dumps([kind, str(words), undo_url], salt=SALT, compress=True)
    response.set_cookie(COOKIE, value, max_age=LIFE_SECONDS, httponly=True, samesite="Lax")
    return response


def take(request: HttpRequest | None) -> list[Notice]:
    """The notices to show now; the middleware then forgets them."""
    raw = request.COOKIES.get(COOKIE) if request is not None else None
    if not raw:
        return []
    request._notices_taken = True  # type: ignore[union-attr]  # noqa: SLF001
    try:
        kind, words, undo_url = signing.loads(raw, salt=SALT, max_age=LIFE_SECONDS)
    except (signing.BadSignature, ValueError):
        return []
    return [Notice(kind, words, undo_url)]


def forget_shown(request: HttpRequest, response: HttpResponse) -> None:
    """A notice that was shown is not shown again."""
    if getattr(request, "_notices_taken", False) and COOKIE not in response.cookies:
        response.delete_cookie(COOKIE, samesite="Lax")
