"""Communes of a province, for address fields on pages with scripts."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from motcua.faces.kit.powers import power
from motcua.rooms.agencies import queries as agencies

DAY_SECONDS = 24 * 3600


@require_safe
@power("public")
def communes(_request: HttpRequest, province_code: str) -> JsonResponse:
    """`[[code, name], …]` in the order of the alphabet; empty for an unknown province."""
    found = [[place.code, place.name] for place in agencies.communes(province_code[:10])]
    response = JsonResponse(found, safe=False, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = f"public, max-age={DAY_SECONDS}"
    return response
