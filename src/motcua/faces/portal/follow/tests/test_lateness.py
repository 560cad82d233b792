"""A late dossier says sorry, takes one tap, shows the answer; without JavaScript."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
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


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[datetime], None]]:
    """Set the clock of the pages."""

    def hold(moment: datetime) -> None:
        monkeypatch.setenv("MOTCUA_NOW", moment.isoformat())
        clock._held.cache_clear()

    yield hold
    monkeypatch.undo()
    clock._held.cache_clear()


def test_the_page_says_from_when_one_may_ask_then_what_was_asked_and_until_when(at: Callable[[datetime], None]) -> None:
    testing.world()
    owner = Owner()
    slip = testing.accepted(owner.actor)
    assert slip.due_at is not None
    address = f"/ho-so/{slip.dossier_id}"

    at(AT)
    early = unescape(owner.get(address))
    at(slip.due_at - timedelta(days=1))
    near = unescape(owner.get(address))
    owner.client.post(f"{address}/tre-hen", {"sentence": "Con tôi cần đi học"})
    asked = unescape(owner.get(address))
    feedback.answer_complaint(slip.dossier_id, "Kịp, đang ký.", by=PEOPLE.head, at=clock.now())
    answered = unescape(owner.get(address))

    assert "Có kịp không? Hỏi được từ 17:00 ngày 21/11/2026" in early
    assert "Hỏi hồ sơ có kịp ngày hẹn không" not in early
    assert "Hỏi được từ" not in near
    assert "Hỏi lúc này, cơ quan phải trả lời trước 17:00 ngày 23/11/2026" in near
    assert "Hỏi hồ sơ có kịp ngày hẹn không" in near
    assert "Có kịp ngày hẹn 23/11/2026 không?" in asked
    assert "“Con tôi cần đi học”" in asked
    assert "Đang chờ cơ quan trả lời" in asked
    assert "Cơ quan phải trả lời trước 17:00 ngày 23/11/2026" in asked
    assert "Hỏi hồ sơ có kịp" not in asked
    assert "Kịp, đang ký." in answered
    assert "Đang chờ cơ quan trả lời" not in answered


@pytest.mark.parametrize(("part", "place"), [("hoi", "ask"), ("danh-gia", "rate"), ("x", "")])
def test_the_part_of_the_page_survives_the_sign_in(later: None, part: str, place: str) -> None:
    testing.world()
    owner = Owner()
    dossier_id = (testing.issued if place == "rate" else testing.accepted)(owner.actor).dossier_id
    with scope(SYSTEM):
        code = queries.find(dossier_id, by=SYSTEM).reference
    page = f"/ho-so/{dossier_id}"
    wanted = page + (f"#{place}" if place else "")
    if place:
        public = Client().post("/tra-cuu", {"code": code, "digits": "5678"}).content.decode()
        assert f"/dang-nhap?next=%2Fho-so%3Fma%3D{code}%26phan%3D{part}" in public
        assert f'id="{place}" tabindex="-1"' in owner.get(page)

    stranger = Client().get(f"{page}?phan={part}")
    by_code = owner.client.get(f"/ho-so?ma={code}&phan={part}")
    by_address = owner.client.get(f"{page}?phan={part}")

    assert f"phan%3D{part}" in stranger["Location"]
    assert by_code["Location"] == wanted
    assert by_address.status_code == (302 if place else 200)
    assert by_address.headers.get("Location", page) == wanted


def test_a_dossier_that_was_finished_late_says_no_more_that_it_is_late(at: Callable[[datetime], None]) -> None:
    testing.world()
    owner = Owner()
    dossier_id = testing.signing(owner.actor)
    document = testing._row(dossier_id)
    assert document is not None
    at(LATE)
    services.issue(dossier_id, document, by=SYSTEM, at=LATE)
    with scope(SYSTEM):
        row = queries.find(dossier_id, by=SYSTEM)

    public = unescape(Client().post("/tra-cuu", {"code": row.reference, "digits": "5678"}).content.decode())

    assert row.late
    assert "Hồ sơ đang chậm" not in public
    assert "Đăng nhập, nhận kết quả và chấm điểm" in public


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
