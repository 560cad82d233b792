"""The catalogue for machines."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from motcua.faces.api.v1.schemas import ProcedureCard, ProcedureFull
from motcua.kernel.errors import Refused
from motcua.rooms.catalogue import queries
from motcua.rooms.catalogue.types import Card

router = Router(tags=["procedures"])


@router.get("/procedures", response=list[ProcedureCard], auth=None, summary="Find procedures in one's own words")
def procedures(
    request: HttpRequest, q: str = Query("", max_length=200), limit: int = Query(20, ge=1, le=100)
) -> list[dict[str, Any]]:
    """With `q`: the best hits first. Without: the whole catalogue by name."""
    del request
    cards = [hit.card for hit in queries.search(q, limit)] if q.strip() else queries.procedures()[:limit]
    return [_card(card) for card in cards]


@router.get("/procedures/{code}", response=ProcedureFull, auth=None, summary="One procedure with its form")
def procedure(request: HttpRequest, code: str) -> dict[str, Any]:
    """Who, what, how long, how much, and the form with its conditions in CEL."""
    del request
    card = queries.card(code)
    definition = queries.procedure(code)
    if card is None or definition is None:
        raise Refused("act.out-of-reach")
    offers = queries.offers(definition)
    return _card(card) | {
        "version_id": definition.id,
        "effective_from": definition.effective_from.isoformat(),
        "sha256": definition.sha256,
        "channels": [
            {
                "channel": offer.channel,
                "limits": [
                    {
                        "amount": str(one.limit.amount) if one.limit.amount is not None else None,
                        "unit": one.limit.unit,
                        "words": one.words,
                        "case": one.case,
                    }
                    for one in offer.limits
                ],
                "fees": [
                    {
                        "code": f.code,
                        "name": f.name,
                        "kind": f.kind,
                        "amount": f.amount,
                        "unit": f.unit,
                        "condition": f.condition,
                    }
                    for f in offer.fees
                ],
            }
            for offer in offers
        ],
        "components": [c.model_dump(mode="json", exclude_none=True) for c in definition.papers.components],
        "form": definition.form.model_dump(mode="json", exclude_none=True, exclude_defaults=True),
        "legal_bases": [b.number for b in definition.procedure.legal_bases],
    }


def _card(card: Card) -> dict[str, Any]:
    return {
        "code": card.code,
        "key": card.key,
        "name": card.name,
        "plain_name": card.plain_name,
        "field": card.field_name,
        "ministry": card.ministry,
        "levels": list(card.levels),
        "online_mode": card.online_mode,
        "minutes": card.minutes,
        "href": f"/api/v1/procedures/{card.code}",
    }
