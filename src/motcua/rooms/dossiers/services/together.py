"""The one published date of a group: which parts are still open, and how they follow when it is put off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import add_working_hours, working_hours_between
from motcua.rooms.dossiers.models import Dossier, GroupMember
from motcua.rooms.dossiers.rules.states import CLOCK_RUNS
from motcua.rooms.dossiers.services.moving import move


@dataclass(frozen=True, slots=True)
class OpenPart:
    """A part of a group that has not ended: whose it is, and whether its own time has passed."""

    name: str
    agency: str
    due_at: datetime | None
    late: bool

    @property
    def words(self) -> str:
        return f"{self.name} ({self.agency})" if self.agency else self.name


def open_parts(group: Dossier, at: datetime) -> list[OpenPart]:
    """What a group still waits for, in its order."""
    rows = list(GroupMember.objects.filter(group_id=group.id, outcome="").order_by("place"))
    begun = {one.id: one for one in Dossier.objects.filter(group_id=group.id).exclude(id=group.id).order_by("id")}
    return [_part(row, begun.get(row.dossier_id) if row.dossier_id else None, at) for row in rows]


def follow_extension(group: Dossier, rows: Sequence[GroupMember], *, by: Actor, at: datetime) -> None:
    """Give open parts the working time the group was given, once, and never past the group's own date."""
    last = group.due_changes.filter(cause="extension").order_by("at", "id").last()
    if not group.extension_count or last is None or last.before is None or last.after is None:
        return
    given = working_hours_between(last.before, last.after, calendar_for(group.agency_id, at))
    open_ids = [row.dossier_id for row in rows if row.dossier_id and not row.outcome]
    waiting = Dossier.objects.select_for_update().filter(
        id__in=open_ids,
        extension_count=0,
        status__in=CLOCK_RUNS,
        accepted_at__lte=last.at,
        current_due_at__isnull=False,
    )
    for part in waiting.order_by("id"):
        before = part.current_due_at
        if before is None or before >= last.after:
            continue
        due = min(last.after, add_working_hours(before, given, calendar_for(part.agency_id, at)))
        part.extension_count += 1
        move(part, due, cause="extension", ground=last.ground, explanation={}, by=by, at=at)


def _part(row: GroupMember, dossier: Dossier | None, at: datetime) -> OpenPart:
    agency = agencies.agency(row.at_agency_id)
    due = dossier.current_due_at if dossier else row.planned_due_at
    return OpenPart(row.name, agency.name if agency else "", due, due is not None and at > due)
