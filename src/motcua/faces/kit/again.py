"""A form posted after the session ended is handed back in a page: sign in beside it, then send it again.

Nothing of it is kept anywhere else. Only our own forms come here: the proof of origin is asked for before any view.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

DESK = "/can-bo/"
LEFT_OUT = frozenset({"csrfmiddlewaretoken"})
NO_WORDS = LEFT_OUT | {"_action", "_seen", "as", "grade", "next", "seen", "step", "version", "view"}
"""What buttons send by themselves: lost without harm, the page shows it again."""


def worth_keeping(request: HttpRequest) -> bool:
    """Tell whether somebody typed or chose something in the form."""
    return request.method == "POST" and any(value.strip() for name, value in _pairs(request) if name not in NO_WORDS)


def hand_back(request: HttpRequest) -> HttpResponse:
    """The page that still holds what was typed."""
    page = {
        "pairs": _pairs(request),
        "action": request.get_full_path(),
        "files": bool(request.FILES),
        "minutes": settings.MOTCUA.session_idle_minutes,
        "onwards": DESK if request.path.startswith(DESK) else "/",
    }
    return render(request, "kit/again.html", page, status=401)


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    names = (name for name in request.POST if name not in LEFT_OUT)
    return [(name, str(value)) for name in names for value in request.POST.getlist(name)]
