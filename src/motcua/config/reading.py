"""Pages are read in one transaction of the visitor's scope: one consistent picture, and nobody else's rows."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from motcua.kernel import tenancy

SAFE = ("GET", "HEAD", "OPTIONS")
# What partners and the e-identity provider tell us changes things, also where their protocol says GET.
CALLBACKS = ("/doi-tac/", "/dang-nhap/tra-ve")


class ReadScopeMiddleware:
    """Open the scope around safe methods, the rendering of the page included. Last in the list."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE or request.path.startswith(CALLBACKS):
            return self.get_response(request)
        with tenancy.scope(request.actor):  # type: ignore[attr-defined]
            return self.get_response(request)
