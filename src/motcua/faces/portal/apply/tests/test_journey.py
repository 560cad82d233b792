"""From «Bắt đầu» to the confirmation, without JavaScript."""

import re
from uuid import UUID

import pytest

from motcua.faces.portal.apply.tests.conftest import CODE, DELIVERY, PURPOSE, Browser, picture
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents import queries as documents
from motcua.rooms.dossiers import queries as dossiers

pytestmark = pytest.mark.django_db


def draft_of(url: str) -> str:
    return url.split("/")[2]


def filled(browser: Browser) -> str:
    """Fill everything in; gives the address of the check page."""
    purpose = browser.begin()
    delivery = browser.send(purpose, **PURPOSE)
    papers = browser.send(delivery, **DELIVERY)
    return browser.send(papers, photo=picture())


def test_what_the_state_knows_is_not_asked(hoa: Browser) -> None:
    first = hoa.begin()

    assert first.endswith("/trang/purpose")
    page = hoa.get(first)
    assert "Bước 1/4" in page
    assert "Mục đích sử dụng" in page


def test_a_page_asks_only_what_is_not_known(binh: Browser) -> None:
    first = binh.begin()

    assert first.endswith("/trang/applicant")
    page = binh.get(first)
    assert 'name="phone"' in page
    assert 'name="full_name"' not in page
    assert "Trần Văn Bình" in page
    assert "Báo sai" in page


def test_a_whole_dossier_is_filed(hoa: Browser) -> None:
    check = filled(hoa)
    page = hoa.get(check)

    assert "Nguyễn Thị Hoa" in page
    assert "079 190 012 345" in page
    assert "dieu.jpg" in page
    assert "Nộp và trả 5.000 đồng" in page
    leads_to = hoa.send(check, consent="yes")
    assert leads_to.startswith("/thanh-toan/")
    paying = hoa.get(leads_to)
    assert re.search(r"Đã nộp hồ sơ MC\u2011[0-9A-Z\u2011]+. Còn một việc: trả ", paying)
    assert "5.000 đồng" in paying
    assert "Trả ngay bây giờ thì có trả lời trước" in paying
    done = hoa.get(f"/nop-ho-so/{draft_of(check)}/xac-nhan")
    assert re.search(r"MC-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", done)
    assert "Chưa trả tiền: 5.000 đồng" in done
    shown, _experts, folded = done.partition("Cho người làm kỹ thuật")
    assert "dieu.jpg" in shown
    assert "SHA-256" not in shown
    assert re.search(r"SHA-256: <code[^>]*>[0-9a-f]{64}<", folded)


def test_who_already_waits_for_the_same_is_told_and_may_file_another(hoa: Browser, binh: Browser) -> None:
    start = f"/nop-ho-so/moi/{CODE}"
    check = filled(hoa)
    assert "Đang có một hồ sơ" not in hoa.get(start)
    hoa.send(check, consent="yes")

    page = hoa.get(start)
    assert "Đang có một hồ sơ cho việc này" in page
    assert re.search(r"MC.[0-9A-Z\u2011-]+</a>: nộp ngày \d+/\d+/\d{4}, chưa trả tiền", page)
    assert f'href="/ho-so/{draft_of(check)}"' in page
    assert "Làm hồ sơ mới" in page
    assert hoa.begin().endswith("/trang/purpose")
    assert "Đang có một hồ sơ" not in binh.get(start)


def test_pressing_twice_files_once(hoa: Browser) -> None:
    check = filled(hoa)
    first = hoa.send(check, consent="yes")

    again = hoa.post(check, consent="yes")
    assert again == first
    assert first.startswith("/thanh-toan/")
    with scope(SYSTEM):
        assert len(documents.files_of(dossiers.find(UUID(draft_of(check)), by=SYSTEM).id, by=SYSTEM)) == 1


def test_the_check_page_of_a_submitted_dossier_leads_to_its_confirmation(hoa: Browser) -> None:
    check = filled(hoa)
    hoa.send(check, consent="yes")

    answer = hoa.client.get(check)
    assert (answer.status_code, answer["Location"]) == (302, check.replace("kiem-tra", "xac-nhan"))


def test_a_fault_is_told_at_the_field_and_above_and_what_was_typed_stays(hoa: Browser) -> None:
    first = hoa.begin()
    page = hoa.send(first, 422, purpose="marriage", copies="ba mươi")

    assert 'href="#copies"' in page
    assert page.count("“ba mươi” không phải là số") == 2
    assert 'value="ba mươi"' in page
    assert 'value="ba mươi"' in hoa.get(first)


def test_an_answer_may_bring_up_a_question_without_javascript(hoa: Browser) -> None:
    first = hoa.begin()
    leads_to = hoa.post(first, purpose="other", copies="1", _seen="purpose:0,copies:0")

    assert leads_to == first
    assert 'name="purpose_other"' in hoa.get(first)


def test_a_choice_beside_it_shows_a_field_at_once(hoa: Browser) -> None:
    page = hoa.get(hoa.begin())

    assert 'data-reveal-name="purpose" data-reveal-value="other"' in page
    assert 'name="purpose_other"' in page


def test_a_hidden_field_left_empty_holds_nobody_up(hoa: Browser) -> None:
    leads_to = hoa.send(hoa.begin(), purpose="marriage", copies="1", purpose_other="")

    assert leads_to.endswith("/trang/delivery")


def test_all_faults_are_told_before_it_leaves(hoa: Browser) -> None:
    first = hoa.begin()
    check = f"/nop-ho-so/{draft_of(first)}/kiem-tra"
    page = hoa.send(check, 422, consent="yes")

    for words in ("Chọn dùng giấy để làm gì", "Chọn cách nhận kết quả", "Gửi ảnh con diều"):
        assert words in page
    assert "/trang/delivery?ve=kiem-tra&amp;sua=delivery#delivery" in page


def test_it_does_not_leave_without_consent(hoa: Browser) -> None:
    page = hoa.send(filled(hoa), 422)

    assert 'href="#consent"' in page


def test_a_change_from_the_check_page_returns_there(hoa: Browser) -> None:
    check = filled(hoa)
    page = f"/nop-ho-so/{draft_of(check)}/trang/purpose?ve=kiem-tra"

    assert hoa.send(page, purpose="marriage", copies="5") == check
    assert re.search(r">\s*5\s*<", hoa.get(check))


def test_an_own_telephone_number_can_replace_the_known_one(hoa: Browser) -> None:
    check = filled(hoa)
    page = f"/nop-ho-so/{draft_of(check)}/trang/applicant?ve=kiem-tra&sua=phone"

    assert hoa.send(page, phone="0987 654 321") == check
    assert "0987 654 321" in hoa.get(check)


def test_a_wrong_value_of_a_database_is_reported_and_replaced(hoa: Browser) -> None:
    check = filled(hoa)
    dispute = f"/nop-ho-so/{draft_of(check)}/bao-sai/full_name"
    assert "Nguyễn Thị Hoa" in hoa.get(dispute)

    assert hoa.send(dispute, full_name="Nguyễn Thị Hòa") == check
    page = hoa.get(check)
    assert "Nguyễn Thị Hòa" in page
    assert "Đã báo sai" in page


def test_going_back_finds_the_answers(hoa: Browser) -> None:
    first = hoa.begin()
    hoa.send(first, purpose="marriage", copies="7")

    page = hoa.get(first)
    assert 'value="7"' in page
    assert re.search(r'value="marriage" checked', page)


def test_another_device_goes_on_where_the_first_one_stopped(hoa: Browser) -> None:
    hoa.send(hoa.begin(), purpose="marriage", copies="7")
    phone = Browser()
    page = phone.get(f"/nop-ho-so/moi/{CODE}")

    resume = re.search(r'href="(/nop-ho-so/[0-9a-f-]+)"', page)
    assert resume is not None
    answer = phone.client.get(resume[1])
    assert answer["Location"].endswith("/trang/delivery")


def test_a_draft_can_be_thrown_away(hoa: Browser) -> None:
    first = hoa.begin()
    hoa.post(f"/nop-ho-so/{draft_of(first)}/xoa")

    assert hoa.client.get(first).status_code == 404


def test_a_stranger_finds_nothing(hoa: Browser, binh: Browser) -> None:
    first = hoa.begin()
    draft = draft_of(first)

    for path in ("", "/trang/purpose", "/kiem-tra", "/noi-giai-quyet", "/bao-sai/full_name", "/xac-nhan"):
        assert binh.client.get(f"/nop-ho-so/{draft}{path}").status_code == 404
    assert binh.client.post(first, {"purpose": "other"}).status_code == 404
    assert binh.client.post(f"/nop-ho-so/{draft}/kiem-tra", {"consent": "yes"}).status_code == 404
    assert binh.client.post(f"/nop-ho-so/{draft}/luu", {"_fields": "copies", "copies": "9"}).status_code == 404


def test_a_page_that_is_not_of_the_form_does_not_exist(hoa: Browser) -> None:
    draft = draft_of(hoa.begin())

    assert hoa.client.post(f"/nop-ho-so/{draft}/trang/nobody", {}).status_code == 404
    assert hoa.client.get(f"/nop-ho-so/{draft}/trang/nobody").status_code == 302


@pytest.mark.parametrize(
    "rubbish", [{"_seen": ":::,,:"}, {"copies-rows": "x"}, {"_action": "remove:copies:9"}, {"purpose": ["a", "b"]}]
)
def test_rubbish_breaks_nothing(hoa: Browser, rubbish: dict[str, object]) -> None:
    first = hoa.begin()

    assert hoa.client.post(first, rubbish).status_code in (302, 422)
