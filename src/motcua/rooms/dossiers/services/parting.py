"""Results of a group on paper: given out at the lead's counter as they come, or as one set."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from motcua.kernel.acts import act
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.dossiers.events import PartHanded
from motcua.rooms.dossiers.models import Dossier, GroupMember, PaperTransfer
from motcua.rooms.dossiers.rules.linking import DECIDED
from motcua.rooms.dossiers.services.closing import held_members
from motcua.rooms.dossiers.services.handing import handed_over
from motcua.rooms.dossiers.services.holding import announce, held
from motcua.rooms.dossiers.types import Done, ResultChannel, Status


@act("dossiers.hand_parts", law="delivery/evidence")
def hand_parts(group_id: UUID, parts: Collection[str], *, evidence: str, by: Actor, at: datetime) -> Done:
    """Give out what has arrived on paper at the counter of the lead; with the last of them the group is delivered.

    Refused: act.out-of-reach, group.no-part-named, group.part-not-ready, group.paper-not-here,
    delivery.evidence-missing
    """
    group = held(group_id, by=by, to="dossiers.hand_parts")
    rows = held_members(group) if group.leads and group.result_channel != ResultChannel.PORTAL else []
    chosen = [row for row in rows if row.key in parts]
    if not chosen:
        raise Refused("group.no-part-named")
    if not evidence.strip():
        raise Refused("delivery.evidence-missing")
    for row in chosen:
        _give_out(group, row, evidence.strip(), by=by, at=at)
    if group.status == Status.ISSUED and all(row.handed_at for row in rows if row.outcome in DECIDED):
        handed_over(group, ResultChannel.COUNTER, evidence.strip(), by=by, at=at)
    return Done(group.id, group.status)


def _give_out(group: Dossier, row: GroupMember, evidence: str, *, by: Actor, at: datetime) -> None:
    if row.outcome not in DECIDED or row.handed_at is not None:
        raise Refused("group.part-not-ready", part=row.name)
    if row.at_agency_id != group.agency_id and not (row.dossier_id and _arrived(group, row.dossier_id)):
        raise Refused("group.paper-not-here", part=row.name)
    row.handed_at = at
    row.save(update_fields=["handed_at"])
    announce(
        PartHanded, group, by=by, at=at, member=row.key, name=row.name, name_en=row.name_en, evidence=evidence
    )  # fmt: skip


def _arrived(group: Dossier, dossier_id: UUID) -> bool:
    here = PaperTransfer.objects.filter(dossier_id=dossier_id, is_result=True, agency_id=group.agency_id)
    return here.exclude(received_at=None).exists()
