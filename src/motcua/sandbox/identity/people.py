"""The demonstration people as the provider knows them, and the claims it releases about them."""

import hashlib
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

OWN_PEOPLE = Path(__file__).with_name("people.yaml")
_TECH_ID = uuid.UUID("6a5c53cf-3f0a-4e0f-9a4e-6c1f3f1f4f10")
_GENDERS = {"male": "1", "nam": "1", "m": "1", "female": "2", "nữ": "2", "f": "2"}


SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same in C


@dataclass(frozen=True)
class Identity:
    """One account of the provider: a person, or a person signing in for an organisation."""

    key: str
    person: dict[str, Any]
    organisation: dict[str, Any] | None = None
    agencies: tuple[str, ...] = ()
    """Names of the agencies an officer works for."""

    @property
    def name(self) -> str:
        return str(self.person["full_name"])

    @property
    def sub(self) -> str:
        return hashlib.sha256(f"sub|{self.key}|{self.person['personal_id']}".encode()).hexdigest()[:40]

    @property
    def level(self) -> int:
        return int(self.person.get("assurance", 1))

    @property
    def strongest(self) -> int:
        """The highest authentication level (01-04) this account can reach."""
        return 4 if self.level >= 2 else 2


def load(path: Path | None) -> dict[str, Identity]:
    """Every account by key; the file is re-read by the caller when it changes."""
    source = path if path and path.exists() else OWN_PEOPLE
    document = yaml.load(source.read_text(encoding="utf-8"), Loader=SAFE)
    entries = document["people"] if isinstance(document, dict) else document
    names = _agency_names(source.with_name("agencies.yaml"))
    accounts: dict[str, Identity] = {}
    for entry in entries:
        held = [office.get("agency", "") for office in entry.get("offices") or []]
        agencies = tuple(dict.fromkeys(names.get(key, key) for key in held))
        accounts[entry["key"]] = Identity(entry["key"], entry, agencies=agencies)
        if entry.get("organisation"):
            key = f"{entry['key']}@organisation"
            accounts[key] = Identity(key, entry, entry["organisation"])
    return accounts


def _agency_names(path: Path) -> dict[str, str]:
    """Names by key of the agency tree beside the list of people, when there is one."""
    if not path.exists():
        return {}
    tree = yaml.load(path.read_text(encoding="utf-8"), Loader=SAFE)
    names = {one["key"]: one["name"] for one in tree.get("agencies", [])}
    for family in tree.get("families", []):
        for area in family.get("areas", []):
            names[family["key"].format_map(area)] = family["name"].format_map(area)
    return names


def claims(identity: Identity) -> dict[str, Any]:
    """Claims named as the national e-identity names them, including sensitive ones a careful party drops."""
    person = identity.person
    address = _address(person.get("address") or person.get("residence"))
    released = {
        "sub": identity.sub,
        "LoaiTaiKhoan": "2" if identity.organisation else "1",
        "SoDinhDanh": str(person["personal_id"]),
        "HoVaTen": str(person["full_name"]),
        "NgayThangNamSinh": _birth(person.get("birth_date") or person.get("birth_year")),
        "TechID": str(uuid.uuid5(_TECH_ID, str(person["personal_id"]))),
        "loAs": str(identity.level),
        "IAL": str(identity.level),
        "GioiTinh": _GENDERS.get(str(person.get("gender", "")).lower(), "3"),
        "SoDienThoai": str(person.get("phone") or ""),
        "ThuDienTu": str(person.get("email") or ""),
        "ThuongTru": address,
        "NoiOHienNay": _address(person.get("current_address")) or address,
        "QuocTich": "VN",
        "GiaDinh": _household(person.get("household")),
        **_sensitive(str(person["personal_id"])),
    }
    if identity.organisation:
        released |= _organisation(identity)
    return {name: value for name, value in released.items() if value not in ("", None, {})}


def _household(known: dict[str, Any] | None) -> dict[str, Any]:
    """The marriage and the head of the household, for those of whom the registers know."""
    if not known:
        return {}
    return {
        "VoChong": {
            "HoVaTen": known.get("spouse_full_name"),
            "SoDinhDanh": known.get("spouse_personal_id"),
            "NgayThangNamSinh": _birth(known.get("spouse_birth_date")),
            "ThuongTru": _address(known.get("spouse_residence")),
        },
        "KetHon": {
            "So": known.get("marriage_number"),
            "Ngay": _birth(known.get("marriage_date")),
            "NoiDangKy": known.get("marriage_place"),
        },
        "ChuHo": {"HoVaTen": known.get("household_head_name"), "SoDinhDanh": known.get("household_head_id")},
    }


def _organisation(identity: Identity) -> dict[str, Any]:
    organisation = identity.organisation or {}
    return {
        "MaSoThue": str(organisation.get("tax_code", "")),
        "MaSoDoanhNghiep": str(organisation.get("enterprise_code") or organisation.get("tax_code", "")),
        "TenDoanhNghiep": str(organisation.get("name", "")),
        "DiaChi": _address(organisation.get("address")),
        "NguoiDaiDien": str(organisation.get("representative") or identity.name),
    }


def _sensitive(personal_id: str) -> dict[str, str]:
    pick = int(hashlib.sha256(personal_id.encode()).hexdigest(), 16)
    return {
        "DanToc": ("Kinh", "Tày", "Khmer", "Hoa")[pick % 4],
        "TonGiao": ("Không", "Phật giáo", "Công giáo")[pick % 3],
        "NhomMau": ("O", "A", "B", "AB")[pick // 7 % 4],
        "TinhTrangHonNhan": ("Chưa kết hôn", "Đã kết hôn")[pick // 11 % 2],
    }


def _birth(value: Any) -> str:
    """dd/mm/yyyy, or the year alone where only the year is known."""
    if value is None:
        return ""
    parts = str(value).split("-")
    return "/".join(reversed(parts)) if len(parts) == 3 else parts[0]


def _address(value: Any) -> Any:
    if not isinstance(value, dict):
        return {"ChiTiet": str(value)} if value else {}
    names = {
        "MaTinh": ("province_code", "province"),
        "TenTinh": ("province_name",),
        "MaXa": ("ward_code", "commune_code", "commune"),
        "TenXa": ("ward_name", "commune_name"),
        "ChiTiet": ("detail", "street"),
    }
    found = {claim: next((str(value[key]) for key in keys if value.get(key)), "") for claim, keys in names.items()}
    return {claim: text for claim, text in found.items() if text}
