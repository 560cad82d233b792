"""What a dossier costs on handing it in: the procedure's table, and the concessions in force for the person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.types import Actor
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.identity import queries as identity
from motcua.rooms.payments import queries as payments
from motcua.rooms.payments.types import FeeLine


def fees_for(
    definition: Definition,
    method: str,
    seen: Mapping[str, Any],
    *,
    case: str,
    owner_id: UUID,
    by: Actor,
    at: datetime,
) -> list[FeeLine]:
    """The fee lines of a person who hands in now. The level of the e-identity counts when he does so himself."""
    on = clock.local(at).date()
    lines = catalogue.fees(definition, method, seen, on=on, case=case or None)

    def known() -> frozenset[str]:
        return frozenset(name for name, fact in identity.known_facts(owner_id).facts.items() if fact.value)

    assurance = by.assurance if by.person_id == owner_id else 0
    return payments.relieved(lines, owner_id=owner_id, on=on, assurance=assurance, facts=known)
