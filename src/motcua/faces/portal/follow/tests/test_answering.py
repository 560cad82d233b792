"""C15 without JavaScript: what the office asked for is mended, or said to be right; a paper is sent anew."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.faces.portal.follow.tests.test_own_changes import Owner
from motcua.kernel.tenancy import scope
from motcua.rooms.documents.testing import clean_file, small_pdf
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.testing import AT, PEOPLE
from motcua.rooms.dossiers.types import Status, SupplementItem

pytestmark = pytest.mark.django_db


def test_an_unchanged_answer_is_sent_back_until_it_is_said_to_be_right() -> None:
    testing.world()
    owner = Owner()
    dossier_id = testing.asked(owner.actor).dossier_id
    address = f"/ho-so/{dossier_id}/bo-sung"

    page = owner.client.post(address, {"purpose": "other"})
    assert page.status_code == 422
    assert "Chưa sửa: Dùng giấy để làm gì." in unescape(page.content.decode())
    assert "Điều đã ghi là đúng" in unescape(page.content.decode())

    assert owner.client.post(address, {"purpose": "other", "right-purpose": "yes"}).status_code == 302
    assert "Người nộp giữ nguyên" in unescape(owner.get(f"/ho-so/{dossier_id}"))


def test_a_paper_asked_for_is_neither_optional_nor_good_and_has_to_be_another() -> None:
    testing.world()
    owner = Owner()
    dossier_id = testing.filed(owner.actor, proof=[str(clean_file(owner.actor).id)]).dossier_id
    items = [SupplementItem("proof", "Ảnh mờ")]
    services.request_supplement(dossier_id, items, reason="Ảnh mờ", by=PEOPLE.reception, at=AT)
    address = f"/ho-so/{dossier_id}/bo-sung"

    page = unescape(owner.get(address))
    assert "không bắt buộc" not in page
    assert "đã nhận, đọc được" not in page
    assert "Cơ quan cần tệp khác" in page

    again = owner.client.post(address, {})
    assert again.status_code == 422
    assert "Tệp này chưa đổi. Chọn ảnh mới rồi gửi." in unescape(again.content.decode())
    new = SimpleUploadedFile("moi.pdf", small_pdf(2), content_type="application/pdf")
    owner.client.post(address, {"proof": new, "_action": "upload:proof"})
    owner.client.post(address, {})

    with scope(owner.actor):
        assert queries.find(dossier_id, by=owner.actor).status == Status.SUBMITTED
