"""Who is there for whom: a message to an officer who is away goes to the colleague who stands in for him."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.types import Actor
from motcua.rooms.identity.models import Absence


@dataclass(frozen=True, slots=True)
class OnDuty:
    """An officer who is there, and for whom if not only for himself."""

    account_id: UUID
    in_place_of: str = ""


def on_duty(account_ids: Iterable[UUID], *, by: Actor, at: datetime) -> list[OnDuty]:
    """These officers of the asker's agency, each once; in place of who is away today whoever stands in for him.

    Somebody named in his own right is not also named as a substitute.
    """
    wanted = list(dict.fromkeys(account_ids))
    day = clock.local(at).date()
    if by.agency_id is None:
        return []
    away = {
        row.account_id: row
        for row in Absence.objects.filter(
            agency_id=by.agency_id, account_id__in=wanted, ended_at__isnull=True, starts_on__lte=day, ends_on__gte=day
        ).order_by("starts_on", "id")
    }
    found = {one: OnDuty(one) for one in wanted if one not in away}
    for row in away.values():
        found.setdefault(row.substitute_id, OnDuty(row.substitute_id, row.account_name))
    return list(found.values())
