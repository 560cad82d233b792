"""The term a due date was counted by."""

import json
from functools import lru_cache
from typing import Any
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.calendar.types import TimeLimit
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers.models import Dossier, GroupMember
from motcua.rooms.dossiers.services.limits import member_limit
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms


def term_of(dossier_id: UUID, stored: Any, *, by: Actor) -> TimeLimit:
    """The term as it was stored with the date, else (rows of older releases) by answers and procedure."""
    if stored is not None:
        return _read(stored if isinstance(stored, str) else json.dumps(stored, sort_keys=True))
    return _by_answers(Dossier.objects.get(id=dossier_id), by=by)


def _by_answers(dossier: Dossier, *, by: Actor) -> TimeLimit:
    """The row of the pinned procedure that holds for what was answered; of a member its share of the group's time."""
    definition = catalogue.version(dossier.version_id)
    if definition is None:
        raise Refused("dossier.version-missing")
    if dossier.member:
        return member_limit(GroupMember.objects.get(dossier_id=dossier.id))
    answers = forms.answers(dossier.answers_id, by=by).answers
    on = clock.local(dossier.submitted_at).date()
    seen = logic.conditions_see(definition.form, answers, today=on)
    return catalogue.time_limit(definition, dossier.method, seen, on=on, case=dossier.case_key or None)


@lru_cache(maxsize=2_000)
def _read(text: str) -> TimeLimit:
    return TimeLimit.model_validate_json(text)
