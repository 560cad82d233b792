from datetime import date
from pathlib import Path

import pytest

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies import queries, services, testing
from motcua.rooms.agencies.types import Extent

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def places() -> None:
    testing.load_places()


def test_today_there_are_34_provinces_and_3321_communes() -> None:
    provinces = queries.provinces(on=TODAY)

    assert len(provinces) == 34
    assert sum(len(queries.communes(p.code, on=TODAY)) for p in provinces) == 3321
    assert len(queries.communes("79", on=TODAY)) == 168


def test_provinces_stand_in_the_order_of_the_vietnamese_alphabet() -> None:
    names = [p.short_name for p in queries.provinces(on=TODAY)]

    assert names[:6] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng"]


def test_before_july_2025_a_province_had_districts() -> None:
    assert len(queries.provinces(on=date(2025, 6, 30))) == 63
    assert "Quận 1" in [d.name for d in queries.former_districts("79", on=date(2025, 6, 30))]


def test_quan_2_became_part_of_thu_duc_in_2021() -> None:
    before = queries.place("769", on=date(2020, 12, 31))
    after = queries.place("769", on=date(2021, 1, 1))

    assert before is not None
    assert after is not None
    assert (before.name, after.name) == ("Quận 2", "Thành phố Thủ Đức")


def test_a_ward_is_found_with_or_without_marks() -> None:
    assert [c.name for c in queries.search_communes("sai gon")] == ["Phường Sài Gòn"]
    assert "Phường Bến Thành" in [c.name for c in queries.search_communes("Bến Thành", province_code="79")]


def test_an_old_address_finds_its_new_ward() -> None:
    found = queries.convert_old_address("Hồ Chí Minh", "Quận 1", "Bến Nghé")

    assert [(s.commune.name, s.province.name, s.extent) for s in found] == [
        ("Phường Sài Gòn", "Thành phố Hồ Chí Minh", Extent.WHOLE)
    ]


def test_an_old_ward_that_was_divided_gives_every_part_the_likeliest_first() -> None:
    found = queries.convert_old_address("tp ho chi minh", "quan 1", "da kao")
    assert found == []

    found = queries.convert_old_address("thanh pho ho chi minh", "quan 1", "da kao")
    assert [(s.commune.name, s.extent) for s in found] == [
        ("Phường Sài Gòn", Extent.MAIN),
        ("Phường Tân Định", Extent.PART),
    ]


def test_an_island_district_without_wards_became_a_special_zone() -> None:
    found = queries.convert_old_address("Bà Rịa - Vũng Tàu", "Côn Đảo")

    assert [s.commune.name for s in found] == ["Đặc khu Côn Đảo"]


def test_an_address_is_written_from_the_commune_up() -> None:
    assert queries.place_name("26740", on=TODAY) == "Phường Sài Gòn, Thành phố Hồ Chí Minh"
    assert queries.place_name("99999", on=TODAY) == ""


def test_a_faulty_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "admin_units.csv"
    path.write_text("model,code,parent,name,valid_from,valid_to\ny2025,01,,Hà Nội,2025-07-01,\n", encoding="utf-8")

    with pytest.raises(Refused) as no:
        services.load_admin_units([path], by=SYSTEM, at=clock.now())

    assert "2" in no.value.words("vi")
    assert no.value.code == "admin-unit.content-faulty"
