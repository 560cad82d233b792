"""Questions about answers. Whoever shows them to an officer records the reading."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from motcua.kernel.errors import Refused
from motcua.kernel.rows import fetch, fetch_one
from motcua.kernel.types import Actor
from motcua.rooms.forms.models import AnswerSet
from motcua.rooms.forms.places import all_named
from motcua.rooms.forms.types import AnswersView, Known, Standing


def answers(answer_set_id: UUID, *, by: Actor) -> AnswersView:
    """One answer set with its provenance. Refused: act.out-of-reach"""
    found = fetch_one(AnswerSet, "where id = %s", [answer_set_id])
    mine = found is not None and by.person_id is not None and found.owner_id == by.person_id
    official = found is not None and found.agency_id is not None and found.agency_id == by.agency_id
    if found is None or not (mine or official or by.kind == "system"):
        raise Refused("act.out-of-reach")
    return found.opened()


def standings(answer_set_ids: Sequence[UUID], *, by: Actor) -> dict[UUID, Standing]:
    """How each of these filings stands against the registers: numbers for a list, no values. One statement."""
    found = fetch(AnswerSet, "where id = any(%s) and agency_id = %s order by id", [list(answer_set_ids), by.agency_id])
    return {one.id: _standing(one.opened().provenance.values()) for one in found}


def _standing(marks: Iterable[Known]) -> Standing:
    told = list(marks)
    return Standing(
        verified=sum(one.verified and not one.disputed for one in told),
        disputed=sum(one.disputed for one in told),
        changed=sum(one.was is not None and not one.disputed for one in told),
    )


def many(answer_set_ids: Sequence[UUID], *, by: Actor) -> dict[UUID, AnswersView]:
    """Those of the answer sets that the actor's office may read, in one statement; for registers."""
    rows = AnswerSet.objects.filter(id__in=list(answer_set_ids)).order_by("id")
    if by.kind != "system":
        rows = rows.filter(agency_id=by.agency_id, agency_id__isnull=False)
    return {row.id: row.opened() for row in rows}


def named(values: Mapping[str, Any]) -> dict[str, Any]:
    """Answers with the names of places put into their addresses, so that an unknown place is seen at once."""
    return {key: all_named(value) for key, value in values.items()}
