"""What anybody can open holds the bars, at both widths, and works without JavaScript."""

import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

sys.path.insert(0, str(Path(__file__).parent))

from bars import double_text, overflowing, small_targets, violations, weigh

pytestmark = [pytest.mark.browser, pytest.mark.committed]

PAGES = [
    "/",
    "/tim?q=giay doc than",
    "/tim?q=xyzzy",
    "/tim?q=tre hen",
    "/thu-tuc",
    "/thu-tuc/1.004873",
    "/thu-tuc/marriage_registration",
    "/su-kien/sinh-con",
    "/tra-cuu",
    "/xac-minh",
    "/xac-minh/7K3M9QTX42",
    "/minh-bach",
    "/tro-giup",
    "/tiep-can",
    "/quyen-rieng-tu",
    "/mat-mang",
    "/khong-co-trang-nay",
]
FIRST_VISIT = 50 * 1024


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_holds_every_bar(page: Page, served: str, path: str) -> None:
    outside: list[str] = []
    page.on("request", lambda request: outside.append(request.url) if not request.url.startswith(served) else None)
    weight = weigh(page)
    page.goto(served + path)
    page.wait_for_load_state("networkidle")
    assert sum(weight) <= FIRST_VISIT
    assert len(weight) <= 6
    assert outside == []
    assert small_targets(page) == []

    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == [], width
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflowing(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_text_may_be_twice_as_large(browser: Browser, served: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
    page = context.new_page()
    page.goto(served + path)
    double_text(page)

    assert overflowing(page) == []
    context.close()


def test_a_procedure_is_found_in_own_words_without_marks_and_without_javascript(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(served)

    page.fill("#q", "giay doc than")
    page.keyboard.press("Enter")
    assert "Giấy độc thân" in page.inner_text(".top-answer")
    page.click("text=Xem cần những gì")

    assert "Giấy độc thân" in page.inner_text("h1")
    assert page.get_attribute(".button--start", "href") == "/nop-ho-so/moi/1.004873"
    context.close()


def test_the_start_button_is_on_the_first_screen_of_a_telephone(page: Page, served: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{served}/thu-tuc/marriage_registration")

    box = page.locator(".button--start").first.bounding_box()

    assert box is not None
    assert box["y"] + box["height"] <= 740


def test_the_language_is_chosen_once_and_kept(page: Page, served: str) -> None:
    page.goto(f"{served}/tra-cuu")
    page.click("button[lang=en]")
    assert page.url == f"{served}/tra-cuu"
    assert page.inner_text("h1") == "Where is my dossier?"

    page.goto(served)

    assert page.get_attribute("html", "lang") == "en"
    assert page.inner_text("h1") == "What is to be done?"


def test_a_wrong_pair_is_told_kindly_and_keeps_what_was_typed(page: Page, served: str) -> None:
    page.goto(f"{served}/tra-cuu")
    page.fill("#code", "MC-7K3M-9QTX-4")
    page.fill("#digits", "1234")
    page.click("text=Xem hồ sơ đến đâu")

    assert "Không có hồ sơ nào khớp" in page.inner_text("#faults")
    assert page.input_value("#code") == "MC-7K3M-9QTX-4"
    assert page.input_value("#digits") == "1234"
    assert violations(page) == []
