"""Every address the product answers, what its parameters stand for, and one request to it that changes nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from motcua.faces.api.tests.worlds import Setting, Visitor, World
from motcua.rooms.dossiers.testing import CHARGED

PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
# Parameters that name something of somebody's; each world has one.
OWNED = {
    "dossier_id", "task_id", "file_id", "document_id", "draft_id", "obligation_id", "attempt_id", "session_id",
    "consultation_id", "absence_id",
    "person_id", "way_id", "declaration_id", "authorisation_id", "refund_id",
}  # fmt: skip
# Parameters that name nothing of anybody's, with a value that exists.
COMMON: dict[str, Any] = {
    "page": 1, "key": "applicant", "field": "full_name", "slug": "ket-hon", "province_code": "79", "status": 404,
    "name": "full_name", "part": "birth",
}  # fmt: skip
CODES = {"thu-tuc/<str:code>", "thu-tuc/<str:code>/o-nha", "nop-ho-so/moi/<str:code>", "api/v1/procedures/<code>"}
# Whoever holds the code of a document may ask what is true of it; of its holder it tells the initials only.
PROOFS = {"xac-minh/<str:code>", "api/v1/verification/<code>"}
MACHINE = "api/"


@dataclass(frozen=True)
class Route:
    path: str
    parameters: tuple[str, ...]

    @property
    def owned(self) -> tuple[str, ...]:
        return tuple(name for name in self.parameters if name in OWNED)

    def address(self, values: Setting) -> str:
        return "/" + PARAMETER.sub(lambda found: str(values[found["name"]]), self.path)


def _walk(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, path)
        elif isinstance(entry, URLPattern):
            yield path


ROUTES = [
    Route(path, tuple(found["name"] for found in PARAMETER.finditer(path)))
    for path in dict.fromkeys(_walk(get_resolver()))
]


def ask(visitor: Visitor, route: Route, method: str, values: Setting, *, fields: Any = None) -> HttpResponse:
    """One request in a savepoint of its own: what it changed is forgotten."""
    machine = route.path.startswith(MACHINE)
    client = visitor.client(machine=machine)
    kind: dict[str, Any] = {"content_type": "application/json"} if machine and method == "POST" else {}
    with transaction.atomic():
        answer: HttpResponse = getattr(client, method.lower())(route.address(values), fields or {}, **kind)
        transaction.set_rollback(True)
    return answer


def values_of(world: World, setting: Setting, route: Route) -> Setting:
    """Everything an address may ask for, from one setting; what it lacks from the world's others."""
    found = dict(COMMON)
    for other in reversed(world.settings):
        found |= other
    found |= setting
    found["code"] = found["verification_code"] if route.path in PROOFS else CHARGED
    return found
