"""`motcua calendar` lists, looks ahead, declares and takes back."""

import argparse
from typing import Any

import pytest

from motcua.faces.cli.commands import calendar
from motcua.kernel import clock
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.agencies import testing as agencies_testing
from motcua.rooms.calendar import services

pytestmark = pytest.mark.django_db
STORM = ("declare", "closure", "2027-03-10", "2027-03-11", "--number", "88/CĐ", "--reason", "Bão số 9")


@pytest.fixture(autouse=True)
def _loaded() -> None:
    services.load_shipped(by=SYSTEM, at=clock.now())


def asked(capsys: Any, *words: str) -> tuple[int, str, str]:
    parser = argparse.ArgumentParser()
    calendar.add_arguments(parser)
    status = calendar.run(parser.parse_args(words))
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_the_year_is_listed_with_sources_and_what_is_only_estimated(capsys: Any) -> None:
    status, out, _ = asked(capsys, "list", "2027")

    assert status == 0
    assert "- 2027-02-08 thứ Hai   Tết Nguyên đán (ước tính)" in out
    assert "+ 2026-08-22 thứ Bảy" in asked(capsys, "list", "2026")[1]


def test_nothing_is_declared_without_yes(capsys: Any) -> None:
    status, out, _ = asked(capsys, *STORM)

    assert status == 0
    assert "0 of 0 open due dates move" in out
    assert "Bão" not in asked(capsys, "list", "2027")[1]


def test_a_declaration_is_listed_and_taken_back(capsys: Any) -> None:
    made = asked(capsys, *STORM, "--province", "79", "--yes")[1].splitlines()[-1]

    assert (
        f"Bão số 9 [88/CĐ ngày {clock.today():%d/%m/%Y}] {made}" in asked(capsys, "list", "2027", "--province", "79")[1]
    )
    assert asked(capsys, "take-back", made, "--number", "90/CĐ", "--reason", "Bão tan")[0] == 0
    assert "Bão" not in asked(capsys, "list", "2027", "--province", "79")[1]


@pytest.mark.parametrize(
    "words",
    [
        (*STORM, "--agency", "X99"),
        (*STORM[:2], "2027-03-10", "2027-03-01", *STORM[4:], "--yes"),
        (*STORM, "--province", "00", "--yes"),
        (*STORM, "--hours", "9-8"),
    ],
)
def test_what_cannot_be_declared_is_one_line_and_status_two(capsys: Any, words: tuple[str, ...]) -> None:
    status, _, err = asked(capsys, *words)

    assert status == 2
    assert err.startswith("motcua: ")


def test_a_working_week_is_looked_at_declared_listed_and_taken_back(capsys: Any) -> None:
    agencies_testing.load_tree()
    said = (
        "declare-week", "2027-01-04", "--hours", "mon-fri=07:30-11:30,13:00-17:00", "sat=07:30-11:30", "--number",
        "12/QĐ", "--reason", "Thêm sáng thứ Bảy", "--agency", agencies.agencies("commune_pc")[0].code,
    )  # fmt: skip

    assert "nothing was declared" in asked(capsys, *said)[1]
    made = asked(capsys, *said, "--yes")[1].splitlines()[-1]

    listed = asked(capsys, "list", "2027", "--agency", said[-1])[1]
    assert "= 2027-01-04 thứ Hai đến thứ Sáu 07:30-11:30,13:00-17:00; thứ Bảy 07:30-11:30 [12/QĐ ngày" in listed
    assert asked(capsys, "take-back", made, "--number", "13/QĐ", "--reason", "Chưa đủ người")[0] == 0
    assert "12/QĐ" not in asked(capsys, "list", "2027", "--agency", said[-1])[1]


@pytest.mark.parametrize("hours", ["mon", "xyz=07:30-11:30", "fri-mon=07:30-11:30", "mon=11:30-07:30"])
def test_a_week_that_is_spelled_wrong_is_told(capsys: Any, hours: str) -> None:
    status, _, err = asked(
        capsys, "declare-week", "2027-01-04", "--hours", hours, "--number", "1", "--reason", "x", "--yes"
    )

    assert status == 2
    assert err.startswith("motcua: ")
