# ruff: noqa: ARG002 (every kind is asked the same things)
from typing import Any, ClassVar

from motcua.rooms.forms.kinds.kind import Context, Kind, Post
from motcua.rooms.forms.types import Field
from motcua.rooms.forms.words import Words, clean, inside, say

BOXES = ("province", "commune", "detail")
LONGEST_DETAIL = 200


class Address(Kind):
    """Two tiers: province or city, then commune, ward or special zone; and the rest in words.

    Holds the codes, the names as they were on the day (`text`), and `unknown`
    naming the tier whose code nobody knows. Names are put in when answers are saved.
    """

    key = "address"
    macro = "address"
    verb = Words(vi="Chọn", en="Choose")
    blank: ClassVar[Any] = {}
    limits = frozenset()
    example = {"province": "79", "commune": "26734", "detail": "12 Lê Lợi"}

    def gather(self, field: Field, name: str, post: Post) -> Any:
        boxes = {box: post.get(f"{name}-{box}") for box in BOXES}
        return None if all(b is None for b in boxes.values()) else {k: b or "" for k, b in boxes.items()}

    def parse(self, field: Field, typed: Any) -> Any:
        if typed is None or typed == "":
            return {}
        if not isinstance(typed, dict):
            return typed
        kept = {box: clean(str(typed.get(box) or ""))[:LONGEST_DETAIL] for box in BOXES}
        if not any(kept.values()):
            return {}
        return kept | {name: str(typed[name])[:400] for name in ("text", "unknown") if typed.get(name)}

    def holds(self, value: Any) -> bool:
        return isinstance(value, dict) and all(isinstance(part, str) for part in value.values())

    def core(self, value: Any) -> Any:
        return {box: value.get(box, "") for box in BOXES} if isinstance(value, dict) and value else value

    def check(self, field: Field, value: Any, context: Context) -> Words | None:
        unknown = value.get("unknown") if self.holds(value) else "province"
        if not self.holds(value) or not value.get("province") or unknown == "province":
            return say(
                "Chọn tỉnh, thành phố của {label}", "Choose the province or city of {label}", label=inside(field.label)
            )
        if not value.get("commune") or unknown == "commune":
            return say(
                "Chọn xã, phường hoặc đặc khu của {label}",
                "Choose the commune, ward or special zone of {label}",
                label=inside(field.label),
            )
        return None

    def missing(self, field: Field) -> Words:
        return say(
            "Chọn tỉnh, thành phố của {label}", "Choose the province or city of {label}", label=inside(field.label)
        )

    def shown(self, field: Field, value: Any, language: str = "vi") -> tuple[str, ...]:
        if not self.holds(value):
            return super().shown(field, value, language)
        parts = [value.get("detail"), value.get("commune"), value.get("province")]
        text = value.get("text") or ", ".join(part for part in parts if part)
        return (text,) if text else ()

    def boxes(self, field: Field, value: Any) -> Any:
        held = value if isinstance(value, dict) else {}
        return {box: str(held.get(box) or "") for box in BOXES}

    def attrs(self, field: Field) -> dict[str, Any]:
        return {}

    def schema(self, field: Field) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {box: {"type": "string", "maxLength": LONGEST_DETAIL} for box in BOXES},
        }


ADDRESS = Address()
