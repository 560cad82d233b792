"""The joint form of a group: what it says, what it feeds a member with, what the results of members tell."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from motcua.kernel import clock, crypto
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue.package import LinkedMember
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.documents import queries as documents_read
from motcua.rooms.dossiers.models import Dossier, GroupMember, ResultDraft
from motcua.rooms.dossiers.services.decision import sealed_at
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
    """What the result of a member says: what its officer wrote, its number, its day, who gave it."""
    draft = ResultDraft.objects.filter(dossier_id=row.dossier_id).order_by().first() if row.dossier_id else None
    agency = agencies.agency(row.at_agency_id)
    if draft is None:
        return {"agency": agency.name if agency else ""}
    document = documents_read.document(draft.document_id, by=by)
    values: dict[str, Any] = crypto.unseal_json(draft.values, context=sealed_at(draft.dossier_id))
    return values | {
        "number": document.number_text,
        "issued_on": document.dated_on.isoformat() if document.dated_on else "",
        "agency": agency.name if agency else "",
    }
