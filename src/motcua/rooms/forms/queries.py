"""Questions about answers. Whoever shows them to an officer records the reading."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from motcua.kernel.errors import Refused
from motcua.kernel.rows import fetch_one
from motcua.kernel.types import Actor
from motcua.rooms.forms.models import AnswerSet
from motcua.rooms.forms.places import all_named
from motcua.rooms.forms.types import AnswersView


def answers(answer_set_id: UUID, *, by: Actor) -> AnswersView:
    """One answer set with its provenance. Refused: act.out-of-reach"""
    found = fetch_one(AnswerSet, "where id = %s", [answer_set_id])
    mine = found is not None and by.person_id is not None and found.owner_id == by.person_id
    official = found is not None and found.agency_id is not None and found.agency_id == by.agency_id
    if found is None or not (mine or official or by.kind == "system"):
        raise Refused("act.out-of-reach")
    return found.opened()


def named(values: Mapping[str, Any]) -> dict[str, Any]:
    """Answers with the names of places put into their addresses, so that an unknown place is seen at once."""
    return {key: all_named(value) for key, value in values.items()}
