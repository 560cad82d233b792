"""Opinions asked about a case, as lines of its page and of the lists."""

from typing import Any

from django.urls import reverse

from motcua.faces.kit import due
from motcua.kernel import clock
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers.types import ConsultationView, DossierView


def lines(view: DossierView) -> list[dict[str, Any]]:
    """The opinions asked about a case, for its page."""
    return [line(one, None) for one in view.consultations]


def line(one: ConsultationView, dossier: Any) -> dict[str, Any]:
    unit = agencies.unit(one.to_unit_id) if one.to_unit_id else None
    to, asking = agencies.agency(one.to_agency_id), agencies.agency(one.agency_id)
    return {
        "one": one,
        "dossier": dossier,
        "to": unit.name if unit else to.name if to else "",
        "from": asking.name if asking else "",
        "href": reverse("desk:opinion", args=[one.id]),
        "late": one.late(clock.now()),
        "chip": due.chip(one.due_at, clock.now()) if one.open else None,
    }
