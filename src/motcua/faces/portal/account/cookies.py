"""The two cookies of signing in: the session, and the short-lived state of a sign-in under way."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FLOW_SECONDS = 600


def session_name() -> str:
    """With https the name itself binds the cookie to this host and to https."""
    return "__Host-motcua" if settings.MOTCUA.https else "motcua"


def flow_name() -> str:
    return "__Host-motcua-dn" if settings.MOTCUA.https else "motcua-dn"


def session_token(request: HttpRequest) -> str:
    return request.COOKIES.get(session_name(), "")


def flow(request: HttpRequest) -> str:
    return request.COOKIES.get(flow_name(), "")


def keep_session(response: HttpResponse, token: str) -> None:
    """Until the browser is closed; the server ends it earlier."""
    _set(response, session_name(), token, None)


def keep_flow(response: HttpResponse, value: str) -> None:
    _set(response, flow_name(), value, FLOW_SECONDS)


def drop_session(response: HttpResponse) -> None:
    _drop(response, session_name())


def drop_flow(response: HttpResponse) -> None:
    _drop(response, flow_name())


def _set(response: HttpResponse, name: str, value: str, max_age: int | None) -> None:
    response.set_cookie(
        name, value, max_age=max_age, path="/", secure=settings.MOTCUA.https, httponly=True, samesite="Lax"
    )


def _drop(response: HttpResponse, name: str) -> None:
    """A `__Host-` cookie is only dropped by one that is secure too."""
    response.set_cookie(name, "", max_age=0, path="/", secure=settings.MOTCUA.https, httponly=True, samesite="Lax")
