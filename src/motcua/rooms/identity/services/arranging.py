"""How an officer likes his desk. It is his own affair: nobody else's work changes with it."""

from dataclasses import asdict
from datetime import datetime

from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.identity import rules
from motcua.rooms.identity.models import DeskArrangement
from motcua.rooms.identity.types import DeskSettings


@act("identity.arrange_desk")
def arrange_desk(settings: DeskSettings, *, by: Actor, at: datetime) -> None:
    """Keep keys, density, what opens next, and filters of one's own.

    Refused: act.not-permitted, act.out-of-reach, desk.key-twice, desk.key-unknown, desk.filter-nameless, desk.filters-too-many
    """
    permit(by, "identity.arrange_desk", Target(agency_id=by.agency_id, assignee_id=by.id))
    if by.agency_id is None:
        raise Refused("act.out-of-reach")
    fault = rules.desk_fault(settings)
    if fault:
        raise Refused(fault)
    DeskArrangement.objects.update_or_create(
        agency_id=by.agency_id, account_id=by.id, defaults={"settings": asdict(settings), "arranged_at": at}
    )
    audit_note(subject=by.id)
