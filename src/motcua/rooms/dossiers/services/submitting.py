"""Submission: one act, few statements, one dossier for one draft however often the button is pressed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel import clock, crypto
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.ids import receipt_number
from motcua.kernel.permissions import Target
from motcua.kernel.rows import fetch_one, insert, remove
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import answer_due
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.documents import queries as documents_read
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.types import StoredFile
from motcua.rooms.dossiers.events import DossierSubmitted
from motcua.rooms.dossiers.models import Dossier, Draft, Share
from motcua.rooms.dossiers.rules.answering import file_ids
from motcua.rooms.dossiers.rules.applicant import Applicant, applicant
from motcua.rooms.dossiers.rules.codes import phone_tail
from motcua.rooms.dossiers.rules.papers import answered_by_paper, told
from motcua.rooms.dossiers.services.answering import ANSWER_HOURS
from motcua.rooms.dossiers.services.fees import fees_for
from motcua.rooms.dossiers.services.filing import is_competent
from motcua.rooms.dossiers.services.holding import announce, target
from motcua.rooms.dossiers.services.paper_way import set_off
from motcua.rooms.dossiers.services.representing import must_still_hold
from motcua.rooms.dossiers.services.standing import acting, as_desk_of, lent_to
from motcua.rooms.dossiers.types import FinanceState, Receipt
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms_read
from motcua.rooms.forms import services as forms
from motcua.rooms.payments import queries as payments_read
from motcua.rooms.payments import services as payments
from motcua.rooms.payments.types import FeeLine, payable, total


@dataclass(frozen=True, slots=True)
class Filled:
    """A draft whose answers stood every check."""

    definition: Definition
    agency_id: UUID
    answers: Mapping[str, Any]
    seen: Mapping[str, Any]
    applicant: Applicant


def submit(draft_id: UUID, *, key: str | None = None, by: Actor, at: datetime) -> Receipt:
    """Hand a draft in: the dossier, its files and what is owed for it come into being together.

    Orchestrates one act. The draft's id becomes the dossier's, so the same draft gives the same receipt however often
    it is sent, with any `key` or none: the draft is the key, and no other has to be stored.
    Refused: act.out-of-reach, dossier.incomplete (params: faults), draft.agency-missing, procedure.not-online
    """
    del key
    return _submit(draft_id, by=by, at=at)


@act("dossiers.submit", law="filing/receipt")
def _submit(draft_id: UUID, *, by: Actor, at: datetime) -> Receipt:
    """Take the draft, check everything, make the dossier. See `submit`."""
    draft = _taken(draft_id)
    if draft is None:
        return _earlier(draft_id, by=by)
    permit(by, "dossiers.submit", Target(owner_id=draft.owner_id, agency_id=draft.reception_agency_id))
    must_still_hold(draft, by, at)
    filled = _filled(draft, by=by, at=at)
    files = _attached(draft, filled, by=by, at=at)
    _refuse_faults(draft, filled, files, at=at)

    dossier = _new_dossier(draft, filled, by=by, at=at)
    lines = fees_for(
        filled.definition, draft.method, filled.seen, case=draft.case_key, owner_id=draft.owner_id, by=by, at=at
    )
    due = payable(lines)
    if due:
        dossier.finance_state = FinanceState.OWED
    if dossier.reception_agency_id != dossier.agency_id:
        Share.objects.create(dossier_id=dossier.id, agency_id=dossier.reception_agency_id, since=at)
    insert(dossier)
    set_off(dossier, at=at)
    mover = _mover(by, filled.agency_id)
    with acting(mover, instead_of=by, writes=True):
        forms.lock_answers(draft.answers_id, agency_id=filled.agency_id, by=mover, at=at)
    desk = lent_to(by, filled.agency_id)
    with acting(desk, instead_of=by, writes=True):
        obligation_id = _owed(dossier, due, by=desk, at=at)
        _announce(dossier, filled, fee=total(due), files=len(files), by=desk, at=at)
    audit_note(subject=dossier.id, receipt=dossier.receipt_number, procedure=dossier.procedure_key)
    return Receipt(
        dossier.id, dossier.receipt_number, obligation_id, total(due), dossier.submitted_at, dossier.answer_due_at
    )


def _taken(draft_id: UUID) -> Draft | None:
    """Take the draft away and read it, in one statement: whoever comes second finds nothing to submit."""
    return next(iter(remove(Draft, "where id = %s", [draft_id])), None)


def _earlier(draft_id: UUID, *, by: Actor) -> Receipt:
    """The receipt a draft was given before. Refused: act.out-of-reach"""
    dossier = fetch_one(Dossier, "where id = %s", [draft_id])
    if dossier is None:
        raise Refused("act.out-of-reach")
    desk = as_desk_of(dossier, by)
    permit(desk, "dossiers.submit", target(dossier))
    with acting(desk, instead_of=by):
        owed = payments_read.obligation(dossier.id, by=desk)
    return Receipt(
        dossier.id,
        dossier.receipt_number,
        owed.id if owed else None,
        owed.total if owed else 0,
        dossier.submitted_at,
        dossier.answer_due_at,
    )


def _filled(draft: Draft, *, by: Actor, at: datetime) -> Filled:
    """The answers under the version in effect today, which the dossier is pinned to from now on."""
    definition = catalogue.procedure(draft.procedure_key)
    if definition is None:
        raise Refused("procedure.not-online")
    today = clock.local(at).date()
    answers = forms_read.answers(draft.answers_id, by=by).answers
    person = applicant(
        definition.form,
        answers,
        fallback_name="" if draft.representative_id or by.person_id != draft.owner_id else by.name,
    )
    agency_id = draft.agency_id or _agency_at(definition, person)
    if agency_id is None or not is_competent(definition, agency_id, on=today):
        raise Refused("draft.agency-missing")
    seen = logic.conditions_see(definition.form, answers, today=today)
    return Filled(definition, agency_id, answers, seen, person)


def _agency_at(definition: Definition, person: Applicant) -> UUID | None:
    """Where nobody chose: the competent agency of the applicant's commune."""
    if not person.ward_code:
        return None
    found = catalogue.competent_agency(
        definition, ward_code=person.ward_code, province_code=person.province_code or None
    )
    return found.id if found else None


def _attached(draft: Draft, filled: Filled, *, by: Actor, at: datetime) -> dict[str, StoredFile]:
    """Bind the files; one that is not clean is a fault of its field, told with all the others."""
    form = filled.definition.form
    wanted = file_ids(form, logic.submitted(form, filled.answers, today=clock.local(at).date()))
    if not wanted:
        return {}
    try:
        files = _bound(wanted, draft, filled.agency_id, by=by, at=at)
    except Refused as no:
        files = documents_read.files_by_id(wanted, by=by)
        known = {str(file.id): file for file in files}
        _refuse_faults(draft, filled, known, at=at)
        raise Refused("dossier.files-not-ready", reason=no.message) from no
    return {str(file.id): file for file in files}


def _bound(wanted: list[UUID], draft: Draft, agency_id: UUID, *, by: Actor, at: datetime) -> list[StoredFile]:
    mover = _mover(by, agency_id)
    if mover != by and len(documents_read.files_by_id(wanted, by=by)) < len(set(wanted)):
        raise Refused("file.out-of-reach")
    with acting(mover, instead_of=by, writes=True):
        return documents.attach(wanted, subject_id=draft.id, agency_id=agency_id, by=mover, at=at)


def _mover(by: Actor, agency_id: UUID) -> Actor:
    """Who lets rows of this counter become another agency's: no officer, for none may write for both."""
    return by if lent_to(by, agency_id) == by else SYSTEM


def _refuse_faults(draft: Draft, filled: Filled, files: Mapping[str, StoredFile], *, at: datetime) -> None:
    definition = filled.definition
    on_paper = answered_by_paper(definition.papers.components, told(draft.papers_in_hand))
    found = logic.check(definition.form, filled.answers, today=clock.local(at).date(), files=files)
    faults = [fault for fault in found if fault.field not in on_paper or filled.answers.get(fault.field)]
    if faults:
        raise Refused("dossier.incomplete", faults=faults, count=len(faults))


def _new_dossier(draft: Draft, filled: Filled, *, by: Actor, at: datetime) -> Dossier:
    tail = phone_tail(filled.applicant.phone)
    calendar = calendar_for(filled.agency_id, at)
    return Dossier(
        id=draft.id,
        agency_id=filled.agency_id,
        reception_agency_id=draft.reception_agency_id or filled.agency_id,
        owner_id=draft.owner_id,
        group_id=draft.id if filled.definition.group else None,
        procedure_key=filled.definition.key,
        procedure_code=filled.definition.code,
        procedure_name=filled.definition.procedure.plain_name.vi,
        version_id=filled.definition.id,
        answers_id=draft.answers_id,
        method=draft.method,
        case_key=draft.case_key,
        result_channel=draft.result_channel,
        papers_in_hand=draft.papers_in_hand,
        representative_id=draft.representative_id,
        representative_name=draft.representative_name,
        authorisation_id=draft.authorisation_id,
        applicant_name=filled.applicant.name[:200],
        phone_digest=crypto.blind(tail, purpose=f"dossier-phone:{draft.id}") if tail else None,
        receipt_number=receipt_number(),
        submitted_at=at,
        submitted_by=by.id,
        answer_due_at=answer_due(at, ANSWER_HOURS, calendar),
        answer_from=at,
    )


def _owed(dossier: Dossier, due: list[FeeLine], *, by: Actor, at: datetime) -> UUID | None:
    if not due:
        return None
    obligation = payments.owe(
        dossier.id,
        due,
        agency_id=dossier.agency_id,
        owner_id=dossier.owner_id,
        title=dossier.procedure_name,
        code=dossier.receipt_number,
        payer_name=dossier.applicant_name,
        by=by,
        at=at,
    )
    return obligation.id


def _announce(dossier: Dossier, filled: Filled, *, fee: int, files: int, by: Actor, at: datetime) -> None:
    announce(
        DossierSubmitted,
        dossier,
        by=by,
        at=at,
        procedure_key=dossier.procedure_key,
        procedure_code=dossier.procedure_code,
        procedure_name=filled.definition.procedure.plain_name.vi,
        version_id=dossier.version_id,
        reception_agency_id=dossier.reception_agency_id,
        answers_id=dossier.answers_id,
        method=str(dossier.method),
        case=dossier.case_key,
        result_channel=str(dossier.result_channel),
        receipt_number=dossier.receipt_number,
        answer_due_at=dossier.answer_due_at,
        fee_total=fee,
        files=files,
        group_id=dossier.group_id,
    )
