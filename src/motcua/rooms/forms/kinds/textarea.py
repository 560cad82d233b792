# ruff: noqa: ARG002 (every kind is asked the same things)
from typing import Any

from motcua.rooms.forms.kinds.kind import Kind
from motcua.rooms.forms.types import Field
from motcua.rooms.forms.words import Words, clean


class TextArea(Kind):
    """Several lines; line breaks are kept."""

    key = "textarea"
    macro = "textarea"
    verb = Words(vi="Viết", en="Write")
    longest = 4_000
    example = "Lý do thứ nhất.\nLý do thứ hai."

    def parse(self, field: Field, typed: Any) -> Any:
        return clean(typed, lines=True) if isinstance(typed, str) else super().parse(field, typed)

    def shown(self, field: Field, value: Any, language: str = "vi") -> tuple[str, ...]:
        return () if self.empty(value) else tuple(str(value).split("\n"))


TEXTAREA = TextArea()
