# ruff: noqa: ARG002 (every kind is asked the same things)
from typing import Any

from motcua.rooms.forms.kinds.kind import Context, Kind, digits_of, matches
from motcua.rooms.forms.types import Field
from motcua.rooms.forms.words import Words, clean, say, shortened

LENGTH = 12


class PersonalId(Kind):
    """Số định danh cá nhân: twelve digits. A pattern may also allow older papers (nine digits)."""

    key = "personal_id"
    macro = "personal_id"
    limits = frozenset({"pattern"})
    example = "001190012345"

    def parse(self, field: Field, typed: Any) -> Any:
        if not isinstance(typed, str):
            return super().parse(field, typed)
        text = digits_of(clean(typed))
        return text if text.isascii() and text.isalnum() else clean(typed)

    def check(self, field: Field, value: Any, context: Context) -> Words | None:
        text = value if isinstance(value, str) else ""
        wanted = field.limits.pattern
        if wanted and matches(text, wanted):
            return None
        if not text.isascii() or not text.isdigit():
            return say(
                "Số định danh chỉ có chữ số. Vừa nhập: {typed}",
                "A personal identification number has digits only. You entered: {typed}",
                typed=shortened(value),
            )
        if len(text) != LENGTH:
            return say(
                "Số định danh phải có 12 chữ số. Số vừa nhập có {n}",
                "A personal identification number must have 12 digits. The number entered has {n}",
                n=len(text),
            )
        return self.unlike(field) if wanted else None

    def shown(self, field: Field, value: Any, language: str = "vi") -> tuple[str, ...]:
        if isinstance(value, str) and len(value) == LENGTH and value.isdigit():
            return (f"{value[:3]} {value[3:6]} {value[6:9]} {value[9:]}",)
        return super().shown(field, value, language)

    def attrs(self, field: Field) -> dict[str, Any]:
        return {"inputmode": "numeric", "maxlength": 24, "spellcheck": "false"}

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "pattern": field.limits.pattern or r"^(\d{12})?$"}


PERSONAL_ID = PersonalId()
