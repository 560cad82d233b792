"""The clock of a dossier stands still: on which ground of law, whoever stops it."""

from datetime import datetime

from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.dossiers.events import DossierPaused
from motcua.rooms.dossiers.models import Dossier, Pause
from motcua.rooms.dossiers.rules.grounds import grounds
from motcua.rooms.dossiers.services.holding import announce, kept
from motcua.rooms.dossiers.types import Status


def stand_still(dossier: Dossier, ground: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Stop the clock of a dossier that is held: on which ground of law, and what was said beside it."""
    known = grounds("pause").get(ground)
    if known is None:
        raise Refused("dossier.ground-unknown")
    if not reason:
        raise Refused("dossier.reason-missing")
    told = f"{known.words}: {reason}"
    dossier.become(Status.AWAITING_PAYMENT)
    Pause.objects.create(
        dossier=dossier, agency_id=dossier.agency_id, owner_id=dossier.owner_id, since=at, ground_key=known.key,
        ground=told, by=by.id,
    )  # fmt: skip
    kept(dossier)
    announce(DossierPaused, dossier, by=by, at=at, ground_key=known.key, ground=told)
