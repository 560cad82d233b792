# ruff: noqa: ARG002, PLR2004 (every kind is asked the same things)
import re
from typing import Any

from motcua.rooms.forms.kinds.kind import Context, Kind, Post
from motcua.rooms.forms.types import Field
from motcua.rooms.forms.words import Words, clean, say

BOXES = ("hour", "minute")
WHOLE = re.compile(r"(\d{1,2})\s*(?:giờ|gio|[h:g.])\s*(\d{1,2})?\s*(?:phút|phut|p)?|(\d{2})(\d{2})", re.IGNORECASE)


def read_time(text: str) -> str | None:
    """8h30, 8:30, 8 giờ 30, 0830."""
    found = WHOLE.fullmatch(clean(text))
    if found is None:
        return None
    hour, minute = int(found[1] or found[3]), int(found[2] or found[4] or 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


class Time(Kind):
    """An hour and a minute on a 24-hour clock."""

    key = "time"
    macro = "time"
    limits = frozenset()
    example = "08:30"

    def gather(self, field: Field, name: str, post: Post) -> Any:
        boxes = {box: post.get(f"{name}-{box}") for box in BOXES}
        return post.get(name) if all(b is None for b in boxes.values()) else {k: b or "" for k, b in boxes.items()}

    def parse(self, field: Field, typed: Any) -> Any:
        if isinstance(typed, dict):
            boxes = {box: clean(str(typed.get(box) or ""))[:20] for box in BOXES}
            if not any(boxes.values()):
                return ""
            return read_time(boxes["hour"]) or read_time(f"{boxes['hour']}:{boxes['minute']}") or boxes
        if isinstance(typed, str):
            return self.parse(field, {"hour": typed})
        return "" if typed is None else typed

    def holds(self, value: Any) -> bool:
        return value == "" or (isinstance(value, str) and bool(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value)))

    def check(self, field: Field, value: Any, context: Context) -> Words | None:
        if self.holds(value):
            return None
        return say(
            "Nhập giờ từ 0 đến 23 và phút từ 0 đến 59. Ví dụ: 8 giờ 30",
            "Enter an hour from 0 to 23 and minutes from 0 to 59. Example: 8:30",
        )

    def shown(self, field: Field, value: Any, language: str = "vi") -> tuple[str, ...]:
        if isinstance(value, dict):
            return (":".join(str(value.get(box) or "…") for box in BOXES),)
        return super().shown(field, value, language)

    def boxes(self, field: Field, value: Any) -> Any:
        if isinstance(value, str) and ":" in value:
            return dict(zip(BOXES, value.split(":"), strict=True))
        return {box: str(value.get(box, "")) if isinstance(value, dict) else "" for box in BOXES}

    def attrs(self, field: Field) -> dict[str, Any]:
        return {}

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^(([01]\d|2[0-3]):[0-5]\d)?$"}


TIME = Time()
