"""Sentences an agency keeps, for the composer of supplement requests."""

from uuid import UUID

from motcua.kernel.types import Actor
from motcua.rooms.dossiers.models import Phrase

MOST_OFFERED = 200
MOST_A_FIELD = 8


def phrases(procedure_key: str, *, by: Actor) -> dict[str, list[tuple[UUID, str]]]:
    """The agency's own sentences about each question of a procedure, the most used first."""
    if by.agency_id is None:
        return {}
    rows = Phrase.objects.filter(agency_id=by.agency_id, procedure_key=procedure_key)
    found: dict[str, list[tuple[UUID, str]]] = {}
    for row in rows.order_by("-times", "-used_at", "id")[:MOST_OFFERED]:
        if len(found.setdefault(row.field, [])) < MOST_A_FIELD:
            found[row.field].append((row.id, row.words))
    return found
