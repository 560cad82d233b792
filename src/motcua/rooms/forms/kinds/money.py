# ruff: noqa: ARG002 (every kind is asked the same things)
import re
from typing import Any

from motcua.rooms.forms.kinds.number import LARGEST, Number, written
from motcua.rooms.forms.types import Field
from motcua.rooms.forms.words import Words, clean, say, shortened

UNIT = re.compile(r"\s*(đồng|đ|vnđ|vnd|₫)\.?$", re.IGNORECASE)


def read_money(text: str) -> int | None:
    """Whole đồng. Dots and commas only separate thousands."""
    text = UNIT.sub("", clean(text)).replace(" ", "")
    if re.fullmatch(r"\d{1,15}", text) or re.fullmatch(r"\d{1,3}([.,])\d{3}(\1\d{3})*", text):
        amount = int(re.sub(r"\D", "", text))
        return amount if amount < LARGEST else None
    return None


class Money(Number):
    """An amount in whole đồng."""

    key = "money"
    macro = "money"
    example = 115_000
    read = staticmethod(read_money)

    def holds(self, value: Any) -> bool:
        return isinstance(value, int) and super().holds(value)

    def unreadable(self, value: Any) -> Words:
        return say(
            "“{typed}” chưa phải là số tiền. Nhập số đồng chẵn, ví dụ: 115.000",
            "“{typed}” is not an amount. Enter whole đồng, for example: 115.000",
            typed=shortened(value),
        )

    def shown(self, field: Field, value: Any, language: str = "vi") -> tuple[str, ...]:
        return (f"{written(value)} đồng",) if self.holds(value) else super().shown(field, value, language)

    def attrs(self, field: Field) -> dict[str, Any]:
        return {"inputmode": "numeric", "maxlength": 24}

    def schema(self, field: Field) -> dict[str, Any]:
        return {**super().schema(field), "type": ["integer", "null"]}


MONEY = Money()
