"""Which limit binds a dossier: that of its procedure, or its part of the limit of a group."""

from collections.abc import Mapping
from typing import Any

from motcua.kernel import clock
from motcua.rooms.calendar.types import LimitUnit, TimeLimit
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.dossiers.models import Dossier, GroupMember


def limit_of(dossier: Dossier, definition: Definition, seen: Mapping[str, Any]) -> TimeLimit:
    """The row of the procedure that holds for this dossier; of a member its share of the group's time."""
    if dossier.member:
        return member_limit(GroupMember.objects.get(dossier_id=dossier.id))
    on = clock.local(dossier.submitted_at).date()
    return catalogue.time_limit(definition, dossier.method, seen, on=on, case=dossier.case_key or None)


def member_limit(row: GroupMember) -> TimeLimit:
    """The member's part of the group's published limit, in working hours."""
    remark = "phần của thủ tục này trong thời hạn chung"
    return TimeLimit(amount=row.hours, unit=LimitUnit.WORKING_HOUR, remark=remark)
