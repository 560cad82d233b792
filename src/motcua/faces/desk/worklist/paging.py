"""Where a list goes on, with everything that was chosen."""

from django.http import HttpRequest
from django.urls import reverse

from motcua.rooms.dossiers.types import Worklist


def next_url(request: HttpRequest, found: Worklist) -> str | None:
    if not found.next_after:
        return None
    asked = request.GET.copy()
    asked["after"] = found.next_after
    return f"?{asked.urlencode()}"


def first_url(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("after", None)
    return f"{reverse('desk:worklist')}?{asked.urlencode()}"
