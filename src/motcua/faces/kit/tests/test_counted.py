"""The small calendar that shows how a due date was counted."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from motcua.faces.kit.counted import counted
from motcua.rooms.calendar.content import shipped_calendar
from motcua.rooms.calendar.rules import ZONE, due_at
from motcua.rooms.calendar.types import LimitUnit, TimeLimit


def explained(start: str, amount: int, unit: str = "working_day") -> dict[str, Any]:
    limit = TimeLimit(amount=Decimal(amount), unit=LimitUnit(unit))
    return due_at(datetime.fromisoformat(start).replace(tzinfo=ZONE), limit, shipped_calendar()).as_dict()


@pytest.fixture(autouse=True)
def _vietnamese() -> Any:
    with translation.override("vi"):
        yield


def states(told: Any) -> dict[str, tuple[str, int | None]]:
    cells = (cell for row in told.rows for cell in row.cells if cell.state != "blank")
    return {cell.day.isoformat(): (cell.state, cell.number) for cell in cells}


def test_every_day_has_its_square_and_counted_days_their_number() -> None:
    told = counted(explained("2025-12-31T10:00", 2))

    assert told is not None
    assert states(told) == {
        "2025-12-31": ("start", None), "2026-01-01": ("off", None), "2026-01-02": ("off", None),
        "2026-01-03": ("rest", None), "2026-01-04": ("rest", None), "2026-01-05": ("counted", 1),
        "2026-01-06": ("due", 2),
    }  # fmt: skip
    assert [len(row.cells) for row in told.rows] == [7, 7]
    assert told.rows[0].month == "Tháng 12/2025"
    assert "4 ngày ở giữa không tính" in told.summary
    assert told.due == "17:00 ngày 6/1/2026"


def test_what_is_not_expected_is_told_with_its_source_and_runs_are_one_line() -> None:
    told = counted(explained("2026-02-13T10:00", 1))

    assert told is not None
    (tet,) = told.remarks
    assert (tet.first, tet.last, tet.reason) == (date(2026, 2, 16), date(2026, 2, 20), "Tết Nguyên đán")
    assert "Bính Ngọ" in tet.source
    assert "188/1999/QĐ-TTg" in told.week


def test_hours_have_no_ordinal_days() -> None:
    told = counted(explained("2026-11-18T16:00", 4, "working_hour"))

    assert told is not None
    assert {number for _, number in states(told).values()} == {None}
    assert "giờ làm việc" in told.summary


def test_an_extension_is_shown_beyond_what_was_counted() -> None:
    told = counted(explained("2026-11-18T09:00", 1), date(2026, 11, 24))

    assert told is not None
    assert states(told)["2026-11-24"] == ("due", None)
    assert [row.month for row in told.rows] == ["Tháng 11/2026", ""]


def test_an_older_explanation_named_the_week_at_each_day() -> None:
    old = explained("2026-11-18T09:00", 1)
    del old["week"], old["term"]
    for step in old["steps"][1:]:
        step["source"] = "Quyết định 188"

    told = counted(old)

    assert told is not None
    assert told.week == "Quyết định 188"


@pytest.mark.parametrize("nothing", [None, {}, {"limit": "5 ngày", "steps": []}])
def test_without_days_there_is_no_calendar(nothing: Any) -> None:
    assert counted(nothing) is None
