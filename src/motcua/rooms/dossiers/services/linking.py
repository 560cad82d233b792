"""A group dossier (liên thông): accepted once, done by several agencies, its results gathered."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F

from motcua.kernel.acts import act
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import add_working_hours, working_hours_between
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.package import Group
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.dossiers.events import GroupPutOff
from motcua.rooms.dossiers.models import Dossier, DueChange, GroupMember
from motcua.rooms.dossiers.rules.linking import hopeless, outcome_of, part_hours, ready
from motcua.rooms.dossiers.rules.states import AT_WORK
from motcua.rooms.dossiers.services import carrying, gathering, joint, members, together
from motcua.rooms.dossiers.services.closing import held_members, member_ended
from motcua.rooms.dossiers.services.holding import announce, definition_of, held, kept
from motcua.rooms.dossiers.types import Done, Outcome, Status
from motcua.rooms.forms import queries as forms
from motcua.rooms.process import services as process


@act("dossiers.advance_group", law="linked/one-submission")
def advance_group(group_id: UUID, *, by: Actor, at: datetime) -> Done:
    """Let a group move on: what was corrected in one member is carried to the others, members that can begin begin,
    those that never will are told of, and when every one has ended the results are gathered. Doing it again changes
    nothing. The system only.

    Refused: act.out-of-reach
    """
    group = held(group_id, by=by, to="dossiers.advance_group")
    definition = definition_of(group)
    if definition.group is None or not group.leads or Status(group.status) not in AT_WORK:
        return Done(group.id, group.status)
    rows = held_members(group) or _planned(group, definition, definition.group, by=by, at=at)
    if group.extension_count:
        plan_again([group.id], known=at)
        rows = held_members(group)
    _note_endings(group, rows, by=by, at=at)
    carrying.carry(group, definition, definition.group, rows, by=by, at=at)
    _start_and_drop(group, definition.group, rows, by=by, at=at)
    _put_off(group, rows, by=by, at=at)
    together.follow_extension(group, rows, by=by, at=at)
    if all(row.outcome for row in rows):
        gathering.finish(group, definition, rows, by=by, at=at)
    return Done(group.id, group.status, group.result_document_id)


def _planned(group: Dossier, definition: Definition, linked: Group, *, by: Actor, at: datetime) -> list[GroupMember]:
    """The members that take part, each with its agency and the day it is to be done."""
    answers, today = joint.seen(group, definition, by=by)
    rows = []
    for place, member in enumerate(linked.members):
        if not member.applies(answers, today=today):
            continue
        own = catalogue.procedure(member.procedure)
        if own is None:
            raise Refused("procedure.unknown", procedure=member.procedure)
        rows.append(
            GroupMember(
                group=group, agency_id=group.agency_id, owner_id=group.owner_id, place=place, key=member.key,
                name=member.name.vi, name_en=member.name.en or "", version_id=own.id,
                at_agency_id=_competent(group, own, member.place(answers, today=today)),
                planned_due_at=_planned_due(group, linked.ends[member.key], known=group.accepted_at or at),
            )
        )  # fmt: skip
    GroupMember.objects.bulk_create(rows)
    if group.status == Status.ACCEPTED:
        group.become(Status.IN_APPRAISAL)
        kept(group)
    return rows


def _competent(group: Dossier, own: Definition, place: Mapping[str, Any]) -> UUID:
    """Who handles this member: by the address that decides, else where the lead agency is."""
    lead = agencies.agency(group.agency_id)
    if lead is not None and not place and lead.kind == own.procedure.agency_kind:
        return lead.id
    ward = place.get("commune") or (lead.area_code if lead else None)
    province = place.get("province") or (lead.province_code if lead else None)
    found = catalogue.competent_agencies(own, ward_code=ward, province_code=province) or catalogue.competent_agencies(
        own
    )
    if not found:
        raise Refused("group.nobody-competent", procedure=own.procedure.plain_name.vi)
    return found[0].id


def plan_again(group_ids: Sequence[UUID], *, known: datetime) -> None:
    """Lay out anew when the members of groups that have not begun yet are to be done, by what is known of working time."""
    waiting = GroupMember.objects.filter(group_id__in=group_ids, dossier_id=None, outcome="").select_related("group")
    for row in waiting.order_by("group_id", "place"):
        linked = definition_of(row.group).group
        planned = _planned_due(row.group, linked.ends[row.key], known=known) if linked else row.planned_due_at
        if planned != row.planned_due_at:
            row.planned_due_at = planned
            row.save(update_fields=["planned_due_at"])


def _planned_due(group: Dossier, part: Decimal, *, known: datetime) -> datetime | None:
    start, due = group.accepted_at or known, group.current_due_at
    if due is None or part >= 1:
        return due
    calendar = calendar_for(group.agency_id, known)
    hours = part_hours(part, working_hours_between(start, due, calendar))
    return min(due, add_working_hours(start, hours, calendar))


def _note_endings(group: Dossier, rows: list[GroupMember], *, by: Actor, at: datetime) -> None:
    dossiers = {one.id: one for one in Dossier.objects.filter(group_id=group.id).order_by("id")}
    for row in rows:
        dossier = dossiers.get(row.dossier_id) if row.dossier_id else None
        outcome = outcome_of(dossier.status, dossier.result_kind) if dossier else None
        if dossier is not None and outcome is not None and not row.outcome:
            member_ended(group, row, outcome, reason=dossier.ended_reason, by=by, at=at)


def _put_off(group: Dossier, rows: list[GroupMember], *, by: Actor, at: datetime) -> None:
    """Let the group's date follow a member whose limit was counted anew because the applicant completed it (Art. 19.5)."""
    open_rows = {row.dossier_id: row for row in rows if row.dossier_id and not row.outcome}
    begun_anew = Dossier.objects.filter(id__in=list(open_rows), clock_from__gt=F("accepted_at"))
    last = begun_anew.exclude(original_due_at=None).order_by("-original_due_at", "id").first()
    before = group.current_due_at
    if last is None or before is None or last.original_due_at is None or last.original_due_at <= before:
        return
    row, due = open_rows[last.id], last.original_due_at
    group.original_due_at = group.current_due_at = due
    kept(group)
    ground = f"{row.name}: tính lại thời hạn sau khi bổ sung"
    DueChange.objects.create(
        dossier=group, agency_id=group.agency_id, owner_id=group.owner_id, at=at, by=by.id, cause="supplement",
        ground=ground, before=before, after=due, explanation={},
    )  # fmt: skip
    process.reschedule(group.id, due_at=due, started_at=group.clock_from or at, by=by, at=at)
    announce(GroupPutOff, group, by=by, at=at, member=row.key, name=row.name, before=before, due_at=due)


def _start_and_drop(group: Dossier, linked: Group, rows: list[GroupMember], *, by: Actor, at: datetime) -> None:
    """Begin what can begin. What can never begin is ended, and with it whatever waits for that."""
    definition = definition_of(group)
    handed_in = forms.answers(group.answers_id, by=by)
    answers, today = joint.seen(group, definition, by=by)
    for row in sorted(rows, key=lambda one: linked.ends[one.key]):
        outcomes = {one.key: one.outcome for one in rows}
        member = linked.by_key[row.key]
        if row.outcome or row.dossier_id is not None:
            continue
        if hopeless(member.waits_for, outcomes):
            member_ended(group, row, Outcome.NOT_STARTED, by=by, at=at)
        elif ready(member.waits_for, outcomes):
            results = {one.key: joint.told(one, by=by) for one in rows if one.key in member.waits_for}
            members.start(group, row, member, handed_in, answers, results, today=today, by=by, at=at)
