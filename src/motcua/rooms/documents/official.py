"""The official forms of the circulars as dated configuration: a day decides the set, a set its forms.

Numbers changed meaning between the circulars (05 was the control slip, now it is the notice of stopping), so a form is
asked for by what it is for, and kept by code, regulation and version.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

import yaml

from motcua.rooms.documents.types import OfficialForm, TemplateRef
from motcua.rooms.documents.typesetting import FORMS

SOURCE = FORMS / "sets.yaml"


@dataclass(frozen=True, slots=True)
class FormSet:
    """The forms of one circular, and the day from which offices use them."""

    regulation: str
    name: str
    since: date
    forms: dict[str, OfficialForm]


@cache
def sets() -> tuple[FormSet, ...]:
    """Every set, the oldest first."""
    found = [_set(entry) for entry in yaml.safe_load(SOURCE.read_text(encoding="utf-8"))]
    return tuple(sorted(found, key=lambda one: one.since))


def form_for(purpose: str, *, on: date) -> OfficialForm | None:
    """The form of the set that held on this day; where that set has none, of the first later set that has."""
    held = [one for one in sets() if one.since <= on]
    later = [one for one in sets() if one.since > on]
    candidates = [*held[-1:], *later] if held else later
    return next((one.forms[purpose] for one in candidates if purpose in one.forms), None)


def _set(entry: dict[str, object]) -> FormSet:
    regulation, name = str(entry["regulation"]), str(entry["name"])
    forms = entry["forms"]
    assert isinstance(forms, dict)
    return FormSet(
        regulation=regulation,
        name=name,
        since=date.fromisoformat(str(entry["from"])),
        forms={
            purpose: OfficialForm(
                template=TemplateRef.form(line["form"], regulation, line["version"]),
                title=line["title"],
                regulation_name=name,
            )
            for purpose, line in forms.items()
        },
    )
