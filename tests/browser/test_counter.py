"""An older person walks in with a card: five screens to the slip, by keyboard, every bar held on each of them."""

import os
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

sys.path.insert(0, str(Path(__file__).parent))

from bars import overflowing, small_targets, violations

from motcua.faces.desk.tests.officers import Officer
from motcua.faces.portal.account import cookies
from motcua.rooms.dossiers import testing
from motcua.rooms.identity.testing import HOA, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.committed]
CARD = "079158001190||Võ Thị Tuyết|19111958|Nữ|77 Quang Trung, Phường Gò Vấp, Thành phố Hồ Chí Minh|01012022"
MOST_SCREENS, MOST_SECONDS = 5, 180
SHOTS = os.environ.get("MOTCUA_SHOTS")


@pytest.fixture(autouse=True)
def _world(_database: None) -> None:
    testing.world()


class Walk:
    """The officer's browser, with a count of the full pages that were seen."""

    def __init__(self, page: Page, served: str) -> None:
        self.page, self.screens = page, 0
        token = Officer("tai").client.cookies[cookies.session_name()].value
        page.context.add_cookies([{"name": cookies.session_name(), "value": token, "url": served}])
        page.set_viewport_size({"width": 1280, "height": 900})
        self.spent = 0.0

    def seen(self, name: str) -> None:
        """One more screen; its bars are not part of the time."""
        self.screens += 1
        begun, page = time.monotonic(), self.page
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{self.screens}-{name}.png", full_page=True)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert violations(page) == [], f"{name} at {width}"
            assert small_targets(page, least=24) == [], f"{name} at {width}"
        page.set_viewport_size({"width": 320, "height": 640})
        assert overflowing(page) == [], name
        page.set_viewport_size({"width": 1280, "height": 900})
        self.spent += time.monotonic() - begun


def test_a_walk_in_is_done_in_five_screens(page: Page, served: str) -> None:
    walk = Walk(page, served)
    page.goto(f"{served}/can-bo/quay")
    begun = time.monotonic()
    walk.seen("card")
    assert page.evaluate("document.activeElement.id") == "card"
    page.keyboard.type(CARD)
    page.keyboard.press("Enter")

    page.wait_for_url("**/quay/nguoi/*")
    expect(page.locator(".counter-who")).to_contain_text("Võ Thị Tuyết")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("giấy xác nhận thử")
    expect(page.locator("#found")).to_contain_text(testing.CHARGED)
    walk.seen("procedure")
    page.locator(f"#found form:has(input[value='{testing.CHARGED}']) button").press("Enter")

    page.wait_for_url("**/quay/dien/*")
    walk.seen("missing")
    page.fill("#phone", "0901230005")
    page.check("input[name=purpose][value=marriage]")
    page.fill("#copies", "1")
    page.check("input[name=delivery][value=online]")
    page.check("#truth")
    page.check("#paper-proof")
    page.check("input[name=channel][value=counter]")
    page.select_option("#agency", str(testing.HOME))
    page.locator("main form button.button:visible").first.press("Enter")

    page.wait_for_url("**/kiem-tra")
    walk.seen("check")
    page.check("#confirmed")
    page.locator("button[value=accept]").press("Enter")

    page.wait_for_url("**/quay/da-nhan/*")
    expect(page.locator(".notices")).to_contain_text("Đã nộp và tiếp nhận")
    taken = time.monotonic() - begun - walk.spent
    walk.seen("done")
    assert walk.screens <= MOST_SCREENS
    assert taken < MOST_SECONDS
    page.click("text=In giấy hẹn (A5)")
    expect(page.locator(".slip svg")).to_have_count(2)
    walk.seen("slip")


def test_the_other_pages_of_the_counter_hold_every_bar(page: Page, served: str) -> None:
    walk = Walk(page, served)
    for address in ("quay/da-nhan", "quay/giay-to", "quay/tien-mat"):
        page.goto(f"{served}/can-bo/{address}")
        walk.seen(address.replace("/", "-"))
    page.goto(f"{served}/can-bo/quay")
    page.keyboard.type(CARD.replace("Tuyết", "Tuyeết"))
    page.keyboard.press("Enter")
    expect(page.locator("#card-error")).to_contain_text("tiếng Anh")
    walk.seen("mangled")
    page.goto(f"{served}/thu-tuc/{testing.FREE}/o-nha")
    walk.seen("at-home")


def test_the_page_of_authorisations_holds_every_bar(page: Page, served: str) -> None:
    walk = Walk(page, served)
    page.context.clear_cookies()
    token = signed_in(HOA).session_token
    page.context.add_cookies([{"name": cookies.session_name(), "value": token, "url": served}])
    page.goto(f"{served}/tai-khoan/uy-quyen")
    walk.seen("authorisations")
    page.fill("#number", "12")
    page.locator("main .actions button").press("Enter")
    expect(page.locator("#number-error")).to_be_visible()
    walk.seen("authorisations-fault")
