"""A due date as a small wall calendar: which days were counted, which were not, why, and on whose authority."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from motcua.faces.kit import formats

WEEK = 7
MOST_WEEKS = 60
# What the calendar says of ordinary days, as it is stored; everything else is told in the words of the decree.
ORDINARY = {
    "Ngày nhận hồ sơ không tính": gettext_noop("day of receipt, not counted"),
    "Tính mọi ngày": gettext_noop("counted"),
    "Ngày cuối": gettext_noop("counted"),
    "Ngày làm việc": gettext_noop("counted"),
    "Thứ Bảy": gettext_noop("Saturday, not counted"),
    "Chủ nhật": gettext_noop("Sunday, not counted"),
}
WEEKDAYS = (
    gettext_noop("Mon"),
    gettext_noop("Tue"),
    gettext_noop("Wed"),
    gettext_noop("Thu"),
    gettext_noop("Fri"),
    gettext_noop("Sat"),
    gettext_noop("Sun"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One square. `state` is blank | start | counted | rest | off | due; `number` its place among the counted days."""

    day: date | None
    state: str
    number: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One week. `month` stands before it where a month begins."""

    month: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A day, or several in a row, that a reader would not expect."""

    first: date
    last: date
    counted: bool
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Everything the picture and the words below it show."""

    summary: str
    due: str
    rule: str
    weekdays: tuple[str, ...]
    rows: tuple[Row, ...]
    remarks: tuple[Remark, ...]
    week: str
    certain: bool


def counted(explanation: Mapping[str, Any] | None, due_on: date | None = None) -> Counted | None:
    """The stored explanation of a due date as a calendar; None when there is none, or no day in it.

    `due_on`: the day it is due now, when an extension moved it beyond what was counted.
    """
    steps = list((explanation or {}).get("steps", ()))
    if not explanation or not steps:
        return None
    in_days = "giờ" not in str(explanation.get("limit", ""))
    told = {date.fromisoformat(step["date"]): step for step in steps}
    last = max(told)
    cells = _cells(told, in_days=in_days)
    cells[last] = Cell(last, "due", cells[last].number, _("due"))
    if due_on and due_on > last:
        cells[due_on] = Cell(due_on, "due", None, _("due after the extension"))
    return Counted(
        summary=_summary(explanation, steps, in_days=in_days),
        due=formats.datetime(datetime.fromisoformat(explanation["due_at"])) if explanation.get("due_at") else "",
        rule=str(explanation.get("rule", "")),
        weekdays=tuple(_(name) for name in WEEKDAYS),
        rows=tuple(_rows(cells)[:MOST_WEEKS]),
        remarks=tuple(_remarks(steps)),
        week=str(explanation.get("week", "")) or _ordinary_source(steps),
        certain=bool(explanation.get("certain", True)),
    )


def weekday(day: date) -> str:
    """T2 to CN."""
    return _(WEEKDAYS[day.weekday()])


def _summary(explanation: Mapping[str, Any], steps: Sequence[Mapping[str, Any]], *, in_days: bool) -> str:
    limit = str(explanation.get("limit", ""))
    skipped = sum(not step["counted"] for step in steps[1:])
    received = formats.datetime(datetime.fromisoformat(explanation["started_at"]))
    if not in_days or not skipped:
        return _("%(limit)s from %(time)s.") % {"limit": limit, "time": received}
    days = ngettext("%(num)s day in between is not counted", "%(num)s days in between are not counted", skipped)
    return _("%(limit)s from %(time)s; %(skipped)s.") % {
        "limit": limit, "time": received, "skipped": days % {"num": skipped},
    }  # fmt: skip


def _cells(told: Mapping[date, Mapping[str, Any]], *, in_days: bool) -> dict[date, Cell]:
    cells, number, first = {}, 0, min(told)
    for day in sorted(told):
        step = told[day]
        reason, ordinary = step["reason"], step["reason"] in ORDINARY
        words = _(ORDINARY[reason]) if ordinary else reason
        if step["counted"]:
            number += 1
            cells[day] = Cell(day, "counted", number if in_days else None, words)
        elif day == first:
            cells[day] = Cell(day, "start", None, words)
        else:
            cells[day] = Cell(day, "rest" if ordinary else "off", None, words)
    return cells


def _rows(cells: Mapping[date, Cell]) -> list[Row]:
    first, last = min(cells), max(cells)
    monday = first - timedelta(days=first.weekday())
    rows, month = [], None
    while monday <= last:
        days = [monday + timedelta(days=n) for n in range(WEEK)]
        row = tuple(cells.get(day, Cell(day if first <= day <= last else None, "blank")) for day in days)
        shown = next(day for day in days if first <= day <= last)
        head = formats.month(shown) if (shown.year, shown.month) != month else ""
        month = (shown.year, shown.month)
        rows.append(Row(head, row))
        monday += timedelta(days=WEEK)
    return rows


def _remarks(steps: Sequence[Mapping[str, Any]]) -> list[Remark]:
    """Weekdays that were skipped and weekends that were counted; days in a row for one reason are one remark."""
    found: list[Remark] = []
    for step in steps:
        if step["reason"] in ORDINARY:
            continue
        day, known = date.fromisoformat(step["date"]), found[-1] if found else None
        same = known and (known.reason, known.counted) == (step["reason"], step["counted"])
        if known and same and known.last + timedelta(days=1) == day:
            found[-1] = Remark(known.first, day, known.counted, known.reason, known.source)
        else:
            found.append(Remark(day, day, step["counted"], step["reason"], step.get("source", "")))
    return found


def _ordinary_source(steps: Sequence[Mapping[str, Any]]) -> str:
    """Where older explanations named the ordinary week: at each of its days."""
    return next((step["source"] for step in steps if step["reason"] in ORDINARY and step.get("source")), "")
