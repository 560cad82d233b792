"""Any desk of the province: the counter that took a dossier in stands in for the one of the agency that decides it.

The law sends a person to any one-stop desk (Art. 20); what is done there counts as done by the competent agency's desk.
See docs/adr/0005.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import ParamSpec, TypeVar, cast
from uuid import UUID

from motcua.kernel import tenancy
from motcua.kernel.acts import audit_note
from motcua.kernel.rows import fetch_one
from motcua.kernel.types import Actor, ActorKind, Office
from motcua.rooms.dossiers.models import Dossier, Draft, Share
from motcua.rooms.dossiers.rules.standing import LENT

P = ParamSpec("P")
R = TypeVar("R")


def lent_to(by: Actor, agency_id: UUID) -> Actor:
    """The officer as the desk of that agency: his own desk offices, and nothing else he is at home."""
    if by.agency_id in {None, agency_id} or by.kind != ActorKind.OFFICER:
        return by
    offices = tuple(Office(role, agency_id) for role in LENT if by.holds(role))
    return replace(by, agency_id=agency_id, offices=offices)


def as_desk_of(dossier: Dossier, by: Actor) -> Actor:
    """As whom the officer reads and does things with this dossier; himself wherever the person never came to him."""
    return lent_to(by, dossier.agency_id) if is_desk_of(dossier, by) else by


def is_desk_of(dossier: Dossier, by: Actor) -> bool:
    """Tell whether the officer's counter took the dossier in, or had it brought by the person later."""
    if by.agency_id is None or by.kind != ActorKind.OFFICER or by.agency_id == dossier.agency_id:
        return False
    if dossier.reception_agency_id == by.agency_id:
        return True
    return Share.objects.filter(dossier_id=dossier.id, agency_id=by.agency_id, at_counter=True).exists()


def as_principal(row: Dossier | Draft, by: Actor) -> Actor:
    """The person who filed for another, as that other, with the authorisation in every line of the audit."""
    files_for = by.person_id is not None and row.representative_id == by.person_id
    return replace(by, person_id=row.owner_id, on_behalf_of=row.authorisation_id) if files_for else by


@contextmanager
def acting(by: Actor, *, instead_of: Actor, writes: bool = False) -> Iterator[Actor]:
    """A scope for `by` inside the one of `instead_of`; none of its own where they are the same."""
    if by == instead_of:
        yield by
        return
    with tenancy.scope(by, writes=writes):
        yield by


def at_any_desk(function: Callable[P, R]) -> Callable[P, R]:
    """Let an act about a dossier, named first, also be done at the counter that took the dossier in."""

    @functools.wraps(function)
    def perform(*args: P.args, **kwargs: P.kwargs) -> R:
        by = cast("Actor", kwargs["by"])
        if by.kind != ActorKind.OFFICER:
            return function(*args, **kwargs)
        dossier = fetch_one(Dossier, "where id = %s", [args[0]])
        desk = as_desk_of(dossier, by) if dossier else by
        if desk == by:
            return function(*args, **kwargs)
        audit_note(desk_of=by.agency_id)
        kwargs["by"] = desk
        with acting(desk, instead_of=by, writes=True):
            return function(*args, **kwargs)

    return perform
