"""O3: one dossier, and the buttons beside it."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

from django.conf import settings
from django.test import Client
from PIL import Image

from motcua.faces.desk.tests.officers import CITIZEN, Desk, Officer, plain, seen
from motcua.kernel.models import AuditEntry
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies.types import unit_id
from motcua.rooms.documents import testing as documents_testing
from motcua.rooms.dossiers import services, testing
from motcua.rooms.dossiers.testing import AT, HOME
from motcua.rooms.dossiers.types import Status
from motcua.rooms.forms.testing import FILLED
from motcua.rooms.identity.testing import HOA
from motcua.rooms.identity.testing import citizen as known_citizen


def test_the_case_shows_answers_with_their_source_and_who_looked_is_kept(reception: Officer) -> None:
    hoa = known_citizen(HOA, at=AT)
    typed = {key: value for key, value in FILLED.items() if key not in {"full_name", "personal_id"}}
    draft = services.start_draft(testing.FREE, agency_id=HOME, answers=typed, by=hoa, at=AT)
    services.choose_agency(draft, HOME, by=hoa, at=AT)
    receipt = services.submit(draft, by=hoa, at=AT)

    page = plain(reception.get(f"/ho-so/{receipt.dossier_id}"))

    assert "Họ, chữ đệm, tên Nguyễn Thị Hoa VNeID, 18/11/2026" in page
    assert "Số điện thoại 0912 345 678 người nộp sửa; cơ sở dữ liệu ghi: 0901 234 567 Mục đích" in page
    assert f"Mã biên nhận {receipt.receipt_number}" in page
    assert "Trả lời người nộp trước" in page
    with scope(SYSTEM):
        assert AuditEntry.objects.filter(subject_id=receipt.dossier_id, kind="read").exists()


def test_papers_are_shown_as_pages_under_the_name_of_the_paper(reception: Officer) -> None:
    file = documents_testing.clean_file(CITIZEN, name="chứng minh.pdf")
    receipt = testing.filed(CITIZEN, proof=[str(file.id)])

    page = reception.get(f"/ho-so/{receipt.dossier_id}")

    assert "Giấy chứng minh" in plain(page)
    assert f'src="/can-bo/tep/{file.id}/1.png"' in page
    picture = reception.client.get(f"/can-bo/tep/{file.id}/1.png")
    assert picture["Content-Type"] == "image/png"
    whole = reception.client.get(f"/can-bo/tep/{file.id}")
    assert whole["Content-Disposition"].startswith("attachment")
    assert whole.content.startswith(b"%PDF")


def test_accepting_starts_the_clock_and_opens_the_next_dossier(reception: Officer) -> None:
    first, second = testing.filed(CITIZEN), testing.filed(CITIZEN)

    page = plain(reception.post(f"/ho-so/{first.dossier_id}/tiep-nhan", next="yes"))

    assert reception.led_to == f"/can-bo/ho-so/{second.dossier_id}?view=reception"
    accepted = seen(first.dossier_id)
    assert f"Đã tiếp nhận hồ sơ Nguyễn Thị Lan ({accepted.row.code}). Đang mở hồ sơ tiếp theo." in page
    assert accepted.row.status == Status.ACCEPTED
    shown = plain(reception.get(f"/ho-so/{first.dossier_id}"))
    assert f"Mã hồ sơ {accepted.row.code}" in shown
    assert "Cách tính ngày hẹn" in shown
    assert "3 ngày làm việc kể từ 09:00 ngày 18/11/2026; 2 ngày ở giữa không tính." in shown


def test_after_the_second_of_a_list_the_third_opens(reception: Officer) -> None:
    _first, second, third = (testing.filed(CITIZEN) for _ in range(3))

    reception.post(f"/ho-so/{second.dossier_id}/tiep-nhan", next="yes")

    assert reception.led_to == f"/can-bo/ho-so/{third.dossier_id}?view=reception"


def test_the_head_sees_the_draft_he_passes_on_and_to_whom(head: Officer) -> None:
    slip = testing.accepted(CITIZEN)
    services.draft_result(slip.dossier_id, testing.VALUES, by=testing.PEOPLE.case, at=testing.AT)
    services.complete_step(testing.task(slip.dossier_id, "appraise").id, by=testing.PEOPLE.case, at=testing.AT)

    page = head.get(f"/ho-so/{slip.dossier_id}")

    assert "Dự thảo kết quả" in plain(page)
    assert "Trình người ký" in plain(page)
    assert f"/ho-so/{slip.dossier_id}/ket-qua/trang/1" in page or "Trang 1 của kết quả" in page


def test_a_form_that_cannot_be_sent_is_not_opened(reception: Officer, head: Officer) -> None:
    taken_in = testing.accepted(CITIZEN).dossier_id
    new = testing.filed(CITIZEN).dossier_id

    for page in (
        reception.get(f"/ho-so/{taken_in}/tu-choi", status=409),
        reception.get(f"/ho-so/{new}/dung", status=409),
        head.get(f"/ho-so/{new}/gia-han", status=409),
    ):
        assert "<textarea" not in page
        assert "Hồ sơ không còn chờ tiếp nhận" in plain(page) or "Không làm được việc này khi hồ sơ" in plain(page)
    reception.get(f"/ho-so/{new}/tu-choi")


def test_an_unpaid_dossier_cannot_be_accepted_yet(reception: Officer) -> None:
    receipt = testing.filed(CITIZEN, code=testing.CHARGED)

    page = reception.get(f"/ho-so/{receipt.dossier_id}")
    assert "Chưa nộp phí" in plain(page)
    assert "/tiep-nhan" not in page

    refused = plain(reception.post(f"/ho-so/{receipt.dossier_id}/tiep-nhan", status=409))
    assert "Chưa nhận được tiền: 15.000 đồng" in refused


def test_the_slower_of_two_officers_hears_who_was_quicker_and_when(reception: Officer, officer: Desk) -> None:
    receipt = testing.filed(CITIZEN)
    reception.post(f"/ho-so/{receipt.dossier_id}/tiep-nhan")

    slower = officer("oanh")
    page = plain(slower.post(f"/ho-so/{receipt.dossier_id}/tiep-nhan", status=409))

    assert "Hồ sơ không còn chờ tiếp nhận" in page
    assert "Đỗ Anh Tài, 09:00 ngày 18/11/2026" in page


def test_a_task_is_taken_and_put_back(case_officer: Officer) -> None:
    slip = testing.accepted(CITIZEN)
    task = testing.task(slip.dossier_id, "appraise")

    page = case_officer.post(f"/ho-so/{slip.dossier_id}/viec/{task.id}/nhan")

    assert "Việc này đã về tay ông/bà" in plain(page)
    assert f"/viec/{task.id}/tra-ve" in page
    assert testing.task(slip.dossier_id, "appraise").assignee_name == "Ngô Hồng Quân"
    case_officer.post(f"/ho-so/{slip.dossier_id}/viec/{task.id}/tra-ve")
    assert testing.task(slip.dossier_id, "appraise").assignee_id is None


def test_a_task_somebody_holds_is_not_taken_from_him(case_officer: Officer, officer: Desk) -> None:
    slip = testing.accepted(CITIZEN)
    task = testing.task(slip.dossier_id, "appraise")
    case_officer.post(f"/ho-so/{slip.dossier_id}/viec/{task.id}/nhan")

    colleague = officer("linh")
    page = plain(colleague.post(f"/ho-so/{slip.dossier_id}/viec/{task.id}/nhan", status=409))

    assert "Ngô Hồng Quân đang giữ việc này" in page


def test_the_head_gives_the_work_out(head: Officer, case_officer: Officer) -> None:
    slip = testing.accepted(CITIZEN)
    task = testing.task(slip.dossier_id, "appraise")
    address = f"/ho-so/{slip.dossier_id}"
    assert "Ngô Hồng Quân" in head.get(address)

    head.post(f"{address}/viec/{task.id}/giao", colleague=str(case_officer.actor.id), version=task.version)

    assert testing.task(slip.dossier_id, "appraise").assignee_id == case_officer.actor.id
    task = testing.task(slip.dossier_id, "appraise")
    page = plain(head.post(f"{address}/viec/{task.id}/giao", status=422, colleague="", version=task.version))
    assert "Người được chọn không giữ vai trò" in page


def test_work_is_handed_to_another_unit_and_a_wrong_choice_keeps_the_words(case_officer: Officer) -> None:
    slip = testing.accepted(CITIZEN)
    task = testing.task(slip.dossier_id, "appraise")
    address = f"/ho-so/{slip.dossier_id}/viec/{task.id}/chuyen"

    page = case_officer.post(address, status=422, unit="", reason="Thuộc lĩnh vực đất đai", version=task.version)
    assert "Chọn một đơn vị khác trong cùng cơ quan" in page
    assert "Thuộc lĩnh vực đất đai" in page

    case_officer.post(address, unit=str(unit_id(testing.COMMUNE, "kt")), reason="Thuộc lĩnh vực đất đai")
    assert testing.task(slip.dossier_id, "appraise").unit_id == unit_id(testing.COMMUNE, "kt")


def test_work_comes_back_with_a_reason(leader: Officer) -> None:
    dossier_id = testing.for_approval(CITIZEN)
    task = testing.task(dossier_id, "approve")
    address = f"/ho-so/{dossier_id}/viec/{task.id}/tra-lai"

    page = leader.post(address, status=422, step="appraise", reason="", version=task.version)
    assert "Viết lý do trả lại" in page
    assert 'id="rework-reason-error"' in page

    leader.post(address, step="appraise", reason="Sai năm sinh", version=task.version)
    assert seen(dossier_id).row.status == Status.REWORK
    assert "Sai năm sinh" in leader.get(f"/ho-so/{dossier_id}")


def test_notes_stay_with_colleagues(reception: Officer) -> None:
    receipt = testing.filed(CITIZEN)
    address = f"/ho-so/{receipt.dossier_id}/ghi-chu"

    assert "Đã hẹn đến thứ Sáu" in reception.post(address, text="Đã hẹn đến thứ Sáu")
    page = reception.post(address, status=422, text=" ")

    assert 'id="note-text-error"' in page


def test_a_plain_step_is_finished_with_a_remark(head: Officer) -> None:
    slip = testing.accepted(CITIZEN)
    services.draft_result(slip.dossier_id, testing.VALUES, by=testing.PEOPLE.case, at=AT)
    services.complete_step(testing.task(slip.dossier_id, "appraise").id, by=testing.PEOPLE.case, at=AT)
    task = testing.task(slip.dossier_id, "work")

    head.post(f"/ho-so/{slip.dossier_id}/viec/{task.id}/hoan-thanh", note="Đã soát", version=task.version)

    assert seen(slip.dossier_id).row.status == Status.FOR_APPROVAL


def test_the_wrong_role_is_told_whom_to_ask(case_officer: Officer, clerk: Officer) -> None:
    receipt = testing.filed(CITIZEN)

    page = plain(case_officer.post(f"/ho-so/{receipt.dossier_id}/tiep-nhan", status=403))
    assert "cán bộ tiếp nhận" in page

    services.open_for_reason(receipt.dossier_id, "visitor", by=clerk.actor, at=AT)
    page = plain(clerk.get(f"/ho-so/{receipt.dossier_id}"))
    assert "Ông/bà chưa có việc ở hồ sơ này" in page
    assert "cán bộ tiếp nhận" in page


def test_a_case_of_another_agency_does_not_exist(officer: Desk) -> None:
    receipt = testing.filed(CITIZEN)
    stranger = officer("linh_cb")
    assert stranger.actor.agency_id != HOME

    for address in ("", "/tu-choi", "/bo-sung"):
        stranger.get(f"/ho-so/{receipt.dossier_id}{address}", status=404)
        stranger.get(f"/ho-so/{UUID(int=7)}{address}", status=404)
    for address in ("/tiep-nhan", "/ghi-chu", "/tu-choi"):
        stranger.post(f"/ho-so/{receipt.dossier_id}{address}", status=404, text="x", ground="not_competent", reason="x")


def test_the_desk_speaks_english_too(reception: Officer) -> None:
    receipt = testing.filed(CITIZEN)
    reception.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    page = plain(reception.get(f"/ho-so/{receipt.dossier_id}"))

    assert "Accept this dossier" in page
    assert "Submitted, waiting for reception" in page


def test_a_stranger_is_led_to_sign_in_and_back(client: Client) -> None:
    receipt = testing.filed(CITIZEN)

    answer = client.get(f"/can-bo/ho-so/{receipt.dossier_id}")

    assert answer["Location"] == f"/dang-nhap?next=%2Fcan-bo%2Fho-so%2F{receipt.dossier_id}"


def test_two_papers_lie_side_by_side_and_everything_is_a_link(reception: Officer) -> None:
    papers = [documents_testing.clean_file(CITIZEN, name=f"giấy {n}.pdf") for n in (1, 2)]
    receipt = testing.filed(CITIZEN, proof=[str(one.id) for one in papers])
    address = f"/ho-so/{receipt.dossier_id}/so-sanh"

    page = reception.get(address)
    assert f"/tep/{papers[0].id}/1.png" in page
    assert "Tờ khai" in plain(page)

    page = reception.get(f"{address}?l={papers[0].id}&lx=1&lz=1&r={papers[1].id}")
    assert f"/tep/{papers[0].id}/1.png?xoay=1&amp;to=1" in page
    assert f"/tep/{papers[1].id}/1.png" in page
    onwards = [link for link in page.split('href="') if "lx=2" in link]
    assert onwards
    assert f"r={papers[1].id}" in onwards[0]
    assert f"/tep/{papers[0].id}/1.png" in reception.get(f"{address}?l=nonsense&lx=99&lz=-1&lp=x")


def test_a_page_is_turned_by_the_server(reception: Officer) -> None:
    paper = documents_testing.clean_file(CITIZEN, name="giấy.pdf")
    testing.filed(CITIZEN, proof=[str(paper.id)])

    upright, turned = (
        Image.open(BytesIO(reception.client.get(f"/can-bo/tep/{paper.id}/1.png{turn}").content)).size
        for turn in ("", "?xoay=1")
    )

    assert turned == (upright[1], upright[0])


def test_what_was_checked_stands_above_with_grey_for_what_nobody_knows(reception: Officer) -> None:
    page = reception.get(f"/ho-so/{testing.filed(CITIZEN).dossier_id}")

    words = plain(page)
    assert "Máy đã kiểm tra" in words
    assert "mục chưa đối chiếu được" in words
    assert "check--unknown" in page
    assert "không phải nộp" in words


def test_a_colleague_who_has_it_open_is_named(reception: Officer, officer: Desk) -> None:
    receipt = testing.filed(CITIZEN)
    colleague = officer("oanh")
    assert "đang xem" not in plain(colleague.get(f"/ho-so/{receipt.dossier_id}"))

    assert "Phạm Thanh Oanh đang xem" in plain(reception.get(f"/ho-so/{receipt.dossier_id}"))
    assert "Phạm Thanh Oanh đang xem" in plain(reception.get("/viec?view=reception"))
    other = testing.filed(CITIZEN)
    colleague.get(f"/ho-so/{other.dossier_id}")
    assert "đang xem" not in plain(reception.get(f"/ho-so/{receipt.dossier_id}"))


def test_the_next_dossier_of_the_list_is_one_link_away(reception: Officer) -> None:
    first, second = (testing.filed(CITIZEN, at=AT + timedelta(minutes=n)).dossier_id for n in range(2))

    answer = reception.client.get(f"/can-bo/ho-so/{first}/tiep?view=reception")
    assert answer["Location"] == f"/can-bo/ho-so/{second}?view=reception"
    answer = reception.client.get(f"/can-bo/ho-so/{second}/tiep?view=unit")
    assert answer["Location"] == "/can-bo/viec?view=unit"
