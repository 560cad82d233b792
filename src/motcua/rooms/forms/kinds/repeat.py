# ruff: noqa: ARG002 (every kind is asked the same things)
import re
from typing import Any, ClassVar

from motcua.rooms.forms.kinds.kind import Context, Kind, Post
from motcua.rooms.forms.types import Field
from motcua.rooms.forms.words import Words, inside, say

MOST_ROWS = 50


class Repeat(Kind):
    """Rows of the same few fields. Faults inside rows are found by the logic, row by row."""

    key = "repeat"
    macro = "repeat"
    verb = Words(vi="Thêm", en="Add")
    blank: ClassVar[Any] = []
    limits = frozenset({"min_items", "max_items"})
    example = ({"name": "Hàng 1"},)

    def fits(self, field: Field) -> None:
        super().fits(field)
        if not field.fields:
            raise ValueError("a repeat needs fields for its rows")
        if any(row.kind in ("repeat", "file") for row in field.fields):
            raise ValueError("rows of a repeat hold neither files nor further rows")

    def gather(self, field: Field, name: str, post: Post) -> Any:
        """Rows as posted: `name-0-key`. The hidden `name-rows` tells how many there were."""
        from motcua.rooms.forms.kinds import KINDS  # noqa: PLC0415 - rows hold any kind

        if post.get(f"{name}-rows") is None:
            return None
        numbered = re.compile(rf"{re.escape(name)}-(\d{{1,3}})-")
        named = {int(found[1]) for key in post if isinstance(key, str) and (found := numbered.match(key))}
        told = str(post.get(f"{name}-rows"))
        count = max([int(told) if told.isascii() and told.isdigit() else 0, *(n + 1 for n in named)])
        return [
            {row.key: KINDS[row.kind].gather(row, f"{name}-{number}-{row.key}", post) for row in field.fields}
            for number in range(min(count, MOST_ROWS))
        ]

    def parse(self, field: Field, typed: Any) -> Any:
        from motcua.rooms.forms.kinds import KINDS  # noqa: PLC0415

        if typed is None or typed == "":
            return []
        if not isinstance(typed, list | tuple) or not all(isinstance(row, dict) for row in typed):
            return typed
        return [
            {one.key: KINDS[one.kind].parse(one, row.get(one.key)) for one in field.fields} for row in typed[:MOST_ROWS]
        ]

    def holds(self, value: Any) -> bool:
        return isinstance(value, list | tuple) and all(isinstance(row, dict) for row in value)

    def empty(self, value: Any) -> bool:
        return not value

    def core(self, value: Any) -> Any:
        """Addresses inside rows carry their names too."""
        if not self.holds(value):
            return value
        return [
            {
                k: {n: p for n, p in v.items() if n not in ("text", "unknown")} if isinstance(v, dict) else v
                for k, v in row.items()
            }
            for row in value
        ]

    def check(self, field: Field, value: Any, context: Context) -> Words | None:
        if not self.holds(value):
            return self.missing(field)
        least, most = field.limits.min_items or 0, field.limits.max_items or MOST_ROWS
        if len(value) < least:
            return say(
                "Thêm cho đủ {least} dòng {label}. Mới có {n} dòng",
                "Add {least} rows of {label}. There are {n} so far",
                least=least,
                label=inside(field.label),
                n=len(value),
            )
        if len(value) > most:
            return say(
                "Giữ lại {most} dòng {label}. Đang có {n} dòng",
                "Keep {most} rows of {label}. There are {n}",
                most=most,
                label=inside(field.label),
                n=len(value),
            )
        return None

    def missing(self, field: Field) -> Words:
        return say("Thêm ít nhất một dòng {label}", "Add at least one row of {label}", label=inside(field.label))

    def shown(self, field: Field, value: Any, language: str = "vi") -> tuple[str, ...]:
        from motcua.rooms.forms.kinds import KINDS  # noqa: PLC0415

        if not self.holds(value):
            return super().shown(field, value, language)
        lines = []
        for number, row in enumerate(value, start=1):
            parts = (
                f"{one.label.of(language)}: {', '.join(words)}"
                for one in field.fields
                if (words := KINDS[one.kind].shown(one, row.get(one.key), language))
            )
            lines.append(f"{number}. " + "; ".join(parts))
        return tuple(lines)

    def boxes(self, field: Field, value: Any) -> Any:
        return list(value) if self.holds(value) else []

    def attrs(self, field: Field) -> dict[str, Any]:
        return {}

    def schema(self, field: Field) -> dict[str, Any]:
        from motcua.rooms.forms.kinds import KINDS  # noqa: PLC0415

        rows = {one.key: KINDS[one.kind].schema(one) for one in field.fields}
        return {
            "type": "array",
            "items": {"type": "object", "properties": rows},
            "maxItems": field.limits.max_items or MOST_ROWS,
        }


REPEAT = Repeat()
