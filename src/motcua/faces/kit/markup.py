"""What templates need on every field, in Python because it is said thousands of times a second."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _gettext
from django.utils.translation import ngettext as _ngettext
from markupsafe import Markup, escape


def say(words: str, **values: Any) -> Markup:
    """The words in the reader's language. Values are escaped; the words themselves are ours and may carry marks."""
    text, bare = _said(get_language(), words)
    return text % values if values else bare


@lru_cache(maxsize=5_000)
def _said(language: str | None, words: str) -> tuple[Markup, Markup]:  # noqa: ARG001  the language active now
    """The translation to put values into, and the one without any."""
    text = _gettext(words)
    return Markup(text), Markup(text.replace("%%", "%"))  # noqa: S704  message ids and translations are our own


def say_number(one: str, many: str, n: int, **values: Any) -> Markup:
    """The words for this many."""
    values.setdefault("num", n)
    return Markup(_ngettext(one, many, n)) % values  # noqa: S704


def html_attrs(attrs: Mapping[str, Any], without: tuple[str, ...] = ()) -> Markup:
    """Attributes of an element: True is written bare, None and False are left out."""
    if not attrs:
        return Markup()
    parts = []
    for name, value in attrs.items():
        if value is None or value is False or name in without:
            continue
        parts.append(f" {escape(name)}" if value is True else f' {escape(name)}="{escape(value)}"')
    return Markup("".join(parts))  # noqa: S704  each part is escaped above


def described(field: Any, more: str = "", *, group: bool = False) -> Markup:
    """What a screen reader says with a control: its hint, its error, and whatever else explains it."""
    get = field.get if isinstance(field, Mapping) else lambda name: getattr(field, name)
    name, error = get("id"), get("error")
    ids = [f"{name}-hint"] if get("hint") else []
    if error:
        ids.append(f"{name}-error")
    if more:
        ids.append(more)
    text = f' aria-describedby="{escape(" ".join(ids))}"' if ids else ""
    if error and not group:
        text += ' aria-invalid="true"'
    return Markup(text)  # noqa: S704  the ids are escaped above
