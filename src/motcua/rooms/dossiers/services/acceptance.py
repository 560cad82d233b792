"""Reception: accept and start the legal clock, or refuse on a ground of law."""

from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.acts import act, audit_note
from motcua.kernel.errors import Refused, refuse_all
from motcua.kernel.types import Actor
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import due_at
from motcua.rooms.calendar.types import Deadline
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.documents.types import DocumentKind
from motcua.rooms.dossiers.events import FinanceChanged, ReceptionRefused
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.rules.grounds import careless
from motcua.rooms.dossiers.rules.plainness import machine_words
from motcua.rooms.dossiers.rules.states import words
from motcua.rooms.dossiers.services import papers, slips
from motcua.rooms.dossiers.services.answering import changed_finance
from motcua.rooms.dossiers.services.beginning import announce_acceptance, begin, next_code
from motcua.rooms.dossiers.services.holding import announce, definition_of, held, kept
from motcua.rooms.dossiers.services.limits import limit_of
from motcua.rooms.dossiers.services.standing import at_any_desk
from motcua.rooms.dossiers.types import Done, FinanceState, ReceptionSlip, Status
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms
from motcua.rooms.payments import queries as payments
from motcua.rooms.payments.types import Due, ObligationState


@act("dossiers.accept", law="acceptance/start-of-clock")
@at_any_desk
def accept(dossier_id: UUID, *, seen_answers: UUID | None = None, by: Actor, at: datetime) -> ReceptionSlip:
    """Accept a dossier as complete and valid: it gets its legal code, its due date, its process and its slip.

    `seen_answers` are those the officer read; what the applicant changed meanwhile is not accepted unseen.
    Refused: act.out-of-reach, dossier.not-awaiting-acceptance, dossier.fee-unpaid, dossier.changed
    """
    dossier = held(dossier_id, by=by, to="dossiers.accept")
    if dossier.status != Status.SUBMITTED:
        raise Refused("dossier.not-awaiting-acceptance", status=words(dossier.status), state=dossier.status)
    if seen_answers not in {None, dossier.answers_id}:
        raise Refused("dossier.changed")
    owed = _refuse_unpaid(dossier, by=by, at=at)
    definition = definition_of(dossier)
    answers = forms.answers(dossier.answers_id, by=by).answers
    seen = logic.conditions_see(definition.form, answers, today=clock.local(dossier.submitted_at).date())
    deadline = deadline_from(dossier, definition, seen, at=at)

    code = next_code(dossier, at)
    dossier.accept(code=code, due_at=deadline.due_at, explanation=deadline.as_dict(), by=by, at=at)
    on = clock.local(dossier.submitted_at).date()
    table = catalogue.fees(definition, dossier.method, seen, on=on, case=dossier.case_key or None)
    lines = [*(owed.lines if owed else ()), *(line for line in table if line.due == Due.ON_NOTICE)]
    values = papers.reception_slip(dossier, definition, answers, deadline, lines, by=by)
    slip = slips.draw(dossier, definition, DocumentKind.RECEPTION_SLIP, values, by=by, at=at)
    dossier.slip_document_id = slip.id
    kept(dossier)
    begin(dossier, definition, seen, by=by, at=at)
    audit_note(code=code)
    announce_acceptance(dossier, deadline, by=by, at=at)
    return ReceptionSlip(dossier.id, code, at, deadline.due_at, deadline.text, slip.id)


@act("dossiers.refuse", law="acceptance/refusal")
@at_any_desk
def refuse(dossier_id: UUID, ground: str, reason: str, *, by: Actor, at: datetime) -> Done:
    """Refuse to take a dossier in, on a ground of law and in words the applicant understands.

    Refused: act.out-of-reach, dossier.not-awaiting-acceptance, dossier.ground-unknown, dossier.reason-missing,
    dossier.reason-technical
    """
    dossier = held(dossier_id, by=by, to="dossiers.refuse")
    if dossier.status not in {Status.SUBMITTED, Status.SUPPLEMENT_BEFORE}:
        raise Refused("dossier.not-awaiting-acceptance", status=words(dossier.status), state=dossier.status)
    found = careless("reception_refusal", ground, reason)
    if technical := machine_words(reason):
        found["reason"] = Refused("dossier.reason-technical", words=technical)
    refuse_all(found)
    definition = definition_of(dossier)
    answers = forms.answers(dossier.answers_id, by=by).answers
    values = papers.refusal_slip(dossier, definition, answers, ground=ground, reason=reason.strip(), by=by)
    slip = slips.draw(dossier, definition, DocumentKind.REFUSAL_SLIP, values, by=by, at=at)
    dossier.slip_document_id = slip.id
    dossier.end(Status.REFUSED_RECEPTION, ground=ground, reason=reason.strip(), at=at)
    dossier.supplements.filter(answered_at=None, closed_at=None).update(closed_at=at)
    kept(dossier)
    announce(ReceptionRefused, dossier, by=by, at=at, ground=ground, reason=reason.strip(), slip_id=slip.id)
    return Done(dossier.id, dossier.status, slip.id)


def deadline_from(dossier: Dossier, definition: Definition, seen: dict[str, Any], *, at: datetime) -> Deadline:
    """The due date of a clock that starts at `at`, by the row of the procedure that holds for this dossier."""
    limit = limit_of(dossier, definition, seen)
    return due_at(at, limit, calendar_for(dossier.agency_id, at))


def _refuse_unpaid(dossier: Dossier, *, by: Actor, at: datetime) -> payments.ObligationRow | None:
    """What was owed for handing in, once it is met. Refused: dossier.fee-unpaid"""
    owed = payments.obligation(dossier.id, by=by)
    if owed is not None and owed.state == ObligationState.OPEN:
        raise Refused("dossier.fee-unpaid", amount=papers.money(owed.total))
    if owed is not None and dossier.finance_state == FinanceState.OWED:
        state = FinanceState(str(owed.state))
        due = changed_finance(dossier, state, at=at)
        announce(FinanceChanged, dossier, by=by, at=at, state=str(state), answer_due_at=due)
    return owed
