"""A machine files in one request what a person files page by page; the same acts, in the same order."""

from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel import tenancy
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.documents import services as documents
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import Receipt
from motcua.rooms.forms import logic
from motcua.rooms.forms.types import FormDefinition

Paper = tuple[str, str, bytes]


def file_at_once(
    procedure: str,
    *,
    answers: dict[str, Any],
    papers: list[Paper],
    agency_id: UUID | None,
    key: str,
    by: Actor,
    at: datetime,
) -> Receipt:
    """Open a draft, put everything in, submit. Safe to repeat with the same key, also after a crash in between.

    Refused: procedure.unknown, request.faulty-body, and whatever filing refuses (dossier.incomplete names every fault)
    """
    definition = catalogue.procedure(procedure)
    if definition is None:
        raise Refused("procedure.unknown", procedure=procedure)
    _refuse_unknown(definition.form, answers, papers)
    typed = logic.normalise(definition.form, answers)
    draft_id = services.start_draft(procedure, agency_id=agency_id, answers=typed, key=f"api:{key}", by=by, at=at)
    with tenancy.scope(by):
        waiting = queries.find_draft(draft_id, by=by)
    if waiting is not None and papers:
        services.save_draft(draft_id, _taken_in(papers, by=by, at=at), by=by, at=at)
    return services.submit(draft_id, key=f"api:{key}", by=by, at=at)


def _taken_in(papers: list[Paper], *, by: Actor, at: datetime) -> dict[str, list[str]]:
    held: dict[str, list[str]] = {}
    for field, name, content in papers:
        stored = documents.take_in_looked_at(content, name, owner_id=by.person_id, purpose=field, by=by, at=at)
        held.setdefault(field, []).append(str(stored.id))
    return held


def _refuse_unknown(form: FormDefinition, answers: dict[str, Any], papers: list[Paper]) -> None:
    files = {key for key, field in form.by_key.items() if field.kind == "file"}
    faults = [{"field": key, "words": "the form has no such field"} for key in logic.unknown_keys(form, answers)]
    faults += [
        {"field": field, "words": "the form has no such file field"} for field, _, _ in papers if field not in files
    ]
    faults += [
        {"field": key, "words": "send papers as files, not as an answer"} for key in sorted(files & answers.keys())
    ]
    if faults:
        raise Refused("request.faulty-body", reason="", faults=faults)
