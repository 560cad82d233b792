"""Whose figures an officer may see. The widest of his powers counts; without one, nothing."""

from dataclasses import dataclass
from uuid import UUID

from motcua.kernel.errors import Refused
from motcua.kernel.permissions import powers
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies

OVERSEE = "insights.oversee"


@dataclass(frozen=True, slots=True)
class Reach:
    """The agencies, and of a head of units the units only. `home` is his own agency."""

    home: UUID
    agency_ids: tuple[UUID, ...]
    unit_ids: frozenset[UUID] | None = None

    @property
    def upper(self) -> bool:
        """Tell whether other agencies answer to his."""
        return len(self.agency_ids) > 1

    def covers(self, agency_id: UUID, *unit_ids: UUID | None) -> bool:
        in_agency = agency_id in self.agency_ids
        return in_agency and (self.unit_ids is None or bool(self.unit_ids & set(unit_ids)))


def reach_of(by: Actor) -> Reach:
    """Refused: act.not-permitted"""
    relations = {
        (powers().get(office.role, {}).get(OVERSEE), office.unit_id)
        for office in by.offices
        if office.agency_id == by.agency_id
    }
    kinds = {kind for kind, _ in relations}
    if by.agency_id is None or not kinds - {None}:
        who = ", ".join(sorted(role for role, actions in powers().items() if OVERSEE in actions))
        raise Refused("act.not-permitted", action=OVERSEE, who=who)
    if "below" in kinds:
        return Reach(by.agency_id, (by.agency_id, *(one.id for one in agencies.below(by.agency_id))))
    units = frozenset(unit for kind, unit in relations if kind == "unit" and unit is not None)
    whole = "agency" in kinds or any(kind == "unit" and unit is None for kind, unit in relations)
    return Reach(by.agency_id, (by.agency_id,), None if whole else units)


def covers(by: Actor, agency_id: UUID, *unit_ids: UUID | None) -> bool:
    """Tell whether the officer oversees a dossier handled at one of these units of the agency."""
    try:
        return reach_of(by).covers(agency_id, *unit_ids)
    except Refused:
        return False
