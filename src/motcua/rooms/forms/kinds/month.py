# ruff: noqa: ARG002, PLR2004 (every kind is asked the same things)
import re
from typing import Any

from motcua.rooms.forms.kinds.date import EARLIEST, LATEST, Date, limit_day, written
from motcua.rooms.forms.kinds.kind import Context, Post
from motcua.rooms.forms.types import Field
from motcua.rooms.forms.words import Words, clean, say

BOXES = ("month", "year")
WHOLE = re.compile(r"(\d{1,2})[\s/.\-]+(\d{4})|(\d{4})-(\d{1,2})")


class Month(Date):
    """A month of a year."""

    key = "month"
    macro = "month"
    limits = frozenset({"min_date", "max_date"})
    example = "2026-11"

    def gather(self, field: Field, name: str, post: Post) -> Any:
        boxes = {box: post.get(f"{name}-{box}") for box in BOXES}
        return post.get(name) if all(b is None for b in boxes.values()) else {k: b or "" for k, b in boxes.items()}

    def parse(self, field: Field, typed: Any) -> Any:
        if isinstance(typed, dict):
            boxes = {box: clean(str(typed.get(box) or ""))[:20] for box in BOXES}
            filled = [text for text in boxes.values() if text]
            if not filled:
                return ""
            return _read(filled[0] if len(filled) == 1 else f"{boxes['month']}/{boxes['year']}") or boxes
        if isinstance(typed, str):
            return _read(clean(typed)) or ({"month": "", "year": clean(typed)[:20]} if clean(typed) else "")
        return "" if typed is None else typed

    def holds(self, value: Any) -> bool:
        return value == "" or (isinstance(value, str) and bool(re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value)))

    def check(self, field: Field, value: Any, context: Context) -> Words | None:
        if not self.holds(value):
            return say(
                "Nhập tháng từ 1 đến 12 và năm đủ 4 chữ số. Ví dụ: 3/2026", "Enter month and year. Example: 3/2026"
            )
        for bound, outside, vi, en in (
            (field.limits.max_date, 1, "không sau", "not after"),
            (field.limits.min_date, -1, "không trước", "not before"),
        ):
            day = limit_day(bound, context) if bound else None
            if day and (value > day.isoformat()[:7]) - (value < day.isoformat()[:7]) == outside:
                return say(
                    f"Nhập tháng {vi} {{limit}}. Tháng vừa nhập là {{month}}",
                    f"Enter a month {en} {{limit}}. You entered {{month}}",
                    limit=written(day.isoformat()[:7]),
                    month=written(value),
                )
        return None

    def boxes(self, field: Field, value: Any) -> Any:
        boxes = super().boxes(field, value)
        return {box: boxes[box] for box in BOXES}

    def shown(self, field: Field, value: Any, language: str = "vi") -> tuple[str, ...]:
        if isinstance(value, dict):
            return ("/".join(str(value.get(box) or "…") for box in BOXES),)
        return super().shown(field, value, language)

    def attrs(self, field: Field) -> dict[str, Any]:
        return {}

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^(\d{4}-(0[1-9]|1[0-2]))?$"}


def _read(text: str) -> str | None:
    found = WHOLE.fullmatch(text)
    if found is None:
        return None
    month, year = int(found[1] or found[4]), int(found[2] or found[3])
    return f"{year}-{month:02d}" if 1 <= month <= 12 and EARLIEST <= year <= LATEST else None


MONTH = Month()
