"""One dossier, if the actor may know of it."""

from uuid import UUID

from motcua.kernel.errors import Refused
from motcua.kernel.rows import fetch_one
from motcua.kernel.types import Actor, ActorKind
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.reading import worklists


def reachable(dossier_id: UUID, by: Actor) -> Dossier:
    row = fetch_one(Dossier, "where id = %s", [dossier_id])
    if row is None or not worklists.sees(row, by):
        raise Refused("act.out-of-reach")
    return row


def inside(dossier_id: UUID, by: Actor) -> Dossier:
    row = reachable(dossier_id, by)
    if by.kind != ActorKind.SYSTEM and row.agency_id != by.agency_id:
        raise Refused("act.out-of-reach")
    return row
