"""What is taken over from the e-identity, and where one may return to."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.rooms.identity import rules

CLAIMS: dict[str, Any] = {
    "sub": "s",
    "SoDinhDanh": "079 190 012 345",
    "HoVaTen": "  Nguyễn  Thị Hoa ",
    "NgayThangNamSinh": "12/05/1990",
    "GioiTinh": "2",
    "loAs": "2",
    "SoDienThoai": "+84 901 234 567",
    "ThuDienTu": "hoa@example.vn",
    "ThuongTru": {"MaTinh": "79", "TenTinh": "TP HCM", "MaXa": "26740", "ChiTiet": "12 Lê Lợi", "MaHuyen": "760"},
    "DanToc": "Kinh",
    "TonGiao": "Không",
    "NhomMau": "O",
    "TinhTrangHonNhan": "Đã kết hôn",
    "Cha": "Nguyễn Văn A",
}


def test_needed_claims_are_taken_over_and_tidied() -> None:
    taken = rules.claims_taken(CLAIMS, acr="03", proved_seconds_ago=5)

    assert taken.personal_id == "079190012345"
    assert taken.full_name == "Nguyễn Thị Hoa"
    assert taken.birth_date == "1990-05-12"
    assert taken.gender == "female"
    assert taken.phone == "0901234567"
    assert taken.assurance == 2
    assert taken.authentication_level == 3
    assert taken.residence is not None
    assert taken.residence.ward_code == "26740"


def test_sensitive_claims_are_dropped_at_the_boundary() -> None:
    taken = repr(rules.claims_taken(CLAIMS)) + repr(rules.particulars(rules.claims_taken(CLAIMS)))

    for secret in ("Kinh", "Không", "'O'", "Đã kết hôn", "Nguyễn Văn A", "760"):
        assert secret not in taken


@pytest.mark.parametrize(
    "change", [{"SoDinhDanh": "123"}, {"SoDinhDanh": None}, {"HoVaTen": " "}, {"SoDinhDanh": "0790A0012345"}]
)
def test_without_a_personal_identifier_or_a_name_nobody_is_known(change: dict[str, Any]) -> None:
    with pytest.raises(rules.Incomplete):
        rules.claims_taken(CLAIMS | change)


def test_an_organisation_account_needs_its_tax_code_and_name() -> None:
    organisation = {
        "LoaiTaiKhoan": "2",
        "MaSoThue": "0101234567",
        "TenDoanhNghiep": "Công ty Thu Đa",
        "DiaChi": "5 Hàng Bài",
    }

    taken = rules.claims_taken(CLAIMS | organisation).organisation

    assert taken is not None
    assert taken.tax_code == "0101234567"
    assert taken.address is not None
    assert taken.address.detail == "5 Hàng Bài"
    with pytest.raises(rules.Incomplete):
        rules.claims_taken(CLAIMS | organisation | {"MaSoThue": "abc"})


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12/05/1990", "1990-05-12"),
        ("1990-05-12", "1990-05-12"),
        ("1960", "1960"),
        ("31/02/1990", ""),
        ("", ""),
        ("?", ""),
    ],
)
def test_birth_dates_are_read_as_days_or_years(text: str, day: str) -> None:
    assert rules.birth_date(text) == day


@pytest.mark.parametrize(("acr", "level"), [("01", 1), ("04", 4), ("05", 1), ("", 1), ("urn:x", 1)])
def test_an_unknown_authentication_level_proves_the_least(acr: str, level: int) -> None:
    assert rules.authentication_level(acr) == level


@pytest.mark.parametrize("wanted", ["/ho-so", "/nop-ho-so/1?buoc=2", "/tim?q=kết hôn".replace(" ", "+"), "/"])
def test_paths_of_our_own_are_returned_to(wanted: str) -> None:
    assert rules.safe_next(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "/%0d%0a\n",
        "javascript:alert(1)", "evil.example", "",
        "/a\tb", "/a\\b", "/dang-nhap/tra-ve?code=1", "/dang-xuat", "\x00/",
        "/" + "a" * 1001, "///evil.example", "/\x7f",
    ],
)  # fmt: skip
def test_anything_that_could_lead_elsewhere_becomes_the_home_page(wanted: str) -> None:
    assert rules.safe_next(wanted) == "/"


@given(st.text(max_size=60))
def test_a_return_path_is_always_a_path(wanted: str) -> None:
    path = rules.safe_next(wanted)

    assert path.startswith("/")
    assert not path.startswith("//")
    assert "\\" not in path


@given(
    st.dictionaries(
        st.sampled_from(sorted(CLAIMS)),
        st.one_of(st.none(), st.text(max_size=20), st.integers(), st.lists(st.text(max_size=3))),
    )
)
def test_whatever_a_provider_sends_is_taken_over_or_refused(change: dict[str, Any]) -> None:
    try:
        taken = rules.claims_taken(CLAIMS | change)
    except rules.Incomplete:
        return
    assert len(taken.personal_id) == 12
    assert taken.assurance in (1, 2)


def test_a_value_that_did_not_come_again_keeps_its_older_date() -> None:
    monday, tuesday = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC)
    first = rules.renewed({}, {"email": "a@b.vn", "phone": "0901234567"}, source="e-identity", at=monday)

    second = rules.renewed(first, {"phone": "0907654321"}, source="e-identity", at=tuesday)

    assert second["email"]["obtained_at"] == monday.isoformat()
    assert second["phone"] == {"value": "0907654321", "source": "e-identity", "obtained_at": tuesday.isoformat()}


def test_a_proof_grows_old() -> None:
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)

    assert rules.proved_recently(authenticated_at=at - timedelta(minutes=10), at=at, minutes=10)
    assert not rules.proved_recently(authenticated_at=at - timedelta(minutes=10, seconds=1), at=at, minutes=10)
