"""Headers of every answer: nothing from third parties, nothing framed, nothing personal kept by a cache."""

from collections.abc import Callable
from urllib.parse import urlparse

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from motcua.faces.kit import notices
from motcua.kernel.types import ANONYMOUS, ActorKind

PUBLIC_SECONDS = 60
FORM_TARGETS = ("oidc_issuer", "vnpay_url")
PERMISSIONS = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), browsing-topics=()"


def content_security_policy() -> str:
    """Only ourselves. Forms may also lead to the e-identity and the payment gateways named in the settings."""
    named = (getattr(settings.MOTCUA, name, "") for name in FORM_TARGETS)
    targets = " ".join(["'self'", *sorted({f"{u.scheme}://{u.netloc}" for u in map(urlparse, named) if u.netloc})])
    return (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
        f"frame-ancestors 'none'; form-action {targets}"
    )


class SecurityMiddleware:
    """Puts the headers on every answer; forgets a notice that was shown. Stands first in the row."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.fixed = {
            "Content-Security-Policy": content_security_policy(),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": PERMISSIONS,
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        }
        if settings.MOTCUA.https:
            self.fixed["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        notices.forget_shown(request, response)
        for name, value in self.fixed.items():
            response.headers.setdefault(name, value)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = cache_rule(request, response)
        return response


def cache_rule(request: HttpRequest, response: HttpResponse) -> str:
    """Personal pages are never stored; a page that is the same for all strangers may live a minute."""
    actor = getattr(request, "actor", None) or ANONYMOUS
    known = actor.kind != ActorKind.ANONYMOUS or "Authorization" in request.headers
    if known or response.cookies or request.method not in {"GET", "HEAD"}:
        return "no-store"
    if response.status_code != 200:  # noqa: PLR2004
        return "no-cache"
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    return f"public, max-age={PUBLIC_SECONDS}"
