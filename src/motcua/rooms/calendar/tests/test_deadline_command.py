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
    assert "Hạn trả: 17:00 thứ Hai, 05/01/2026" in out
    assert "- 2026-01-02" in out
    assert "12729/VPCP-KGVX" in out


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
