"""Pure decisions: which claims are taken over, which addresses one may return to, how long a proof is good."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from motcua.kernel.vietnamese import fold
from motcua.rooms.identity.types import (
    DESK_KEYS,
    Address,
    AuthorisationView,
    DeskSettings,
    HouseholdClaims,
    IdentityClaims,
    OrganisationClaims,
    Relation,
)

PERSONAL_ID = re.compile(r"^\d{12}$")
TAX_CODE = re.compile(r"^\d{10}(-?\d{3})?$|^\d{12}$")
GENDERS = {"1": "male", "2": "female", "nam": "male", "nữ": "female", "male": "male", "female": "female"}
ORGANISATION_ACCOUNT = "2"
LEVELS = ("1", "2")
# Names of the e-identity's claims. Only these are read; ethnicity, religion, blood group and the like never get in.
ADDRESS_PARTS = {
    "province_code": "MaTinh",
    "province_name": "TenTinh",
    "ward_code": "MaXa",
    "ward_name": "TenXa",
    "detail": "ChiTiet",
}


class Incomplete(ValueError):
    """The e-identity did not say enough to know who this is."""


def claims_taken(userinfo: Mapping[str, Any], *, acr: str = "", proved_seconds_ago: int = 0) -> IdentityClaims:
    """Take over what is needed and drop the rest at the boundary. Raises Incomplete."""
    personal_id = re.sub(r"\s", "", str(userinfo.get("SoDinhDanh", "")))
    full_name = " ".join(str(userinfo.get("HoVaTen", "")).split())
    if not PERSONAL_ID.match(personal_id) or not full_name:
        raise Incomplete("personal identifier or name is missing")
    level = str(userinfo.get("loAs") or userinfo.get("IAL") or "1")
    organisation = None
    if str(userinfo.get("LoaiTaiKhoan", "1")) == ORGANISATION_ACCOUNT:
        organisation = _organisation(userinfo)
    return IdentityClaims(
        personal_id=personal_id,
        full_name=full_name[:200],
        birth_date=birth_date(str(userinfo.get("NgayThangNamSinh", ""))),
        gender=GENDERS.get(str(userinfo.get("GioiTinh", "")).strip().lower(), ""),
        phone=_phone(str(userinfo.get("SoDienThoai", ""))),
        email=str(userinfo.get("ThuDienTu", "")).strip()[:254],
        residence=_address(userinfo.get("ThuongTru")),
        current_residence=_address(userinfo.get("NoiOHienNay")),
        assurance=int(level) if level in LEVELS else 1,
        organisation=organisation,
        household=_household(userinfo.get("GiaDinh")),
        authentication_level=authentication_level(acr),
        proved_seconds_ago=max(0, proved_seconds_ago),
    )


def _organisation(userinfo: Mapping[str, Any]) -> OrganisationClaims:
    tax_code = re.sub(r"\s", "", str(userinfo.get("MaSoThue", "")))
    name = " ".join(str(userinfo.get("TenDoanhNghiep", "")).split())
    if not TAX_CODE.match(tax_code) or not name:
        raise Incomplete("tax code or name of the organisation is missing")
    return OrganisationClaims(
        tax_code=tax_code,
        name=name[:300],
        enterprise_code=str(userinfo.get("MaSoDoanhNghiep", "")).strip()[:20],
        address=_address(userinfo.get("DiaChi")),
        representative=" ".join(str(userinfo.get("NguoiDaiDien", "")).split())[:200],
    )


def _household(value: Any) -> HouseholdClaims | None:
    """The marriage and the household, where the e-identity passes them on for services that ask for them."""
    if not isinstance(value, Mapping):
        return None
    spouse, marriage, head = (
        part if isinstance(part := value.get(name), Mapping) else {} for name in ("VoChong", "KetHon", "ChuHo")
    )
    found = HouseholdClaims(
        spouse_full_name=_plain(spouse.get("HoVaTen")),
        spouse_personal_id=_plain(spouse.get("SoDinhDanh")),
        spouse_birth_date=birth_date(_plain(spouse.get("NgayThangNamSinh"))),
        spouse_residence=_address(spouse.get("ThuongTru")),
        marriage_number=_plain(marriage.get("So")),
        marriage_date=birth_date(_plain(marriage.get("Ngay"))),
        marriage_place=_plain(marriage.get("NoiDangKy")),
        household_head_name=_plain(head.get("HoVaTen")),
        household_head_id=_plain(head.get("SoDinhDanh")),
    )
    return found if found != HouseholdClaims() else None


def _plain(value: Any) -> str:
    return " ".join(str(value or "").split())[:200]


def _address(value: Any) -> Address | None:
    if isinstance(value, str) and value.strip():
        return Address(detail=value.strip()[:300])
    if not isinstance(value, Mapping):
        return None
    parts = {name: str(value.get(claim) or "").strip()[:300] for name, claim in ADDRESS_PARTS.items()}
    return Address(**parts) if any(parts.values()) else None


def _phone(text: str) -> str:
    digits = re.sub(r"[^\d]", "", text)
    return f"0{digits[2:]}" if digits.startswith("84") and len(digits) > 10 else digits[:15]  # noqa: PLR2004


def birth_date(text: str) -> str:
    """dd/mm/yyyy or yyyy of the e-identity as an ISO date or a year; empty when it is neither."""
    numbers = re.findall(r"\d+", text)
    if len(numbers) == 1 and len(numbers[0]) == 4:  # noqa: PLR2004
        return str(numbers[0])
    if len(numbers) == 3:  # noqa: PLR2004
        if len(numbers[0]) == 4:  # noqa: PLR2004
            numbers.reverse()
        try:
            return date(int(numbers[2]), int(numbers[1]), int(numbers[0])).isoformat()
        except ValueError:
            return ""
    return ""


def authentication_level(acr: str) -> int:
    """01-04 of NĐ 69/2024 as a number; anything else proves the least."""
    return int(acr) if re.fullmatch(r"0[1-4]", acr) else 1


def particulars(claims: IdentityClaims) -> dict[str, object]:
    """The values of a person that are kept, by their names in KnownFacts."""
    values: dict[str, object] = {
        "full_name": claims.full_name,
        "personal_id": claims.personal_id,
        "birth_date": claims.birth_date,
        "gender": claims.gender,
        "phone": claims.phone,
        "email": claims.email,
        "residence": asdict(claims.residence) if claims.residence else None,
        "current_residence": asdict(claims.current_residence) if claims.current_residence else None,
        "assurance": claims.assurance,
        **(household_particulars(claims.household) if claims.household else {}),
    }
    return {name: value for name, value in values.items() if value not in ("", None)}


def household_particulars(claims: HouseholdClaims) -> dict[str, object]:
    """What is kept of the marriage and the household; who has a marriage certificate is married."""
    values = asdict(claims)
    return values | {"marital_status": "married" if claims.marriage_number else ""}


def organisation_particulars(claims: OrganisationClaims) -> dict[str, object]:
    values: dict[str, object] = {
        "organisation_name": claims.name,
        "tax_code": claims.tax_code,
        "enterprise_code": claims.enterprise_code,
        "organisation_address": asdict(claims.address) if claims.address else None,
        "organisation_representative": claims.representative,
    }
    return {name: value for name, value in values.items() if value not in ("", None)}


def renewed(
    old: Mapping[str, Mapping[str, Any]], values: Mapping[str, object], *, source: str, at: datetime
) -> dict[str, dict[str, Any]]:
    """Stored facts after new values arrived; what did not come again stays with its older date."""
    fresh = {name: {"value": value, "source": source, "obtained_at": at.isoformat()} for name, value in values.items()}
    return {name: dict(fact) for name, fact in old.items()} | fresh


def safe_next(wanted: str, default: str = "/") -> str:
    """A path of our own to return to; anything that could lead elsewhere becomes the default."""
    if not wanted.startswith("/") or wanted.startswith(("//", "/\\")) or len(wanted) > 1000:  # noqa: PLR2004
        return default
    if any(ord(letter) < 0x21 or letter == "\\" or ord(letter) == 0x7F for letter in wanted):  # noqa: PLR2004
        return default
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or parts.path.startswith(("/dang-nhap", "/dang-xuat")):
        return default
    return wanted


def proved_recently(*, authenticated_at: datetime, at: datetime, minutes: int) -> bool:
    """Whether a proof of identity is younger than `minutes`."""
    return at - authenticated_at <= timedelta(minutes=minutes)


KIND_OF_PLACE = re.compile(r"^(tỉnh|thành phố|tp\.?|phường|xã|đặc khu|p\.|x\.)\s*", re.IGNORECASE)


def same_place(one: str, other: str) -> bool:
    """Whether two names mean one place: «Thành phố Hồ Chí Minh» and «TP. Hồ Chí Minh»."""
    return fold(KIND_OF_PLACE.sub("", one.strip())) == fold(KIND_OF_PLACE.sub("", other.strip()))


# Who decides or leads is replaced only by somebody who decides or leads; the others by any officer of the agency.
LEADING = frozenset({"signing_authority", "unit_head"})
NEVER_PASSED_ON = frozenset({"business_admin", "technical_admin", "procedure_controller", "auditor"})
LONGEST_ABSENCE = timedelta(days=366)


def may_stand_in(absent: set[str], substitute: set[str]) -> bool:
    """Tell whether somebody with these roles may stand in for somebody with those."""
    passed_on = absent - NEVER_PASSED_ON
    return bool(passed_on) and (not passed_on & LEADING or bool(substitute & LEADING))


def absence_faults(starts_on: date, ends_on: date, ground: str, *, today: date) -> dict[str, str]:
    """What is wrong with the days and the ground of an absence: the refusal code of each field."""
    found = {}
    if starts_on < today:
        found["starts_on"] = "absence.days-wrong"
    if ends_on < max(starts_on, today) or ends_on - max(starts_on, today) > LONGEST_ABSENCE:
        found["ends_on"] = "absence.end-wrong"
    if not ground.strip():
        found["ground"] = "absence.ground-missing"
    return found


def why_not_for(authorisation: AuthorisationView, procedure: str, *, on: date) -> str:
    """The refusal that stands against filing this procedure under this authorisation on that day; empty when none."""
    if authorisation.ended_at is not None:
        return "authorisation.ended-already"
    if not authorisation.starts_on <= on <= authorisation.ends_on:
        return "authorisation.not-in-force"
    if authorisation.procedures and procedure not in authorisation.procedures:
        return "authorisation.other-procedure"
    if not authorisation.verified and authorisation.relation != Relation.CHILD:
        return "authorisation.not-verified"
    return ""


LETTER = re.compile(r"^Key[A-Z]$")
MOST_FILTERS = 8
LONGEST_NAME, LONGEST_QUERY = 40, 400


def desk_fault(settings: DeskSettings) -> str | None:
    """The refusal code of an arrangement that cannot be; None for one that can."""
    keys = [settings.key(does) for does in DESK_KEYS]
    if settings.keys.keys() - DESK_KEYS.keys() or not all(LETTER.match(key) for key in keys):
        return "desk.key-unknown"
    if len(set(keys)) < len(keys):
        return "desk.key-twice"
    if any(not 0 < len(one.name.strip()) <= LONGEST_NAME or len(one.query) > LONGEST_QUERY for one in settings.filters):
        return "desk.filter-nameless"
    return "desk.filters-too-many" if len(settings.filters) > MOST_FILTERS else None
