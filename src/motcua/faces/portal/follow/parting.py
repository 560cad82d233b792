"""Taking back one part of a linked dossier; what taking back means for the parts is told before it is done."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.faces.kit.proof import fresh_proof
from motcua.faces.portal.apply.asking import CitizenRequest
from motcua.faces.portal.apply.drafting import language
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import DossierRow, GroupProgress, MemberProgress


@dataclass(frozen=True, slots=True)
class Place:
    """What a dossier or a part is called, who answers for it, and where it is shown."""

    reference: str
    name: str
    agency: str
    page: str
    back: str
    """The same page, at the part itself; where something is told at the top, `page` leads there."""


def place_of(row: DossierRow, *, by: Actor) -> Place:
    """A part goes by the code of its group and its own name. In a scope."""
    agency = agencies.agency(row.agency_id)
    office = agency.name if agency else ""
    group = queries.group(row.id, by=by) if row.member else None
    one = next((part for part in group.members if part.dossier_id == row.id), None) if group else None
    if group is None or one is None:
        page = reverse("follow:dossier", args=[row.id])
        return Place(row.reference, row.procedure_name, office, page, page)
    page = reverse("follow:dossier", args=[group.id])
    return Place(group.reference, name_of(one), office, page, f"{page}#part-{one.key}")


@require_http_methods(["GET", "POST"])
@power("citizen")
@fresh_proof("paying")
def withdrawal(request: CitizenRequest, dossier_id: UUID, part: str) -> HttpResponse:
    """Take one part back, begun or not. Refused: act.out-of-reach"""
    fault, status = "", 200
    if request.method == "POST":
        try:
            reason = request.POST.get("reason", "")
            services.withdraw_part(dossier_id, part, reason=reason, by=request.actor, at=clock.now())
        except Refused as no:
            if no.code == "act.out-of-reach":
                raise
            fault, status = no.message, no.http_status
        else:
            return notices.add(redirect("follow:dossier", dossier_id), "ok", _("This part has been withdrawn."))
    with tenancy.scope(request.actor):
        row = queries.find(dossier_id, by=request.actor)
        group = queries.group(dossier_id, by=request.actor, at=clock.now())
        member = next((one for one in group.members if one.key == part), None) if group else None
        if group is None or member is None:
            raise Refused("act.out-of-reach")
        if not withdrawable(member):
            words = _("Nothing can be changed any more. The dossier is: %(status)s.") % {"status": _status(member)}
            return notices.add(redirect("follow:dossier", dossier_id), "warning", fault or words)
        page = {
            "row": row,
            "name": name_of(member),
            "agency": _agency(member),
            "ending": [name_of(one) for one in following(group, member)],
            "going_on": [f"{name_of(one)}: {_agency(one)}" for one in _going_on(group, member)],
            "fault": fault,
        }
        return render(request, "portal/follow/withdraw_part.html", page, status=status)


def withdrawable(one: MemberProgress) -> bool:
    """Tell whether a part can still be taken back: until its decision is being signed."""
    return not one.outcome and one.status not in {"signing", "issued"}


def consequences(row: DossierRow, *, by: Actor) -> dict[str, list[str]]:
    """What withdrawing the whole group ends, and what stays because it is decided."""
    found = queries.group(row.id, by=by, at=clock.now()) if row.leads and row.accepted_at else None
    members = found.members if found else ()
    return {
        "ending": [f"{name_of(one)}: {_agency(one)}" for one in members if withdrawable(one)],
        "staying": [f"{name_of(one)}: {_status(one)}" for one in members if not withdrawable(one)],
    }


def following(group: GroupProgress, member: MemberProgress) -> list[MemberProgress]:
    """The parts that cannot be done without this one, however far behind it they stand."""
    gone, found = {member.name}, []
    for one in group.members:
        if one.waiting and gone & set(one.waits_for):
            gone.add(one.name)
            found.append(one)
    return found


def name_of(one: MemberProgress) -> str:
    return one.name_en if language() == "en" else one.name


def _going_on(group: GroupProgress, member: MemberProgress) -> list[MemberProgress]:
    ended = {one.key for one in following(group, member)} | {member.key}
    return [one for one in group.members if not one.outcome and one.key not in ended]


def _status(one: MemberProgress) -> str:
    return one.status_words_en if language() == "en" else one.status_words


def _agency(one: MemberProgress) -> str:
    found = agencies.agency(one.agency_id)
    return found.name if found else ""


def shared_with(row: DossierRow, *, by: Actor) -> list[dict[str, Any]]:
    """The parts of a group with the questions each stands on; none for a dossier that stands alone."""
    english = language() == "en"
    return [
        {"name": one.name_en if english else one.name, "fields": one.fields, "decided": one.decided}
        for one in (queries.part_uses(row.id, by=by) if row.leads else ())
    ]
