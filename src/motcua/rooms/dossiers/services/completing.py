"""An answer to what was asked for, taken in: from the applicant himself, or over a counter."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import answer_due
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.documents import queries as documents_read
from motcua.rooms.documents import services as documents
from motcua.rooms.dossiers.events import SupplementAnswered
from motcua.rooms.dossiers.models import Dossier, SupplementRequest
from motcua.rooms.dossiers.rules.answering import file_ids, outside, unchanged
from motcua.rooms.dossiers.rules.states import words
from motcua.rooms.dossiers.services.acceptance import deadline_from
from motcua.rooms.dossiers.services.answering import ANSWER_HOURS
from motcua.rooms.dossiers.services.holding import announce, definition_of, kept
from motcua.rooms.dossiers.types import Done, Stage, Status
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms_read
from motcua.rooms.forms import services as forms
from motcua.rooms.process import services as process


def handed_in(
    dossier: Dossier,
    changes: Mapping[str, Any],
    *,
    confirmed: Collection[str] = (),
    on_paper: Collection[str] = (),
    by: Actor,
    at: datetime,
) -> Done:
    """Take an answer in, whoever brings it; questions `on_paper` are answered by the paper itself. Refused: as above"""
    request = open_request(dossier)
    saved(dossier, request, changes, version=0, by=by, at=at)
    definition = definition_of(dossier)
    answers_id = request.answers_id or dossier.answers_id
    answers = forms_read.answers(answers_id, by=by).answers
    asked = request.fields - set(on_paper)
    _refuse_unmended(dossier, definition, asked, answers, by=by, at=at)
    kept_as_right = _refuse_unchanged(dossier, definition, asked, answers, confirmed, by=by)

    forms.lock_answers(answers_id, agency_id=dossier.agency_id, by=by, at=at)
    request.answered_at = at
    request.save(update_fields=["answered_at"])
    dossier.answers_id = answers_id
    if request.stage == Stage.RECEPTION:
        dossier.become(Status.SUBMITTED)
        dossier.answer_from = at
        dossier.answer_due_at = answer_due(at, ANSWER_HOURS, calendar_for(dossier.agency_id, at))
    else:
        _restart(dossier, definition, answers, by=by, at=at)
    kept(dossier)
    answer_due_at = dossier.answer_due_at if request.stage == Stage.RECEPTION else None
    announce(
        SupplementAnswered, dossier, by=by, at=at, request_id=request.id, stage=str(request.stage),
        answers_id=answers_id, due_at=dossier.current_due_at, answer_due_at=answer_due_at, kept_as_right=kept_as_right,
    )  # fmt: skip
    return Done(dossier.id, dossier.status, due_at=dossier.current_due_at)


def _restart(dossier: Dossier, definition: Definition, answers: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    dossier.become(Status.IN_APPRAISAL)
    seen = logic.conditions_see(definition.form, answers, today=clock.local(dossier.submitted_at).date())
    deadline = deadline_from(dossier, definition, seen, at=at)
    dossier.restart_clock(due_at=deadline.due_at, explanation=deadline.as_dict(), at=at)
    process.reschedule(dossier.id, due_at=deadline.due_at, started_at=at, by=by, at=at)


def saved(
    dossier: Dossier, request: SupplementRequest, changes: Mapping[str, Any], *, version: int, by: Actor, at: datetime
) -> int:
    """Write into a working copy of the answers: what was submitted stays as it was."""
    strange = outside(changes, request.fields)
    if strange:
        raise Refused("supplement.field-not-asked", fields=", ".join(strange))
    if request.answers_id is None:
        request.answers_id = forms.copy_answers(dossier.answers_id, by=by, at=at)
        request.save(update_fields=["answers_id"])
    if not changes:
        return version
    return forms.save_answers(request.answers_id, changes, version=version, by=by, at=at)


def _refuse_unchanged(
    dossier: Dossier,
    definition: Definition,
    asked: Collection[str],
    answers: Mapping[str, Any],
    confirmed: Collection[str],
    *,
    by: Actor,
) -> tuple[str, ...]:
    """Whoever is asked to mend something mends it, or says that it is right. Answers the labels of what stays."""
    form, before = definition.form, forms_read.answers(dossier.answers_id, by=by).answers
    faults = unchanged(form, before, answers, asked, confirmed=confirmed)
    if faults:
        labels = ", ".join(form.by_key[fault.field].label.vi for fault in faults)
        raise Refused("supplement.unchanged", faults=faults, fields=labels)
    stay = unchanged(form, before, answers, asked)
    return tuple(form.by_key[one.field].label.vi for one in stay)


def _refuse_unmended(
    dossier: Dossier,
    definition: Definition,
    asked: Collection[str],
    answers: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """The named fields must stand every check now; new files are bound to the dossier."""
    today = clock.local(at).date()
    wanted = file_ids(definition.form, logic.submitted(definition.form, answers, today=today))
    known = {str(file.id): file for file in documents_read.files_by_id(wanted, by=by)} if wanted else {}
    faults = [
        fault
        for fault in logic.check(definition.form, answers, today=today, files=known)
        if fault.field.split(".")[0] in asked
    ]
    if faults:
        raise Refused("dossier.incomplete", faults=faults, count=len(faults))
    loose = [file.id for file in known.values() if file.subject_id is None]
    if loose:
        documents.attach(loose, subject_id=dossier.id, agency_id=dossier.agency_id, by=by, at=at)


def open_request(dossier: Dossier) -> SupplementRequest:
    request = dossier.supplements.select_for_update().filter(answered_at=None, closed_at=None).order_by("id").first()
    if request is None or dossier.status not in {Status.SUPPLEMENT_BEFORE, Status.SUPPLEMENT_AFTER}:
        raise Refused("supplement.nothing-asked", status=words(dossier.status))
    return request
