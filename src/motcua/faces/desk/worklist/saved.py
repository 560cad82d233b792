"""The saved filters above a list, the usual ones and those with a name, each with a count that does not lie."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse

from motcua.faces.desk import menu
from motcua.faces.desk.asking import DeskRequest
from motcua.faces.desk.worklist import narrowing
from motcua.faces.kit import formats
from motcua.kernel import clock
from motcua.rooms.dossiers import queries
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity.types import SavedFilter


def filters(request: DeskRequest, current: str) -> dict[str, Any]:
    """The saved filters above the list, each with its count, and what the officer did today."""
    counts = queries.counts(by=request.actor, at=clock.now())
    words = menu.labels()
    chips = [
        {
            "label": words[view],
            "href": menu.address(view),
            "current": view == current,
            "count": menu.counted(
                menu.waiting(request, view) if view in menu.DECIDING else getattr(counts, view, None)
            ),
        }
        for view in menu.shown_to(request.actor)
    ]
    desk = identity.desk_settings(by=request.actor)
    return {
        "desk": desk,
        "filters": [*chips, *(_named(request, one) for one in desk.filters)],
        "done_today": counts.done_today,
        "done_words": menu.counted(counts.done_today),
        "covering": identity.stands_in_for(by=request.actor, at=clock.now()),
    }


def _named(request: DeskRequest, one: SavedFilter) -> dict[str, Any]:
    asked = request.GET.copy()
    asked.pop("after", None)
    return {
        "label": one.name,
        "href": f"{reverse('desk:worklist')}?{one.query}",
        "current": one.query == asked.urlencode(),
        "count": _count(request, QueryDict(one.query)),
    }


def _count(request: DeskRequest, asked: QueryDict) -> str | None:
    view = asked.get("view", "")
    if view not in menu.labels():
        return None
    found, more = queries.count_found(narrowing.chosen(view, asked), by=request.actor, at=clock.now())
    return f"{formats.number(found)}+" if more else formats.number(found)
