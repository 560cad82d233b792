"""What a dossier costs on handing it in, and a further copy of its result: the procedure's table, and concessions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.types import Actor
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.services.holding import definition_of
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms
from motcua.rooms.identity import queries as identity
from motcua.rooms.payments import queries as payments
from motcua.rooms.payments.types import Due, FeeLine, payable


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


def copy_fees(dossier: Dossier, *, by: Actor, at: datetime) -> list[FeeLine]:
    """What the procedure takes for another copy; nothing when the office lost something of this dossier."""
    if dossier.lost_at is not None:
        return []
    definition = definition_of(dossier)
    on = clock.local(at).date()
    answers = forms.answers(dossier.answers_id, by=by).answers
    seen = logic.conditions_see(definition.form, answers, today=clock.local(dossier.submitted_at).date())
    lines = catalogue.fees(definition, dossier.method, seen, on=on, case=dossier.case_key or None)
    return payable(lines, Due.ON_COPY)
