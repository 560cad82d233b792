"""Who is competent for what a person fills in: told by an answer, by where he or the matter is, or chosen."""

from collections.abc import Callable, Mapping
from typing import Any

from motcua.rooms.agencies import queries as agencies
from motcua.rooms.agencies.types import Agency
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.forms.types import Field

CHOSEN = "_agency"
"""The answer that holds an agency chosen by the person."""
MATTER = (
    "deceased",
    "site",
    "parcel",
    "construction",
    "land",
    "facility",
    "new_address",
    "stay",
    "temp",
    "head_office",
)
ELSEWHERE = (
    *("delivery", "hometown", "birthplace", "birth_place", "death_place", "destination", "contact", "consignee"),
    *("mother", "father", "bride", "groom", "spouse"),
)


def candidates(
    definition: Definition, answers: Mapping[str, Any], home: Callable[[], Mapping[str, Any]]
) -> list[Agency]:
    """Agencies that may take this in. One: nothing to ask. None: nobody on this installation is competent.

    `home` is asked for the applicant's residence only when the form has no address that decides.
    """
    told = _told(definition, answers)
    if told is not None:
        return [told]
    anywhere = catalogue.competent_agencies(definition)
    if len(anywhere) < 2:  # noqa: PLR2004 - nothing to choose from
        return anywhere
    where = _where(definition, answers) or home()
    ward, province = where.get("commune") or None, where.get("province") or None
    return catalogue.competent_agencies(definition, ward_code=ward, province_code=province) if where else anywhere


def chosen(definition: Definition, answers: Mapping[str, Any]) -> Agency | None:
    """The agency the person named himself, where he may: of the right kind, wherever it is."""
    named = answers.get(CHOSEN)
    return next((one for one in catalogue.competent_agencies(definition) if str(one.id) == named), None)


def _told(definition: Definition, answers: Mapping[str, Any]) -> Agency | None:
    """An answer may itself be an agency, where the form asks for the issuing office."""
    kind = definition.procedure.agency_kind
    for field in definition.form.fields():
        value = answers.get(field.key)
        if field.kind in ("select", "radio") and isinstance(value, str) and value:
            agency = agencies.agency_by_key(value)
            if agency is not None and agency.kind == kind:
                return agency
    return None


def _where(definition: Definition, answers: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The address that decides: where the matter lies before where the person lives."""
    addresses = [field for field in definition.form.fields() if field.kind == "address" and answers.get(field.key)]
    found = sorted(addresses, key=_rank)
    return answers[found[0].key] if found and _rank(found[0]) < len(MATTER) + 2 else None


def _rank(field: Field) -> int:
    if any(part in field.key for part in ELSEWHERE):
        return len(MATTER) + 2
    matter = next((n for n, part in enumerate(MATTER) if part in field.key), None)
    return matter if matter is not None else len(MATTER) + (0 if field.prefill else 1)
