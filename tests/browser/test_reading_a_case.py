"""Reading a case: its papers by keyboard and without scripts, who else has it open, and what opens after it."""

import re
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

sys.path.insert(0, str(Path(__file__).parent))

from states import States

from motcua.faces.portal.account import cookies

pytestmark = [pytest.mark.browser, pytest.mark.committed]


class Desk:
    """Officers at the served application, each with a browser of his own."""

    def __init__(self, browser: Browser, served: str) -> None:
        self.browser, self.served, self.states = browser, served, States()

    def open(self, who: str, address: str, *, scripts: bool = True) -> Page:
        context = self.browser.new_context(
            locale="vi-VN", viewport={"width": 1280, "height": 900}, java_script_enabled=scripts
        )
        token = self.states.token(who)
        context.add_cookies([{"name": cookies.session_name(), "value": token, "url": self.served}])
        page = context.new_page()
        page.goto(self.served + self.states.filled(address))
        return page


@pytest.fixture
def desk(browser: Browser, served: str, _database: None) -> Desk:
    return Desk(browser, served)


def press(page: Page, kind: str, name: str) -> None:
    """Reach it by the keyboard alone, as far as focus goes, and press it."""
    target = page.locator(kind, has_text=name).first
    target.focus()
    assert target.evaluate("e => e === document.activeElement"), name
    page.keyboard.press("Enter")


def test_a_paper_is_enlarged_turned_and_laid_beside_by_keyboard(desk: Desk) -> None:
    page = desk.open("tai", "/can-bo/ho-so/{filed}")
    picture = page.locator(".viewer__page").first
    narrow = picture.evaluate("e => e.getBoundingClientRect().width")

    press(page, "[data-viewer-zoom]", "To hơn")
    assert picture.evaluate("e => e.getBoundingClientRect().width") > narrow
    press(page, "[data-viewer-turn]", "Xoay")
    expect(picture).to_have_attribute("src", re.compile(r"xoay=1$"))
    assert picture.evaluate("async e => (await e.decode(), e.naturalWidth > e.naturalHeight)")
    press(page, "a", "Đặt cạnh nhau")

    expect(page).to_have_url(re.compile("/so-sanh"))
    expect(page.locator(".compare__side")).to_have_count(2)


def test_a_paper_is_enlarged_and_turned_without_scripts(desk: Desk) -> None:
    page = desk.open("tai", "/can-bo/ho-so/{filed}/so-sanh", scripts=False)

    page.locator("#l a", has_text="To hơn").click()
    page.locator("#l a", has_text="Xoay").click()

    expect(page.locator("#l img")).to_have_attribute("src", re.compile(r"xoay=1"))
    expect(page.locator("#l .compare__paper--1")).to_have_count(1)
    expect(page.locator("#r .compare__form")).to_be_visible()  # the other side stayed as it was


def test_a_colleague_is_seen_and_the_next_dossier_opens_by_itself(desk: Desk) -> None:
    first, following = desk.states["filed"], desk.states["kept"]
    page = desk.open("tai", f"/can-bo/ho-so/{first}?view=reception")
    expect(page.locator(".case-head__colleagues")).to_have_count(0)

    other = desk.open("oanh", f"/can-bo/ho-so/{first}?view=reception")
    expect(other.locator(".case-head__colleagues")).to_contain_text("Đỗ Anh Tài")
    page.locator("#work").get_by_role("button", name="Tiếp nhận").click()

    expect(page).to_have_url(re.compile(f"/ho-so/{following}"))
    other.locator("#work").get_by_role("button", name="Tiếp nhận").click()
    expect(other.locator("#faults")).to_contain_text("đã tiếp nhận", ignore_case=True)
