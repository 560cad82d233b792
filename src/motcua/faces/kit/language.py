"""The language of the page is the reader's own choice, kept in a cookie; Vietnamese until then.

The browser's Accept-Language does not decide: many telephones in Vietnam are set to English by the shop.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from motcua.faces.kit.powers import power

YEAR_SECONDS = 365 * 24 * 3600


class LanguageMiddleware:
    """Speaks the language of the cookie for the length of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.known = dict(settings.LANGUAGES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        translation.activate(chosen if chosen in self.known else settings.LANGUAGE_CODE)
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


@require_safe
@power("public")
def still_here(request: HttpRequest) -> JsonResponse:
    """A touch from a page that stood open: being asked is what keeps the session."""
    response = JsonResponse({"signed_in": getattr(request, "session_seen", None) is not None})
    response["Cache-Control"] = "no-store"
    return response


@csrf_exempt  # a choice of words, so that public pages need no token and can be cached
@require_POST
@power("public")
def choose(request: HttpRequest) -> HttpResponse:
    """Remember the language and go back to the page."""
    wanted, back = request.POST.get("language", ""), request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted, max_age=YEAR_SECONDS, samesite="Lax")
    return response
