"""What somebody already has under way of a procedure he is about to begin, alone or inside a linked dossier."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Q

from motcua.kernel.types import Actor
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.reading.others import filed_for_others
from motcua.rooms.dossiers.reading.rows import row_of
from motcua.rooms.dossiers.types import DossierRow, DraftView

MOST = 50


def under_way(procedure_key: str, *, by: Actor, at: datetime) -> list[DossierRow]:
    """Dossiers of this procedure, or linked with it, that the person waits for: his own and those he filed for others."""
    if by.person_id is None:
        return []
    whole = Q(group_id=None) | Q(group_id=F("id"))
    own = Dossier.objects.filter(whole, owner_id=by.person_id, ended_at=None, completed_at=None)
    rows = [row_of(one, at) for one in own.order_by("-submitted_at", "id")[:MOST]]
    _drafts, for_others = filed_for_others(by=by, at=at)
    return same_procedure(procedure_key, [*rows, *(one for one in for_others if not one.member)])


def same_procedure(procedure_key: str, rows: Sequence[DossierRow]) -> list[DossierRow]:
    """Those of the rows without an end yet that this procedure is, contains or is part of."""
    wanted = _parts(procedure_key)
    running = [one for one in rows if one.ended_at is None and one.completed_at is None]
    return [one for one in running if wanted & _parts(one.procedure_key)]


def drafts_of(procedure_key: str, drafts: Sequence[DraftView]) -> list[DraftView]:
    """Those of the drafts that go on with this procedure, alone or linked."""
    wanted = _parts(procedure_key)
    return [one for one in drafts if wanted & _parts(one.procedure_key)]


def _parts(procedure_key: str) -> frozenset[str]:
    """The procedure, and of a group every procedure in it."""
    definition = catalogue.procedure(procedure_key)
    members = definition.group.members if definition is not None and definition.group is not None else ()
    cards = (catalogue.card(one.procedure) for one in members)
    return frozenset({procedure_key, *(one.key for one in cards if one is not None)})
