"""What was typed outlives the session that ended meanwhile.

A form posted after the session expired is put, sealed, into cookies of its own page only, and the
person is sent to sign in. When he comes back the page shows what he had typed, and the next post
saves it. What does not fit a cookie is handed back in the page, to be posted again by hand.
"""

import base64
import json
import zlib
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, QueryDict

from motcua.faces.kit.again import LEFT_OUT, hand_back
from motcua.faces.kit.powers import to_sign_in
from motcua.faces.portal.apply.asking import CitizenRequest
from motcua.kernel import crypto
from motcua.kernel.types import ActorKind

COOKIE = "mc_kept_"
CHUNK = 3_500
MOST_CHUNKS = 4
LIFE_SECONDS = 3 * 3600

View = Callable[..., HttpResponse]


def survives_expiry(view: View) -> View:
    """Let a form of the journey survive the end of the session. Goes outside of `power`."""

    @wraps(view)
    def guarded(request: CitizenRequest, draft_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = getattr(request, "actor", None)
        if request.method == "POST" and (actor is None or actor.kind == ActorKind.ANONYMOUS):
            return _keep(request, draft_id)
        return view(request, draft_id, *args, **kwargs)

    return guarded


def typed_before(request: CitizenRequest, draft_id: UUID) -> QueryDict | None:
    """What was typed on this page before the session ended."""
    chunks = [request.COOKIES.get(f"{COOKIE}{n}", "") for n in range(MOST_CHUNKS)]
    if not chunks[0]:
        return None
    try:
        sealed = base64.urlsafe_b64decode("".join(chunks))
        told = json.loads(zlib.decompress(crypto.unseal(sealed, context=_context(draft_id))))
    except (ValueError, zlib.error):
        return None
    return _posted(told["post"]) if told.get("path") == request.path else None


def forget(request: CitizenRequest, response: HttpResponse, draft_id: UUID) -> HttpResponse:
    """What was kept is saved now."""
    for n in range(MOST_CHUNKS):
        if f"{COOKIE}{n}" in request.COOKIES:
            response.delete_cookie(f"{COOKIE}{n}", path=_path(draft_id), samesite="Lax")
    return response


def _keep(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    post = {name: request.POST.getlist(name) for name in request.POST if name not in LEFT_OUT}
    told = zlib.compress(json.dumps({"path": request.path, "post": post}).encode())
    sealed = base64.urlsafe_b64encode(crypto.seal(told, context=_context(draft_id), agency_id=None)).decode()
    chunks = [sealed[start : start + CHUNK] for start in range(0, len(sealed), CHUNK)]
    if len(chunks) > MOST_CHUNKS:
        return hand_back(request)
    response = to_sign_in(request)
    for n in range(MOST_CHUNKS):
        response.set_cookie(
            f"{COOKIE}{n}",
            chunks[n] if n < len(chunks) else "",
            max_age=LIFE_SECONDS if n < len(chunks) else 0,
            path=_path(draft_id),
            httponly=True,
            secure=settings.CSRF_COOKIE_SECURE,
            samesite="Lax",
        )
    return response


def _posted(pairs: dict[str, list[str]]) -> QueryDict:
    post = QueryDict(mutable=True)
    for name, values in pairs.items():
        post.setlist(name, [str(value) for value in values])
    return post


def _context(draft_id: UUID) -> str:
    return f"portal.apply.kept:{draft_id}"


def _path(draft_id: UUID) -> str:
    return f"/nop-ho-so/{draft_id}"
