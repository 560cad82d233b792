"""Who asks: an officer who keeps something for others."""

from django.http import HttpRequest

from motcua.kernel.types import Actor


class ConsoleRequest(HttpRequest):
    """A request after the middleware found out who sent it."""

    actor: Actor
