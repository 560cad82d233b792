# ruff: noqa: ARG002 (every kind is asked the same things)
from typing import Any

from motcua.rooms.forms.kinds.kind import Context, Kind, Post
from motcua.rooms.forms.types import Field
from motcua.rooms.forms.words import Words, say

YES = {"yes", "on", "true", "1", "có"}


class Checkbox(Kind):
    """Yes or no; a required one must be ticked."""

    key = "checkbox"
    macro = "checkbox"
    blank = False
    limits = frozenset()
    example = True

    def gather(self, field: Field, name: str, post: Post) -> Any:
        return post.get(name, "")

    def parse(self, field: Field, typed: Any) -> Any:
        if isinstance(typed, str):
            return typed.strip().lower() in YES
        return False if typed is None else typed

    def holds(self, value: Any) -> bool:
        return isinstance(value, bool)

    def empty(self, value: Any) -> bool:
        return value in (None, False, "")

    def check(self, field: Field, value: Any, context: Context) -> Words | None:
        return None if self.holds(value) else self.missing(field)

    def missing(self, field: Field) -> Words:
        return say("Đánh dấu vào ô “{label}”", "Tick the box “{label}”", label=field.label)

    def shown(self, field: Field, value: Any, language: str = "vi") -> tuple[str, ...]:
        yes, no = ("Yes", "No") if language == "en" else ("Có", "Không")
        return (yes if value is True else no,)

    def boxes(self, field: Field, value: Any) -> Any:
        return value is True

    def attrs(self, field: Field) -> dict[str, Any]:
        return {}

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "boolean"}


CHECKBOX = Checkbox()
