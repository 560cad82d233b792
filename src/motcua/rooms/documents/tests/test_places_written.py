"""The place written before the date is that of the agency: its commune, its province, or the capital."""

import pytest

from motcua.rooms.agencies import testing as agencies_testing
from motcua.rooms.agencies.types import agency_id
from motcua.rooms.documents import composing


@pytest.mark.django_db
def test_an_agency_of_a_province_does_not_write_from_the_capital() -> None:
    agencies_testing.load_tree()
    agencies_testing.load_places()

    written = {
        key: composing.agency_values(agency_id(key), None)["place"]
        for key in ("hcm25_w26740", "hcm_bhxh", "hcm_police", "vss")
    }

    assert written["hcm25_w26740"] == "Sài Gòn"
    assert written["hcm_bhxh"] == written["hcm_police"] == "Thành phố Hồ Chí Minh"
    assert written["vss"] == "Hà Nội"
