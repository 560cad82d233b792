# ruff: noqa: ARG002 (every kind is asked the same things)
from typing import Any

from motcua.rooms.forms.kinds.kind import Context, Kind, chosen
from motcua.rooms.forms.types import Field
from motcua.rooms.forms.words import Words, inside, say


class Select(Kind):
    """One of a list."""

    key = "select"
    macro = "select"
    verb = Words(vi="Chọn", en="Choose")
    limits = frozenset()
    chooses = True
    example = "…"

    def check(self, field: Field, value: Any, context: Context) -> Words | None:
        if not self.holds(value) or (field.options and value not in {option.value for option in field.options}):
            return say("Chọn {label} trong danh sách", "Choose {label} from the list", label=inside(field.label))
        return None

    def shown(self, field: Field, value: Any, language: str = "vi") -> tuple[str, ...]:
        return () if self.empty(value) else chosen(field, [str(value)], language)

    def attrs(self, field: Field) -> dict[str, Any]:
        return {}

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "enum": ["", *(option.value for option in field.options)]}


SELECT = Select()
