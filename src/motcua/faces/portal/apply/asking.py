"""Who asks: every page of the journey is some citizen's."""

from django.http import HttpRequest

from motcua.kernel.types import Actor


class CitizenRequest(HttpRequest):
    """A request after the middleware found out who sent it."""

    actor: Actor
