"""Every screen of the table holds every bar: axe, targets, no sideways scroll, text twice as large."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

sys.path.insert(0, str(Path(__file__).parent))

from bars import double_text, overflowing, small_targets, violations
from screens import DESK, PORTAL, Screen
from states import States

from motcua.faces.portal.account import cookies
from motcua.rooms.payments import testing as payments

pytestmark = [pytest.mark.browser]

SHOTS, ONLY = os.environ.get("MOTCUA_SHOTS"), os.environ.get("MOTCUA_SCREEN", "")
"""A folder for pictures; a part of the address of the only screens that are looked at."""
OFFICERS, CITIZENS = 24, 44
SICK = """<!doctype html><html><head></head><body><img src="data:,"><p style="color:#ccc;background:#fff">pale words</p>
<a href="/" style="display:block;height:12px">12 px</a><div style="width:2000px">wide</div></body></html>"""


class Eye:
    """Looks at screens as whoever they are for, and keeps what is wrong with them."""

    def __init__(self, browser: Browser, served: str, states: States) -> None:
        self.browser, self.served, self.states = browser, served, states
        self.faults: list[str] = []

    def look(self, listed: list[Screen], least: int) -> None:
        screens = [screen for screen in listed if ONLY in screen.path]
        for who in dict.fromkeys(screen.who for screen in screens):
            # The page is given a style sheet that doubles its text; that it needs no foreign style is held elsewhere
            context = self.browser.new_context(locale="vi-VN", bypass_csp=True)
            token = self.states.token(who)
            context.add_cookies([{"name": cookies.session_name(), "value": token, "url": self.served}])
            page = context.new_page()
            for screen in (one for one in screens if one.who == who):
                self._hold(page, screen, least)
            context.close()

    def _hold(self, page: Page, screen: Screen, least: int) -> None:
        for state in screen.given.split():
            _ = self.states[state]
        page.set_viewport_size({"width": 1280, "height": 900})
        answer = page.goto(self.served + self.states.filled(screen.path))
        name = f"{screen.who} {screen.path} {screen.given} {screen.press}".strip()
        if answer is None or not answer.ok:
            self.faults.append(f"{name}: {answer and answer.status}")
            return
        if screen.press:
            page.locator("main, aside").locator("button, summary", has_text=screen.press).last.click()
        self.faults += [f"{name}: {fault}" for fault in faults(page, least, name)]


def faults(page: Page, least: int, name: str = "") -> list[str]:
    """What is wrong with the page at both widths, at the narrowest, and with its text twice as large."""
    found = []
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        if SHOTS and name:
            page.screenshot(path=f"{SHOTS}/{width}-{name.replace('/', '_')[:90]}.png", full_page=True)
        found += [f"at {width}: {one}" for one in violations(page)]
    found += [f"too small: {one}" for one in small_targets(page, least)]
    page.set_viewport_size({"width": 320, "height": 640})
    found += [f"wider than 320: {one}" for one in overflowing(page)]
    page.set_viewport_size({"width": 360, "height": 740})
    double_text(page)
    return found + [f"twice as large: {one}" for one in overflowing(page)]


@pytest.fixture
def eye(browser: Browser, served: str, _database: None, settings: Any) -> Eye:
    settings.MOTCUA = settings.MOTCUA.model_copy(update=payments.SETTINGS)
    return Eye(browser, served, States())


@pytest.mark.committed
def test_every_screen_of_officers_holds_every_bar(eye: Eye) -> None:
    eye.look(DESK, OFFICERS)

    assert not eye.faults, "\n".join(eye.faults)


@pytest.mark.committed
def test_every_screen_of_citizens_holds_every_bar(eye: Eye) -> None:
    eye.look(PORTAL, CITIZENS)

    assert not eye.faults, "\n".join(eye.faults)


def test_a_sick_page_is_noticed(browser: Browser) -> None:
    page = browser.new_context(bypass_csp=True).new_page()
    page.set_content(SICK)

    said = " ".join(faults(page, CITIZENS))

    for rule in ("html-has-lang", "image-alt", "color-contrast", "document-title", "too small", "wider than 320"):
        assert rule in said, rule
