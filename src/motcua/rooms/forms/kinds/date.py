# ruff: noqa: ARG002, PLR2004 (every kind is asked the same things)
import calendar
import re
from datetime import date, timedelta
from typing import Any

from motcua.rooms.forms.kinds.kind import Context, Kind, Post
from motcua.rooms.forms.types import DATE_LIMIT, Field
from motcua.rooms.forms.words import Words, clean, say, shortened

BOXES = ("day", "month", "year")
WHOLE = re.compile(r"(\d{1,2})[\s/.\-]+(\d{1,2})[\s/.\-]+(\d{1,4})|(\d{2})(\d{2})(\d{4})")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T.*)?")
EARLIEST, LATEST = 1850, 2200


def split(text: str) -> dict[str, str] | None:
    """A whole date pasted into one box: 27/3/1960, 27-03-1960, 27031960, 1960-03-27."""
    text = clean(text)
    if iso := ISO.fullmatch(text):
        return {"day": iso[3], "month": iso[2], "year": iso[1]}
    if whole := WHOLE.fullmatch(text):
        day, month, year = (part for part in whole.groups() if part is not None)
        return {"day": day, "month": month, "year": year}
    return None


def joined(boxes: dict[str, Any], *, year_only: bool = False) -> str | None:
    """The ISO date of three boxes, or None when there is no such day."""
    day, month, year = (str(boxes.get(box) or "").strip() for box in BOXES)
    if not re.fullmatch(r"\d{4}", year) or not EARLIEST <= int(year) <= LATEST:
        return None
    if year_only and not day and not month:
        return year
    if not re.fullmatch(r"\d{1,2}", day) or not re.fullmatch(r"\d{1,2}", month):
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def written(iso: str) -> str:
    """27/3/1960; a year alone stays as it is."""
    parts = iso[:10].split("-")
    return "/".join(part if len(part) == 4 else str(int(part)) for part in reversed(parts))


def limit_day(limit: str, context: Context) -> date | None:
    """The day a limit of the definition means today; None while it depends on an empty field."""
    found = DATE_LIMIT.match(limit)
    if found is None:
        return None
    if found[1]:
        return date.fromisoformat(found[1])
    start = context.today if found[2] == "today" else _day_of(context.answers.get(found[2]))
    if start is None or found[3] is None:
        return start
    return moved(start, int(f"{found[3]}{found[4]}"), found[5])


def moved(start: date, amount: int, unit: str) -> date:
    """So many days, months or years away; the last day of a shorter month counts."""
    if unit == "d":
        return start + timedelta(days=amount)
    months = start.year * 12 + start.month - 1 + amount * (12 if unit == "y" else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def _day_of(value: Any) -> date | None:
    return date.fromisoformat(value[:10]) if isinstance(value, str) and ISO.fullmatch(value) else None


def year_alone(field: Field) -> bool:
    """Of many older people only the year of birth is known, also to the state."""
    return field.limits.year_only or (field.prefill or "").endswith("birth_date")


SPANS = ("Từ ", "Đến ")


class Date(Kind):
    """Three boxes; a whole date pasted into the first one is split."""

    key = "date"
    macro = "date"
    limits = frozenset({"min_date", "max_date", "year_only"})
    example = "1960-03-27"

    def gather(self, field: Field, name: str, post: Post) -> Any:
        boxes = {box: post.get(f"{name}-{box}") for box in BOXES}
        if all(typed is None for typed in boxes.values()):
            return post.get(name)
        return {box: typed or "" for box, typed in boxes.items()}

    def parse(self, field: Field, typed: Any) -> Any:
        if isinstance(typed, str):
            boxes = split(typed) or ({"day": "", "month": "", "year": clean(typed)} if clean(typed) else {})
        elif isinstance(typed, dict):
            boxes = {box: clean(str(typed.get(box) or ""))[:20] for box in BOXES}
            filled = [text for text in boxes.values() if text]
            boxes = (split(filled[0]) or boxes) if len(filled) == 1 else boxes
        else:
            return "" if typed is None else typed
        if not any(boxes.values()):
            return ""
        return joined(boxes, year_only=year_alone(field)) or boxes

    def holds(self, value: Any) -> bool:
        return value == "" or (isinstance(value, str) and bool(re.fullmatch(r"\d{4}(-\d{2}-\d{2})?", value)))

    def check(self, field: Field, value: Any, context: Context) -> Words | None:
        if not self.holds(value) or (len(value) == 4 and not year_alone(field)):
            return self.no_such_day(value if isinstance(value, dict) else {"year": value})
        return self.bounds(field, value, context)

    def no_such_day(self, boxes: dict[str, Any]) -> Words:
        day, month, year = (str(boxes.get(box) or "") for box in BOXES)
        for text, vi, en in ((day, "ngày", "day"), (month, "tháng", "month"), (year, "năm", "year")):
            if not text:
                return say(f"Điền thêm {vi}. Ví dụ đúng: 27/3/1960", f"Add the {en}. A right one: 27/3/1960")
        if not all(text.isascii() and text.isdigit() for text in (day, month, year)):
            return say(
                "Ngày, tháng, năm nhập bằng chữ số. Ví dụ đúng: 27/3/1960",
                "Write day, month and year in digits. A right one: 27/3/1960",
            )
        if len(year) != 4 or not EARLIEST <= int(year) <= LATEST:
            return say(
                "Năm viết đủ 4 chữ số, vừa nhập “{year}”. Ví dụ đúng: 27/3/1960",
                "Write the year in 4 digits, you entered “{year}”. A right one: 27/3/1960",
                year=shortened(year, 10),
            )
        return say(
            "Ngày {day}/{month} không có. Ví dụ đúng: 27/3/1960",
            "There is no day {day}/{month}. A right one: 27/3/1960",
            day=shortened(day, 4),
            month=shortened(month, 4),
        )

    def bounds(self, field: Field, value: str, context: Context) -> Words | None:
        first, last = (value, value) if len(value) > 4 else (f"{value}-01-01", f"{value}-12-31")
        latest = limit_day(field.limits.max_date, context) if field.limits.max_date else None
        if latest and first[:10] > latest.isoformat():
            return say(
                "Nhập ngày không sau {limit}. Ngày vừa nhập là {day}",
                "Enter a day not after {limit}. You entered {day}",
                limit=written(latest.isoformat()),
                day=written(value),
            )
        earliest = limit_day(field.limits.min_date, context) if field.limits.min_date else None
        if earliest and last[:10] < earliest.isoformat():
            return say(
                "Nhập ngày từ {limit} trở đi. Ngày vừa nhập là {day}",
                "Enter a day from {limit} on. You entered {day}",
                limit=written(earliest.isoformat()),
                day=written(value),
            )
        return None

    def missing(self, field: Field) -> Words:
        """«Từ ngày», «Đến ngày» name no thing one could enter: the question is quoted."""
        if field.label.vi.startswith(SPANS):
            return say("Ghi ngày ở mục “{label}”", "Enter the date at “{label}”", label=field.label)
        return super().missing(field)

    def shown(self, field: Field, value: Any, language: str = "vi") -> tuple[str, ...]:
        if isinstance(value, dict):
            return ("/".join(str(value.get(box) or "…") for box in BOXES),)
        return (written(value),) if value and self.holds(value) else super().shown(field, value, language)

    def boxes(self, field: Field, value: Any) -> Any:
        if isinstance(value, str) and value:
            year, _, rest = value.partition("-")
            month, _, day = rest.partition("-")
            return {"day": day.lstrip("0"), "month": month.lstrip("0"), "year": year}
        return {box: str(value.get(box, "")) if isinstance(value, dict) else "" for box in BOXES}

    def attrs(self, field: Field) -> dict[str, Any]:
        return {"year_only": True} if year_alone(field) else {}

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "format": "date"} if not year_alone(field) else {"type": "string"}


DATE = Date()
