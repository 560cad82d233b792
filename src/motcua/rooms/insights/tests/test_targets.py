"""Targets by office and day: the own line, else the nearest office above, else the usual one."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.config import env
from motcua.rooms.agencies.types import agency_id
from motcua.rooms.dossiers import testing
from motcua.rooms.insights import queries, targets
from motcua.rooms.insights.rules import PERIODS, Targets, days_of, target_on

SAIGON, BENTHANH, CITY = agency_id("hcm25_w26740"), agency_id("hcm25_w26743"), agency_id("hcm")
USUAL = (Targets(date(2025, 7, 1), {"online_rate": 0.5}, "766"), Targets(date(2027, 1, 1), {"online_rate": 0.6}, "767"))
OWN = (
    Targets(date(2026, 6, 1), {"online_rate": 0.8}, "KH 12"),
    Targets(date(2026, 9, 1), {"on_time_rate": 0.95}, "KH 40"),
)


@pytest.mark.parametrize(
    ("day", "share", "own"),
    [
        (date(2026, 5, 31), 0.5, False),
        (date(2026, 6, 1), 0.8, True),
        (date(2026, 10, 1), 0.8, True),
        (date(2027, 2, 1), 0.8, True),
    ],
)
def test_the_own_line_holds_from_its_day_on(day: date, share: float, own: bool) -> None:
    found = target_on("online_rate", day, [OWN], USUAL)

    assert found is not None
    assert (found.share, found.own) == (share, own)


def test_what_was_set_for_the_office_above_holds_below_it() -> None:
    found = target_on("online_rate", date(2026, 6, 1), [(), OWN], USUAL)

    assert found is not None
    assert (found.share, found.own) == (0.8, False)
    assert target_on("satisfaction", date(2026, 6, 1), [OWN], USUAL) is None
    assert target_on("online_rate", date(2020, 1, 1), [OWN], USUAL) is None


@given(st.dates(date(2020, 1, 31), date(2035, 12, 31)), st.sampled_from(sorted(PERIODS)))
def test_every_period_has_its_days_in_order_and_none_in_the_future(today: date, key: str) -> None:
    period = days_of(key, today)

    assert period.first <= period.last <= today
    assert key not in {"thang-nay", "thang-truoc", "quy-nay"} or period.first.day == 1


@pytest.fixture
def written(db: None, tmp_path: Path, settings: object) -> Iterator[Path]:
    testing.world()
    (tmp_path / "content").mkdir()
    settings.MOTCUA = env.load().model_copy(update={"content_dir": tmp_path})  # type: ignore[attr-defined]
    yield tmp_path / targets.NAME
    targets._all.cache_clear()


def test_the_file_is_read_by_office(written: Path) -> None:
    written.write_text(
        "default:\n- {from: 2025-07-01, online_rate: 0.5, source: QĐ 766}\n"
        "agencies:\n  hcm25_w26740:\n  - {from: 2026-01-01, online_rate: 0.7, source: KH 12}\n"
    )

    assert targets.check() == 1
    shares = [queries.target("online_rate", one, date(2026, 11, 1)) for one in (SAIGON, BENTHANH, CITY)]
    assert [one.share for one in shares if one] == [0.7, 0.5, 0.5]


@pytest.mark.parametrize(
    "line",
    [
        "{from: x, source: a}",
        "{from: 2026-01-01, speed: 0.5, source: a}",
        "{from: 2026-01-01, online_rate: 50, source: a}",
    ],
)
def test_what_cannot_be_meant_is_said_when_content_is_loaded(written: Path, line: str) -> None:
    written.write_text(f"default:\n- {line}\n")

    with pytest.raises(targets.TargetsUnclear, match=r"targets\.yaml, default"):
        targets.check()


def test_the_shipped_file_is_sound() -> None:
    assert targets.check() >= 0
