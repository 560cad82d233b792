"""The parts of a linked dossier: one timeline an agency, the results as they come."""

from typing import Any

from django.urls import reverse

from motcua.faces.kit import due
from motcua.faces.portal.apply.drafting import language
from motcua.faces.portal.follow import afterwards
from motcua.faces.portal.follow.parting import withdrawable
from motcua.faces.portal.follow.showing import entries
from motcua.kernel import clock
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.dossiers import queries
from motcua.rooms.dossiers.types import DossierRow, GroupProgress, MemberProgress, Outcome
from motcua.rooms.payments import queries as payments

AT_WORK = frozenset({"accepted", "in_appraisal"})
KINDS = {Outcome.GRANTED: "ok", Outcome.REFUSED: "warning", Outcome.NOT_STARTED: "warning"}


def shown(row: DossierRow, definition: Definition, *, by: Actor) -> dict[str, Any]:
    """The parts of a group, and for whom each open one waits."""
    parts = members(row, definition, by=by)
    return {"members": parts, "turn": turn(row, parts)}


def members(row: DossierRow, definition: Definition, *, by: Actor) -> list[dict[str, Any]]:
    """Every part of a group; before acceptance what it will consist of."""
    if not row.leads:
        return []
    found = queries.group(row.id, by=by, at=clock.now())
    if found is None or not found.members:
        return planned(definition) if row.accepted_at is None else []
    return [_member(one, found, by=by) for one in found.members]


def turn(row: DossierRow, parts: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Who the group waits for now: the applicant, offices at work, parts that cannot begin; None before and after."""
    if row.accepted_at is None or row.status not in AT_WORK or any(one["plain"] for one in parts) or not parts:
        return None
    wanted = [one for one in parts if not one["withdrawn"]]
    open_parts = [one for one in wanted if not one["done"]]
    mine = [one for one in open_parts if one["asked"] or one["owed"]]
    return {
        "done": len(wanted) - len(open_parts),
        "all": len(wanted),
        "mine": mine,
        "offices": [one for one in open_parts if one not in mine and not one["waiting"]],
        "waiting": [one for one in open_parts if one["waiting"]],
    }


def planned(definition: Definition) -> list[dict[str, Any]]:
    """What a group consists of, for whoever has not handed it in yet."""
    return [
        {"key": one.key, "name": one.name.words(language()), "plain": True}
        for one in (definition.group.members if definition.group else ())
    ]


def _member(one: MemberProgress, group: GroupProgress, *, by: Actor) -> dict[str, Any]:
    english = language() == "en"
    agency, lead = agencies.agency(one.agency_id), agencies.agency(group.lead_agency_id)
    view = queries.dossier(one.dossier_id, by=by, at=clock.now()) if one.dossier_id else None
    owed = [debt for debt in payments.obligations(view.id, by=by) if debt.is_open] if view else []
    asked = view.open_supplement if view else None
    decided = one.result_document_id is not None and view is not None
    return _dates(one, group) | {
        "key": one.key,
        "name": one.name_en if english else one.name,
        "plain": False,
        "agency": agency.name if agency else "",
        "status": one.outcome_words_en if english else one.outcome_words,
        "kind": KINDS.get(Outcome(one.outcome), "neutral") if one.outcome else "warning" if asked else "info",
        "waits_for": one.waits_for if one.waiting else (),
        "step": one.step,
        "unit": one.unit,
        "paper": one.paper,
        "lead": lead.name if lead else "",
        "done": bool(one.outcome),
        "withdrawn": one.outcome == Outcome.WITHDRAWN,
        "waiting": one.waiting,
        "result_url": reverse("follow:result", args=[one.dossier_id]) if decided else None,
        "row": view.row if view else None,
        "after": afterwards.offered(view, by) if view is not None and decided else None,
        "refused": one.outcome == Outcome.REFUSED,
        "impossible": one.outcome == Outcome.NOT_STARTED,
        "reason": one.reason,
        "behind": ", ".join(pair[english] for pair in one.behind),
        "withdraw_url": reverse("follow:withdraw-part", args=[group.id, one.key])
        if withdrawable(one) and group.status in AT_WORK and sum(not other.outcome for other in group.members) > 1
        else None,
        "asked": asked,
        "supplement_url": reverse("follow:supplement", args=[one.dossier_id]) if asked else None,
        "owed": owed[0] if owed else None,
        "entries": entries(view.timeline) if view else [],
    }


def _dates(one: MemberProgress, group: GroupProgress) -> dict[str, Any]:
    """By when a part is done; the planned day of one that waits says nothing once it has passed."""
    ends_at = one.due_at or group.due_at
    pushed = one.waiting and ends_at is not None and ends_at < clock.now()
    return {
        "due": None if one.outcome or pushed else due.chip(ends_at, clock.now(), paused=one.paused),
        "due_at": None if one.outcome or one.paused or pushed else ends_at,
        "pushed": pushed,
    }
