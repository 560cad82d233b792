"""After the end in a real browser: a wrong result is mended where it is wrong, another copy is asked for and granted."""

import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

sys.path.insert(0, str(Path(__file__).parent))

from bars import overflowing, small_targets, violations
from walking import press

from motcua.faces.desk.tests.officers import Officer, seen
from motcua.faces.portal.account import cookies
from motcua.kernel import clock
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.tests import linked
from motcua.rooms.dossiers.types import Status
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity.testing import HOA, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.committed]


@pytest.fixture(autouse=True)
def _world(_database: None) -> None:
    testing.world()


def sound(page: Page, *, target: int) -> None:
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert small_targets(page, target) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflowing(page) == []


def test_a_wrong_result_is_reported_by_its_owner_and_mended_at_the_desk(
    page: Page, browser: Browser, served: str
) -> None:
    token = signed_in(HOA).session_token
    owner = identity.actor_for_session(token, clock.now())
    assert owner is not None
    page.context.add_cookies([{"name": cookies.session_name(), "value": token, "url": served}])
    dossier_id = testing.issued(owner, at=clock.now()).dossier_id

    page.goto(f"{served}/ho-so/{dossier_id}")
    page.get_by_role("link", name="Báo sai kết quả").click()
    page.locator("#wrong").fill("Sai tên: đúng là Nguyễn Thị Lán")
    page.get_by_role("button", name="Gửi báo sai").click()
    sound(page, target=44)
    assert "Kết quả đang được sửa" in page.content()
    assert seen(dossier_id).row.status == Status.CORRECTION_REQUESTED

    desk = browser.new_context(locale="vi-VN").new_page()
    officer = Officer("quan").client.cookies[cookies.session_name()].value
    desk.context.add_cookies([{"name": cookies.session_name(), "value": officer, "url": served}])
    desk.goto(f"{served}/can-bo/ho-so/{dossier_id}/sua-ket-qua")
    sound(desk, target=24)
    desk.locator("#printed-full_name").fill("Nguyễn Thị Lán")
    desk.get_by_label("Cơ quan ghi sai so với hồ sơ, giấy tờ").check()
    desk.locator("#why").fill("Chép nhầm dấu")
    desk.get_by_role("button", name="Lưu").click()
    sound(desk, target=24)
    assert "Nguyễn Thị Lán" in desk.locator("ins").inner_text()
    desk.context.close()


def test_a_copy_of_one_part_of_a_linked_dossier_is_asked_for_where_its_result_stands(page: Page, served: str) -> None:
    linked.world()
    token = signed_in(HOA).session_token
    owner = identity.actor_for_session(token, clock.now())
    assert owner is not None
    page.context.add_cookies([{"name": cookies.session_name(), "value": token, "url": served}])
    group = linked.accepted(owner)
    card = linked.decide(group, "card")

    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{served}/ho-so/{group}")
    press(page.locator("#part-card").get_by_role("link", name="Xin thêm bản sao kết quả này"))
    assert "Bảo hiểm xã hội" in page.locator("main").inner_text()
    sound(page, target=44)
    page.locator("#reason").fill("Mất thẻ")
    press(page.get_by_role("button", name="Gửi yêu cầu cấp bản sao"))
    sound(page, target=44)
    assert page.url.endswith(f"/ho-so/{group}")
    expect(page.locator("#part-card")).to_contain_text("Đã xin cấp bản sao")
    press(page.locator("#part-card").get_by_role("link", name="Trả 3.000 đồng"))
    press(page.get_by_role("link", name="Về hồ sơ"))
    assert page.url.endswith(f"/ho-so/{group}#part-card")
    assert seen(card).row.status == Status.DELIVERED
