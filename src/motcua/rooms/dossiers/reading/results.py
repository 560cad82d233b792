"""The result while it is drafted: its fields, their proposals, the page as it will be printed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel import clock, crypto
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents.services import render_pictures
from motcua.rooms.dossiers.models import Dossier, ResultDraft
from motcua.rooms.dossiers.rules.drafting import proposed, result_form
from motcua.rooms.dossiers.services import papers
from motcua.rooms.dossiers.services.decision import sealed_at
from motcua.rooms.dossiers.services.holding import definition_of
from motcua.rooms.dossiers.types import DraftLine, ResultDraftView, ResultField, ResultKind
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms

NO_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'


def draft_of(dossier: Dossier) -> ResultDraftView | None:
    row = ResultDraft.objects.filter(dossier_id=dossier.id).order_by().first()
    if row is None:
        return None
    values = crypto.unseal_json(row.values, context=sealed_at(dossier.id))
    return ResultDraftView(
        row.document_id, row.kind, values, row.drafter_id, row.drafter_name, row.drafted_at, row.version
    )


def lines_of(ids: Sequence[UUID], by: Actor) -> dict[UUID, DraftLine]:
    """What was drafted for these dossiers of the actor's agency, values untouched; one statement."""
    if by.agency_id is None:
        return {}
    rows = ResultDraft.objects.filter(dossier_id__in=list(ids), agency_id=by.agency_id).defer("values")
    return {
        row.dossier_id: DraftLine(row.kind, row.drafter_id, row.drafter_name, row.drafted_at, row.version)
        for row in rows.order_by("dossier_id")
    }


def fields_of(dossier: Dossier, *, by: Actor) -> list[ResultField]:
    definition = definition_of(dossier)
    form = result_form(definition.procedure.result.fields)
    if form is None:
        return []
    values = proposals(dossier, by=by)
    return [
        ResultField(f.key, f.kind, f.label, f.hint, f.required, f.options, values.get(f.key, f.default))
        for f in form.fields()
    ]


def proposals(dossier: Dossier, *, by: Actor) -> dict[str, Any]:
    """What the procedure proposes for the result, from the answers."""
    definition = definition_of(dossier)
    answers = forms.answers(dossier.answers_id, by=by).answers
    today = clock.local(dossier.submitted_at).date()
    seen = logic.conditions_see(definition.form, answers, today=today)
    return proposed(definition.procedure.result, seen, logic.in_words(definition.form, answers))


def pictures(dossier: Dossier, values: Mapping[str, Any] | None, *, by: Actor, at: datetime) -> list[bytes]:
    """The result with these values (or as drafted, or as proposed) as PNG pages."""
    definition = definition_of(dossier)
    answers = forms.answers(dossier.answers_id, by=by).answers
    draft = draft_of(dossier)
    if draft is not None:
        make = papers.result if draft.kind == ResultKind.GRANTED else papers.result_refusal
        shown = make(dossier, definition, answers, dict(values) if values is not None else draft.values)
        return render_pictures(*documents.preview_values(draft.document_id, values=shown, by=by))
    proposal = proposals(dossier, by=by)
    shown = papers.result(dossier, definition, answers, dict(values) if values is not None else proposal)
    title = definition.procedure.result.name.vi
    return render_pictures(definition.package.result_template, unsigned(dossier, shown, title, at))


def unsigned(dossier: Dossier, values: dict[str, Any], title: str, at: datetime) -> dict[str, Any]:
    """Values for a preview before any document exists: no number, no signature, nothing to verify."""
    day = clock.local(at).date()
    agency = agencies.agency(dossier.agency_id)
    if agency is None:
        raise Refused("act.out-of-reach")
    superior = agencies.agency(agency.parent_id) if agency.parent_id else None
    return values | {
        "title": title,
        "draft": True,
        "agency": {"name": agency.name, "superior": superior.name if superior else "", "place": agency.area_name},
        "number": "",
        "date": {"day": day.day, "month": day.month, "year": day.year},
        "signer": {"title": "", "name": "", "authority_prefix": ""},
        "verify": {"url": "", "site": "", "code": ""},
        "qr_svg": NO_PICTURE,
    }


def page(found: list[bytes], number: int) -> bytes:
    if not 1 <= number <= len(found):
        raise Refused("file.no-picture", page=number)
    return found[number - 1]
