"""What people see when something is refused, missing or broken. No page here reads the database."""

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.translation import gettext as _

from motcua.faces.kit import again
from motcua.kernel.errors import Refused

log = logging.getLogger("motcua.errors")
DATABASE_DOWN = (OperationalError, InterfaceError)
RETRY_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Trouble:
    """The words of an error page: what happened, what was kept, what to do next."""

    status: int
    title: str
    lines: tuple[str, ...]
    code: str = ""


def trouble(status: int) -> Trouble:
    """The words for a status when nothing more exact is known."""
    match status:
        case 400:
            return Trouble(
                400, _("The address or the form sent is incomplete"), (_("Go back, reload the page and send again."),)
            )
        case 403:
            return Trouble(403, _("This page is for other people"), (_("Ask the office for the right account."),))
        case 404:
            lines = (
                _("The link may be old, or a letter of the address may be missing."),
                _("Search for the procedure, or look up the dossier by its code."),
            )
            return Trouble(404, _("This page does not exist"), lines)
        case 409:
            return Trouble(409, _("Someone has just changed this"), (_("Reload the page to see what is true now."),))
        case 503:
            return Trouble(
                503,
                _("Come back in a few minutes"),
                (_("The system cannot reach its data at the moment. What was saved is kept."),),
            )
        case _:
            lines = (
                _("The fault is ours and has been recorded. What was saved is kept."),
                _("Try again in a few minutes, or call for help."),
            )
            return Trouble(status, _("This page did not open"), lines)


def page(request: HttpRequest, what: Trouble) -> HttpResponse:
    """Write the error page; officers' partial requests get the words alone."""
    partial = request.headers.get("HX-Request")
    if what.status == 503 and not partial and again.worth_keeping(request):  # noqa: PLR2004
        response = again.hand_back(request, status=what.status)
    else:
        template = "kit/trouble_part.html" if partial else "kit/trouble.html"
        response = render(request, template, {"trouble": what, "bare": what.status >= 500}, status=what.status)  # noqa: PLR2004
    if what.status == 503:  # noqa: PLR2004
        response["Retry-After"] = str(RETRY_SECONDS)
        response["Cache-Control"] = "no-store"
    return response


def of_refusal(no: Refused) -> Trouble:
    """A refusal's own words under the title of its status; one of the state says itself what has changed, or has not."""
    status = no.http_status
    title = _("This cannot be done now") if status in {409, 422} else trouble(status).title
    return Trouble(status, title, (no.message,), no.code)


class ErrorsMiddleware:
    """Middleware: a refusal or a lost database inside a view becomes a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if request.path.startswith("/api/"):
            return None
        if isinstance(exception, Refused):
            return page(request, of_refusal(exception))
        if isinstance(exception, DATABASE_DOWN):
            log.error("database not reachable: %s", type(exception).__name__)
            return page(request, trouble(503))
        return None


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django names it
    return page(request, trouble(400))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django names it
    return page(request, trouble(403))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django names it
    return page(request, trouble(404))


def server_error(request: HttpRequest) -> HttpResponse:
    """The last resort. A database lost before the view was reached lands here as well."""
    cause = sys.exc_info()[1]
    what = (
        of_refusal(cause) if isinstance(cause, Refused) else trouble(503 if isinstance(cause, DATABASE_DOWN) else 500)
    )
    try:
        return page(request, what)
    except Exception:  # the page itself is broken: say it without any template
        log.exception("the error page failed")
        return HttpResponse(escape(f"{what.title}. {' '.join(what.lines)}"), status=what.status)


def csrf_failure(request: HttpRequest, **_reason: str) -> HttpResponse:
    """The form's proof of origin is missing, mostly because the page stood open for very long or cookies are off."""
    lines = (
        _("The page stood open for too long, or the browser refuses cookies."),
        _("Go back, reload the page and send again. What was saved is kept."),
    )
    return page(request, Trouble(403, _("The form could not be sent"), lines))
