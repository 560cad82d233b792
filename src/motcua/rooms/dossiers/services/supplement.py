"""Completing a dossier: one complete request, and an answer to exactly what was asked."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.acts import act
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import answer_due, due_at
from motcua.rooms.calendar.types import LimitUnit, TimeLimit
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.documents import queries as documents_read
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.types import DocumentKind
from motcua.rooms.dossiers.events import SupplementAnswered, SupplementRequested
from motcua.rooms.dossiers.models import Dossier, SupplementRequest
from motcua.rooms.dossiers.rules.answering import file_ids, outside, unchanged
from motcua.rooms.dossiers.rules.grounds import grounds
from motcua.rooms.dossiers.rules.states import words
from motcua.rooms.dossiers.services import papers, slips
from motcua.rooms.dossiers.services.acceptance import deadline_from
from motcua.rooms.dossiers.services.answering import ANSWER_HOURS
from motcua.rooms.dossiers.services.holding import announce, definition_of, held, kept, refuse_for_group
from motcua.rooms.dossiers.services.standing import at_any_desk
from motcua.rooms.dossiers.types import Done, Stage, Status, SupplementItem
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms_read
from motcua.rooms.forms import services as forms
from motcua.rooms.process import services as process

SILENCE = TimeLimit(amount=Decimal(15), unit=LimitUnit.CALENDAR_DAY)
APPRAISAL_DAYS = 3


@act("dossiers.request_supplement", law="supplement/one-complete-request")
@at_any_desk
def request_supplement(
    dossier_id: UUID,
    items: Sequence[SupplementItem],
    *,
    reason: str,
    ground: str = "missing",
    again_because: str = "",
    sector_law: str = "",
    by: Actor,
    at: datetime,
) -> Done:
    """Ask for everything that is missing or wrong at once; each item names a field and says how to mend it.

    A second request at the same stage needs `again_because`; after appraisal one may ask within 3 working days of
    acceptance, later only on the strength of a sector law. The clock stops when it is running.
    Refused: dossier.not-possible-now, supplement.nothing-named, supplement.field-unknown, supplement.too-late,
    supplement.second-needs-reason, dossier.reason-missing, dossier.ground-unknown, group.ask-the-member
    """
    dossier = held(dossier_id, by=by, to="dossiers.request_supplement")
    refuse_for_group(dossier)
    stage = _wait_for_applicant(dossier)
    definition = definition_of(dossier)
    _refuse_careless(dossier, definition, items, stage, reason, ground, again_because)
    _refuse_too_late(dossier, stage, sector_law, at=at)
    deadline = due_at(at, SILENCE, calendar_for(dossier.agency_id, at)).due_at or at

    plain = [{"field": item.field, "words": item.words.strip(), "example": item.example.strip()} for item in items]
    slip_id = _slip(dossier, definition, plain, reason=reason.strip(), due_at=deadline, by=by, at=at)
    request = SupplementRequest.objects.create(
        dossier=dossier, agency_id=dossier.agency_id, reception_agency_id=dossier.reception_agency_id,
        owner_id=dossier.owner_id, stage=stage, ground=ground, reason=reason.strip(), items=plain, requested_at=at,
        again_because=again_because.strip(), requested_by=by.id, requested_by_name=by.name, due_at=deadline,
        document_id=slip_id,
    )  # fmt: skip
    kept(dossier)
    announce(
        SupplementRequested, dossier, by=by, at=at, request_id=request.id, stage=str(stage), due_at=deadline,
        fields=tuple(item["field"] for item in plain), reason=request.reason, slip_id=slip_id,
    )  # fmt: skip
    return Done(dossier.id, dossier.status, slip_id, deadline)


def _wait_for_applicant(dossier: Dossier) -> Stage:
    stage = Stage.RECEPTION if dossier.accepted_at is None else Stage.APPRAISAL
    following = Status.SUPPLEMENT_BEFORE if stage == Stage.RECEPTION else Status.SUPPLEMENT_AFTER
    if dossier.status == following:
        raise Refused("supplement.already-waiting")
    dossier.become(following)
    return stage


def _slip(
    dossier: Dossier,
    definition: Definition,
    items: Sequence[Mapping[str, str]],
    *,
    reason: str,
    due_at: datetime,
    by: Actor,
    at: datetime,
) -> UUID:
    answers = forms_read.answers(dossier.answers_id, by=by).answers
    values = papers.supplement_request(dossier, definition, answers, items, reason=reason, due_at=due_at, by=by)
    return slips.draw(dossier, definition, DocumentKind.SUPPLEMENT_REQUEST, values, by=by, at=at).id


@act("dossiers.save_supplement")
def save_supplement(dossier_id: UUID, changes: Mapping[str, Any], *, version: int = 0, by: Actor, at: datetime) -> int:
    """Keep what the applicant types in answer; only the named fields may change. Answers the new version.

    Refused: act.out-of-reach, supplement.nothing-asked, supplement.field-not-asked
    """
    dossier = held(dossier_id, by=by, to="dossiers.answer_supplement")
    request = _open_request(dossier)
    return _save(dossier, request, changes, version=version, by=by, at=at)


@act("dossiers.answer_supplement", law="supplement/answer")
def answer_supplement(
    dossier_id: UUID,
    changes: Mapping[str, Any] | None = None,
    *,
    confirmed: Collection[str] = (),
    key: str | None = None,
    by: Actor,
    at: datetime,
) -> Done:
    """Hand the answer in. The dossier goes back to who asked; after appraisal the limit is counted from the start.

    `confirmed` names answers the applicant says are right as they stand; everything else asked for has to change.
    Refused: act.out-of-reach, supplement.nothing-asked, supplement.field-not-asked, dossier.incomplete,
    supplement.unchanged (params: faults)
    """
    del key  # the decorator's business
    dossier = held(dossier_id, by=by, to="dossiers.answer_supplement")
    request = _open_request(dossier)
    _save(dossier, request, changes or {}, version=0, by=by, at=at)
    definition = definition_of(dossier)
    answers_id = request.answers_id or dossier.answers_id
    answers = forms_read.answers(answers_id, by=by).answers
    _refuse_unmended(dossier, definition, request, answers, by=by, at=at)
    kept_as_right = _refuse_unchanged(dossier, definition, request, answers, confirmed, by=by)

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


def _save(
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
    request: SupplementRequest,
    answers: Mapping[str, Any],
    confirmed: Collection[str],
    *,
    by: Actor,
) -> tuple[str, ...]:
    """Whoever is asked to mend something mends it, or says that it is right. Answers the labels of what stays."""
    form, before = definition.form, forms_read.answers(dossier.answers_id, by=by).answers
    faults = unchanged(form, before, answers, request.fields, confirmed=confirmed)
    if faults:
        labels = ", ".join(form.by_key[fault.field].label.vi for fault in faults)
        raise Refused("supplement.unchanged", faults=faults, fields=labels)
    stay = unchanged(form, before, answers, request.fields)
    return tuple(form.by_key[one.field].label.vi for one in stay)


def _refuse_unmended(
    dossier: Dossier,
    definition: Definition,
    request: SupplementRequest,
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
        if fault.field.split(".")[0] in request.fields
    ]
    if faults:
        raise Refused("dossier.incomplete", faults=faults, count=len(faults))
    loose = [file.id for file in known.values() if file.subject_id is None]
    if loose:
        documents.attach(loose, subject_id=dossier.id, agency_id=dossier.agency_id, by=by, at=at)


def _open_request(dossier: Dossier) -> SupplementRequest:
    request = dossier.supplements.select_for_update().filter(answered_at=None, closed_at=None).order_by("id").first()
    if request is None or dossier.status not in {Status.SUPPLEMENT_BEFORE, Status.SUPPLEMENT_AFTER}:
        raise Refused("supplement.nothing-asked", status=words(dossier.status))
    return request


def _refuse_careless(
    dossier: Dossier,
    definition: Definition,
    items: Sequence[SupplementItem],
    stage: Stage,
    reason: str,
    ground: str,
    again_because: str,
) -> None:
    if not items or any(not item.words.strip() for item in items):
        raise Refused("supplement.nothing-named")
    unknown = sorted({item.field for item in items} - definition.form.by_key.keys())
    if unknown:
        raise Refused("supplement.field-unknown", fields=", ".join(unknown))
    if not reason.strip():
        raise Refused("dossier.reason-missing")
    if ground not in grounds("supplement"):
        raise Refused("dossier.ground-unknown")
    earlier = dossier.supplements.filter(stage=stage).exists()
    if earlier and not again_because.strip():
        raise Refused("supplement.second-needs-reason")


def _refuse_too_late(dossier: Dossier, stage: Stage, sector_law: str, *, at: datetime) -> None:
    if stage == Stage.RECEPTION or dossier.accepted_at is None or sector_law.strip():
        return
    calendar = calendar_for(dossier.agency_id, at)
    if calendar.working_days_between(clock.local(dossier.accepted_at).date(), clock.local(at).date()) > APPRAISAL_DAYS:
        raise Refused("supplement.too-late", days=APPRAISAL_DAYS)
