from datetime import date

import pytest

from motcua.rooms.agencies import queries, testing
from motcua.rooms.agencies.types import agency_id

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
SAIGON, HANOI_WARD = "26740", "00004"


@pytest.fixture(autouse=True)
def tree() -> None:
    testing.load_tree()
    testing.load_places()


def keys(kind: str, *, field: str | None = None, ward: str | None = None, province: str | None = None) -> list[str]:
    found = queries.competent_agencies(kind, field=field, ward_code=ward, province_code=province, on=TODAY)
    return [agency.key for agency in found]


def test_a_ward_matter_goes_to_the_committee_of_that_ward() -> None:
    assert keys("commune_pc", ward=SAIGON) == ["hcm25_w26740"]


def test_a_provincial_matter_goes_to_the_office_of_the_province_of_the_ward() -> None:
    assert keys("dept_finance", ward=SAIGON) == ["hcm25_stc"]
    assert keys("insurance_office", ward=SAIGON) == ["hcm_bhxh"]


def test_a_line_of_competence_wins_over_the_kind() -> None:
    assert keys("province_police", field="immigration", ward=SAIGON) == ["hcm_police_pa08"]


def test_a_line_of_competence_holds_only_in_its_area() -> None:
    assert keys("province_police", field="immigration", ward=HANOI_WARD) == []


def test_an_office_of_a_merged_province_serves_the_new_one() -> None:
    assert keys("moit_co_office", ward=SAIGON) == ["co_hcm", "co_bd"]


def test_a_central_body_serves_the_whole_country() -> None:
    assert keys("moet_admission", ward=HANOI_WARD) == ["moet_gddh"]


def test_where_nobody_is_on_the_installation_nobody_is_named() -> None:
    assert keys("commune_pc", ward=HANOI_WARD) == []


def test_without_a_place_every_agency_of_the_kind_is_offered() -> None:
    assert len(keys("commune_pc")) == 14


def test_the_tree_is_walked_down_and_up() -> None:
    city, ward = agency_id("hcm"), agency_id("hcm25_w26740")

    assert {"hcm25_w26740", "hcm25_stc"} <= {one.key for one in queries.below(city)}
    assert queries.below(ward) == []
    assert queries.above(ward)[0] == city
    assert agency_id("hcm25_w26743") not in queries.above(ward)
