"""Every view says who may see it, or the product does not boot.

    @power("public")   anybody          @power("citizen")  a person signed in with the e-identity
    @power("officer")  any officer      @power("dossiers.accept")  an officer with a role that may do this act somewhere

This is the door of the page only. Whether this very row may be changed is decided again by the act itself.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, URLResolver

from motcua.faces.kit.again import hand_back, worth_keeping
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import powers
from motcua.kernel.types import ANONYMOUS, Actor, ActorKind

SIGN_IN = "/dang-nhap"
CLOSED_ELSEWHERE = ("ninja.", "django.views.static", "django.views.generic.base")

View = TypeVar("View", bound=Callable[..., Any])


def power(name: str) -> Callable[[View], View]:
    """Declare and enforce who may open a view."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor: Actor = getattr(request, "actor", None) or ANONYMOUS
            if may_open(actor, name):
                return cast("HttpResponse", view(request, *args, **kwargs))
            if actor.kind == ActorKind.ANONYMOUS:
                return signed_out(request)
            raise Refused("page.not-permitted", who=who_may(name))

        guarded.power = name  # type: ignore[attr-defined]
        return cast("View", guarded)

    return declare


def may_open(actor: Actor, name: str) -> bool:
    """Tell whether the page of power `name` is for this actor."""
    match name:
        case "public":
            return True
        case "citizen" | "officer":
            return actor.kind == ActorKind(name)
        case _:
            return any(name in powers().get(role, {}) for role in actor.roles)


def who_may(name: str) -> str:
    """Whom to ask: the roles that hold the power, in words."""
    from motcua.faces.kit.roles import role_name  # noqa: PLC0415  words need the translations to be loaded

    if name in {"citizen", "officer"}:
        return role_name(name)
    return ", ".join(role_name(role) for role, actions in sorted(powers().items()) if name in actions)


def signed_out(request: HttpRequest) -> HttpResponse:
    """A stranger, or somebody whose session ended: on to sign in, unless that would lose what he typed."""
    if not worth_keeping(request):
        return to_sign_in(request)
    if request.headers.get("HX-Request"):
        # Sent by itself while somebody types: his page stays, and says in that part what to do.
        return render(request, "kit/again_part.html", status=401)
    return hand_back(request)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a stranger to sign in and back; after a POST, back to the page that held the form."""
    wanted = request.get_full_path() if request.method in {"GET", "HEAD"} else _page_of(request)
    address = f"{SIGN_IN}?{urlencode({'next': wanted})}"
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    return HttpResponseRedirect(address)


def _page_of(request: HttpRequest) -> str:
    """The page a posted form stood on; an address that only takes forms cannot be opened again."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    mine = came_from.netloc == request.get_host() and came_from.path.startswith("/")
    query = f"?{came_from.query}" if came_from.query else ""
    return f"{came_from.path}{query}" if mine else request.path


def unpowered_views(resolver: URLResolver, prefix: str = "") -> list[str]:
    """Every route whose view declares no power, as «route → module.view»."""
    return [
        f"{route} → {view.__module__}.{getattr(view, '__qualname__', view)}"
        for route, view in _views(resolver, prefix)
        if not hasattr(view, "power") and not view.__module__.startswith(CLOSED_ELSEWHERE)
    ]


def _views(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _views(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, getattr(entry.callback, "func", entry.callback)  # a partial stands for its function
