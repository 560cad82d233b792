"""A dossier that was not taken in: on what ground of law, where to go, how to complain."""

from dataclasses import dataclass

from django.utils.translation import get_language

from motcua.rooms.agencies.types import Agency
from motcua.rooms.dossiers import queries
from motcua.rooms.dossiers.types import DossierView


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the page of a refused dossier tells beside the reason."""

    ground: str
    law: str
    agency: str


def refusal(view: DossierView, agency: Agency | None) -> Refusal | None:
    """The ground the officer chose, in words; None when the dossier was not refused."""
    family = {"refused_reception": "reception_refusal", "stopped": "stop"}.get(view.row.status)
    if family is None:
        return None
    known = next((one for one in queries.grounds_for(family) if one.key == view.ended_ground), None)
    english = (get_language() or "vi").startswith("en")
    words = (known.words_en if english else known.words) if known else ""
    return Refusal(words, known.law if known else "", agency.name if agency else "")
