"""Acting for somebody else: the pages of a dossier one filed for another open as his, and say so."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import Actor, ActorKind
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.payments import queries as payments

View = TypeVar("View", bound=Callable[..., HttpResponse])
SAFE = frozenset({"GET", "HEAD"})


def in_whose_name(view: View) -> View:
    """Open a page of a draft, dossier or fee also to who filed it for its owner.

    The visitor is tried as himself first: for one's own dossiers nothing is asked and nothing changes.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as no:
            principal = _principal(request, kwargs) if no.code == "act.out-of-reach" else None
            if principal is None:
                raise
        request.actor = principal  # type: ignore[attr-defined]
        request.represents = True  # type: ignore[attr-defined]
        if request.method not in SAFE:
            return view(request, *args, **kwargs)
        with scope(principal):
            return view(request, *args, **kwargs)

    return cast("View", guarded)


def _principal(request: HttpRequest, named: dict[str, Any]) -> Actor | None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.kind != ActorKind.CITIZEN:
        return None
    subject: UUID | None = named.get("draft_id") or named.get("dossier_id")
    if subject is None:
        subject = payments.subject_of(named.get("obligation_id") or named.get("attempt_id"))
    return dossiers.principal_of(subject, by=actor) if subject else None
