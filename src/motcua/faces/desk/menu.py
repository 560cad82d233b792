"""What stands on every officer's page: the menu, and the saved filters with counts that do not lie."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.faces.desk.asking import DeskRequest, english
from motcua.faces.kit import formats
from motcua.kernel import clock
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers import queries
from motcua.rooms.dossiers.types import DossierRow, WorklistCounts

# Work of one kind is what a role comes for; the first that the officer holds is his home.
HOME = (
    ("reception_officer", "reception"),
    ("dispatcher", "unassigned"),
)
RECEIVERS = frozenset({"reception_officer", "dispatcher", "unit_head"})
MOST_COUNTED = 1_000


def home_view(request: DeskRequest) -> str:
    """The list an officer sees first."""
    return next((view for role, view in HOME if role in request.actor.roles), "unit")


def labels() -> dict[str, str]:
    """The saved filters in their order, in words."""
    return {
        "reception": _("To receive"),
        "mine": _("Mine"),
        "unit": _("My unit"),
        "unassigned": _("Nobody's yet"),
        "due_soon": _("Due soon"),
        "overdue": _("Overdue"),
        "waiting": _("Waiting for the applicant"),
        "done": _("Done"),
        "all": _("All dossiers"),
    }


def filters(counts: WorklistCounts, current: str, *, reception: bool) -> list[dict[str, Any]]:
    """The saved filters above the list, each with its count."""
    return [
        {
            "label": label,
            "href": f"{reverse('desk:worklist')}?view={key}",
            "current": key == current,
            "count": _counted(getattr(counts, key, None)),
        }
        for key, label in labels().items()
        if reception or key not in {"reception", "waiting"}
    ]


def page(request: DeskRequest, section: str, **more: Any) -> dict[str, Any]:
    """The values every desk template needs."""
    items = [
        {"key": "work", "label": _("Work"), "href": reverse("desk:index"), "count": None},
        {"key": "search", "label": _("Find a dossier"), "href": reverse("desk:search"), "count": None},
    ]
    found = {"desk_menu": items, "section": section, "at": clock.now(), "place": place(request), "find": ""}
    return found | more


def place(request: DeskRequest) -> str:
    """Where the officer works: his agency and his units."""
    actor = request.actor
    agency = agencies.agency(actor.agency_id) if actor.agency_id else None
    units = {unit.name: None for office in actor.offices if (unit := _unit(office.unit_id))}
    return " · ".join([agency.name if agency else "", *units])


def counts(request: DeskRequest) -> WorklistCounts:
    return queries.counts(by=request.actor, at=clock.now())


def status_words(row: DossierRow) -> str:
    return row.status_words_en if english() else row.status_words


def _unit(unit_id: Any) -> Any:
    return agencies.unit(unit_id) if unit_id else None


def _counted(count: int | None) -> str | None:
    if count is None:
        return None
    return f"{formats.number(count)}+" if count >= MOST_COUNTED else formats.number(count)
