# ruff: noqa: ARG002, PLR2004 (every kind is asked the same things)
import re
from typing import Any

from motcua.rooms.forms.kinds.kind import Context, Kind, digits_of
from motcua.rooms.forms.types import Field
from motcua.rooms.forms.words import Words, clean, say, shortened


class Phone(Kind):
    """A Vietnamese number: ten digits, or eleven for a landline (02…)."""

    key = "phone"
    macro = "phone"
    limits = frozenset({"pattern"})
    example = "0912345678"

    def parse(self, field: Field, typed: Any) -> Any:
        if not isinstance(typed, str):
            return super().parse(field, typed)
        text = re.sub(r"[().]", "", digits_of(clean(typed)))
        national = re.sub(r"^(\+84|0084|84(?=\d{9}$))0?", "0", text)
        return national if national.isascii() and national.isdigit() else clean(typed)

    def check(self, field: Field, value: Any, context: Context) -> Words | None:
        text = value if isinstance(value, str) else ""
        if not text.isascii() or not text.isdigit():
            return say(
                "Số điện thoại chỉ có chữ số. Vừa nhập: {typed}",
                "A phone number has digits only. You entered: {typed}",
                typed=shortened(value),
            )
        if not text.startswith("0"):
            return say(
                "Số điện thoại bắt đầu bằng số 0. Ví dụ: 0912 345 678",
                "A phone number starts with 0. Example: 0912 345 678",
            )
        if len(text) != 10 and not (len(text) == 11 and text.startswith("02")):
            return say(
                "Số điện thoại phải có 10 chữ số. Số vừa nhập có {n}",
                "A phone number must have 10 digits. The number entered has {n}",
                n=len(text),
            )
        return None

    def shown(self, field: Field, value: Any, language: str = "vi") -> tuple[str, ...]:
        if isinstance(value, str) and len(value) == 10 and value.isdigit():
            return (f"{value[:4]} {value[4:7]} {value[7:]}",)
        return super().shown(field, value, language)

    def attrs(self, field: Field) -> dict[str, Any]:
        return {"inputmode": "tel", "autocomplete": "tel", "maxlength": 24}

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^(0\d{9}|02\d{9})?$"}


PHONE = Phone()
