"""The joint form of a group: what it says, what it feeds a member with, what the results of members tell."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue.package import LinkedMember
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.documents import queries as documents_read
from motcua.rooms.dossiers.models import Dossier, GroupMember
from motcua.rooms.dossiers.services.mending import said_by
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms


def seen(
    group: Dossier, definition: Definition, *, answers_id: UUID | None = None, by: Actor
) -> tuple[dict[str, Any], date]:
    """The joint answers as conditions see them, on the day they were handed in."""
    today = clock.local(group.submitted_at).date()
    answers = forms.answers(answers_id or group.answers_id, by=by).answers
    return logic.conditions_see(definition.form, answers, today=today), today


def fed(
    linked: LinkedMember,
    own: Definition,
    answers: Mapping[str, Any],
    results: Mapping[str, Mapping[str, Any]],
    *,
    today: date,
) -> dict[str, Any]:
    """The answers of a member out of the joint form and the results that are there."""
    return logic.normalise(own.form, linked.fed(list(own.form.by_key), answers, results, today=today))


def told(row: GroupMember, *, by: Actor) -> dict[str, Any]:
    """What the result of a member says, as it was last corrected: what its officer wrote, its number, its day, who gave it."""
    dossier = Dossier.objects.filter(id=row.dossier_id).order_by().first() if row.dossier_id else None
    agency = agencies.agency(row.at_agency_id)
    if dossier is None or dossier.result_document_id is None:
        return {"agency": agency.name if agency else ""}
    document = documents_read.document(dossier.result_document_id, by=by)
    return dict(said_by(dossier, by=by).values) | {
        "number": document.number_text,
        "issued_on": document.dated_on.isoformat() if document.dated_on else "",
        "agency": agency.name if agency else "",
    }
