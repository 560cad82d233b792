"""Texts of messages: complete in both languages, plain, short, without holes, traps or persons in the subject."""

import re
import string

import pytest

from motcua.kernel.errors import Refused
from motcua.rooms.notifications import rules, wording

NEVER = ("vui lòng", "quý khách", "bạn ", "không hợp lệ", "lỗi hệ thống", "kê khai", "đính kèm", "thành phần hồ sơ")
PUBLIC = {"receipt_number", "code", "number"}
VALUES = {
    "receipt_number": "MC-7K3M-9QTX-4", "code": "H29.1-261120-0001", "procedure": "Cấp giấy", "agency": "Uỷ ban",
    "due_at": "17 giờ ngày 25/11/2026", "link": "https://dvc.example.vn/ho-so/1", "amount": "3.000", "reason": "thiếu",
}  # fmt: skip


def test_both_languages_tell_the_same_events() -> None:
    assert set(wording.texts("vi")) == set(wording.texts("en"))
    assert {event for event, entry in wording.texts("vi").items() if entry.get("sms")} == {
        event for event, entry in wording.texts("en").items() if entry.get("sms")
    }


@pytest.mark.parametrize("language", wording.languages())
def test_a_subject_carries_no_personal_value(language: str) -> None:
    for event, entry in wording.texts(language).items():
        named = {name for _, name, _, _ in string.Formatter().parse(entry["subject"]) if name}
        assert named <= PUBLIC, event
        assert "{" not in entry["fallback_subject"], event


@pytest.mark.parametrize("language", wording.languages())
def test_every_sentence_is_short_and_plain(language: str) -> None:
    for event, entry in wording.texts(language).items():
        for line in [*entry["body"], entry["subject"], *rules.sentences(entry)]:
            assert not any(word in f"{line.lower()} " for word in NEVER), (event, line)
            for sentence in re.split(r"[.!?]\s", line):
                assert len(sentence.split()) <= 20, (event, sentence)


@pytest.mark.parametrize("language", wording.languages())
def test_every_message_ends_with_the_way_to_the_dossier(language: str) -> None:
    for event in wording.texts(language):
        assert wording.write(event, VALUES, language).body.endswith("https://dvc.example.vn/ho-so/1"), event


def test_a_line_about_something_unknown_is_left_out() -> None:
    text = wording.write("accepted", {"code": "H29.1-261120-0001", "due_at": None, "link": "https://x"}, "vi")

    assert text.body.splitlines() == ["Mã hồ sơ: H29.1-261120-0001.", "Giấy hẹn có tại: https://x"]
    assert text.sms == ""
    assert wording.write("accepted", {}, "vi").subject == "Hồ sơ đã được tiếp nhận"


def test_a_fee_that_is_owed_is_told_in_the_mail_and_the_short_text() -> None:
    owed = wording.write("submitted", VALUES, "vi")
    free = wording.write("submitted", VALUES | {"amount": ""}, "vi")

    words = "Còn phải trả 3.000 đồng thì hồ sơ mới được xem."
    assert words in owed.body
    assert owed.sms == f"Đã nhận hồ sơ MC-7K3M-9QTX-4. {words} Cán bộ sẽ kiểm tra rồi gửi giấy hẹn."
    assert free.sms == "Đã nhận hồ sơ MC-7K3M-9QTX-4. Cán bộ sẽ kiểm tra rồi gửi giấy hẹn."


def test_a_sentence_ends_with_one_full_stop() -> None:
    assert "Lý do: Ảnh mờ.\n" in wording.write("refused", {**VALUES, "reason": "Ảnh mờ."}, "vi").body


def test_links_in_free_text_are_taken_out() -> None:
    text = wording.write(
        "refused", {**VALUES, "reason": "vào http://bay.example/a hoặc www.lua.vn, gia-re.top nhé"}, "vi"
    )

    assert "bay.example" not in text.body
    assert "lua.vn" not in text.body
    assert "gia-re.top" not in text.body
    assert text.body.count("https://") == 1


def test_a_value_cannot_break_out_of_its_place() -> None:
    text = wording.write("accepted", {"code": "x\r\nBcc: a@b.vn", "link": "l", "procedure": "{link.__class__}"}, "vi")

    assert "\n" not in text.subject
    assert "{link.__class__}" in text.body


@pytest.mark.parametrize(
    ("event", "key"),
    [
        ("dossiers.submitted", "submitted"),
        ("reception-refused", "refused"),
        ("payments.obligation-paid", "payment_received"),
    ],
)
def test_events_are_understood_by_their_plain_names(event: str, key: str) -> None:
    assert rules.event_key(event) == key


def test_an_unknown_event_is_refused() -> None:
    with pytest.raises(Refused, match="unknown-event"):
        wording.write("nothing", {}, "vi")


def test_an_unknown_language_falls_back_to_vietnamese() -> None:
    assert wording.texts("km") == wording.texts("vi")


def test_pauses_grow_and_end() -> None:
    pauses = [rules.pause(n) for n in range(1, 15)]

    assert pauses == sorted(pauses)
    assert pauses[-1] == rules.LONGEST_PAUSE


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0901 234 567", "0901234567"), ("+84 901-234-567", "0901234567"), ("12345", ""), ("a@b.vn", "")],
)
def test_telephone_numbers_are_read_as_typed(typed: str, number: str) -> None:
    assert rules.phone_number(typed) == number
