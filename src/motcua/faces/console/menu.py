"""The way between the pages of those who keep something for their office."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.kernel import clock


def page(section: str, **more: Any) -> dict[str, Any]:
    """What every page of theirs needs."""
    items = [
        {"key": "work", "label": _("Work"), "href": "/can-bo/", "count": None},
        {"key": "calendar", "label": _("Working calendar"), "href": reverse("console:calendar"), "count": None},
        {"key": "aims", "label": _("Targets and reminders"), "href": reverse("console:aims"), "count": None},
    ]
    return {"desk_menu": items, "section": section, "at": clock.now()} | more
