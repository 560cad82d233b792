"""O2 without JavaScript, later: a dossier opened at another counter, papers brought, paper that goes on and comes back."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from motcua.faces.desk.tests.officers import Desk, Officer, issued_for_the_counter, plain, seen
from motcua.faces.desk.tests.test_counter import CARD, PROOF, finished, met
from motcua.kernel import clock
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents.testing import small_pdf, text_of
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.testing import AT, CHARGED, FREE, HOME, PEOPLE
from motcua.rooms.dossiers.types import Status, SupplementItem
from motcua.rooms.forms.testing import FILLED
from motcua.rooms.identity import services as identity
from motcua.rooms.identity import testing as people
from motcua.rooms.identity.types import PersonNamed

ASKED: dict[str, Any] = {"item-proof": "yes", "words-proof": "Ảnh mờ, chụp lại", "ground": "unreadable"}


@pytest.fixture
def away(officer: Desk) -> Officer:
    """At the counter of Phường Bến Thành."""
    return officer("thu")


def handed_in(desk: Officer, **more: str) -> UUID:
    """Handed in at this counter, not accepted."""
    return finished(desk, do="submit", **more)


def asked(dossier_id: UUID) -> None:
    items = [SupplementItem("proof", "Ảnh mờ"), SupplementItem("phone", "Thiếu số")]
    services.request_supplement(dossier_id, items, reason="Chưa đọc được", by=PEOPLE.reception, at=AT)


def way_of(dossier_id: UUID) -> UUID:
    with scope(SYSTEM):
        return queries.paper_ways(dossier_id, by=SYSTEM)[-1].id


def test_an_officer_sees_that_the_same_is_already_under_way(away: Officer) -> None:
    dossier_id = handed_in(away)
    row = seen(dossier_id).row

    whole = f"/can-bo{met(away)}?q={FREE}"
    for headers in ({}, {"HX-Request": "true"}):
        page = plain(away.client.get(whole, headers=headers).content.decode())
        assert f"Đang làm: {row.reference}, {row.applicant_name}, nộp ngày" in page


def test_the_counter_asks_for_what_is_missing_for_another_agency(away: Officer) -> None:
    dossier_id = handed_in(away)
    assert f"/ho-so/{dossier_id}/bo-sung" in away.get(f"/quay/da-nhan/{dossier_id}")
    assert "Ảnh mờ" not in plain(away.get(f"/ho-so/{dossier_id}/bo-sung"))

    page = away.post(f"/ho-so/{dossier_id}/bo-sung", **ASKED)

    assert away.led_to == f"/can-bo/quay/da-nhan/{dossier_id}"
    assert seen(dossier_id).row.status == Status.SUPPLEMENT_BEFORE
    assert "Phiếu yêu cầu bổ sung" in plain(page)
    assert "Ảnh mờ, chụp lại" in plain(page)


def test_the_counter_refuses_reception_for_another_agency(away: Officer) -> None:
    dossier_id = handed_in(away)
    away.get(f"/ho-so/{dossier_id}/tu-choi")

    page = away.post(f"/ho-so/{dossier_id}/tu-choi", ground="not_eligible", reason="Thủ tục dành cho người thường trú.")

    assert seen(dossier_id).row.status == Status.REFUSED_RECEPTION
    assert "Phiếu từ chối" in plain(page)


@pytest.mark.parametrize("key", ["thu", "tai"])
def test_what_was_asked_for_is_taken_in_on_paper(officer: Desk, key: str) -> None:
    desk = officer(key)
    dossier_id = handed_in(desk)
    asked(dossier_id)
    address = f"/quay/da-nhan/{dossier_id}/bo-sung"
    assert "Ảnh mờ" in plain(desk.get(address))
    again = desk.post(address, 422, ground="post", phone="0901230006", **PROOF)
    assert "mã bưu gửi" in plain(again)
    assert 'value="0901230006"' in again

    page = desk.post(address, ground="owner", phone="0901230006", **PROOF)

    assert "Đã nhận bổ sung" in plain(page)
    view = seen(dossier_id)
    assert view.row.status == Status.SUBMITTED
    assert [paper.originals for paper in view.papers] == [2]
    slip = desk.client.get(f"/can-bo/quay/da-nhan/{dossier_id}/phieu.pdf")
    assert "Bổ sung lúc" in text_of(slip.content)


def test_a_scan_is_kept_over_a_fault_and_answers_what_was_asked(away: Officer) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    dossier_id = handed_in(away)
    asked(dossier_id)
    address = f"/quay/da-nhan/{dossier_id}/bo-sung"
    scan = SimpleUploadedFile("giấy.pdf", small_pdf(), "application/pdf")
    page = away.post(address, 422, ground="owner", phone="", proof=scan)
    held = re.search(r'name="held-proof" value="([^"]+)"', page)
    assert held is not None

    fields: dict[str, Any] = {"ground": "owner", "phone": "0901230006", "held-proof": held[1]}
    away.post(address, **fields)

    assert seen(dossier_id).row.status == Status.SUBMITTED
    page = away.get(f"/quay/da-nhan/{dossier_id}")
    assert "Đã quét tại quầy này giấy.pdf trang 1" in plain(page)
    own = f"/quay/da-nhan/{dossier_id}/tep/{held[1]}/1.png"
    assert own in page
    assert away.client.get(f"/can-bo{own}")["Content-Type"] == "image/png"


def test_a_dossier_is_opened_at_the_counter_its_owner_came_to(away: Officer, officer: Desk) -> None:
    dossier_id = handed_in(away)
    third = officer("viet")
    third.get(f"/quay/da-nhan/{dossier_id}", 404)
    third.post(f"/quay/ho-so/{dossier_id}", 404)
    number = seen(dossier_id).row.reference
    assert "không nộp tại quầy này" in plain(third.post("/quay", 422, card=number))
    assert number in third.get(met(third))

    third.post(f"/quay/ho-so/{dossier_id}")

    third.get(f"/quay/da-nhan/{dossier_id}")
    third.post("/quay", card=f"https://dichvucong.example.vn/tra-cuu?ma={number}")
    assert third.led_to == f"/can-bo/quay/da-nhan/{dossier_id}"


def test_a_card_is_no_number_of_a_dossier(away: Officer) -> None:
    assert "/quay/nguoi/" in met(away, CARD)


def test_paper_comes_back_and_gets_lost_on_screen(away: Officer, reception: Officer) -> None:
    dossier_id = handed_in(away)
    way = way_of(dossier_id)
    home = seen(dossier_id).row.agency_id
    pdf = away.client.get(f"/can-bo/quay/giay-to.pdf?den={home}")
    assert "PHIẾU BÀN GIAO" in text_of(pdf.content)
    away.post(f"/quay/giay-to/{way}/di", carrier="Bưu tá Nam")
    away.client.get(f"/can-bo/quay/giay-to.pdf?den={home}")
    assert "nơi nhận chưa ký nhận" in plain(away.get("/quay/giay-to"))

    page = reception.post(f"/quay/giay-to/{way}/chua-toi", note="Bưu cục không thấy")
    assert "Bưu cục không thấy" in plain(page)
    assert "đang tìm" in plain(away.get(f"/quay/da-nhan/{dossier_id}"))
    assert "1 bản giấy chậm hoặc chưa tới" in plain(away.get("/quay/da-nhan"))
    assert "đang tìm" in plain(reception.get(f"/ho-so/{dossier_id}"))
    reception.post(f"/quay/giay-to/{way}/den", remark="Đã tìm thấy")
    assert "Chuyển tiếp" in plain(reception.get("/quay/giay-to"))
    reception.post(f"/quay/giay-to/{way}/chuyen-tiep", to=str(away.actor.agency_id))

    assert way_of(dossier_id) != way
    reception.post(f"/quay/giay-to/{way}/chuyen-tiep", to="x")


def test_a_result_on_paper_is_sent_by_post(reception: Officer) -> None:
    dossier_id = issued_for_the_counter()
    assert "Gửi kết quả bản giấy" in plain(reception.get(f"/ho-so/{dossier_id}"))

    reception.post(f"/ho-so/{dossier_id}/ket-qua-giay", to="post")

    assert "qua bưu chính" in plain(reception.get("/quay/giay-to"))
    assert "Gửi kết quả bản giấy" not in plain(reception.get(f"/ho-so/{dossier_id}"))


def test_the_slip_is_a_sheet_of_a5(reception: Officer) -> None:
    dossier_id = finished(reception)

    answer = reception.client.get(f"/can-bo/quay/da-nhan/{dossier_id}/phieu.pdf")

    assert answer["Content-Type"] == "application/pdf"
    said = text_of(answer.content)
    assert "GIẤY NHẬN HỒ SƠ TẠI QUẦY" in said
    assert "Võ Thị Tuyết" in said


def test_the_cash_of_a_day_is_taken_away_with_its_sum(reception: Officer) -> None:
    dossier_id = finished(reception, CHARGED, pays="cash", do="submit")
    twice = reception.post(f"/quay/da-nhan/{dossier_id}/thu-tien", amount="15000")
    assert "đã nộp" in plain(twice).lower()
    reception.post(f"/quay/da-nhan/{dossier_id}/huy-bien-lai", reason="Nhầm người")
    wrong = reception.post(f"/quay/da-nhan/{dossier_id}/thu-tien", amount="1500")
    assert "15.000" in plain(wrong)
    reception.post(f"/quay/da-nhan/{dossier_id}/thu-tien", amount="15000")

    rows = reception.get("/quay/tien-mat.csv").splitlines()
    sheet = text_of(reception.client.get("/can-bo/quay/tien-mat.pdf").content)

    assert len(rows) == 4
    assert rows[1].endswith("Nhầm người")
    assert "15000" in rows[3]
    assert "Mười lăm nghìn đồng" in sheet
    assert "Đã huỷ 1 biên lai" in sheet
    assert "List" not in plain(reception.get("/quay/tien-mat"))


def test_a_parents_word_for_a_child_is_grey_at_the_desk(reception: Officer) -> None:
    hoa, binh = people.citizen(people.HOA), people.citizen(people.LAN)
    until = clock.today() + timedelta(days=30)
    child = PersonNamed(people.HOA.personal_id, people.HOA.full_name)
    held = identity.claim_authorisation(
        child, relation="child", ends_on=until, evidence="Khai sinh 77", by=binh, at=clock.now()
    )
    draft = services.start_draft_for(held.id, FREE, by=binh, at=clock.now())
    with scope(binh):
        for_child = queries.principal_of(draft, by=binh)
    assert for_child is not None
    services.save_draft(draft, FILLED, version=1, by=for_child, at=clock.now())
    services.choose_agency(draft, HOME, by=for_child, at=clock.now())
    services.submit(draft, by=for_child, at=clock.now())

    page = plain(reception.get(f"/ho-so/{draft}"))

    assert "cha, mẹ của trẻ, chưa đối chiếu" in page
    assert "Khai sinh 77" in page
    assert page.count("chưa đối chiếu") > 3
    assert hoa.person_id != binh.person_id
