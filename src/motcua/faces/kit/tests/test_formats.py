from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from motcua.faces.kit import formats


@pytest.fixture(autouse=True)
def _vietnamese():  # type: ignore[no-untyped-def]
    with translation.override("vi"):
        yield


def test_money_is_written_with_dots_and_the_name_of_the_coin() -> None:
    assert formats.money(115_000) == "115.000 đồng"
    assert formats.money(0) == "Miễn phí"
    assert formats.money(None) == "–"


def test_decimals_have_a_comma() -> None:
    assert formats.number(1234.5) == "1.234,5"
    assert formats.percent(0.973) == "97,3%"
    assert formats.percent(1.0) == "100%"


def test_a_date_is_written_from_whatever_holds_one() -> None:
    assert formats.date(date(1960, 3, 27)) == "27/3/1960"
    assert formats.date("1960-03-27") == "27/3/1960"
    assert formats.date({"day": "27", "month": "3", "year": "1960"}) == "27/3/1960"
    assert formats.date({"day": "", "month": "", "year": "1960"}) == "1960"
    assert formats.date("khoảng 1960") == "khoảng 1960"
    assert formats.date(None) == ""


def test_an_instant_is_told_by_the_vietnamese_clock() -> None:
    late_in_greenwich = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)

    assert formats.datetime(late_in_greenwich) == "03:40 ngày 21/11/2026"
    assert formats.date(late_in_greenwich) == "21/11/2026"


def test_lengths_of_time_are_said_in_words() -> None:
    assert formats.duration((5, "working_day")) == "5 ngày làm việc"
    assert formats.duration(Decimal(4), "working_hour") == "4 giờ làm việc"
    assert formats.duration(Decimal("3.5"), "working_hour") == "3,5 giờ làm việc"
    assert formats.duration(Decimal("15.37"), "working_hour") == "15 giờ 22 phút làm việc"
    assert formats.duration(Decimal("0.5"), "working_day") == "0,5 ngày làm việc"
    assert formats.duration({"amount": None, "unit": "window"}) == "Theo lịch từng năm"


def test_numbers_of_persons_and_telephones_are_grouped() -> None:
    assert formats.personal_id("001190012345") == "001 190 012 345"
    assert formats.personal_id("00119001234") == "00119001234"
    assert formats.phone("0912345678") == "0912 345 678"
    assert formats.mask("001190012345") == "001 *** *** 345"
    assert formats.initials("Nguyễn Thị Ánh") == "N.T.Á."


def test_file_sizes_are_rounded_for_people() -> None:
    assert formats.filesize(1_258_291) == "1,2 MB"
    assert formats.filesize(734_003) == "716 KB"
    assert formats.filesize(10 * 1024 * 1024) == "10 MB"
    assert formats.filesize(1024 * 1024 - 1) == "1.023 KB"
    assert formats.filesize(40_000) == "39 KB"
    assert formats.filesize(70) == "70 B"


def test_english_never_leaves_day_and_month_in_doubt() -> None:
    with translation.override("en"):
        assert formats.date(date(1960, 3, 4)) == "4 March 1960"
        assert formats.money(115_000) == "VND 115,000"
        assert formats.duration((1, "working_day")) == "1 working day"
