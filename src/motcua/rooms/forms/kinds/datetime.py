# ruff: noqa: ARG002 (every kind is asked the same things)
import re
from typing import Any

from motcua.rooms.forms.kinds.date import BOXES as DAY_BOXES
from motcua.rooms.forms.kinds.date import DATE, Date, joined, split, written
from motcua.rooms.forms.kinds.kind import Context, Post
from motcua.rooms.forms.kinds.time import BOXES as TIME_BOXES
from motcua.rooms.forms.kinds.time import TIME, read_time
from motcua.rooms.forms.types import Field
from motcua.rooms.forms.words import Words, clean

ISO = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2}.*)?")


class DateTime(Date):
    """A day and a time of day, Vietnamese clock."""

    key = "datetime"
    macro = "datetime"
    limits = frozenset({"min_date", "max_date"})
    example = "2026-11-21T08:30"

    def gather(self, field: Field, name: str, post: Post) -> Any:
        boxes = {box: post.get(f"{name}-{box}") for box in (*DAY_BOXES, *TIME_BOXES)}
        return post.get(name) if all(b is None for b in boxes.values()) else {k: b or "" for k, b in boxes.items()}

    def parse(self, field: Field, typed: Any) -> Any:
        if isinstance(typed, str):
            if iso := ISO.fullmatch(typed.strip()):
                typed = {**(split(iso[1]) or {}), **dict(zip(TIME_BOXES, iso[2].split(":"), strict=True))}
            else:
                typed = {"day": clean(typed)} if clean(typed) else {}
        if not isinstance(typed, dict):
            return "" if typed is None else typed
        boxes = {box: clean(str(typed.get(box) or ""))[:20] for box in (*DAY_BOXES, *TIME_BOXES)}
        day, hour = joined(boxes), read_time(f"{boxes['hour']}:{boxes['minute'] or '0'}")
        return f"{day}T{hour}" if day and hour else boxes if any(boxes.values()) else ""

    def holds(self, value: Any) -> bool:
        return value == "" or (isinstance(value, str) and bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", value)))

    def check(self, field: Field, value: Any, context: Context) -> Words | None:
        if self.holds(value):
            return self.bounds(field, value, context)
        boxes = value if isinstance(value, dict) else {}
        day = joined(boxes)
        return self.no_such_day(boxes) if day is None else TIME.check(field, boxes, context)

    def shown(self, field: Field, value: Any, language: str = "vi") -> tuple[str, ...]:
        if isinstance(value, str) and self.holds(value) and value:
            return (f"{value[11:]} {written(value)}",)
        return () if self.empty(value) else (*DATE.shown(field, value), *TIME.shown(field, value))

    def boxes(self, field: Field, value: Any) -> Any:
        if isinstance(value, str) and value:
            return {**DATE.boxes(field, value[:10]), **TIME.boxes(field, value[11:])}
        return {box: str(value.get(box, "")) if isinstance(value, dict) else "" for box in (*DAY_BOXES, *TIME_BOXES)}

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})?$"}


DATETIME = DateTime()
