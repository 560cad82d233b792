"""Who is behind a request: `request.actor` for everybody, `request.session_seen` for who signed in."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from motcua.faces.kit.powers import signed_out, to_sign_in
from motcua.faces.portal.account import cookies
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.types import ANONYMOUS
from motcua.rooms.identity import queries

BEARER_ONLY = ("/api/", "/doi-tac/", "/.well-known/")


class SessionMiddleware:
    """One statement for who carries a session cookie, none for strangers.

    Machines' addresses take no cookie, so that a browser cannot be led to call them in somebody's name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = "" if request.path.startswith(BEARER_ONLY) else cookies.session_token(request)
        seen = queries.session_seen(token, clock.now()) if token else None
        request.session_seen = seen  # type: ignore[attr-defined]
        request.actor = seen.actor if seen else ANONYMOUS  # type: ignore[attr-defined]
        response = self.get_response(request)
        if token and seen is None and cookies.session_name() not in response.cookies:
            cookies.drop_session(response)
        return response


class StepUpMiddleware:
    """A refusal for want of a fresh proof leads to the e-identity and back, instead of to an error page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused) or request.path.startswith(BEARER_ONLY):
            return None
        if exception.code == "session.ended":
            return signed_out(request)
        if exception.code != "session.step-up-needed":
            return None
        response = to_sign_in(request)
        header = "HX-Redirect" if "HX-Redirect" in response else "Location"
        response[header] += f"&{urlencode({'muc': exception.params.get('level', 2)})}"
        return response
