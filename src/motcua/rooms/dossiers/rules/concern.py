"""What an officer has to do with a dossier of his agency (ADR 0015). Whoever has nothing to do with it says why he opens it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from motcua.kernel.types import Actor

LEADS = "signing_authority"
IN_CHARGE = ("unit_head", "dispatcher")
RECEIVES = ("reception_officer", *IN_CHARGE)
TAKES_MONEY = "cashier"
WORKS = frozenset({"case_officer", "records_clerk", TAKES_MONEY, LEADS, *RECEIVES})
"""Offices that do something with dossiers. Who runs the system, or audits, is at home in a unit and has no part in its work."""


class Concern(StrEnum):
    """Why no reason is asked for."""

    LEADS = "leads"
    RECEPTION = "reception"
    MONEY = "money"
    WORK = "work"
    OPINION = "opinion"
    DEED = "deed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of work in a dossier, open, done or fallen away: whose role, where, in whose hands it is or was."""

    role: str
    unit_id: UUID | None = None
    hands: frozenset[UUID | None] = frozenset()


def concern(
    by: Actor,
    *,
    received: bool,
    owed: bool,
    work: Iterable[Piece],
    asked: Collection[UUID | None] = (),
    deeds: Collection[UUID | None] = (),
) -> Concern | None:
    """Say what the officer has to do with it, None when nothing.

    `received`: it was taken in, or ended before; `asked` are the units an opinion was asked of, `deeds` whoever did
    something in it. A substitute has the hands and the offices of whom he stands in for.
    """
    if by.holds(LEADS):
        return Concern.LEADS
    if not received and any(by.holds(role) for role in RECEIVES):
        return Concern.RECEPTION
    if owed and by.holds(TAKES_MONEY):
        return Concern.MONEY
    if any(concerned(by, piece) for piece in work):
        return Concern.WORK
    if working_units(by) & frozenset(asked):
        return Concern.OPINION
    return Concern.DEED if by.hands & frozenset(deeds) else None


def concerned(by: Actor, piece: Piece) -> bool:
    """Tell whether the work is or was the officer's, his unit's, his role's, or his to give out."""
    if by.hands & piece.hands or piece.unit_id in working_units(by):
        return True
    return piece.role in WORKS and any(by.holds(role, piece.unit_id) for role in (piece.role, *IN_CHARGE))


def working_units(by: Actor) -> frozenset[UUID]:
    """The units in which the officer has work, not only a chair."""
    return frozenset(o.unit_id for o in by.offices if o.unit_id and o.role in WORKS and o.agency_id == by.agency_id)
