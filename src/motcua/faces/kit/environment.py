"""The Jinja environment of every page: an undefined variable is an error, everything is escaped and translated."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from jinja2 import Environment, StrictUndefined

from motcua.faces.kit import assets, formats, markup, notices
from motcua.faces.kit.site import site
from motcua.kernel.types import ANONYMOUS, Actor

SHARED_DEVICE_MINUTES = 10


class _Language(str):
    """The language of the reader at the moment of writing, though the global is made once."""

    __slots__ = ()

    def __str__(self) -> str:
        return (get_language() or settings.LANGUAGE_CODE)[:2]

    def __html__(self) -> str:
        return str(self)

    def __eq__(self, other: object) -> bool:
        return str(self) == other

    def __hash__(self) -> int:
        return hash(str(self))


def environment(**options: Any) -> Environment:
    """Build the environment; Django's Jinja2 backend passes its loader and autoescape."""
    options["undefined"] = StrictUndefined  # Django proposes the forgiving one
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    options.setdefault("autoescape", True)
    env = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)  # noqa: S701  autoescape is set above
    env.filters.update(formats.FILTERS)
    env.globals.update(
        _=markup.say,
        gettext=markup.say,
        ngettext=markup.say_number,
        html_attrs=markup.html_attrs,
        described=markup.described,
        LANGUAGE=_Language("vi"),
        static=static,
        url=url,
        bundle=assets.urls,
        site=site,
        actor_of=actor_of,
        idle_minutes_of=idle_minutes_of,
        notices_of=notices.take,
    )
    return env


class _Proof:
    """The hidden proof of origin: made when the first form asks for it, the same for every form of the page."""

    __slots__ = ("request", "written")

    def __init__(self, request: HttpRequest) -> None:
        self.request, self.written = request, ""

    def __html__(self) -> str:
        self.written = self.written or csrf_input(self.request)
        return self.written

    __str__ = __html__


def form_proof(request: HttpRequest) -> dict[str, Any]:
    """What Django gives every template, but made once a page instead of once a form."""
    return {"csrf_input": _Proof(request)}


def url(name: str, /, *args: Any, **kwargs: Any) -> str:
    """The address of a named page."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def idle_minutes_of(request: HttpRequest | None) -> int:
    """After how long without a touch the reader is signed out; 0 for strangers."""
    seen = getattr(request, "session_seen", None)
    if seen is None:
        return 0
    return SHARED_DEVICE_MINUTES if seen.shared_device else int(settings.MOTCUA.session_idle_minutes)


def actor_of(request: HttpRequest | None) -> Actor:
    """Who reads this page; one about a failure before the session was read is shown to nobody in particular."""
    return getattr(request, "actor", None) or ANONYMOUS
