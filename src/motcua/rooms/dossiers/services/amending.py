"""The applicant changes what he handed in, until it is decided (Art. 21). Nobody decides on what is no longer so."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel import clock, crypto
from motcua.kernel.acts import act
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.documents import queries as documents_read
from motcua.rooms.documents import services as documents
from motcua.rooms.dossiers.events import DossierAmended
from motcua.rooms.dossiers.models import Amendment, Dossier
from motcua.rooms.dossiers.rules.amending import changed
from motcua.rooms.dossiers.rules.answering import file_ids
from motcua.rooms.dossiers.rules.applicant import applicant
from motcua.rooms.dossiers.rules.codes import phone_tail
from motcua.rooms.dossiers.rules.states import AMENDABLE, words
from motcua.rooms.dossiers.rules.wording import plain
from motcua.rooms.dossiers.services.carrying import refuse_for_parts
from motcua.rooms.dossiers.services.holding import announce, definition_of, held, kept
from motcua.rooms.dossiers.types import Done, Method, Status
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms_read
from motcua.rooms.forms import services as forms


@act("dossiers.save_amendment")
def save_amendment(dossier_id: UUID, changes: Mapping[str, Any], *, by: Actor, at: datetime) -> UUID:
    """Keep what the applicant types in a copy of his own; nobody works with it before he sends it. Answers its id.

    Refused: act.out-of-reach, dossier.not-possible-now, amendment.not-online, group.amend-the-whole
    """
    dossier = _amendable(dossier_id, by=by)
    return _saved(dossier, changes, by=by, at=at).answers_id


@act("dossiers.amend", law="withdrawal/until-decision")
def amend(
    dossier_id: UUID,
    changes: Mapping[str, Any] | None = None,
    *,
    reason: str = "",
    key: str | None = None,
    by: Actor,
    at: datetime,
) -> Done:
    """Put the changed answers and papers in the place of the old ones. The clock runs on; officers see old and new.

    A change of who applies, what it costs, how long it takes or who decides is a new dossier. Of a group it is the
    joint form that is changed; the members that are not decided follow it.
    Refused: act.out-of-reach, dossier.not-possible-now, amendment.not-online, amendment.nothing-changed,
    amendment.too-much, amendment.part-decided, group.amend-the-whole, dossier.incomplete (params: faults)
    """
    del key  # the decorator's business
    dossier = _amendable(dossier_id, by=by)
    row = _saved(dossier, changes or {}, by=by, at=at)
    definition = definition_of(dossier)
    before = forms_read.answers(row.before_id, by=by).answers
    after = forms_read.answers(row.answers_id, by=by).answers
    fields = changed(definition.form, before, after)
    if not fields:
        raise Refused("amendment.nothing-changed")
    _refuse_too_much(dossier, definition, before, after)
    refuse_for_parts(dossier, definition, fields, after, by=by)
    _refuse_faulty(dossier, definition, fields, before, after, by=by, at=at)

    forms.lock_answers(row.answers_id, agency_id=dossier.agency_id, by=by, at=at)
    row.fields, row.reason, row.amended_at = fields, plain(reason), at
    row.save()
    dossier.answers_id = row.answers_id
    tail = phone_tail(applicant(definition.form, after, fallback_name=dossier.applicant_name).phone)
    dossier.phone_digest = crypto.blind(tail, purpose=f"dossier-phone:{dossier.id}") if tail else None
    kept(dossier)
    announce(
        DossierAmended, dossier, by=by, at=at, before_id=row.before_id, answers_id=row.answers_id,
        fields=tuple(fields), reason=row.reason,
    )  # fmt: skip
    return Done(dossier.id, dossier.status, due_at=dossier.current_due_at)


def _amendable(dossier_id: UUID, *, by: Actor) -> Dossier:
    dossier = held(dossier_id, by=by, to="dossiers.amend")
    if dossier.member:
        raise Refused("group.amend-the-whole")
    if Status(dossier.status) not in AMENDABLE:
        raise Refused("dossier.not-possible-now", status=words(dossier.status), state=dossier.status)
    if dossier.method != Method.ONLINE:
        raise Refused("amendment.not-online")
    return dossier


def _saved(dossier: Dossier, changes: Mapping[str, Any], *, by: Actor, at: datetime) -> Amendment:
    """The working copy with the changes in it; one that was begun on older answers is begun anew."""
    begun = Amendment.objects.select_for_update().filter(dossier_id=dossier.id, amended_at=None)
    row = begun.order_by("id").first()
    if row is None or row.before_id != dossier.answers_id:
        copy = forms.copy_answers(dossier.answers_id, by=by, at=at)
        row = row or Amendment(dossier=dossier, agency_id=dossier.agency_id, owner_id=dossier.owner_id, begun_at=at)
        row.before_id, row.answers_id, row.begun_at = dossier.answers_id, copy, at
        row.save()
    if changes:
        forms.save_answers(row.answers_id, changes, version=0, by=by, at=at)
    return row


def _refuse_too_much(
    dossier: Dossier, definition: Definition, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Who applies, the fee, the limit and the way it is decided stay as they were accepted."""
    on = clock.local(dossier.submitted_at).date()
    case = dossier.case_key or None

    def weight(answers: Mapping[str, Any]) -> tuple[Any, ...]:
        who = applicant(definition.form, answers, fallback_name=dossier.applicant_name)
        seen = logic.conditions_see(definition.form, answers, today=on)
        fees = [(line.code, line.amount) for line in catalogue.fees(definition, dossier.method, seen, on=on, case=case)]
        limit = catalogue.time_limit(definition, dossier.method, seen, on=on, case=case)
        return (who.name, who.as_values().get("personal_id"), fees, limit)

    if weight(before) != weight(after):
        raise Refused("amendment.too-much")


def _refuse_faulty(
    dossier: Dossier,
    definition: Definition,
    fields: Sequence[str],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """What was changed, and what the change opens, must stand every check; new files are bound to the dossier."""
    form, today = definition.form, clock.local(at).date()
    wanted = file_ids(form, logic.submitted(form, after, today=today))
    known = {str(file.id): file for file in documents_read.files_by_id(wanted, by=by)} if wanted else {}
    old = {fault.field for fault in logic.check(form, before, today=today, files=known)} - set(fields)
    faults = [fault for fault in logic.check(form, after, today=today, files=known) if fault.field not in old]
    if faults:
        raise Refused("dossier.incomplete", faults=faults, count=len(faults))
    loose = [file.id for file in known.values() if file.subject_id is None]
    if loose:
        documents.attach(loose, subject_id=dossier.id, agency_id=dossier.agency_id, by=by, at=at)
