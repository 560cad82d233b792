"""The group a case belongs to: its siblings at other agencies, how far each is, by when."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.faces.desk.asking import english
from motcua.faces.kit import due
from motcua.kernel import clock
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers import queries
from motcua.rooms.dossiers.types import DossierView, GroupProgress, MemberProgress, Outcome

KINDS = {Outcome.GRANTED: "ok", Outcome.REFUSED: "warning", Outcome.NOT_STARTED: "warning"}


def group(view: DossierView, actor: Actor) -> dict[str, Any] | None:
    """What is shown of the group; None for a dossier that stands alone. Nothing personal is in it."""
    if view.row.group_id is None:
        return None
    found = queries.group(view.id, by=actor, at=clock.now())
    if found is None:
        return None
    return {
        "id": found.id,
        "leads": view.row.leads,
        "name": found.name,
        "reference": found.reference,
        "lead": _agency(found.lead_agency_id),
        "due": due.chip(found.due_at, clock.now(), closed_at=found.completed_at),
        "done": found.done,
        "lines": [_line(one, found, view, actor) for one in found.members],
        "to_hand": to_hand(view, found),
        "href": reverse("desk:case", args=[found.id]) if found.lead_agency_id == actor.agency_id else None,
    }


def to_hand(view: DossierView, found: GroupProgress) -> dict[str, Any] | None:
    """The results that lie at this counter on paper, as a question; None where there is nothing to give out."""
    here = [(one.key, _name(one)) for one in found.members if one.paper == "here"]
    if not here or not view.row.leads or "dossiers.hand_parts" not in view.may:
        return None
    return {
        "name": "part", "id": "part", "label": _("Results on paper that lie here"), "hint": None, "value": None,
        "error": None, "required": True, "options": here, "attrs": {},
    }  # fmt: skip


def paper_words(state: str) -> str:
    """Where the result of a part is on paper, in words."""
    words = {
        "awaited": _("Paper: not sent to the lead yet"),
        "sent": _("Paper: on its way"),
        "here": _("Paper: at the lead's counter"),
        "handed": _("Paper: handed over"),
    }
    return words.get(state, "")


def waiting(view: DossierView, actor: Actor) -> list[str]:
    """At whose desk the parts of an accepted group lie."""
    found = queries.group(view.id, by=actor, at=clock.now()) if view.row.leads and view.row.accepted_at else None
    return [f"{_name(one)}: {_agency(one.agency_id)}" for one in found.members if not one.outcome] if found else []


def _line(one: MemberProgress, found: GroupProgress, view: DossierView, actor: Actor) -> dict[str, Any]:
    own = one.dossier_id is not None and one.agency_id == actor.agency_id
    waits = _("Begins when this is there: %(list)s") % {"list": ", ".join(one.waits_for)} if one.waiting else ""
    return {
        "name": _name(one),
        "agency": _agency(one.agency_id),
        "status": one.outcome_words_en if english() else one.outcome_words,
        "kind": KINDS.get(Outcome(one.outcome), "neutral") if one.outcome else "info",
        "step": waits or " · ".join(part for part in (one.step, one.unit) if part),
        "due": due.chip(one.due_at or found.due_at, clock.now(), paused=one.paused) if not one.outcome else None,
        "here": one.dossier_id == view.id,
        "paper": paper_words(one.paper),
        "behind": ", ".join(pair[english()] for pair in one.behind),
        "href": reverse("desk:case", args=[one.dossier_id]) if own and one.dossier_id != view.id else None,
        "part_href": reverse("desk:part", args=[view.id, one.key])
        if one.dossier_id is not None and not own and _needs(found, view, actor, one)
        else None,
    }


def _needs(found: GroupProgress, view: DossierView, actor: Actor, one: MemberProgress) -> bool:
    """Tell whether this officer's agency may look into that part: it leads, or its own part uses the result."""
    if view.row.agency_id != actor.agency_id or "dossiers.open_part" not in view.may:
        return False
    own = next((member for member in found.members if member.dossier_id == view.id), None)
    return view.row.leads or (own is not None and one.name in own.waits_for)


def _name(one: MemberProgress) -> str:
    return one.name_en if english() else one.name


def _agency(agency_id: Any) -> str:
    found = agencies.agency(agency_id)
    return found.name if found else ""
