"""What stands on every officer's page: the menu, and which lists there are."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.faces.desk.asking import DeskRequest, english
from motcua.faces.kit import formats
from motcua.faces.kit.powers import may_open
from motcua.kernel import clock
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers import queries
from motcua.rooms.dossiers.types import DossierRow, WorklistFilters
from motcua.rooms.feedback import queries as feedback
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity.types import DESK_KEYS
from motcua.rooms.insights import queries as insights
from motcua.rooms.notifications import queries as notifications
from motcua.rooms.payments import queries as payments

# Work of one kind is what a role comes for; the first that the officer holds is his home.
HOME = (
    ("reception_officer", "reception"),
    ("signing_authority", "to_approve"),
    ("dispatcher", "unassigned"),
)
# Lists of one kind of task, for those who decide.
DECIDING = {"to_approve": "approve", "to_sign": "sign"}
RECEIVERS = frozenset({"reception_officer", "dispatcher", "unit_head"})
HANDLING = frozenset({"reception_officer", "case_officer", "dispatcher", "records_clerk", "cashier"})
ANSWERING = frozenset({"case_officer", "unit_head", "signing_authority"})
DAILY = ("work", "counter", "search", "leader", "told")
MOST_COUNTED = 1_000


def home_view(request: DeskRequest) -> str:
    """The list an officer sees first; a leader the one of his two lists that holds work."""
    view = usual_view(request)
    if view in DECIDING:
        return next((one for one in DECIDING if waiting(request, one)), view)
    return view


def usual_view(request: DeskRequest) -> str:
    """The list an officer's role comes for, whatever waits in it."""
    return next((view for role, view in HOME if role in request.actor.roles), "unit")


def leads(actor: Actor) -> bool:
    """Tell whether leading is what he comes for: he answers for an agency and handles no dossiers himself."""
    return "signing_authority" in actor.roles and not HANDLING & actor.roles


def home_address(request: DeskRequest) -> str:
    """Where an officer begins: a leader with the overview, everybody else with his list."""
    return reverse("desk:leader") if leads(request.actor) else address(home_view(request))


def address(view: str) -> str:
    """Where a list is found; what waits for a signature has a page of its own."""
    if view == "to_sign":
        return reverse("desk:sign")
    return f"{reverse('desk:worklist')}?view={view}"


def labels() -> dict[str, str]:
    """The saved filters in their order, in words."""
    return {
        "reception": _("To receive"),
        "unpaid": _("Waiting for the fee"),
        "to_approve": _("To approve"),
        "to_sign": _("To sign"),
        "mine": _("Mine"),
        "unit": _("My unit"),
        "unassigned": _("Nobody's yet"),
        "due_soon": _("Due soon"),
        "overdue": _("Overdue"),
        "waiting": _("Waiting for the applicant"),
        "done": _("Done"),
        "all": _("All dossiers"),
    }


def shown_to(actor: Actor) -> list[str]:
    """Which of the saved filters make sense for the roles of this officer."""
    hidden = set()
    if not RECEIVERS & actor.roles:
        hidden |= {"reception", "unpaid", "waiting"}
    if "signing_authority" not in actor.roles:
        hidden |= set(DECIDING)
    return [view for view in labels() if view not in hidden]


def wanted(view: str, *, text: str = "", procedure: str = "") -> WorklistFilters:
    """What a saved filter asks of the dossiers."""
    if view in DECIDING:
        return WorklistFilters(view="unit", does=(DECIDING[view],), text=text, procedure=procedure)
    return WorklistFilters(view=view, text=text, procedure=procedure)


def waiting(request: DeskRequest, view: str) -> int:
    """How much of one kind waits for who decides."""
    return queries.count_waiting((DECIDING[view],), by=request.actor)


def page(request: DeskRequest, section: str, **more: Any) -> dict[str, Any]:
    """The values every desk template needs."""
    work = reverse("desk:worklist" if leads(request.actor) else "desk:index")
    items = [
        {"key": "work", "label": _("Work"), "href": work, "count": None},
        {"key": "search", "label": _("Find a dossier"), "href": reverse("desk:search"), "count": None},
    ]
    if ANSWERING & request.actor.roles:
        waiting = queries.waiting_for_me(by=request.actor)
        label, count = _("Opinions asked of us"), str(waiting) if waiting else None
        items.append({"key": "consulted", "label": label, "href": reverse("desk:consulted"), "count": count})
    if may_open(request.actor, "insights.own_work"):
        new = insights.new_reminders(by=request.actor)
        items.append(
            {
                "key": "own",
                "label": _("My figures"),
                "href": reverse("desk:own-work"),
                "count": str(new) if new else None,
            }
        )
    if may_open(request.actor, "insights.oversee"):
        items.append({"key": "leader", "label": _("Overview"), "href": reverse("desk:leader"), "count": None})
    items.append({"key": "absences", "label": _("Absence"), "href": reverse("desk:absences"), "count": None})
    items += _of_roles(request)
    items.append({"key": "desk", "label": _("My desk"), "href": reverse("desk:own-desk"), "count": None})
    if "desk" not in more:
        more["desk"] = identity.desk_settings(by=request.actor)
    found = {
        **_in_sight(items, section),
        "section": section,
        "at": clock.now(),
        "place": place(request),
        "find": "",
        "desk_keys": DESK_KEYS,
    }
    return found | more


def _in_sight(items: list[dict[str, Any]], section: str) -> dict[str, Any]:
    """What one comes for every day, and whatever waits, stands in the row; the rest is one tap away."""
    row = [one for one in items if one["key"] in DAILY or one["count"] or one["key"] == section]
    order = {key: place for place, key in enumerate(DAILY)}
    row.sort(key=lambda one: order.get(one["key"], len(order)))
    return {"desk_menu": row, "desk_more": [one for one in items if one not in row]}


def _of_roles(request: DeskRequest) -> list[dict[str, Any]]:
    """What only some roles have: the counter, results to be corrected, the register, the calendar."""
    items: list[dict[str, Any]] = []
    if may_open(request.actor, "identity.meet_person"):
        items.append({"key": "counter", "label": _("At the counter"), "href": reverse("desk:counter"), "count": None})
        items.append({"key": "taken-in", "label": _("Taken in for others"), "href": reverse("desk:taken-in-list"), "count": None})  # fmt: skip
        items.append({"key": "cash", "label": _("Cash"), "href": reverse("desk:cash"), "count": None})
    if may_open(request.actor, "payments.complete_refund"):
        label, count = _("Money to give back"), counted(payments.count_repayments(by=request.actor) or None)
        items.append({"key": "refunds", "label": label, "href": reverse("desk:refunds"), "count": count})
    correcting = queries.count_corrections(by=request.actor)
    if correcting:
        label, href = _("Results to be corrected"), reverse("desk:corrections")
        items.append({"key": "corrections", "label": label, "href": href, "count": str(correcting)})
    asked = queries.count_copies(by=request.actor)
    if asked:
        label, href = _("Copies asked for"), reverse("desk:copies")
        items.append({"key": "copies", "label": label, "href": href, "count": str(asked)})
    if may_open(request.actor, "feedback.answer_complaint"):
        label, count = _("To answer"), counted(feedback.count_to_answer(by=request.actor) or None)
        items.append({"key": "answers", "label": label, "href": reverse("desk:to-answer"), "count": count})
    new = notifications.unread_at_desk(by=request.actor)
    items.append({"key": "told", "label": _("Notices"), "href": reverse("desk:told"), "count": counted(new or None)})
    if may_open(request.actor, "dossiers.register"):
        items.append(
            {"key": "register", "label": _("Register of dossiers"), "href": reverse("desk:register"), "count": None}
        )
    if may_open(request.actor, "dossiers.openings"):
        label, href = _("Opened for a reason"), reverse("desk:openings")
        items.append({"key": "openings", "label": label, "href": href, "count": None})
    if may_open(request.actor, "insights.see_aims"):
        items.append(
            {"key": "aims", "label": _("Targets and reminders"), "href": reverse("console:aims"), "count": None}
        )
    if may_open(request.actor, "calendar.declare"):
        items.append({"key": "calendar", "label": _("Calendar"), "href": reverse("console:calendar"), "count": None})
    return items


def place(request: DeskRequest) -> str:
    """Where the officer works: his agency and his units."""
    actor = request.actor
    agency = agencies.agency(actor.agency_id) if actor.agency_id else None
    units = {unit.name: None for office in actor.offices if (unit := _unit(office.unit_id))}
    return " · ".join([agency.name if agency else "", *units])


def status_words(row: DossierRow) -> str:
    return row.status_words_en if english() else row.status_words


def _unit(unit_id: Any) -> Any:
    return agencies.unit(unit_id) if unit_id else None


def counted(count: int | None) -> str | None:
    """A bounded count: from its bound on it says that there are more."""
    if count is None:
        return None
    return f"{formats.number(count)}+" if count >= MOST_COUNTED else formats.number(count)
