"""Who acts, in what role, for which agency."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    ANONYMOUS = "anonymous"
    CITIZEN = "citizen"
    OFFICER = "officer"
    SYSTEM = "system"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Office:
    """A role held at an agency, and at one of its units unless the role spans the agency."""

    role: str
    agency_id: UUID
    unit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """The one on whose authority something is read or changed.

    `agency_id` is the tenant an officer works in; `person_id` is the owner of a citizen's rows. `assurance` is the
    level of the e-identity (0 none, 1, 2). `in_place_of` is the absent colleague an officer stands in for: his are then
    the offices, never the name alone.
    """

    id: UUID
    kind: ActorKind
    name: str = ""
    person_id: UUID | None = None
    agency_id: UUID | None = None
    offices: tuple[Office, ...] = field(default=())
    assurance: int = 0
    on_behalf_of: UUID | None = None
    in_place_of: UUID | None = None

    @property
    def roles(self) -> frozenset[str]:
        """Every role that counts for permissions, the kind of actor among them."""
        return frozenset({self.kind.value, *(o.role for o in self.offices if o.agency_id == self.agency_id)})

    @property
    def hands(self) -> frozenset[UUID]:
        """Whose work is in these hands: the actor's own and that of whom he stands in for."""
        return frozenset({self.id, self.in_place_of} - {None})  # type: ignore[arg-type]

    @property
    def unit_ids(self) -> frozenset[UUID]:
        return frozenset(o.unit_id for o in self.offices if o.unit_id and o.agency_id == self.agency_id)

    def holds(self, role: str, unit_id: UUID | None = None) -> bool:
        """Tell whether the role is held at the present agency: at this unit, or for the agency as a whole."""
        return any(
            o.role == role and o.agency_id == self.agency_id and (unit_id is None or o.unit_id in {None, unit_id})
            for o in self.offices
        )


SYSTEM = Actor(id=UUID(int=1), kind=ActorKind.SYSTEM, name="Hệ thống")
ANONYMOUS = Actor(id=UUID(int=0), kind=ActorKind.ANONYMOUS)
