"""What is being filled in: one's own drafts, and those of a counter."""

from uuid import UUID

from motcua.kernel.errors import Refused
from motcua.kernel.rows import fetch, fetch_one
from motcua.kernel.types import Actor, ActorKind
from motcua.rooms.dossiers.models import Draft
from motcua.rooms.dossiers.reading.rows import draft_of
from motcua.rooms.dossiers.types import DraftView

MOST = 200


def find_draft(draft_id: UUID, *, by: Actor) -> DraftView | None:
    """A draft of the actor's own, or of his counter; None when there is none any more."""
    row = fetch_one(Draft, "where id = %s", [draft_id])
    if row is None:
        return None
    mine = by.person_id is not None and row.owner_id == by.person_id
    at_my_counter = by.agency_id is not None and row.reception_agency_id == by.agency_id
    return draft_of(row) if mine or at_my_counter or by.kind == ActorKind.SYSTEM else None


def draft(draft_id: UUID, *, by: Actor) -> DraftView:
    """One draft. Refused: act.out-of-reach"""
    found = find_draft(draft_id, by=by)
    if found is None:
        raise Refused("act.out-of-reach")
    return found


def drafts(*, by: Actor) -> list[DraftView]:
    """What the actor has begun, the latest first; an officer sees those of his counter."""
    if by.agency_id is None and by.person_id is None:
        return []
    whose, mine = ("reception_agency_id", by.agency_id) if by.agency_id else ("owner_id", by.person_id)
    found = fetch(Draft, f"where {whose} = %s order by saved_at desc, id limit {MOST}", [mine])
    return [draft_of(row) for row in found]
