"""A form that came after the session ended, or while the data cannot be reached, is handed back in a page to be sent again.

Nothing of it is kept anywhere else. Only our own forms are: the page would carry whatever a strange one holds.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

DESK = "/can-bo/"
PROOF = "csrfmiddlewaretoken"
"""Goes back as it came: without the data no middleware is reached that would hand out another."""
LEFT_OUT = frozenset({PROOF})
NO_WORDS = LEFT_OUT | {"_action", "_seen", "as", "grade", "next", "seen", "step", "version", "view"}
"""What buttons send by themselves: lost without harm, the page shows it again."""


def worth_keeping(request: HttpRequest) -> bool:
    """Tell whether somebody typed or chose something in the form, on a page of ours."""
    if request.method != "POST" or not _ours(request):
        return False
    return any(value.strip() for name, value in _pairs(request) if name not in NO_WORDS)


def hand_back(request: HttpRequest, *, status: int = 401) -> HttpResponse:
    """The page that still holds what was typed: 401 signed out, 503 no data at the moment."""
    page = {
        "pairs": _pairs(request),
        "proof": request.POST.get(PROOF, ""),
        "action": request.get_full_path(),
        "files": bool(request.FILES),
        "minutes": settings.MOTCUA.session_idle_minutes,
        "signed_out": status == 401,  # noqa: PLR2004
        "bare": status >= 500,  # noqa: PLR2004
        "onwards": DESK if request.path.startswith(DESK) else "/",
    }
    return render(request, "kit/again.html", page, status=status)


def _ours(request: HttpRequest) -> bool:
    """Browsers say where a form stood; a lost database is met before its proof of origin is looked at."""
    origin = request.headers.get("Origin", "") or request.headers.get("Referer", "")
    return not origin or urlsplit(origin).netloc == request.get_host()


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    names = (name for name in request.POST if name not in LEFT_OUT)
    return [(name, str(value)) for name in names for value in request.POST.getlist(name)]
