"""The procedure that is measured: three pages, eleven answers, one attachment, no fee. Nothing of it is known before."""

import io
from datetime import date, timedelta
from typing import Any

from PIL import Image

CODE = "MC.990099"
KEY = "bench_permit"


def _field(key: str, kind: str, words: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "label": {"vi": words, "en": words}, "required": True} | more


def _choice(key: str, words: str, *options: str) -> dict[str, Any]:
    return _field(key, "radio", words, options=[{"value": o, "label": {"vi": o, "en": o}} for o in options])


PAGES: list[dict[str, Any]] = [
    {
        "key": "applicant",
        "title": {"vi": "Người đề nghị", "en": "Applicant"},
        "fields": [
            _field("contact_name", "text", "Người liên hệ", limits={"max_length": 100}),
            _field("contact_phone", "phone", "Số điện thoại liên hệ"),
            _field("contact_email", "email", "Thư điện tử"),
            _field("birth_date", "date", "Ngày sinh", limits={"max_date": "today"}),
        ],
    },
    {
        "key": "matter",
        "title": {"vi": "Việc đề nghị", "en": "Matter"},
        "fields": [
            _choice("purpose", "Mục đích", "family", "work", "other"),
            _field("purpose_other", "text", "Mục đích khác", when="answers.purpose == 'other'"),
            _field("copies", "number", "Số bản", limits={"min": 1, "max": 20}),
            _field("needed_on", "date", "Ngày cần", limits={"min_date": "today"}),
        ],
    },
    {
        "key": "papers",
        "title": {"vi": "Giấy tờ và cách nhận", "en": "Papers"},
        "fields": [
            _choice("result_delivery", "Cách nhận kết quả", "online", "counter"),
            _field("note", "textarea", "Ghi chú", limits={"max_length": 1000}),
            _field("truth", "checkbox", "Tôi cam đoan nội dung khai là đúng"),
            _field("proof", "file", "Bản chụp giấy tờ", limits={"media": ["pdf", "jpg", "png"], "max_mb": 10}),
        ],
    },
]
STEPS = [
    {"key": key, "name": name, "role": role, "unit": unit, "does": does, "share": share}
    for key, name, role, unit, does, share in (
        ("receive", "Tiếp nhận", "reception_officer", "pvhcc", "receive", 0.1),
        ("appraise", "Thẩm định", "case_officer", "vp", "appraise", 0.5),
        ("check", "Soát xét", "unit_head", "vp", "work", 0.2),
        ("approve", "Duyệt", "signing_authority", "ld", "approve", 0.2),
    )
]
FILE_FIELD, FILE_PAGE = "proof", "papers"


def package() -> Any:
    """The package as an author would hand it in."""
    from motcua.rooms.catalogue.package import Package
    from motcua.rooms.catalogue.testing import a_package

    free = {"time_limit": {"amount": "3", "unit": "working_day"}, "fees": []}
    small = a_package(
        key=KEY, local_code=CODE, plain_name={"vi": "Giấy phép đo tốc độ"}, name={"vi": "Cấp giấy phép đo tốc độ"},
        methods=[{"channel": "online"} | free, {"channel": "counter"} | free],
    )  # fmt: skip
    definition = small.definition() | {"form": {"key": KEY, "pages": PAGES}, "process": {"steps": STEPS}}
    return Package.from_definition(definition, folder=f"bench/{CODE}")


def typed() -> dict[str, list[tuple[str, str]]]:
    """Page → what a person types on it, as a browser sends it."""
    soon = date.today() + timedelta(days=30)
    return {
        "applicant": [
            ("contact_name", "Nguyễn Thị Lan"), ("contact_phone", "0901230001"), ("contact_email", "lan@example.vn"),
            ("birth_date-day", "1"), ("birth_date-month", "5"), ("birth_date-year", "1990"),
        ],
        "matter": [
            ("purpose", "other"), ("purpose_other", "Bổ sung hồ sơ vay vốn"), ("copies", "2"),
            ("needed_on-day", str(soon.day)), ("needed_on-month", str(soon.month)), ("needed_on-year", str(soon.year)),
        ],
        "papers": [("result_delivery", "online"), ("note", "Xin nhận sớm vì hạn vay đã gần."), ("truth", "yes")],
    }  # fmt: skip


def answers() -> dict[str, Any]:
    """The same as it is kept, for drafts that are made without a browser."""
    soon = date.today() + timedelta(days=30)
    return {
        "contact_name": "Nguyễn Thị Lan", "contact_phone": "0901230001", "contact_email": "lan@example.vn",
        "birth_date": "1990-05-01", "purpose": "other", "purpose_other": "Bổ sung hồ sơ vay vốn", "copies": 2,
        "needed_on": soon.isoformat(), "result_delivery": "online", "note": "Xin nhận sớm vì hạn vay đã gần.", "truth": True,
    }  # fmt: skip


def scan() -> bytes:
    """A page scanned in grey: a PDF of about 200 KB."""
    paper = io.BytesIO()
    Image.effect_noise((1240, 1754), 12).save(paper, "PDF", resolution=150, quality=30)
    return paper.getvalue()
