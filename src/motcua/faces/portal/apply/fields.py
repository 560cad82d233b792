"""What is the portal's own about fields: who says so in a citizen's words, and which files some answers name."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from motcua.rooms.forms.types import Known


def source_name(known: Known) -> str:
    """Who says so, in plain words."""
    names: dict[str, Callable[[], str]] = {
        "e-identity": lambda: _("VNeID"),
        "self-declared": lambda: _("what was declared before"),
        "identity-card": lambda: _("the identity card"),
        "identity-card-checked": lambda: _("the identity card"),
        "told-at-the-counter": lambda: _("what was said at the counter"),
    }
    return names.get(known.source, lambda: known.source)()


def file_ids(values: Iterable[Any]) -> list[str]:
    """Every file id in some answers of file fields."""
    return [one for value in values if isinstance(value, list) for one in value if isinstance(one, str)]
