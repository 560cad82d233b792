"""Two windows on one draft: what is typed here is kept, and what the other one had written is shown."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from motcua.faces.kit import formats
from motcua.faces.portal.apply.drafting import language
from motcua.rooms.forms import logic
from motcua.rooms.forms.types import AnswersView, Field, FormDefinition

LONGEST = 120


def changed(form: FormDefinition, typed: Iterable[str], now: AnswersView, seen: Mapping[str, str] | None) -> list[str]:
    """A sentence for each question that is typed over though it is no longer as this page was shown it."""
    return [_words(form.by_key[key], now) for key in typed if _moved(form, key, now, seen or {})]


def seen_again(form: FormDefinition, typed: Mapping[str, object], seen: Mapping[str, str] | None) -> str:
    """The marks of a page after some of its answers were saved from it."""
    marks = dict(seen or {}) | {
        key: logic.mark(form.by_key[key], value) for key, value in typed.items() if key in (seen or {})
    }
    return ",".join(f"{key}:{mark}" for key, mark in marks.items())


def _moved(form: FormDefinition, key: str, now: AnswersView, seen: Mapping[str, str]) -> bool:
    field = form.by_key.get(key)
    return field is not None and key in seen and seen[key] != logic.mark(field, logic.value_of(field, now.answers))


def _words(field: Field, now: AnswersView) -> str:
    other = ", ".join(logic.kind_of(field).shown(field, logic.value_of(field, now.answers), language()))[:LONGEST]
    told = {"label": field.label.of(language()), "time": formats.time(now.saved_at), "other": other or _("nothing")}
    return (
        _("“%(label)s” was changed elsewhere at %(time)s. Kept is what was typed here; there it said: %(other)s.")
        % told
    )
