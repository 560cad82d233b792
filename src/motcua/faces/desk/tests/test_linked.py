"""A linked dossier at the desk: the group beside each part, the mark in the list, the lead's page."""

import pytest

from motcua.faces.desk.tests.officers import CITIZEN, Desk, Officer, plain
from motcua.kernel.types import SYSTEM
from motcua.rooms.dossiers import services
from motcua.rooms.dossiers.testing import AT, officer
from motcua.rooms.dossiers.tests import linked
from motcua.rooms.dossiers.types import SupplementItem


@pytest.fixture(autouse=True)
def _group(_world: None) -> None:
    linked.world()


def test_reception_sees_what_accepting_a_group_sets_going(reception: Officer) -> None:
    group = linked.handed_in(CITIZEN)

    assert "Liên thông" in plain(reception.get("/viec?view=reception"))
    page = plain(reception.get(f"/ho-so/{group}"))
    assert "Hồ sơ liên thông" in page
    assert "từng phần được chuyển ngay" in page
    reception.post(f"/ho-so/{group}/tiep-nhan")


def test_the_lead_sees_every_part_with_its_agency_and_day(reception: Officer, head: Officer) -> None:
    group = linked.accepted(CITIZEN)

    page = plain(reception.get(f"/ho-so/{group}"))
    for words in ("Vào sổ", "Công an Phường Sài Gòn", "Bảo hiểm xã hội", "Bắt đầu khi có kết quả: Vào sổ"):
        assert words in page
    assert "Thẻ: Bảo hiểm xã hội Thành phố Hồ Chí Minh" in page
    assert f"/ho-so/{linked.member(group, 'entry').dossier_id}" in reception.get(f"/ho-so/{group}")
    assert "gather" not in plain(head.get("/viec?view=unit"))


def test_a_member_shows_its_siblings_but_no_way_into_them(officer: Desk, case_officer: Officer) -> None:
    group = linked.accepted(CITIZEN)
    linked.decide(group, "entry")
    notice = linked.member(group, "notice").dossier_id
    police = officer("tri_ca")

    assert "Liên thông" in plain(police.get("/viec?view=unit"))
    page = police.get(f"/ho-so/{notice}")
    assert "hồ sơ này" in plain(page)
    assert "Đầu mối" in plain(page)
    assert f"/ho-so/{group}" not in page
    assert f"/ho-so/{linked.member(group, 'card').dossier_id}" not in page
    assert "Đủ điều kiện." in plain(page)
    police.get(f"/ho-so/{group}", status=404)
    case_officer.get(f"/ho-so/{group}")


def test_a_whole_group_handed_over_at_the_counter_ends_there(reception: Officer) -> None:
    group = linked.accepted(CITIZEN, channel="counter")
    for key in ("entry", "notice", "card"):
        linked.decide(group, key)

    page = plain(reception.get(f"/ho-so/{group}"))
    assert "Đã có kết quả" in page
    services.deliver(group, evidence="Ký nhận", by=reception.actor, at=AT)
    assert "Đã trả kết quả" in plain(reception.get(f"/ho-so/{group}"))
    services.advance_group(group, by=SYSTEM, at=AT)


def test_the_lead_looks_into_a_part_for_a_reason_and_no_further(reception: Officer) -> None:
    group = linked.accepted(CITIZEN)
    page = reception.get(f"/ho-so/{group}")
    assert f"/ho-so/{group}/phan/card" in page
    assert f"/ho-so/{group}/phan/notice" not in page

    asked = plain(reception.get(f"/ho-so/{group}/phan/card"))
    assert "Mở để làm gì" in asked
    assert "Diễn biến" not in asked
    reception.post(f"/ho-so/{group}/phan/card", status=422, reason="")
    seen = plain(reception.post(f"/ho-so/{group}/phan/card", status=200, reason="late"))
    assert "Nhận từ nơi tiếp nhận hồ sơ liên thông" in seen
    assert "Nguyễn Thị Lan" not in seen


def test_who_waits_for_a_result_looks_at_it_and_a_stranger_at_nothing(officer: Desk) -> None:
    group = linked.accepted(CITIZEN)
    linked.decide(group, "entry")
    notice = linked.member(group, "notice").dossier_id
    police, stranger = officer("tri_ca"), officer("thu")

    page = police.get(f"/ho-so/{notice}")
    assert f"/ho-so/{notice}/phan/entry" in page
    assert f"/ho-so/{notice}/phan/card" not in page
    seen = plain(police.post(f"/ho-so/{notice}/phan/entry", status=200, reason="needed"))
    assert "UBND-XNT" in seen
    assert "Soát xét" not in seen
    police.post(f"/ho-so/{notice}/phan/card", status=403, reason="needed")
    stranger.get(f"/ho-so/{group}/phan/card", status=404)
    stranger.post(f"/ho-so/{group}/phan/card", status=404, reason="late")


def test_results_on_paper_are_given_out_as_they_arrive_and_the_last_one_delivers(reception: Officer) -> None:
    group = linked.accepted(CITIZEN, channel="counter")
    for key in ("entry", "notice", "card"):
        linked.decide(group, key)

    page = plain(reception.get(f"/ho-so/{group}"))
    assert "Bản giấy: chưa chuyển về đầu mối" in page
    assert 'value="card"' not in reception.get(f"/ho-so/{group}")
    reception.post(f"/ho-so/{group}/tra-phan", part="entry", evidence="Ký nhận")
    assert "Bản giấy: đã trả" in plain(reception.get(f"/ho-so/{group}"))
    assert "chưa về đến quầy này" in plain(reception.post(f"/ho-so/{group}/tra-phan", part="card", evidence="Ký nhận"))
    linked.paper_arrived(group, "card")
    linked.paper_arrived(group, "notice")
    reception.post(f"/ho-so/{group}/tra-phan", part=["card", "notice"], evidence="Ký nhận")

    assert "Đã trả kết quả" in plain(reception.get(f"/ho-so/{group}"))
    assert [one.paper for one in linked.progress(group).members] == ["handed"] * 3


def test_officers_see_what_followed_and_what_kept_its_version(reception: Officer) -> None:
    group = linked.accepted(CITIZEN)
    linked.decide(group, "entry")
    card, notice = linked.member(group, "card").dossier_id, linked.member(group, "notice").dossier_id
    assert card is not None
    clerk = officer("Bảo hiểm", "case_officer", None, agency="hcm_bhxh")
    asked = [SupplementItem("full_name", "Khác với giấy tờ")]
    services.request_supplement(card, asked, reason="Chưa khớp", by=clerk, at=AT)
    services.answer_supplement(card, {"full_name": "Nguyễn Thị Lan Anh"}, by=CITIZEN, at=AT)
    services.advance_group(group, by=SYSTEM, at=AT)

    assert "Quyết định trước khi sửa: Câu hỏi" in plain(reception.get(f"/ho-so/{group}"))
    police = Officer("tri_ca")
    page = plain(police.get(f"/ho-so/{notice}"))
    assert "đổi theo phần Thẻ" in page
    assert "trước đây: Nguyễn Thị Lan" in page


def test_the_agency_of_a_part_answers_what_is_asked_of_its_result(officer: Desk, leader: Officer) -> None:
    group = linked.accepted(CITIZEN)
    linked.decide(group, "entry")
    notice = linked.decide(group, "notice")
    services.request_copy(notice, "Mất bản giấy", by=CITIZEN, at=AT)
    services.request_correction(notice, "Sai họ tên", by=CITIZEN, at=AT)
    police = officer("tri_ca")

    assert f"/can-bo/ho-so/{notice}/ban-sao" in police.get("/ban-sao")
    assert f"/can-bo/ho-so/{notice}/sua-ket-qua" in police.get("/sua-ket-qua")
    assert "Mất bản giấy" in plain(police.get(f"/ho-so/{notice}/ban-sao"))
    assert "Sai họ tên" in plain(police.get(f"/ho-so/{notice}/sua-ket-qua"))
    assert str(notice) not in leader.get("/ban-sao") + leader.get("/sua-ket-qua")
    leader.get(f"/ho-so/{notice}/sua-ket-qua", status=404)
