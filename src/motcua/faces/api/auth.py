"""Who calls: a bearer token of a person, an officer or a partner system."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from motcua.kernel import clock, tenancy
from motcua.kernel.types import Actor
from motcua.rooms.identity import queries

Operation = TypeVar("Operation", bound=Callable[..., Any])


class Bearer(HttpBearer):
    """`Authorization: Bearer …`; the actor becomes `request.auth`."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        del request
        if not token or len(token) > 200 or not token.isascii():
            return None
        return queries.actor_for_token(token, clock.now())


def reading(operation: Operation) -> Operation:
    """Run a reading operation in the scope of the one who calls."""

    @wraps(operation)
    def scoped(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with tenancy.scope(actor(request)):
            return operation(request, *args, **kwargs)

    return cast("Operation", scoped)


def actor(request: HttpRequest) -> Actor:
    return cast("Actor", request.auth)  # type: ignore[attr-defined]
