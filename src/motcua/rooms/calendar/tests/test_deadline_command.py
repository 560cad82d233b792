"""`motcua deadline` prints the date and why."""

import argparse
import json
from typing import Any

import pytest

from motcua.faces.cli.commands import deadline
from motcua.kernel import clock
from motcua.kernel.types import SYSTEM
from motcua.rooms.calendar import services

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded() -> None:
    services.load_shipped(by=SYSTEM, at=clock.now())


def asked(capsys: Any, *words: str) -> tuple[int, str, str]:
    parser = argparse.ArgumentParser()
    deadline.add_arguments(parser)
    status = deadline.run(parser.parse_args(words))
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_the_swapped_friday_of_2026_is_explained_with_its_source(capsys: Any) -> None:
    status, out, _ = asked(capsys, "1", "--from", "2025-12-31T10:00")

    assert status == 0
    assert out.splitlines() == [
        "Nhận lúc:  10:00 thứ Tư, 31/12/2025",
        "Thời hạn:  1 ngày làm việc",
        "Hạn trả:   17:00 thứ Hai, 05/01/2026",
        "Cách tính: Tính từ ngày làm việc tiếp theo, đến hết giờ làm việc của ngày cuối.",
        "",
        "  - thứ Tư 31/12/2025     không tính: ngày nhận hồ sơ",
        "  - thứ Năm 01/01/2026    không tính: Tết Dương lịch [1]",
        "  - thứ Sáu 02/01/2026    không tính: nghỉ hoán đổi với thứ Bảy 10/01/2026 [2]",
        "  - thứ Bảy 03/01/2026    không tính: nghỉ hằng tuần [3]",
        "  - Chủ nhật 04/01/2026   không tính: nghỉ hằng tuần [3]",
        "  + thứ Hai 05/01/2026    tính: ngày làm việc [3]",
        "",
        "Căn cứ:",
        "  [1] Bộ luật Lao động 45/2019/QH14, Điều 112 (VBHN 18/2026)",
        "  [2] Văn bản 12729/VPCP-KGVX ngày 25/12/2025",
        "  [3] Quyết định 188/1999/QĐ-TTg: tuần làm việc 40 giờ, nghỉ thứ Bảy và Chủ nhật. Giờ trong ngày do từng tỉnh quy định.",
    ]


def test_days_that_count_in_a_row_are_one_line_and_what_is_not_certain_is_marked(capsys: Any) -> None:
    month = asked(capsys, "--received", "2026-01-31T09:00", "--limit", "1m")[1]
    tet = asked(capsys, "--received", "2027-02-01T10:00", "--limit", "5")[1]
    hours = asked(capsys, "--received", "2026-02-12T16:00", "--limit", "8h")[1]

    assert "+ Chủ nhật 01/02/2026 đến thứ Sáu 27/02/2026 tính (27 ngày): tính cả ngày nghỉ" in month
    assert "- thứ Bảy 28/02/2026    không tính: nghỉ hằng tuần, hạn dời sang ngày sau" in month
    assert tet.count("không tính: Tết Nguyên đán [2] (*)") == 7
    assert tet.rstrip().endswith("ngày hẹn có thể thay đổi.")
    assert "+ thứ Năm 12/02/2026 đến thứ Sáu 13/02/2026 tính: ngày làm việc" in hours
    assert "16:00 thứ Sáu, 13/02/2026" in hours


@pytest.mark.parametrize(
    ("limit", "due"),
    [("1", "2026-11-19"), ("4h", "2026-11-18"), ("2w", "2026-12-02"), ("1m", "2026-12-18"), ("3cd", "2026-11-23"),
     ("1 working_day", "2026-11-19"), ("24ch", "2026-11-19")],
)  # fmt: skip
def test_a_limit_is_spelled_in_one_word(capsys: Any, limit: str, due: str) -> None:
    _, out, _ = asked(capsys, "--received", "2026-11-18T09:00", "--limit", limit, "--json")

    assert json.loads(out)["due_at"].startswith(due)


def test_what_was_known_then_can_be_asked(capsys: Any) -> None:
    words = ("--received", "2025-12-31T10:00", "--limit", "1")
    _, then, _ = asked(capsys, *words, "--known-at", "2025-12-20T10:00")
    _, now, _ = asked(capsys, *words)

    assert "02/01/2026" in then.split("Hạn trả")[1]
    assert "05/01/2026" in now.split("Hạn trả")[1]


def test_machines_get_json(capsys: Any) -> None:
    _, out, _ = asked(capsys, "4", "working_hour", "--from", "2026-11-18T16:00", "--json")

    assert json.loads(out)["due_at"] == "2026-11-19T10:30:00+07:00"


@pytest.mark.parametrize(
    "words",
    [
        ("1", "--agency", "X99"),
        ("--procedure", "9.999999"),
        (),
        ("1", "--from", "yesterday"),
        ("many",),
        ("999999",),
        ("--limit", "soon"),
        ("--limit", "5 fortnights"),
    ],
)
def test_what_cannot_be_answered_is_one_line_and_status_two(capsys: Any, words: tuple[str, ...]) -> None:
    status, out, err = asked(capsys, *words)

    assert (status, out) == (2, "")
    assert err.startswith("motcua: ")
    assert err.count("\n") == 1
