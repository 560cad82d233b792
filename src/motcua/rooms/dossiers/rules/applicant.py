"""Who a dossier is about, read from its answers by what each field would be prefilled with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from motcua.rooms.forms.types import FormDefinition

ADDRESSES = ("organisation.address", "residence", "permanent_address", "address")


@dataclass(frozen=True, slots=True)
class Applicant:
    """The applicant as slips and lists name him. An organisation goes before its representative."""

    person: str = ""
    organisation: str = ""
    phone: str = ""
    email: str = ""
    personal_id: str = ""
    address: str = ""
    ward_code: str = ""
    province_code: str = ""

    @property
    def name(self) -> str:
        return self.organisation or self.person

    def as_values(self) -> dict[str, str]:
        """For documents."""
        represents = self.organisation if self.organisation and self.person else ""
        return {
            "name": self.name,
            "represents": represents,
            "phone": self.phone,
            "email": self.email,
            "personal_id": self.personal_id,
            "address": self.address,
        }


def applicant(form: FormDefinition, answers: Mapping[str, Any], *, fallback_name: str = "") -> Applicant:
    """Read the applicant. A field counts by its prefill, a telephone field also by its kind."""
    found: dict[str, Any] = {}
    for field in form.fields():
        value = answers.get(field.key)
        if not value:
            continue
        whose, _, name = (field.prefill or "").rpartition(".")
        found.setdefault(f"{whose}.{name}" if whose == "organisation" else name, value)
        if field.kind in {"phone", "email", "personal_id"}:
            found.setdefault(f"any.{field.kind}", value)
    address = next(
        (found[n] for n in ("organisation.address", "residence", "permanent_address", "address") if n in found), None
    )
    place: Mapping[str, Any] = address if isinstance(address, dict) else {}
    return Applicant(
        person=_text(found.get("full_name") or found.get("name") or fallback_name),
        organisation=_text(found.get("organisation.name") or found.get("organisation_name")),
        phone=_text(found.get("phone") or found.get("any.phone")),
        email=_text(found.get("email") or found.get("any.email")),
        personal_id=_text(found.get("personal_id") or found.get("any.personal_id")),
        address=_text(place.get("text") or place.get("detail") or (address if isinstance(address, str) else "")),
        ward_code=_text(place.get("commune")),
        province_code=_text(place.get("province")),
    )


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
