"""A member of a group dossier comes into being: filed, accepted and in work at its own agency, nobody asked again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from motcua.kernel import clock
from motcua.kernel.ids import new_id, receipt_number
from motcua.kernel.rows import insert
from motcua.kernel.types import Actor
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import due_at, working_hours_between
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.package import LinkedMember
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.documents import services as documents
from motcua.rooms.dossiers.events import DossierSubmitted, MemberStarted
from motcua.rooms.dossiers.models import Dossier, GroupMember, Share
from motcua.rooms.dossiers.rules.answering import file_ids, with_files
from motcua.rooms.dossiers.rules.linking import own_hours
from motcua.rooms.dossiers.services import beginning
from motcua.rooms.dossiers.services import joint as joint_form
from motcua.rooms.dossiers.services.holding import announce, kept
from motcua.rooms.dossiers.services.limits import member_limit
from motcua.rooms.dossiers.types import ResultChannel
from motcua.rooms.forms import logic
from motcua.rooms.forms import services as forms
from motcua.rooms.forms.types import AnswersView


def start(
    group: Dossier,
    row: GroupMember,
    linked: LinkedMember,
    joint: AnswersView,
    seen: Mapping[str, Any],
    results: Mapping[str, Mapping[str, Any]],
    *,
    today: date,
    by: Actor,
    at: datetime,
) -> Dossier:
    """Make the member's dossier out of the joint form and the results that are there."""
    definition = catalogue.version(row.version_id)
    fed = joint_form.fed(linked, definition, seen, results, today=today)
    dossier = _born(group, row, definition, by=by, at=at)
    row.hours = own_hours(
        linked.share,
        _hours(group, group.accepted_at or at, group.current_due_at, known=at),
        _hours(group, at, row.planned_due_at, known=at),
    )
    answers = _handed_on(dossier, definition, fed, by=by, at=at)
    dossier.answers_id = _answers(dossier, linked, answers, joint, by=by, at=at)
    if dossier.agency_id != group.agency_id:
        Share.objects.create(dossier_id=dossier.id, agency_id=group.agency_id, since=at)
    insert(dossier)
    row.dossier_id, row.started_at = dossier.id, at
    row.answers_id, row.joint_id = dossier.answers_id, group.answers_id
    row.save(update_fields=["dossier_id", "started_at", "hours", "answers_id", "joint_id"])
    _announce_filing(dossier, definition, by=by, at=at)
    _take_in(dossier, row, definition, answers, by=by, at=at)
    announce(
        MemberStarted, group, by=by, at=at, member=row.key, name=row.name, name_en=row.name_en,
        dossier_id=dossier.id, at_agency_id=dossier.agency_id, due_at=dossier.current_due_at,
    )  # fmt: skip
    return dossier


def _born(group: Dossier, row: GroupMember, definition: Definition, *, by: Actor, at: datetime) -> Dossier:
    return Dossier(
        id=new_id(),
        group_id=group.id,
        agency_id=row.at_agency_id,
        reception_agency_id=group.agency_id,
        owner_id=group.owner_id,
        procedure_key=definition.key,
        procedure_code=definition.code,
        procedure_name=definition.procedure.plain_name.vi,
        version_id=definition.id,
        method=group.method,
        result_channel=ResultChannel.PORTAL,  # what is there is seen at once; the lead hands the whole set over
        applicant_name=group.applicant_name,
        receipt_number=receipt_number(),
        submitted_at=at,
        submitted_by=by.id,
        answer_due_at=at,
    )


def _hours(group: Dossier, start: datetime, end: datetime | None, *, known: datetime) -> float:
    if end is None or end <= start:
        return 0.0
    return working_hours_between(start, end, calendar_for(group.agency_id, known))


def _handed_on(
    dossier: Dossier, definition: Definition, answers: dict[str, Any], *, by: Actor, at: datetime
) -> dict[str, Any]:
    """The answers with the files of the joint form as the member's own."""
    wanted = file_ids(definition.form, answers)
    if not wanted:
        return answers
    own = documents.hand_on(wanted, subject_id=dossier.id, agency_id=dossier.agency_id, by=by, at=at)
    return with_files(definition.form, answers, own)


def _answers(
    dossier: Dossier, linked: LinkedMember, answers: dict[str, Any], joint: AnswersView, *, by: Actor, at: datetime
) -> Any:
    """A locked set of the member's answers; what the State knew of the joint form keeps its source."""
    sources = {key: linked.answers.get(key, f"answers.{key}").removeprefix("answers.") for key in answers}
    known = {key: joint.provenance[source] for key, source in sources.items() if source in joint.provenance}
    answers_id = forms.open_answers(
        owner_id=dossier.owner_id, answers=answers, provenance=known, agency_id=dossier.agency_id, by=by, at=at
    )
    forms.lock_answers(answers_id, agency_id=dossier.agency_id, by=by, at=at)
    return answers_id


def _announce_filing(dossier: Dossier, definition: Definition, *, by: Actor, at: datetime) -> None:
    announce(
        DossierSubmitted, dossier, by=by, at=at, procedure_key=dossier.procedure_key,
        procedure_code=dossier.procedure_code, procedure_name=definition.procedure.plain_name.vi,
        version_id=dossier.version_id, reception_agency_id=dossier.reception_agency_id, answers_id=dossier.answers_id,
        method=str(dossier.method), case="", result_channel=str(dossier.result_channel),
        receipt_number=dossier.receipt_number, answer_due_at=at, fee_total=0, files=0, group_id=dossier.group_id,
    )  # fmt: skip


def _take_in(
    dossier: Dossier,
    row: GroupMember,
    definition: Definition,
    answers: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> None:
    told = due_at(at, member_limit(row), calendar_for(dossier.agency_id, at))
    code = beginning.next_code(dossier, at)
    dossier.accept(code=code, due_at=told.due_at, explanation=told.as_dict(), by=by, at=at)
    kept(dossier)
    seen = logic.conditions_see(definition.form, answers, today=clock.local(at).date())
    beginning.begin(dossier, definition, seen, by=by, at=at)
    beginning.announce_acceptance(dossier, told, by=by, at=at)
