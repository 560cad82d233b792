"""Reads one entry of content/people.yaml. The sandbox's e-identity provider reads the same file by itself."""

from datetime import date
from typing import Any

from motcua.rooms.identity import rules
from motcua.rooms.identity.types import Address, HouseholdClaims, IdentityClaims, OrganisationClaims, Role, Standing

# Demonstration officers have always been there, so that work of the past months could be theirs.
FIRST_DAY = date(2020, 1, 1)


def claims_of(entry: dict[str, Any]) -> IdentityClaims:
    """What the e-identity would say of this person. Raises KeyError or ValueError."""
    personal_id = str(entry["personal_id"])
    if not rules.PERSONAL_ID.match(personal_id):
        raise ValueError(f"personal_id {personal_id} is not 12 digits")
    birth = entry.get("birth_date") or entry.get("birth_year") or ""
    residence = _address(entry.get("address") or entry.get("residence"))
    return IdentityClaims(
        personal_id=personal_id,
        full_name=str(entry["full_name"]),
        birth_date=rules.birth_date(str(birth)),
        gender=rules.GENDERS.get(str(entry.get("gender", "")).lower(), ""),
        phone=str(entry.get("phone") or ""),
        email=str(entry.get("email") or ""),
        residence=residence,
        current_residence=_address(entry.get("current_address")) or residence,
        assurance=int(entry.get("assurance", 1)),
        organisation=_organisation(entry),
        household=_household(entry.get("household")),
    )


def _organisation(entry: dict[str, Any]) -> OrganisationClaims | None:
    organisation = entry.get("organisation")
    if not organisation:
        return None
    return OrganisationClaims(
        tax_code=str(organisation["tax_code"]),
        name=str(organisation["name"]),
        enterprise_code=str(organisation.get("enterprise_code") or organisation["tax_code"]),
        address=_address(organisation.get("address")),
        representative=str(organisation.get("representative") or entry["full_name"]),
    )


def _household(entry: dict[str, Any] | None) -> HouseholdClaims | None:
    if not entry:
        return None
    return HouseholdClaims(
        **{key: str(value) for key, value in entry.items() if key != "spouse_residence"},
        spouse_residence=_address(entry.get("spouse_residence")),
    )


def _address(value: Any) -> Address | None:
    if isinstance(value, str) and value:
        return Address(detail=value)
    if not isinstance(value, dict):
        return None
    names = {
        "province_code": ("province_code", "province"),
        "province_name": ("province_name",),
        "ward_code": ("ward_code", "commune_code", "commune"),
        "ward_name": ("ward_name", "commune_name"),
        "detail": ("detail", "street"),
    }
    return Address(**{part: next((str(value[k]) for k in keys if value.get(k)), "") for part, keys in names.items()})


def role(text: str) -> str:
    return Role(text).value


def capacity(text: str) -> str:
    return Standing(text).value if text else ""


def day(value: Any) -> date | None:
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))
