"""What the state already knows is not asked: facts of the e-identity put into the fields that name them.

A field says `prefill: person.full_name` or `prefill: organisation.name`. Names are those of
`identity.types.KnownFacts` (`organisation.name` is `organisation_name` there); a few that authors
like to write instead are understood too.
"""

from collections.abc import Mapping
from typing import Any

from motcua.rooms.forms.kinds import KINDS
from motcua.rooms.forms.types import Field, FormDefinition, Known
from motcua.rooms.identity.types import PROVED, KnownFact

ALSO_CALLED = {
    "name": "full_name",
    "id_number": "personal_id",
    "date_of_birth": "birth_date",
    "address": "residence",
    "permanent_address": "residence",
    "temporary_address": "current_residence",
}


def known_answers(
    definition: FormDefinition, facts: Mapping[str, KnownFact]
) -> tuple[dict[str, Any], dict[str, Known]]:
    """The answers that need not be asked, and where each comes from."""
    answers: dict[str, Any] = {}
    provenance: dict[str, Known] = {}
    for field in definition.fields():
        fact = _fact(field.prefill, facts) if field.prefill else None
        value = None if fact is None else _fitting(field, fact.value)
        if fact is not None and value is not None:
            answers[field.key] = value
            provenance[field.key] = Known(fact.source, fact.obtained_at, verified=fact.source in PROVED)
    return answers, provenance


def _fact(prefill: str, facts: Mapping[str, KnownFact]) -> KnownFact | None:
    whose, _, name = prefill.rpartition(".")
    if whose == "organisation":
        return facts.get(f"organisation_{name}") or facts.get(name)
    return facts.get(name) or facts.get(ALSO_CALLED.get(name, ""))


def _fitting(field: Field, value: Any) -> Any:
    """The fact as an answer of this kind, or None when it is none: an unknown option, half an address."""
    kind = KINDS[field.kind]
    if isinstance(value, dict):
        value = {
            "province": value.get("province_code", ""),
            "commune": value.get("ward_code", ""),
            "detail": value.get("detail", ""),
        }
    answer = kind.parse(field, value)
    if kind.empty(answer) or not kind.holds(answer):
        return None
    if kind.chooses and answer not in {option.value for option in field.options}:
        return None
    return answer
