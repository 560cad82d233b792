"""Addresses of a draft stay in histories and messages: once it is handed in they lead to the dossier."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from motcua.faces.kit import notices
from motcua.faces.portal.apply.asking import CitizenRequest
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.rooms.dossiers import queries as dossiers

View = TypeVar("View", bound=Callable[..., HttpResponse])


def leads_on(view: View) -> View:
    """Send the owner of a draft that became a dossier to the dossier, and say so."""

    @wraps(view)
    def guarded(request: CitizenRequest, draft_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, draft_id, *args, **kwargs)
        except Refused as no:
            if no.code != "act.out-of-reach":
                raise
        with scope(request.actor):
            dossiers.find(draft_id, by=request.actor)
        return notices.add(redirect("follow:dossier", draft_id), "info", _("This dossier has been handed in"))

    return cast("View", guarded)
