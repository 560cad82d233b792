"""Papers a counter scanned for another agency: it may look at its own scans again, and at no other paper (ADR 0005, 0015)."""

from datetime import datetime
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents.types import StoredFile
from motcua.rooms.dossiers.reading.desk import reached
from motcua.rooms.dossiers.services.standing import acting, as_desk_of
from motcua.rooms.identity import queries as identity


def of_counter(dossier_id: UUID, *, by: Actor, at: datetime | None = None) -> list[StoredFile]:
    """What officers of this counter took in with a dossier that is decided elsewhere. Refused: act.out-of-reach"""
    row = reached(dossier_id, by)
    desk = as_desk_of(row, by)
    if desk == by:
        return []
    if not desk.offices:
        raise Refused("act.out-of-reach")
    counter = {one.account_id for one in identity.officers(by=by, at=at or clock.now())} | by.hands
    with acting(desk, instead_of=by):
        found = documents.files_of(row.id, by=desk)
    return [one for one in found if one.taken_in_by in counter]


def page(dossier_id: UUID, file_id: UUID, number: int, *, by: Actor, at: datetime | None = None) -> bytes:
    """One page of such a scan; the reading is recorded. Refused: act.out-of-reach, file.not-ready, file.no-picture"""
    if all(one.id != file_id for one in of_counter(dossier_id, by=by, at=at)):
        raise Refused("act.out-of-reach")
    row = reached(dossier_id, by)
    desk = as_desk_of(row, by)
    with acting(desk, instead_of=by):
        return documents.page_image(file_id, number, by=desk, purpose=row.reference)
