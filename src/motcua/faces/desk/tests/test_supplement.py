"""O4: one complete request to the applicant; and its two sisters, refusing and putting the date off."""

import re
from datetime import timedelta
from typing import Any

import pytest

from motcua.faces.desk.tests.officers import CITIZEN, Desk, Officer, plain, seen
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.testing import AT
from motcua.rooms.dossiers.types import Status, SupplementItem

ITEM: dict[str, Any] = {
    "item-purpose": "yes",
    "words-purpose": "Ghi khác giấy tờ. Chọn lại mục đích",
    "ground": "does_not_match",
}


def test_every_answer_can_be_ticked(reception: Officer) -> None:
    receipt = testing.filed(CITIZEN)

    page = reception.get(f"/ho-so/{receipt.dossier_id}/bo-sung")

    assert page.count('name="item-') >= 6
    assert "Ảnh hoặc tệp mờ, thiếu góc, không đọc được" in page


def test_the_request_is_seen_before_it_is_sent(reception: Officer) -> None:
    receipt = testing.filed(CITIZEN)
    address = f"/ho-so/{receipt.dossier_id}/bo-sung"

    page = plain(reception.post(address, status=200, _action="preview", **ITEM))
    assert "Người nộp sẽ thấy thế này" in page
    assert "Nội dung điền khác với giấy tờ đã gửi" in page
    assert seen(receipt.dossier_id).row.status == Status.SUBMITTED

    page = plain(reception.post(address, _action="send", **ITEM))
    view = seen(receipt.dossier_id)
    assert view.row.status == Status.SUPPLEMENT_BEFORE
    assert view.supplements[0].reason == "Nội dung điền khác với giấy tờ đã gửi"
    assert "Đã gửi yêu cầu cho người nộp" in page
    assert "Chờ người nộp" in page


def test_nothing_ticked_and_nothing_said_is_refused_with_everything_kept(reception: Officer) -> None:
    receipt = testing.filed(CITIZEN)
    address = f"/ho-so/{receipt.dossier_id}/bo-sung"

    page = reception.post(address, status=422, _action="send", reason="Kính đề nghị bổ sung", ground="missing")
    assert "Đánh dấu ít nhất một mục" in plain(page)
    assert "Kính đề nghị bổ sung" in page

    fields: dict[str, Any] = {
        "item-purpose": "yes",
        "words-purpose": "",
        "item-phone": "yes",
        "words-phone": "Số máy không gọi được",
    }
    page = reception.post(address, status=422, _action="send", ground="missing", **fields)
    assert 'id="words-purpose-error"' in page
    assert 'value="Số máy không gọi được"' in page
    assert page.count(" checked") == 3


def test_a_second_request_warns_and_wants_a_new_ground(reception: Officer) -> None:
    receipt = testing.asked(CITIZEN)
    mended = {"purpose": "marriage"}
    services.answer_supplement(receipt.dossier_id, mended, by=CITIZEN, at=AT)
    address = f"/ho-so/{receipt.dossier_id}/bo-sung"

    page = plain(reception.get(address))
    assert "Đã yêu cầu bổ sung một lần ở bước này" in page
    assert "Mục đích khác với giấy tờ đã gửi" in page

    page = reception.post(address, status=422, _action="send", **ITEM)
    assert 'id="again-error"' in page
    reception.post(address, _action="send", again="Giấy tờ mới lộ ra sai khác", **ITEM)
    assert len(seen(receipt.dossier_id).supplements) == 2


def test_asking_late_wants_the_law_that_allows_it(case_officer: Officer) -> None:
    slip = testing.accepted(CITIZEN, at=AT - timedelta(days=7))
    address = f"/ho-so/{slip.dossier_id}/bo-sung"
    assert 'name="sector_law"' not in case_officer.get(address)

    page = case_officer.post(address, status=409, _action="send", **ITEM)

    assert "trong 3 ngày làm việc" in plain(page)
    assert 'name="sector_law"' in page
    case_officer.post(address, _action="send", sector_law="Luật Hộ tịch, Điều 9", **ITEM)
    assert seen(slip.dossier_id).row.status == Status.SUPPLEMENT_AFTER


def test_reception_is_refused_on_a_ground_with_a_reason(reception: Officer) -> None:
    receipt = testing.filed(CITIZEN)
    address = f"/ho-so/{receipt.dossier_id}/tu-choi"
    assert "Không thuộc thẩm quyền" in reception.get(address)

    page = reception.post(address, status=422, ground="", reason="Nộp ở Phường Bến Thành")
    assert "Chọn một căn cứ trong danh sách" in page
    assert "Nộp ở Phường Bến Thành" in page
    page = reception.post(address, status=422, ground="not_competent", reason="")
    assert 'id="reason-error"' in page

    page = plain(reception.post(address, ground="not_competent", reason="Nộp ở Phường Bến Thành"))
    assert seen(receipt.dossier_id).row.status == Status.REFUSED_RECEPTION
    assert "Nộp ở Phường Bến Thành" in page


def test_a_date_is_put_off_once_with_an_apology(head: Officer) -> None:
    slip = testing.accepted(CITIZEN)
    address = f"/ho-so/{slip.dossier_id}/gia-han"
    date: dict[str, Any] = {"new_due-day": "30", "new_due-month": "11", "new_due-year": "2026"}

    page = head.post(
        address, status=422, ground="needs_more_time", reason="Chờ xác minh", **date | {"new_due-day": "31"}
    )
    assert "Chọn ngày hẹn mới sau ngày hẹn hiện nay" in page
    assert 'value="31"' in page

    head.post(address, ground="needs_more_time", reason="Chờ xác minh", **date)
    due = seen(slip.dossier_id).row.current_due_at
    assert due is not None
    assert clock.local(due).isoformat() == "2026-11-30T17:00:00+07:00"
    assert "không cho gia hạn lần hai" in head.post(address, status=409, ground="needs_more_time", reason="x", **date)


def test_the_apology_that_lies_ready_is_filled_in_and_gone_once_the_date_moved(head: Officer) -> None:
    slip = testing.accepted(CITIZEN)
    assert slip.due_at is not None
    services.climb(slip.due_at - timedelta(days=1, minutes=1))
    address = f"/ho-so/{slip.dossier_id}/gia-han"
    page = head.get(address)

    assert "Việc còn lại: Thẩm định, soạn kết quả." in page
    assert [re.search(rf'name="new_due-{part}"[^>]*value="(\d+)"', page)[1] for part in ("day", "month", "year")] == [  # type: ignore[index]
        "26",
        "11",
        "2026",
    ]
    assert re.search(r'value="needs_more_time"[^>]*checked', page)
    date: dict[str, Any] = {"new_due-day": "30", "new_due-month": "11", "new_due-year": "2026"}
    page = head.post(address, status=422, ground="waiting_for_agency", reason="", **date)
    assert "Việc còn lại" not in page
    assert 'value="30"' in page

    head.post(address, ground="needs_more_time", reason="Chờ xác minh", **date)
    page = plain(head.get(address, status=409))
    assert "Chưa làm được việc này" in page
    assert "không cho gia hạn lần hai" in page


def test_a_sentence_that_was_said_well_is_offered_again_and_thrown_away(reception: Officer) -> None:
    first, second = testing.filed(CITIZEN), testing.filed(CITIZEN)
    reception.post(f"/ho-so/{first.dossier_id}/bo-sung", _action="send", keep="yes", **ITEM)

    page = reception.get(f"/ho-so/{second.dossier_id}/bo-sung")
    assert 'list="phrases-purpose"' in page
    assert f"Câu đã dùng: {ITEM['words-purpose']}" in plain(page)
    reception.post(f"/ho-so/{second.dossier_id}/bo-sung", _action="send", **ITEM)

    address = f"/ho-so/{second.dossier_id}/cau-mau"
    page = reception.get(address)
    assert ITEM["words-purpose"] in page
    phrase = page.split('name="phrase" value="')[1].split('"')[0]
    assert "Chưa có câu mẫu nào" in plain(reception.post(address, phrase=phrase))


def test_a_sentence_belongs_to_its_agency(reception: Officer, officer: Desk) -> None:
    reception.post(f"/ho-so/{testing.filed(CITIZEN).dossier_id}/bo-sung", _action="send", keep="yes", **ITEM)
    with scope(reception.actor):
        kept = queries.phrases("trial_990010", by=reception.actor)
    stranger = officer("thu")

    with scope(stranger.actor):
        assert queries.phrases("trial_990010", by=stranger.actor) == {}
    phrase = kept["purpose"][0][0]
    with pytest.raises(Refused, match="out-of-reach"):
        services.drop_phrase(phrase, by=stranger.actor, at=AT)


def test_while_the_applicant_is_waited_for_no_date_counts_down(case_officer: Officer) -> None:
    slip = testing.accepted(CITIZEN)
    items = [SupplementItem("purpose", "Chụp lại cho rõ")]
    services.request_supplement(slip.dossier_id, items, reason="Mờ", by=testing.PEOPLE.case, at=testing.AT)

    page = plain(case_officer.get(f"/ho-so/{slip.dossier_id}"))

    assert ": Chụp lại cho rõ" in page
    assert "Tạm dừng tính giờ" in page
    assert "Hẹn trả đang tạm dừng, tính lại khi người nộp làm xong phần mình" in page
    assert not re.search(r"Còn \d+ (ngày|giờ)", page)
