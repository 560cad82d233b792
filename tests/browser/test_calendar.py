"""The administrator's calendar in a real browser: read the year, declare a closure after seeing what it moves."""

import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

sys.path.insert(0, str(Path(__file__).parent))

from bars import overflowing, small_targets, violations

from motcua.faces.desk.tests.officers import CITIZEN, Officer
from motcua.faces.portal.account import cookies
from motcua.kernel import clock
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.calendar import queries, services
from motcua.rooms.dossiers import testing

pytestmark = [pytest.mark.browser, pytest.mark.committed]
ADDRESS = "/quan-tri/lich-lam-viec"


@pytest.fixture(autouse=True)
def _world(_database: None) -> None:
    testing.world()
    services.load_shipped(by=SYSTEM, at=clock.now())


def sound(page: Page) -> None:
    """Every bar of an officer's page, at both widths and at the narrowest."""
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], f"{page.url} at {width}"
        assert small_targets(page, least=24) == [], f"{page.url} at {width}"
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflowing(page) == [], page.url


def test_a_closure_is_declared_in_two_steps_and_every_page_holds_the_bars(page: Page, served: str) -> None:
    token = Officer("dung_sg").client.cookies[cookies.session_name()].value
    page.context.add_cookies([{"name": cookies.session_name(), "value": token, "url": served}])
    testing.accepted(CITIZEN, at=clock.now())
    with scope(SYSTEM):
        day = queries.calendar_for(None, clock.now()).nth_working_day(clock.today(), 1)
    page.goto(f"{served}{ADDRESS}?nam=2026")
    sound(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.click("text=Công bố ngày nghỉ, hoán đổi, đóng cửa")
    sound(page)
    page.check("input[value=closure]")
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.fill(f"[name=first-{part}]", str(value))
    page.fill("[name=number]", "88/CĐ-UBND")
    page.click("text=Xem hồ sơ nào đổi hạn")
    expect(page.locator("#reason-error")).to_be_visible()
    sound(page)
    page.fill("[name=reason]", "Bão số 9")
    page.click("text=Xem hồ sơ nào đổi hạn")
    expect(page.locator("text=1 hồ sơ đang mở đổi ngày hẹn")).to_be_visible()
    sound(page)
    page.click("button[value=confirm]")
    expect(page.locator("text=Đóng cửa đột xuất")).to_be_visible()
    page.click("text=Bãi bỏ công bố này")
    sound(page)


def test_another_working_week_is_declared_for_the_whole_country(page: Page, served: str) -> None:
    token = Officer("mai_vpcp").client.cookies[cookies.session_name()].value
    page.context.add_cookies([{"name": cookies.session_name(), "value": token, "url": served}])
    testing.accepted(CITIZEN, at=clock.now())
    page.goto(f"{served}{ADDRESS}")
    page.click("text=Đổi giờ làm việc hằng tuần")
    expect(page.locator("input[value=ca-nuoc]")).to_be_checked()
    sound(page)
    today = clock.today()
    for part, value in (("day", today.day), ("month", today.month), ("year", today.year)):
        page.fill(f"[name=first-{part}]", str(value))
    page.fill("[name=sat]", "07:30-11:30")
    page.fill("[name=number]", "05/2026/NĐ-CP")
    page.fill("[name=reason]", "Làm thêm sáng thứ Bảy")
    page.click("text=Xem hồ sơ nào đổi hạn")
    expect(page.locator("text=Thứ Bảy: 07:30-11:30")).to_be_visible()
    sound(page)
    page.click("button[value=confirm]")
    expect(page.locator("text=Giờ làm việc hằng tuần: từ ngày")).to_be_visible()
    sound(page)
