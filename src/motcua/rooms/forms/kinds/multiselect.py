# ruff: noqa: ARG002 (every kind is asked the same things)
from typing import Any, ClassVar

from motcua.rooms.forms.kinds.kind import Context, Kind, Post, chosen
from motcua.rooms.forms.types import Field
from motcua.rooms.forms.words import Words, inside, say


class MultiSelect(Kind):
    """Any number of a list, in the order of the list."""

    key = "multiselect"
    macro = "checkboxes"
    verb = Words(vi="Chọn", en="Choose")
    blank: ClassVar[Any] = []
    limits = frozenset({"min_items", "max_items"})
    chooses = True
    example = ("…",)

    def gather(self, field: Field, name: str, post: Post) -> Any:
        return post.getlist(name)

    def parse(self, field: Field, typed: Any) -> Any:
        if isinstance(typed, str):
            typed = [typed]
        if not isinstance(typed, list | tuple) or not all(isinstance(one, str) for one in typed):
            return [] if typed is None else typed
        order = {option.value: n for n, option in enumerate(field.options)}
        return sorted({one for one in typed if one}, key=lambda one: (order.get(one, len(order)), one))

    def holds(self, value: Any) -> bool:
        return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)

    def check(self, field: Field, value: Any, context: Context) -> Words | None:
        if not self.holds(value) or set(value) - {option.value for option in field.options}:
            return say("Chọn {label} trong danh sách", "Choose {label} from the list", label=inside(field.label))
        least, most = field.limits.min_items or 0, field.limits.max_items or len(field.options)
        if not least <= len(value) <= most:
            return say(
                "Chọn từ {least} đến {most} mục. Vừa chọn {n} mục",
                "Choose {least} to {most}. You chose {n}",
                least=least,
                most=most,
                n=len(value),
            )
        return None

    def shown(self, field: Field, value: Any, language: str = "vi") -> tuple[str, ...]:
        return chosen(field, value, language) if self.holds(value) else super().shown(field, value, language)

    def boxes(self, field: Field, value: Any) -> Any:
        return list(value) if self.holds(value) else []

    def attrs(self, field: Field) -> dict[str, Any]:
        return {}

    def schema(self, field: Field) -> dict[str, Any]:
        return {
            "type": "array",
            "items": {"type": "string", "enum": [option.value for option in field.options]},
            "uniqueItems": True,
            "minItems": 0,
            "maxItems": field.limits.max_items or len(field.options),
        }


MULTISELECT = MultiSelect()
