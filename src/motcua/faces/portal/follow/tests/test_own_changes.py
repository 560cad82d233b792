"""C16 without JavaScript: change what was handed in, see what happens to money and papers before withdrawing."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from motcua.faces.portal.account import cookies
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.testing import AT, PEOPLE
from motcua.rooms.forms import queries as forms
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity.testing import HOA, signed_in

pytestmark = pytest.mark.django_db


class Owner:
    """The owner of dossiers, signed in, without JavaScript."""

    def __init__(self) -> None:
        token = signed_in(HOA).session_token
        actor = identity.actor_for_session(token, AT)
        assert actor is not None
        self.actor: Actor = actor
        self.client = Client()
        self.client.cookies[cookies.session_name()] = token

    def get(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()


@pytest.fixture
def owner() -> Owner:
    testing.world()
    return Owner()


def answers(dossier_id: UUID) -> Any:
    with scope(SYSTEM):
        view = queries.dossier(dossier_id, by=SYSTEM, at=AT)
        return forms.answers(view.answers_id, by=SYSTEM).answers


def test_one_chooses_what_to_change_and_changes_just_that(owner: Owner) -> None:
    slip = testing.accepted(owner.actor)
    address = f"/ho-so/{slip.dossier_id}/sua"
    assert f'href="{address}"' in owner.get(f"/ho-so/{slip.dossier_id}")
    choice = owner.get(address)
    assert 'name="muc"' in choice
    assert 'value="full_name"' not in choice
    assert "Không sửa ở đây" in choice
    assert 'name="full_name"' not in owner.get(f"{address}?muc=full_name")

    page = owner.get(f"{address}?muc=phone")
    assert 'name="phone"' in page
    assert 'name="full_name"' not in page

    wrong = owner.client.post(address, {"muc": "phone", "phone": "12", "full_name": "Kẻ khác"})
    assert wrong.status_code == 422
    done = owner.client.post(address, {"muc": "phone", "phone": "0987 654 321", "full_name": "Kẻ khác"})
    assert done.status_code == 302, re.sub(r"<[^>]+>|\s+", " ", done.content.decode())[:800]
    kept = answers(slip.dossier_id)
    assert kept["phone"] == "0987654321"
    assert kept["full_name"] != "Kẻ khác"
    assert "Người nộp sửa hồ sơ" in owner.get(f"/ho-so/{slip.dossier_id}")


def test_what_is_decided_is_no_longer_changed(owner: Owner) -> None:
    dossier_id = testing.approved(owner.actor)

    assert "/sua" not in owner.get(f"/ho-so/{dossier_id}")
    assert owner.client.get(f"/ho-so/{dossier_id}/sua").status_code == 302


def test_withdrawing_says_first_what_happens_to_money_and_papers(owner: Owner) -> None:
    receipt = testing.filed(owner.actor, code=testing.CHARGED)

    page = owner.get(f"/ho-so/{receipt.dossier_id}/rut")
    assert "không phải nộp nữa" in page

    free = testing.accepted(owner.actor)
    assert "Không có khoản nào phải nộp" in owner.get(f"/ho-so/{free.dossier_id}/rut")


def test_a_wrong_result_is_reported_in_two_steps(owner: Owner) -> None:
    dossier_id = testing.issued(owner.actor).dossier_id
    address = f"/ho-so/{dossier_id}/ket-qua-sai"
    assert f'href="{address}"' in owner.get(f"/ho-so/{dossier_id}")

    assert owner.client.post(address, {"wrong": " "}).status_code == 422
    assert owner.client.post(address, {"wrong": "Sai năm sinh"}).status_code == 302

    page = owner.get(f"/ho-so/{dossier_id}")
    assert "Đang sửa kết quả sai" in page
    assert address not in page


def test_a_withdrawn_dossier_promises_nothing_and_asks_for_no_money(owner: Owner) -> None:
    receipt = testing.filed(owner.actor, code=testing.CHARGED)
    address = f"/ho-so/{receipt.dossier_id}"
    assert "/thanh-toan/" in owner.get(address)
    assert "trong 8 giờ làm việc từ khi trả tiền" in owner.get(address)

    services.withdraw(receipt.dossier_id, by=owner.actor, at=AT)

    page = owner.get(address)
    assert "/thanh-toan/" not in page
    assert "Hẹn trả lời" not in page
    assert "timeline__entry--no" in page
    assert "Chưa trả tiền" not in owner.get("/ho-so")


def test_a_refused_dossier_tells_the_ground_of_law_and_how_to_complain(owner: Owner) -> None:
    receipt = testing.filed(owner.actor)
    services.refuse(receipt.dossier_id, "not_competent", "Nộp ở Phường Bến Thành", by=PEOPLE.reception, at=AT)

    page = unescape(owner.get(f"/ho-so/{receipt.dossier_id}"))

    assert "Không thuộc thẩm quyền giải quyết của cơ quan này" in page
    assert "NĐ 118/2025/NĐ-CP Điều 17" in page
    assert "khiếu nại" in page
    assert "Hẹn trả lời" not in page
    assert "timeline__entry--no" in page


def test_the_address_of_a_draft_leads_to_the_dossier_it_became(owner: Owner) -> None:
    receipt = testing.filed(owner.actor)

    for address in ("", "/trang/purpose"):
        answer = owner.client.get(f"/nop-ho-so/{receipt.dossier_id}{address}", follow=True)
        assert answer.redirect_chain[-1][0] == f"/ho-so/{receipt.dossier_id}"
        assert "Hồ sơ này đã nộp" in unescape(answer.content.decode())

    strange = testing.filed(testing.citizen("Khác"))
    assert owner.client.get(f"/nop-ho-so/{strange.dossier_id}").status_code == 404


def test_who_lost_his_copy_asks_for_another_one(owner: Owner) -> None:
    dossier_id = testing.issued(owner.actor).dossier_id
    address = f"/ho-so/{dossier_id}/ban-sao"
    assert f'href="{address}"' in owner.get(f"/ho-so/{dossier_id}")
    assert "không mất tiền" in owner.get(address)
    assert owner.client.post(address, {"reason": ""}).status_code == 422

    assert owner.client.post(address, {"reason": "Mất bản giấy"}).status_code == 302
    page = owner.get(f"/ho-so/{dossier_id}")
    assert "Đã xin cấp bản sao" in page
    assert f'href="{address}"' not in page

    services.decline_copy(dossier_id, "Kết quả đang được sửa", by=PEOPLE.reception, at=AT)
    assert "Kết quả đang được sửa" in owner.get(f"/ho-so/{dossier_id}")


def test_a_wrong_result_is_reported_and_the_answer_is_read_there(owner: Owner) -> None:
    dossier_id = testing.issued(owner.actor).dossier_id
    address = f"/ho-so/{dossier_id}/ket-qua-sai"
    assert f'href="{address}"' in owner.get(f"/ho-so/{dossier_id}")

    assert owner.client.post(address, {"wrong": "Sai năm sinh"}).status_code == 302
    page = unescape(owner.get(f"/ho-so/{dossier_id}"))
    assert "Sai năm sinh" in page
    assert "Kết quả đang được sửa" in page

    services.decline_correction(dossier_id, "Đúng theo khai sinh", by=PEOPLE.head, at=AT)
    assert "Trả lời: Đúng theo khai sinh" in unescape(owner.get(f"/ho-so/{dossier_id}"))


def test_a_refused_result_says_ground_reasons_and_how_to_complain(owner: Owner) -> None:
    dossier_id = testing.issued(owner.actor, kind="refused").dossier_id

    page = unescape(owner.get(f"/ho-so/{dossier_id}"))

    assert "Đã trả kết quả: từ chối" in page
    assert "Tải văn bản từ chối" in page
    assert "Kết quả xác minh không đúng" in page
    assert "Xác minh không đúng." in page
    assert "khiếu nại" in page
    with scope(SYSTEM):
        row = queries.find(dossier_id, by=SYSTEM)
    told = owner.client.post("/tra-cuu", {"code": row.reference, "phone": "5678"}, follow=True).content.decode()
    assert "từ chối" not in told


def test_a_withdrawn_dossier_says_that_nobody_works_on_it(owner: Owner) -> None:
    dossier_id = testing.accepted(owner.actor).dossier_id
    services.withdraw(dossier_id, reason="Đổi ý", by=owner.actor, at=AT)

    page = unescape(owner.get(f"/ho-so/{dossier_id}"))

    assert "Cơ quan không xử lý hồ sơ này nữa" in page
    assert "Lý do đã ghi: Đổi ý" in page


def test_what_was_never_completed_says_what_was_missing(owner: Owner) -> None:
    dossier_id = testing.asked(owner.actor).dossier_id

    assert services.close_silent(AT + timedelta(days=17)) == 1

    page = unescape(owner.get(f"/ho-so/{dossier_id}"))
    assert "Chưa nhận được phần bổ sung: Dùng giấy để làm gì" in page
    assert "yêu cầu ngày 18/11/2026" in page


def test_a_code_leads_to_its_dossier(owner: Owner) -> None:
    slip = testing.accepted(owner.actor)
    with scope(SYSTEM):
        row = queries.dossier(slip.dossier_id, by=SYSTEM, at=AT).row

    for code in (row.reference, row.receipt_number):
        answer = owner.client.get("/ho-so", {"ma": code})
        assert answer["Location"] == f"/ho-so/{slip.dossier_id}"
    assert owner.client.get("/ho-so", {"ma": "H29.1-261120-0001"}).status_code == 200
