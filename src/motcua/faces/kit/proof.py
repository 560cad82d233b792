"""Signing, paying and withdrawing ask again who is there when the last proof of it is old.

    @power("dossiers.sign")
    @fresh_proof("signing")

Refused with `session.step-up-needed`, which leads to the e-identity and back to the page that held the button.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from motcua.kernel import clock
from motcua.rooms.identity import services as identity

LEVELS = {"signing": 2, "paying": 1}

View = TypeVar("View", bound=Callable[..., Any])


def fresh_proof(of: str) -> Callable[[View], View]:
    """Demand a proof of identity younger than the setting `proof_minutes_<of>` before a form of this view is acted on."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            minutes = getattr(settings.MOTCUA, f"proof_minutes_{of}")
            if request.method == "POST" and minutes:
                seen = getattr(request, "session_seen", None)
                identity.require_recent(seen, minutes=minutes, level=LEVELS[of], at=clock.now())
            return cast("HttpResponse", view(request, *args, **kwargs))

        return cast("View", guarded)

    return declare
