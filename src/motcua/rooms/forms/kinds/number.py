# ruff: noqa: ARG002 (every kind is asked the same things)
import re
from typing import Any

from motcua.rooms.forms.kinds.kind import Context, Kind, Post
from motcua.rooms.forms.types import Field
from motcua.rooms.forms.words import Words, clean, say, shortened

GROUPED = re.compile(r"-?\d{1,3}((\.\d{3})+|(,\d{3}){2,})")
PLAIN = re.compile(r"-?\d{1,15}([.,]\d{1,6})?")
LARGEST = 10**15


def read_number(text: str) -> int | float | None:
    """A number as Vietnamese write it: 1.234 is a thousand, 97,3 has a fraction."""
    text = clean(text).replace(" ", "")
    if GROUPED.fullmatch(text):
        number: int | float = int(text.replace(".", "").replace(",", ""))
    elif PLAIN.fullmatch(text):
        number = float(text.replace(",", "."))
    elif re.fullmatch(r"-?\d{1,3}(\.\d{3})+,\d{1,6}", text):
        number = float(text.replace(".", "").replace(",", "."))
    else:
        return None
    return int(number) if abs(number) < LARGEST and number == int(number) else number if abs(number) < LARGEST else None


def written(number: float) -> str:
    """97,3 and 1.234.567."""
    if isinstance(number, int) or number == int(number):
        return f"{int(number):,}".replace(",", ".")
    return f"{number:,.6f}".rstrip("0").replace(",", " ").replace(".", ",").replace(" ", ".")


class Number(Kind):
    """A number; whole unless typed with a fraction."""

    key = "number"
    macro = "number"
    blank = None
    limits = frozenset({"min", "max"})
    example = 12
    read = staticmethod(read_number)

    def parse(self, field: Field, typed: Any) -> Any:
        if isinstance(typed, str):
            number = self.read(typed)
            return clean(typed) or None if number is None else number
        return typed

    def holds(self, value: Any) -> bool:
        return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < LARGEST

    def check(self, field: Field, value: Any, context: Context) -> Words | None:
        if not self.holds(value):
            return self.unreadable(value)
        least, most = field.limits.min, field.limits.max
        if (least is not None and value < least) or (most is not None and value > most):
            return self.outside(value, least, most)
        return None

    def unreadable(self, value: Any) -> Words:
        return say(
            "“{typed}” không phải là số. Nhập bằng chữ số, ví dụ: 12",
            "“{typed}” is not a number. Use digits, for example: 12",
            typed=shortened(value),
        )

    def outside(self, value: float, least: float | None, most: float | None) -> Words:
        if least is not None and most is not None:
            return say(
                "Nhập số từ {least} đến {most}. Số vừa nhập là {n}",
                "Enter a number from {least} to {most}. You entered {n}",
                least=written(least),
                most=written(most),
                n=written(value),
            )
        if least is not None and value < least:
            return say(
                "Nhập số từ {least} trở lên. Số vừa nhập là {n}",
                "Enter {least} or more. You entered {n}",
                least=written(least),
                n=written(value),
            )
        return say(
            "Nhập số không quá {most}. Số vừa nhập là {n}",
            "Enter {most} or less. You entered {n}",
            most=written(most or 0),
            n=written(value),
        )

    def shown(self, field: Field, value: Any, language: str = "vi") -> tuple[str, ...]:
        return () if self.empty(value) else (written(value) if self.holds(value) else str(value),)

    def boxes(self, field: Field, value: Any) -> Any:
        return written(value) if self.holds(value) else "" if value is None else str(value)

    def gather(self, field: Field, name: str, post: Post) -> Any:
        return post.get(name)

    def attrs(self, field: Field) -> dict[str, Any]:
        return {"inputmode": "decimal", "maxlength": 24}

    def schema(self, field: Field) -> dict[str, Any]:
        bounds = {"minimum": field.limits.min, "maximum": field.limits.max}
        return {"type": ["number", "null"], **{name: bound for name, bound in bounds.items() if bound is not None}}


NUMBER = Number()
