"""Who asks: every page of the desk is some officer's."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from motcua.kernel.types import Actor

# Refusals that no form of ours can mend: a page of their own says so, or they lead to the e-identity.
ELSEWHERE = frozenset({"act.out-of-reach", "act.not-permitted", "session.ended", "session.step-up-needed"})


class DeskRequest(HttpRequest):
    """A request after the middleware found out who sent it."""

    actor: Actor


def language() -> str:
    """The language of the reader, as two letters."""
    return (get_language() or "vi")[:2]


def english() -> bool:
    return language() == "en"


def typed_number(request: HttpRequest, name: str) -> int | None:
    """A whole number from a hidden field; None when somebody changed it into something else."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004


def typed_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def way_back(request: HttpRequest, usual: str) -> str:
    """The page of ours a form came from, as it says itself; the usual one when it says something strange."""
    back = request.POST.get("back", "")
    return back if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else usual
