"""Documents come out whole: every letter there, PDF/A and PDF/UA marked, the same bytes for the same values."""

import io
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pytest

from motcua.kernel.errors import Refused
from motcua.rooms.documents import typeset, typesetting
from motcua.rooms.documents.composing import template_source
from motcua.rooms.documents.testing import text_of
from motcua.rooms.documents.tests.samples import FORMS, SHARED
from motcua.rooms.documents.types import PAYMENT_RECEIPT, REFUSAL_SLIP, SUPPLEMENT_REQUEST, TemplateRef

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
NAME = "#let d = json(bytes(sys.inputs.data))\n= Giấy xác nhận\n#d.name"


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f"{f.form_code}-{f.regulation}")
def test_every_official_form_is_one_accessible_archivable_page(form: TemplateRef) -> None:
    pdf = typesetting.render(template_source(form), {**SHARED, **FORMS[form]}, at=NOON, substitute=True)

    with pikepdf.open(io.BytesIO(pdf)) as document:
        metadata = document.open_metadata()
        assert (metadata.pdfa_status, metadata["pdfuaid:part"]) == ("2A", "1")
        assert len(document.pages) == 1
        assert document.docinfo["/Keywords"] == "motcua:7K3M9QTX4A2B"
    assert "Lê Thị Hường" in text_of(pdf).replace("\r\n", " ")


@pytest.mark.parametrize(
    ("form", "unknown", "left_out"),
    [
        (REFUSAL_SLIP, {"contact": {"unit": "Một cửa", "phone": "", "email": ""}}, ["điện thoại …", "Một cửa,"]),
        (SUPPLEMENT_REQUEST, {"contact": {"unit": "Một cửa", "phone": "", "email": ""}}, ["Một cửa,", "thư điện tử"]),
        (
            PAYMENT_RECEIPT,
            {"collector": {"name": "UBND", "tax_code": None}, "payer": {"name": "Lê Thị Hường", "address": None}},
            ["Mã số thuế", "Địa chỉ"],
        ),
    ],
    ids=["refusal", "supplement", "receipt"],
)
def test_what_the_office_did_not_give_leaves_no_dots(
    form: TemplateRef, unknown: dict[str, Any], left_out: list[str]
) -> None:
    full = text_of(typesetting.render(template_source(form), {**SHARED, **FORMS[form]}, at=NOON))
    short = text_of(typesetting.render(template_source(form), {**SHARED, **FORMS[form], **unknown}, at=NOON))

    assert ("028 3829 0000" in full) or ("Mã số thuế: 0301234567" in full)
    assert [one for one in left_out if one in short] == []


def test_the_font_has_every_vietnamese_letter() -> None:
    report = typesetting.font_report()

    assert "used" in report.values()
    assert typeset.missing_letters(typeset.chosen_family()) == frozenset()


def test_the_embedded_font_is_the_chosen_one_and_all_fonts_are_embedded() -> None:
    pdf = typesetting.render(NAME, {"name": "Ỡ ỷ ẫ đ"})

    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = document.pages[0].Resources.Font
        names = [str(font.BaseFont) for font in fonts.values()]
    assert all(typeset.chosen_family().replace(" ", "") in name for name in names)


def test_a_letter_nobody_has_is_refused_on_a_certificate_and_replaced_on_a_receipt() -> None:
    with pytest.raises(Refused, match="letter-missing") as no:
        typesetting.render(NAME, {"name": "Nguyễn 漢 Văn"})
    assert no.value.params["letters"] == "漢"

    assert "Nguyễn ?? Văn" in text_of(typesetting.render(NAME, {"name": "Nguyễn 漢📷 Văn"}, substitute=True))


def test_the_same_values_and_time_give_the_same_bytes() -> None:
    first = typesetting.render(NAME, {"name": "An"}, at=NOON)

    assert typesetting.render(NAME, {"name": "An"}, at=NOON) == first


def test_a_faulty_template_says_where() -> None:
    with pytest.raises(typesetting.TemplateFault, match="4:"):
        typesetting.render(NAME + "\n#d.nothing", {"name": "An"})


@pytest.mark.parametrize("source", ['#read("/etc/passwd")', '#read("../types.py")', '#import "@preview/x:0.1.0": y'])
def test_a_template_reaches_neither_files_nor_network(source: str) -> None:
    with pytest.raises(typesetting.TemplateFault):
        typesetting.render(source, {})


def test_a_draft_says_so_across_the_page() -> None:
    form = next(iter(FORMS))
    draft = typesetting.render(template_source(form), {**SHARED, **FORMS[form], "draft": True}, substitute=True)

    assert "DỰ THẢO" in text_of(draft)


def test_a_preview_is_made_of_pictures() -> None:
    pages = typesetting.render_pictures(NAME, {"name": "An"}, ppi=60)

    assert [page[:4] for page in pages] == [b"\x89PNG"]
