"""The control slip of one dossier (Phiếu kiểm soát quá trình), made anew from its facts at each request."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from motcua.kernel import clock, events
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.documents import queries as documents
from motcua.rooms.dossiers.models import Dossier, GroupMember
from motcua.rooms.dossiers.reading.timelines import unit_name
from motcua.rooms.dossiers.rules.handovers import handovers
from motcua.rooms.dossiers.services import papers, slips
from motcua.rooms.dossiers.services.holding import definition_of
from motcua.rooms.dossiers.types import HandOver, Party
from motcua.rooms.forms import queries as forms
from motcua.rooms.process import queries as process

RESULTS = {"early": "Trước hạn", "on_time": "Đúng hạn", "late": "Quá hạn", "": ""}


def rows(dossier: Dossier) -> list[HandOver]:
    """Every hand-over, oldest first; of a group those of its parts among them, each under the part's name."""
    found = _own(dossier)
    if dossier.leads:
        with scope(SYSTEM):
            named = {row.dossier_id: row.name for row in _parts(dossier)}
            for part in Dossier.objects.filter(id__in=[one for one in named if one]).order_by("id"):
                found += [replace(one, note=f"{named[part.id]}. {one.note}".strip()) for one in _own(part)]
    return sorted(found, key=lambda one: one.at)


def _own(dossier: Dossier) -> list[HandOver]:
    tasks = {task.id: task for task in process.tasks_of(dossier.id)}
    return handovers(events.history(dossier.id), tasks)


def _parts(group: Dossier) -> list[GroupMember]:
    return list(GroupMember.objects.filter(group_id=group.id, dossier_id__isnull=False).order_by("place"))


def pdf(dossier: Dossier, *, by: Actor, at: datetime) -> bytes:
    """The slip on the form of the set that held when the dossier was accepted."""
    form = documents.official_form("control_slip", on=slips.form_day(dossier, at))
    return documents.sheet(form, _values(dossier, by=by, at=at), agency_id=dossier.agency_id, at=at)


def _values(dossier: Dossier, *, by: Actor, at: datetime) -> dict[str, Any]:
    definition = definition_of(dossier)
    answers = forms.answers(dossier.answers_id, by=by).answers
    components = papers.components(dossier, definition, answers)
    return papers.common(dossier, definition, answers) | {
        "received_at": papers.instant(dossier.accepted_at),
        "due_at": papers.instant(dossier.current_due_at),
        "made_at": papers.instant(at),
        "cooperating": _cooperating(dossier) or "Không có",
        "components": [one["name"] + (" (điện tử)" if one["electronic"] else "") for one in components],
        "handovers": [
            {
                "giver": _party(row.giver),
                "taker": "; ".join(_party(taker) for taker in row.takers),
                "at": f"{clock.local(row.at):%H:%M %d/%m/%Y}",
                "result": RESULTS[row.result],
                "note": row.note,
            }
            for row in rows(dossier)
        ],
    }


def _party(party: Party) -> str:
    return "\n".join(part for part in (unit_name(party.unit_id), party.name) if part) or "Hệ thống"


def _cooperating(dossier: Dossier) -> str:
    """Other agencies that had work on it, and the counter that took it in; of a group each with its share."""
    if dossier.leads:
        with scope(SYSTEM):
            rows = list(GroupMember.objects.filter(group_id=dossier.id).order_by("place"))
            begun = Dossier.objects.in_bulk([row.dossier_id for row in rows if row.dossier_id])
        return "; ".join(_share(row, begun.get(row.dossier_id) if row.dossier_id else None) for row in rows)
    others = [task.agency_id for task in process.tasks_of(dossier.id)] + [dossier.reception_agency_id]
    known = [agencies.agency(one) for one in dict.fromkeys(others) if one != dossier.agency_id]
    return ", ".join(one.name for one in known if one)


def _share(row: GroupMember, part: Dossier | None) -> str:
    """«Công an Phường Sài Gòn: Đăng ký thường trú, hẹn xong 17:00 thứ Hai, 23/11/2026»."""
    agency = agencies.agency(row.at_agency_id)
    due = part.current_due_at if part else row.planned_due_at
    when = f", hẹn xong {papers.instant(due)}" if due else ""
    return f"{agency.name if agency else ''}: {row.name}{when}"
