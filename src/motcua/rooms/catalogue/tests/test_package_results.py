"""What comes out of the shipped packages: documents that can be set, and people who can do every step."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml

from motcua.kernel import expressions
from motcua.rooms.catalogue import package as packages
from motcua.rooms.catalogue.package import Example, Package
from motcua.rooms.catalogue.package_checks import IN_DRAFTS
from motcua.rooms.documents import typesetting
from motcua.rooms.forms import logic

ROOT = Path(__file__).resolve().parents[5]
SHARED = packages.read_shared(ROOT / "procedures")
PEOPLE: list[dict[str, Any]] = yaml.safe_load((ROOT / "content" / "people.yaml").read_text(encoding="utf-8"))["people"]
ADDRESS = "https://motcua.example.vn/xac-minh/7K3M9QTX4A"
COMMUNES = ["hcm25_w26740", "hcm25_w26743"]
POLISHED = {
    "moj/1.004873": (COMMUNES, ["GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "Nguyễn Thị Lan", "chưa đăng ký kết hôn"]),
    "moj/1.001193": (COMMUNES, ["GIẤY KHAI SINH", "TRẦN LÊ BẢO NGỌC", "hai mươi mốt"]),
    "moj/1.000656": (COMMUNES, ["TRÍCH LỤC KHAI TỬ", "Nguyễn Thị Lan", "Số định danh cá nhân"]),
    "moh/1.001731": (COMMUNES, ["QUYẾT ĐỊNH", "hỗ trợ chi phí mai táng", "mười triệu đồng"]),
    "mps/1.004222": (["hcm25_p26740", "hcm25_p26743"], ["THÔNG BÁO", "đăng ký thường trú", "Nơi thường trú"]),
    "mps/1.003197": (["hcm25_p26740", "hcm25_p26743"], ["xóa đăng ký thường trú", "Đã chết"]),
    "vss/child_health_card": (["hcm_bhxh"], ["THẺ BẢO HIỂM Y TẾ", "TRẦN LÊ BẢO NGỌC", "TE179079326004518"]),
    "moj/3.000722": (COMMUNES, ["BẢNG KÊ KẾT QUẢ", "Lê Thị Hoa"]),
    "moj/2.002913": (COMMUNES, ["BẢNG KÊ KẾT QUẢ", "Nguyễn Thị Lan"]),
    "moc/1.013225": (COMMUNES, ["GIẤY PHÉP XÂY DỰNG", "245,2 m²", "Công ty Cổ phần Kiến trúc"]),
    "moit/co_form_d": (["co_hcm"], ["FORM D", "THAILAND", "Men's T-shirts", "52%"]),
    "moit/co_form_b": (["co_hcm"], ["FORM B", "LVC 41%"]),
    "mps/1.004194": (["hcm25_p26740"], ["THÔNG BÁO KẾT QUẢ", "Nguyễn Thị Lan"]),
}

LINES: list[dict[str, str]] = [
    {
        "name": "Đăng ký khai sinh",
        "agency": "Ủy ban nhân dân Phường Bến Thành",
        "outcome": "Đã giải quyết",
        "title": "Giấy khai sinh",
        "number": "118/KS",
        "date": "16/11/2026",
        "code": "K3M9",
    },
    {
        "name": "Thẻ BHYT",
        "agency": "Bảo hiểm xã hội",
        "outcome": "Từ chối",
        "title": "",
        "number": "",
        "date": "",
        "code": "",
    },
]


@cache
def package(name: str) -> Package:
    return packages.load_package(ROOT / "procedures" / name, SHARED)


def drafted(found: Package, example: Example) -> dict[str, Any]:
    """What a template reads for this example once an officer has taken every proposal."""
    on = example.received_at.date()
    answers = logic.normalise(found.form, example.answers)
    words = logic.in_words(found.form, answers)
    bound = {"answers": logic.conditions_see(found.form, answers, today=on), "words": words}
    result = {
        one.key: expressions.compile(one.default_from, variables=IN_DRAFTS).value(bound)
        for one in found.procedure.result.fields
        if one.default_from
    }
    return {
        "answers": logic.submitted(found.form, answers, today=on),
        "display": words,
        "result": result,
        "title": found.procedure.result.name.vi,
        "agency": {"name": "Ủy ban nhân dân Phường Sài Gòn", "superior": "", "place": "Sài Gòn"},
        "number": "05",
        "symbol": found.procedure.result.symbol,
        "date": {"day": 19, "month": 11, "year": 2026},
        "signer": {"title": "Chủ tịch", "name": "Đỗ Anh Tài", "authority_prefix": ""},
        "verify": {"url": ADDRESS, "site": "motcua.example.vn", "code": "7K3M9QTX4A"},
        "qr_svg": typesetting.qr_svg(ADDRESS),
        "procedure": {"name": found.procedure.name.vi, "code": found.procedure.public_code},
        "results": LINES,
        "dossier": {"code": "H29.201-261116-0004", "receipt": "MC-7K3M-9QTX-4"},
        "draft": False,
    }


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("name", POLISHED)
def test_every_example_of_a_polished_procedure_becomes_a_document(name: str) -> None:
    found = package(name)

    texts = [
        text_of(typesetting.render(found.result_template, drafted(found, example)))
        for example in found.examples.examples
    ]

    for wanted in POLISHED[name][1]:
        assert wanted in texts[0]
    assert all("7K3M9QTX4A" in text for text in texts)


def test_a_document_is_set_with_nothing_known_yet() -> None:
    found = package("moj/1.004873")
    values = drafted(found, found.examples.examples[0]) | {"number": "", "date": None, "draft": True, "result": {}}

    assert typesetting.render_pictures(found.result_template, values)


@pytest.mark.parametrize("name", POLISHED)
def test_every_step_has_somebody_to_do_it(name: str) -> None:
    held = {(o["agency"], o["unit"], o["role"]) for person in PEOPLE for o in person.get("offices", [])}
    steps = [step for step in package(name).process.steps if step.role != "system"]

    for agency in POLISHED[name][0]:
        missing = [(step.key, step.unit, step.role) for step in steps if (agency, step.unit, step.role) not in held]
        assert missing == []


def test_demonstration_people_have_numbers_of_the_right_shape() -> None:
    for person in PEOPLE:
        born, sex = str(person["birth_date"]), person["gender"]
        number = person["personal_id"]
        century = 0 if born < "2000" else 2
        assert re.fullmatch(r"\d{12}", number)
        assert number[3] == str(century + (1 if sex == "female" else 0))
        assert number[4:6] == born[2:4]
        assert re.fullmatch(r"0\d{9}", person["phone"])


def test_demonstration_people_differ_from_one_another() -> None:
    for key in ("key", "personal_id", "phone"):
        values = [person[key] for person in PEOPLE]
        assert len(set(values)) == len(values)
    assert sum(1 for person in PEOPLE if not person.get("offices")) >= 12


def test_tax_codes_carry_a_right_check_digit() -> None:
    weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
    codes = [person["organisation"]["tax_code"] for person in PEOPLE if person.get("organisation")]

    assert len(codes) == 2
    for code in codes:
        assert 10 - sum(int(digit) * weight for digit, weight in zip(code, weights, strict=False)) % 11 == int(code[9])
