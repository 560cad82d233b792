"""A late dossier says sorry, takes one tap, shows the answer; without JavaScript."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from motcua.faces.portal.follow.tests.test_own_changes import Owner
from motcua.kernel import clock, relay
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.testing import AT, PEOPLE
from motcua.rooms.feedback import services as feedback

pytestmark = pytest.mark.django_db
LATE = AT + timedelta(days=8)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock stands three days after the promised one."""
    monkeypatch.setenv("MOTCUA_NOW", LATE.isoformat())
    clock._held.cache_clear()
    yield
    monkeypatch.undo()
    clock._held.cache_clear()


def test_one_tap_then_the_answer_then_once_more(later: None) -> None:
    testing.world()
    owner = Owner()
    dossier_id = testing.accepted(owner.actor).dossier_id
    address = f"/ho-so/{dossier_id}"

    page = unescape(owner.get(address))
    assert "xin lỗi" in page.lower()
    assert "Hồ sơ này trễ hẹn – yêu cầu trả lời" in page

    assert owner.client.post(f"{address}/tre-hen", {}).status_code == 302
    assert "Cơ quan phải trả lời trước" in unescape(owner.get(address))
    feedback.answer_complaint(dossier_id, "Xong ngày 30/11.", by=PEOPLE.head, at=LATE)
    page = unescape(owner.get(address))
    assert "Xong ngày 30/11." in page
    assert "Đỗ Hà trả lời" in page

    assert owner.client.post(f"{address}/tre-hen/hoi-lai", {}).status_code == 302
    assert owner.client.post(f"{address}/tre-hen/hoi-lai", {}).status_code == 302
    page = unescape(owner.get(address))
    assert "Chỉ hỏi lại được một lần" in page
    assert "Câu trả lời chưa giúp được" not in page


def test_a_new_date_and_its_letter_are_on_the_page_and_the_public_look_up_names_nobody(later: None) -> None:
    testing.world()
    owner = Owner()
    slip = testing.accepted(owner.actor)
    assert slip.due_at is not None
    new = slip.due_at + timedelta(days=10)
    more = {"ground": "needs_more_time", "reason": "Thiếu người soát"}
    services.extend(slip.dossier_id, new, **more, by=PEOPLE.head, at=AT)

    page = unescape(owner.get(f"/ho-so/{slip.dossier_id}"))
    with scope(SYSTEM):
        code = queries.dossier(slip.dossier_id, by=SYSTEM).row.reference
    public = Client().post("/tra-cuu", {"code": code, "digits": "5678"}).content.decode()

    assert "Văn bản xin lỗi và đề nghị gia hạn" in page
    assert "Ngày hẹn ban đầu" in page
    for shown in (page, unescape(public)):
        assert "Ngày hẹn mới" in shown
    assert "Đỗ Hà" not in public
    assert "Thiếu người soát" not in unescape(public)


def test_messages_are_read_line_by_line_and_lead_to_the_page_they_speak_of(later: None) -> None:
    testing.world()
    owner = Owner()
    dossier_id = testing.accepted(owner.actor).dossier_id
    feedback.complain(dossier_id, by=owner.actor, at=LATE)
    feedback.answer_complaint(dossier_id, "Xong ngày 30/11.", by=PEOPLE.head, at=LATE)
    for _ in range(2):
        relay.drain(at=lambda: LATE)

    page = unescape(owner.get("/thong-bao"))

    assert '<p class="message__line">Người trả lời: Đỗ Hà.</p>' in page
    assert f'href="/ho-so/{dossier_id}"' in page
    assert "://" not in page.split("<main", 1)[1].split("</main>", 1)[0]
