"""Sessions end, tabs multiply, networks break: what was typed stays."""

import json
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.faces.portal.apply.tests.conftest import PURPOSE, Browser, hidden, picture

pytestmark = pytest.mark.django_db


def test_a_form_sent_after_the_session_ended_is_still_there_after_signing_in(hoa: Browser) -> None:
    first = hoa.begin()
    seen = hidden(hoa.get(first))
    hoa.sign_out()
    leads_to = hoa.post(first, **seen, purpose="other", purpose_other="Vay vốn", copies="3")
    assert leads_to.startswith("/dang-nhap?next=")

    hoa.sign_in()
    page = hoa.get(first)
    assert "Đã đăng nhập lại. Nội dung đã điền vẫn còn" in page
    assert 'value="Vay vốn"' in page
    assert 'value="3"' in page
    hoa.post(first, **hidden(page), purpose="other", purpose_other="Vay vốn", copies="3")
    assert 'value="Vay vốn"' in hoa.get(first)
    assert "Đã đăng nhập lại. Nội dung đã điền vẫn còn" not in hoa.get(first)


def test_what_a_session_left_behind_is_not_readable_in_the_cookie(hoa: Browser) -> None:
    first = hoa.begin()
    hoa.sign_out()
    hoa.post(first, purpose="other", purpose_other="Vay von", copies="3")

    kept = hoa.client.cookies["mc_kept_0"]
    assert kept["httponly"]
    assert kept["path"].startswith("/nop-ho-so/")
    assert "Vay" not in kept.value


def test_a_form_too_long_for_a_cookie_comes_back_to_be_sent_again(hoa: Browser) -> None:
    first = hoa.begin()
    hoa.sign_out()
    draw = random.Random(1)
    long = "".join(draw.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(30_000))
    page = hoa.post(first, 401, purpose="other", purpose_other=long)

    assert long in page
    assert "Đăng nhập ở cửa sổ mới" in page


def test_two_tabs_keep_what_each_one_changed(hoa: Browser) -> None:
    first = hoa.begin()
    one = hidden(hoa.get(first))
    other = hidden(hoa.get(first))
    hoa.post(first, **one, purpose="other", purpose_other="Vay vốn", copies="1")
    hoa.post(first, **other, purpose="", copies="4")

    page = hoa.get(first)
    assert 'value="4"' in page
    assert 'value="Vay vốn"' in page


def test_what_another_window_wrote_into_the_same_question_is_shown(hoa: Browser) -> None:
    first = hoa.begin()
    one = hidden(hoa.get(first))
    other = hidden(hoa.get(first))
    hoa.post(first, **one, purpose="other", purpose_other="Vay vốn", copies="1")

    page = hoa.post(first, 200, **other, purpose="other", purpose_other="Mua nhà", copies="1")

    assert "vừa sửa ở nơi khác lúc" in page
    assert "Vay vốn" in page
    assert 'value="Mua nhà"' in hoa.get(first)
    again = hoa.post(first, **hidden(page), purpose="other", purpose_other="Mua đất", copies="1")
    assert "/trang/" in again or "/kiem-tra" in again


def test_saving_while_typing_tells_of_another_window_but_not_of_itself(hoa: Browser) -> None:
    first = hoa.begin()
    save = first.partition("/trang/")[0] + "/luu"
    seen = hidden(hoa.get(first))["_seen"]

    mine = hoa.client.post(save, {"_fields": "copies", "copies": "6", "_seen": seen}).json()
    more = hoa.client.post(save, {"_fields": "copies", "copies": "7", "_seen": mine["seen"]}).json()
    stale = hoa.client.post(save, {"_fields": "copies", "copies": "8", "_seen": seen}).json()

    assert (mine["elsewhere"], more["elsewhere"]) == ("", "")
    assert "vừa sửa ở nơi khác" in stale["elsewhere"]


def test_what_is_typed_is_saved_while_typing(hoa: Browser) -> None:
    first = hoa.begin()
    save = first.partition("/trang/")[0] + "/luu"
    answer = hoa.client.post(
        save, {"_fields": ["copies", "wedding_date"], "copies": "6", "wedding_date-day": "1", "version": "1"}
    )

    assert answer.status_code == 200
    assert json.loads(answer.content)["version"] == 2
    assert 'value="6"' in hoa.get(first)


def test_saving_after_the_session_ended_says_so_and_keeps_the_page(hoa: Browser) -> None:
    first = hoa.begin()
    hoa.sign_out()

    answer = hoa.client.post(first.partition("/trang/")[0] + "/luu", {"_fields": "copies", "copies": "6"})
    assert answer.status_code == 401


def test_a_picture_is_sent_by_the_form_alone(hoa: Browser) -> None:
    papers = hoa.begin().replace("purpose", "papers")
    hoa.send(papers, _action="upload:photo", photo=picture("mat-truoc.jpg"))

    page = hoa.get(papers)
    assert "mat-truoc.jpg" in page
    assert "đã nhận" in page


def test_two_pictures_sent_at_once_are_both_there(hoa: Browser) -> None:
    papers = hoa.begin().replace("purpose", "papers")
    upload = papers.partition("/trang/")[0] + "/tep"
    for name, colour in (("mot.jpg", "red"), ("hai.jpg", "blue")):
        answer = hoa.client.post(upload, {"name": "photo", "file": picture(name, colour)})
        assert answer.status_code == 201, answer.content

    page = hoa.get(papers)
    assert "mot.jpg" in page
    assert "hai.jpg" in page


def test_a_picture_can_be_taken_out_again(hoa: Browser) -> None:
    papers = hoa.begin().replace("purpose", "papers")
    hoa.send(papers, _action="upload:photo", photo=picture("mat-truoc.jpg"))
    button = hoa.get(papers).partition('value="remove-file:photo:')[2].partition('"')[0]
    hoa.send(papers, _action=f"remove-file:photo:{button}")

    assert "mat-truoc.jpg" not in hoa.get(papers)


def test_a_wrong_file_is_explained_and_the_rest_is_kept(hoa: Browser) -> None:
    papers = hoa.begin().replace("purpose", "papers")
    page = hoa.send(
        papers, 422, photo=SimpleUploadedFile("dieu.jpg", b"MZ this is a program", content_type="image/jpeg")
    )

    assert 'href="#photo"' in page
    upload = papers.partition("/trang/")[0] + "/tep"
    answer = hoa.client.post(upload, {"name": "photo", "file": SimpleUploadedFile("x.jpg", b"MZ program")})
    assert answer.status_code == 422
    assert json.loads(answer.content)["reason"]


def test_a_page_sent_from_an_old_tab_goes_on(hoa: Browser) -> None:
    first = hoa.begin()
    old = hidden(hoa.get(first))
    hoa.send(first, **PURPOSE)

    assert hoa.post(first, **old, **PURPOSE).endswith("/trang/delivery")
