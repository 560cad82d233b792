"""How a group dossier is getting on, for everybody who has a part of it: agencies, steps, days, no person."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.package import Group
from motcua.rooms.dossiers.models import Dossier, GroupMember, PaperTransfer
from motcua.rooms.dossiers.reading.rows import row_of
from motcua.rooms.dossiers.reading.timelines import unit_name
from motcua.rooms.dossiers.rules.linking import DECIDED, UNDECIDED, outcome_of
from motcua.rooms.dossiers.rules.states import FOLLOWS_ITS_GROUP, words
from motcua.rooms.dossiers.types import GroupProgress, MemberProgress, Outcome, PartUse, ResultChannel, Status
from motcua.rooms.process import queries as process
from motcua.rooms.process.types import TaskView

WAITING = ("Chờ kết quả của thủ tục trước", "Waits for the result of another part")
NOT_STARTED = ("Không thực hiện được", "Could not be done")


def progress(group_id: UUID, *, at: datetime) -> GroupProgress | None:
    """The group with its members. The caller has made sure that the asker has a part in it."""
    with scope(SYSTEM):
        group = Dossier.objects.filter(id=group_id).order_by().first()
        linked = catalogue.version(group.version_id).group if group else None
        if group is None or linked is None:
            return None
        rows = list(GroupMember.objects.filter(group_id=group_id).order_by("place"))
        dossiers = {one.id: one for one in Dossier.objects.filter(group_id=group_id).order_by("id")}
        tasks = process.open_tasks([one for one in dossiers if one != group_id])
        papers = _papers(group, rows)
        members = [replace(_member(row, linked, rows, dossiers, tasks, at), paper=papers[row.key]) for row in rows]
    shown = row_of(group, at)
    return GroupProgress(
        id=group.id,
        reference=group.reference,
        name=group.procedure_name,
        lead_agency_id=group.agency_id,
        due_at=group.current_due_at,
        completed_at=group.completed_at,
        status=group.status,
        status_words=shown.status_words,
        status_words_en=shown.status_words_en,
        members=tuple(members),
    )


def uses(group_id: UUID) -> list[PartUse]:
    """What each part of an accepted group that still counts stands on. The caller has made sure that it is the asker's."""
    with scope(SYSTEM):
        group = Dossier.objects.filter(id=group_id).order_by().first()
        definition = catalogue.version(group.version_id) if group else None
        linked = definition.group if definition else None
        if definition is None or linked is None:
            return []
        status = dict(Dossier.objects.filter(group_id=group_id).order_by("id").values_list("id", "status"))
        rows = GroupMember.objects.filter(group_id=group_id).exclude(outcome__in=UNDECIDED).order_by("place")
        return [
            PartUse(
                key=row.key,
                name=row.name,
                name_en=row.name_en or row.name,
                fields=linked.by_key[row.key].uses(catalogue.version(row.version_id).form.by_key)
                & definition.form.by_key.keys(),
                decided=row.dossier_id is not None and Status(status[row.dossier_id]) not in FOLLOWS_ITS_GROUP,
            )
            for row in rows
        ]


def _member(
    row: GroupMember,
    linked: Group,
    rows: Sequence[GroupMember],
    dossiers: Mapping[UUID, Dossier],
    tasks: Sequence[TaskView],
    at: datetime,
) -> MemberProgress:
    dossier = dossiers.get(row.dossier_id) if row.dossier_id else None
    task = next((one for one in tasks if one.subject_id == row.dossier_id), None)
    told = NOT_STARTED if row.outcome == Outcome.NOT_STARTED else WAITING
    names = {one.key: one.name for one in rows}
    return MemberProgress(
        key=row.key,
        name=row.name,
        name_en=row.name_en or row.name,
        agency_id=row.at_agency_id,
        dossier_id=row.dossier_id,
        code=dossier.code if dossier else None,
        status=dossier.status if dossier else "",
        status_words=words(dossier.status) if dossier else told[0],
        status_words_en=words(dossier.status, "en") if dossier else told[1],
        step=task.name if task and task.does != "deliver" else "",
        unit=unit_name(task.unit_id) if task and task.does != "deliver" else "",
        due_at=dossier.current_due_at if dossier else row.planned_due_at,
        completed_at=dossier.completed_at if dossier else None,
        late=row_of(dossier, at).late if dossier else False,
        outcome=_outcome(row, dossier),
        reason=dossier.ended_reason if dossier else "",
        waits_for=tuple(names[key] for key in linked.by_key[row.key].waits_for if key in names),
        behind=_behind(row),
        result_document_id=dossier.result_document_id if dossier and dossier.completed_at else None,
    )


def _outcome(row: GroupMember, dossier: Dossier | None) -> str:
    """What became of it; a decision that was corrected counts as it reads now."""
    if row.outcome not in DECIDED or dossier is None:
        return row.outcome
    return outcome_of(dossier.status, str(dossier.result_kind)) or row.outcome


def _behind(row: GroupMember) -> tuple[tuple[str, str], ...]:
    known = catalogue.version(row.version_id).form.by_key if row.behind else {}
    return tuple((known[key].label.vi, known[key].label.of("en")) for key in row.behind if key in known)


def _papers(group: Dossier, rows: Sequence[GroupMember]) -> dict[str, str]:
    """Where the result of each part is on paper, for a set that is collected so."""
    if group.result_channel == ResultChannel.PORTAL:
        return {row.key: "" for row in rows}
    ways = PaperTransfer.objects.filter(dossier__group_id=group.id, is_result=True).order_by("ready_at", "id")
    last = {way.dossier_id: way for way in ways}
    return {row.key: _paper(row, last.get(row.dossier_id) if row.dossier_id else None, group) for row in rows}


def _paper(row: GroupMember, way: PaperTransfer | None, group: Dossier) -> str:
    if row.outcome not in DECIDED:
        return ""
    if row.handed_at is not None:
        return "handed"
    if row.at_agency_id == group.agency_id or (
        way is not None and way.received_at and way.agency_id == group.agency_id
    ):
        return "here"
    return "sent" if way is not None and way.handed_at is not None else "awaited"
