"""The leader's pages in a real browser: every bar at both widths, and journey 9 with counted clicks."""

import re
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

sys.path.insert(0, str(Path(__file__).parent))

from bars import double_text, overflowing, small_targets, violations, weigh

from motcua.faces.desk.tests.officers import CITIZEN, Officer
from motcua.faces.portal.account import cookies
from motcua.kernel import clock, relay
from motcua.rooms.dossiers import testing
from motcua.rooms.feedback import services as feedback

pytestmark = [pytest.mark.browser, pytest.mark.committed]

MOST_BYTES = 150 * 1024
MOST_CLICKS, MOST_SECONDS = 3, 60
PAGES = (
    "/dieu-hanh", "/dieu-hanh/don-vi", "/dieu-hanh/don-vi?don-vi=vp", f"/dieu-hanh/don-vi?don-vi=vp&thu-tuc={testing.FREE}",
    "/dieu-hanh/so-lieu?so=on_time_rate", "/dieu-hanh/so-lieu?so=in_process", "/dieu-hanh/qua-han",
    "/dieu-hanh/so-lieu?so=complained", "/dieu-hanh/so-lieu?so=complaint_rate", "/dieu-hanh/qua-han?xem=complaint_open",
    "/dieu-hanh/cong-viec", "/dieu-hanh/cong-viec?don-vi=vp", "/cua-toi",
)  # fmt: skip


class Chief:
    """The chairman at his desk, counting his clicks."""

    def __init__(self, page: Page, served: str, key: str = "nghia") -> None:
        self.page, self.served, self.clicks = page, served, 0
        token = Officer(key).client.cookies[cookies.session_name()].value
        page.context.add_cookies([{"name": cookies.session_name(), "value": token, "url": served}])

    def open(self, address: str, width: int = 1280) -> Page:
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.goto(f"{self.served}/can-bo{address}")
        return self.page

    def click(self, role: str, name: str) -> None:
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]  # a role by construction
        self.clicks += 1


@pytest.fixture(autouse=True)
def quan(_database: None) -> Officer:
    """Two units' worth of work: some of it long overdue, some done on time, some just begun."""
    testing.world()
    now = clock.now()
    officer = Officer("quan")
    late = [testing.accepted(CITIZEN, at=now - timedelta(days=days)).dossier_id for days in (20, 12)]
    feedback.complain(late[0], sentence="Vì sao chưa xong?", by=CITIZEN, at=now)
    for days in (4, 11, 18):
        testing.issued(CITIZEN, at=now - timedelta(days=days))
    testing.accepted(CITIZEN, at=now)
    testing.for_approval(CITIZEN, at=now)
    relay.drain(("bulk",))
    return officer


def test_every_page_holds_every_bar(page: Page, served: str) -> None:
    chief, weight = Chief(page, served), weigh(page)
    chief.open(PAGES[0])
    page.wait_for_load_state("networkidle")
    assert sum(weight) <= MOST_BYTES
    chief.open("/dieu-hanh/qua-han")
    case = (page.locator(".worklist__link").first.get_attribute("href") or "").removeprefix("/can-bo")
    for address in (*PAGES, case):
        chief.open(address)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert violations(page) == [], f"{address} at {width}"
            assert small_targets(page, least=24) == [], f"{address} at {width}"
        page.set_viewport_size({"width": 320, "height": 640})
        assert overflowing(page) == [], address


def test_text_may_be_twice_as_large(browser: Browser, served: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
    chief = Chief(context.new_page(), served)
    for address in ("/dieu-hanh", "/dieu-hanh/don-vi", "/dieu-hanh/qua-han", "/dieu-hanh/cong-viec?don-vi=vp"):
        double_text(chief.open(address, width=360))

        assert overflowing(chief.page) == [], address
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_journey_9_the_worst_unit_why_and_act(browser: Browser, served: str, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts, locale="vi-VN")
    page = context.new_page()
    chief = Chief(page, served)
    chief.open("/dieu-hanh")
    began = time.monotonic()

    expect(page.get_by_role("heading", name="2 hồ sơ quá hạn")).to_be_visible()
    expect(page.get_by_text("Tất cả ở: Văn phòng HĐND và UBND.")).to_be_visible()  # the worst unit, without a click
    chief.click("link", "Xem lý do và nhắc")  # 1: why
    expect(page.get_by_text("chưa ai nhận việc").first).to_be_visible()
    chief.click("button", "Nhắc hồ sơ H29")  # 2: act

    expect(page.get_by_text("Đã nhắc về 1 hồ sơ:")).to_be_visible()
    expect(page.get_by_text(re.compile("đã nhắc lúc .* hôm nay")).first).to_be_visible()
    assert chief.clicks <= MOST_CLICKS
    assert time.monotonic() - began <= MOST_SECONDS
    context.close()


def test_several_are_given_to_one_officer_at_once(page: Page, served: str, quan: Officer) -> None:
    chief = Chief(page, served)
    chief.open("/dieu-hanh/qua-han")

    page.locator("[data-choose-all]").check()
    page.select_option("#colleague", value=str(quan.actor.id))
    chief.click("button", "Giao hồ sơ đã chọn")

    expect(page.get_by_text("Đã giao 2 hồ sơ cho cán bộ.")).to_be_visible()
    expect(page.locator(".why__whom", has_text=quan.actor.name)).to_have_count(2)


def test_a_number_opens_as_many_dossiers_and_the_applicants_question_its_answer(page: Page, served: str) -> None:
    chief = Chief(page, served)
    chief.open("/dieu-hanh")

    number = page.locator(".bars__number").first
    count = int(number.inner_text().split()[0])
    number.click()
    expect(page.locator(".worklist__link")).to_have_count(count)
    chief.open("/dieu-hanh/qua-han?xem=complaint_open")
    chief.click("link", "Trả lời về hồ sơ H29")
    expect(page.get_by_text("Vì sao chưa xong?")).to_be_visible()
