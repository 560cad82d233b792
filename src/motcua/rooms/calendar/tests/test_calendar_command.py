"""`motcua calendar` lists, looks ahead, declares and takes back."""

import argparse
from typing import Any

import pytest

from motcua.faces.cli.commands import calendar
from motcua.kernel import clock
from motcua.kernel.types import SYSTEM
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
