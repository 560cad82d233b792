"""What an officer may choose beside a saved filter: read from the address, and offered as lists to choose from."""

from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.faces.desk import menu
from motcua.faces.desk.asking import DeskRequest, english, typed_id
from motcua.kernel import clock
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers import queries
from motcua.rooms.dossiers.types import Method, Status, WorklistFilters
from motcua.rooms.identity import queries as identity

LONGEST_TEXT = 100
LONGEST_CODE = 60
OF_DOSSIERS = frozenset({"reception", "unpaid", "waiting", "done", "all"})
FURTHER = ("status", "unit", "officer", "channel")
CHOSEN = ("q", "procedure", "due", *FURTHER)


def chosen(view: str, asked: QueryDict) -> WorklistFilters:
    """The filters an address asks for; what makes no sense is left out."""
    of_tasks = view not in OF_DOSSIERS
    status, method, due = asked.get("status", ""), asked.get("channel", ""), asked.get("due", "")
    return replace(
        menu.wanted(view),
        text=asked.get("q", "").strip()[:LONGEST_TEXT],
        procedure=asked.get("procedure", "")[:LONGEST_CODE],
        status=status if status in set(Status) else "",
        unit_id=typed_id(asked.get("unit", "")) if of_tasks else None,
        assignee_id=typed_id(asked.get("officer", "")) if of_tasks else None,
        due=due if due in due_words() else "",
        method=method if method in set(Method) else "",
    )


def due_words() -> dict[str, str]:
    return {
        "late": _("Overdue"),
        "today": _("Due today"),
        "soon": _("Due within two days"),
        "later": _("Due later"),
    }


def method_words() -> dict[str, str]:
    return {
        str(Method.ONLINE): _("online"),
        str(Method.COUNTER): _("at the counter"),
        str(Method.POSTAL): _("by post"),
    }


def offered(request: DeskRequest, view: str, found: WorklistFilters) -> dict[str, Any]:
    """The lists to choose from, each beginning with everything."""
    of_tasks = view not in OF_DOSSIERS
    statuses = queries.status_names("en" if english() else "vi")
    return {
        "procedures": [("", _("Every procedure")), *catalogue.names_for_choice()],
        "dues": [("", _("Any due date")), *due_words().items()],
        "statuses": [("", _("Any state")), *statuses.items()],
        "channels": [("", _("Any way")), *method_words().items()],
        "units": [("", _("Every unit")), *_units(request)] if of_tasks else [],
        "officers": [("", _("Every officer")), *_officers(request)] if of_tasks else [],
        "further": any((found.status, found.unit_id, found.assignee_id, found.method)),
    }


def _units(request: DeskRequest) -> list[tuple[str, str]]:
    home = request.actor.agency_id
    return [(str(unit.id), unit.name) for unit in agencies.units(home)] if home else []


def _officers(request: DeskRequest) -> list[tuple[str, str]]:
    """Colleagues by name, each once."""
    found = identity.officers(by=request.actor, at=clock.now())
    return list({str(one.account_id): one.name for one in found}.items())
