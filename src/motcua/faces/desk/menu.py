"""What stands on every officer's page: the menu with counts that do not lie."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.rooms.dossiers import queries
from motcua.rooms.dossiers.types import WorklistCounts

# Work of one kind is what a role comes for; the first that the officer holds is his home.
HOME = (
    ("reception_officer", "reception"),
    ("dispatcher", "unassigned"),
    ("unit_head", "unit"),
    ("signing_authority", "unit"),
    ("records_clerk", "unit"),
    ("case_officer", "unit"),
)


def home_view(request: HttpRequest) -> str:
    """The list an officer sees first."""
    roles = request.actor.roles  # type: ignore[attr-defined]
    return next((view for role, view in HOME if role in roles), "unit")


def filters(counts: WorklistCounts, current: str, *, reception: bool) -> list[dict[str, Any]]:
    """The saved filters above the list, each with its count."""
    rows = [
        ("reception", _("To receive"), counts.reception),
        ("mine", _("Mine"), counts.mine),
        ("unit", _("My unit"), counts.unit),
        ("unassigned", _("Nobody's yet"), counts.unassigned),
        ("due_soon", _("Due soon"), counts.due_soon),
        ("overdue", _("Overdue"), counts.overdue),
        ("waiting", _("Waiting for the applicant"), counts.waiting),
    ]
    shown = [row for row in rows if reception or row[0] != "reception"]
    return [
        {"label": label, "href": f"{reverse('desk:worklist')}?view={key}", "current": key == current, "count": count}
        for key, label, count in [*shown, ("done", _("Done"), None), ("all", _("All"), None)]
    ]


def page(request: HttpRequest, section: str, **more: Any) -> dict[str, Any]:
    """The values every desk template needs."""
    items = [
        {"key": "work", "label": _("Work"), "href": reverse("desk:index"), "count": None},
        {"key": "search", "label": _("Search"), "href": reverse("desk:search"), "count": None},
    ]
    return {"desk_menu": items, "section": section, "at": clock.now(), "find": request.GET.get("q", ""), **more}


def counts(request: HttpRequest) -> WorklistCounts:
    return queries.counts(by=request.actor, at=clock.now())  # type: ignore[attr-defined]
