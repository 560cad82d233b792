"""Handing a result over, once no other work is left; used by the acts that issue, deliver and do steps."""

from datetime import datetime

from motcua.kernel.types import Actor
from motcua.rooms.dossiers.events import DossierDelivered
from motcua.rooms.dossiers.models import Dossier, GroupMember
from motcua.rooms.dossiers.rules.linking import DECIDED
from motcua.rooms.dossiers.services.holding import announce, kept
from motcua.rooms.dossiers.types import ResultChannel, Status
from motcua.rooms.process import queries as process_read
from motcua.rooms.process import services as process


def work_besides_delivery(dossier: Dossier) -> bool:
    """Tell whether something must be done yet before the result is handed over (paying out, say)."""
    return any(task.does != "deliver" for task in process_read.open_tasks([dossier.id]))


def deliver_on_portal(dossier: Dossier, *, by: Actor, at: datetime) -> None:
    """Deliver at once what is received online, if it is issued and nothing else is left to do."""
    online = dossier.result_channel == ResultChannel.PORTAL
    if online and dossier.status == Status.ISSUED and not work_besides_delivery(dossier):
        handed_over(dossier, ResultChannel.PORTAL, "portal", by=by, at=at)


def handed_over(dossier: Dossier, channel: ResultChannel, evidence: str, *, by: Actor, at: datetime) -> None:
    """The applicant has the result: the dossier and its process end."""
    dossier.deliver(at=at)
    kept(dossier)
    if dossier.leads and channel != ResultChannel.PORTAL:
        rest = GroupMember.objects.filter(group_id=dossier.id, handed_at=None, outcome__in=DECIDED)
        rest.update(handed_at=at)
    _arrived(dossier, by=by, at=at)
    for task in process_read.open_tasks([dossier.id]):
        process.complete(task.id, "delivered", automatic=True, by=by, at=at)
    process.close(dossier.id, cause="delivered", by=by, at=at)
    announce(DossierDelivered, dossier, by=by, at=at, channel=str(channel), evidence=evidence)


def _arrived(dossier: Dossier, *, by: Actor, at: datetime) -> None:
    """The applicant has the result: what went to him by post has arrived."""
    for way in dossier.paper_ways.filter(to_applicant=True, received_at=None, handed_at__isnull=False):
        way.receive(by=by, remark="", at=at)
        way.save()
