"""A dossier that was not taken in, or refused after appraisal: on what ground of law, where to go, how to complain."""

from dataclasses import dataclass

from django.utils.translation import get_language

from motcua.kernel.types import Actor
from motcua.rooms.agencies.types import Agency
from motcua.rooms.dossiers import queries
from motcua.rooms.dossiers.types import DossierView


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the page of a refused dossier tells beside the reason."""

    ground: str
    law: str
    agency: str
    reason: str
    guidance: str = ""


def refusal(view: DossierView, agency: Agency | None, *, by: Actor) -> Refusal | None:
    """The ground the officer chose, in words; None when the dossier was not refused."""
    family = {"refused_reception": "reception_refusal", "stopped": "stop"}.get(view.row.status)
    told = queries.refusal_told(view, by=by)
    if family is None and told is None:
        return None
    chosen, reason = (told["ground"], told["reason"]) if told else (view.ended_ground, view.ended_reason)
    known = next((one for one in queries.grounds_for(family or "result_refusal") if one.key == chosen), None)
    english = (get_language() or "vi").startswith("en")
    words = (known.words_en if english else known.words) if known else ""
    guidance = told["guidance"] if told else ""
    return Refusal(
        words, view.ended_provision or (known.law if known else ""), agency.name if agency else "", reason, guidance
    )
