"""Every word has its Vietnamese, and none of it is officialese (ux.md §9)."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from motcua.faces.kit import words

# legal names stay in folded legal text and in documents; these words never meet a citizen on a page
FORBIDDEN = (
    "thành phần hồ sơ",
    "trình tự thực hiện",
    "kê khai",
    "đính kèm tệp tin",
    "cơ quan thực hiện",
    "phiếu tiếp nhận và hẹn trả kết quả",
    "hồ sơ không hợp lệ",
    "đối tượng thực hiện",
    "thời hạn giải quyết",
    "vui lòng",
    "quý khách",
    "không hợp lệ",
    "lỗi hệ thống",
    "trường này là bắt buộc",
)
PRONOUN = re.compile(r"\bbạn\b(?! bè)", re.IGNORECASE)
OWN = ("kit", "portal")


def texts(face: str) -> list[tuple[str, str]]:
    root = words.FACES / face
    with (root / words.DOMAIN).open("rb") as source:
        found = [("catalogue", str(message.string)) for message in read_po(source, locale="vi") if message.id]
    templates = [*root.glob("jinja2/**/*.html"), *root.glob("*.yaml")]
    return found + [(path.name, path.read_text(encoding="utf-8")) for path in templates]


@pytest.mark.parametrize("face", OWN)
def test_no_page_speaks_like_an_office(face: str) -> None:
    faults = [
        f"{where}: {bad}: {text[:80]}"
        for where, text in texts(face)
        for bad in (*FORBIDDEN, "bạn")
        if (PRONOUN.search(text) if bad == "bạn" else bad in text.lower())
    ]

    assert faults == []


def test_the_kit_is_wholly_translated() -> None:
    kit = words.FACES / "kit"

    assert words.problems(kit) == []


def test_sentences_are_short() -> None:
    with (words.FACES / "kit" / words.DOMAIN).open("rb") as source:
        long = [
            sentence
            for message in read_po(source, locale="vi")
            if message.id and isinstance(message.string, str)
            for sentence in re.split(r"[.?!]\s", message.string)
            if len(sentence.split()) > 22
        ]

    assert long == []


def test_a_catalogue_is_compiled_when_it_is_newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "kit" / words.DOMAIN.parent
    folder.mkdir(parents=True)
    (tmp_path / "kit" / words.DOMAIN).write_text('msgid "Back"\nmsgstr "Quay lại"\n', encoding="utf-8")
    monkeypatch.setattr(words, "FACES", tmp_path)

    assert [path.name for path in words.compile_stale()] == ["django.mo"]
    assert words.compile_stale() == []
