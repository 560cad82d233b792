"""The style page holds every bar before any real page is built from its parts."""

import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

sys.path.insert(0, str(Path(__file__).parent))

from bars import double_text, overflowing, small_targets, violations

pytestmark = [pytest.mark.browser, pytest.mark.committed]

CITIZEN = ["fields", "choices", "papers", "content", "cards", "figures", "loi/404", "loi/503"]
ALL = [*CITIZEN, "desk"]
# A bullet stands on the first line of its item: how many lines a link has, and how far its first lies below the bullet's.
BULLET = """() => {
  const item = document.querySelector(".plain li"), link = item.querySelector("a");
  const words = document.createRange();
  words.selectNodeContents(link);
  const lines = words.getClientRects().length;
  const bullet = item.insertBefore(document.createElement("span"), link);
  bullet.textContent = "\\u2060";
  return [lines, words.getClientRects()[0].bottom - bullet.getBoundingClientRect().bottom];
}"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("part", ALL)
def test_axe_finds_nothing_in_any_part(page: Page, served: str, part: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{served}/_ui/{part}")

    assert violations(page) == []


def test_axe_does_complain_about_a_bad_page(page: Page) -> None:
    page.set_content("<html><body><img src=x><a href='#'></a><input></body></html>")

    assert len(violations(page)) >= 3


@pytest.mark.parametrize("part", ALL)
def test_nothing_scrolls_sideways_on_the_narrowest_telephone(page: Page, served: str, part: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{served}/_ui/{part}")

    assert overflowing(page) == []


@pytest.mark.parametrize("part", ALL)
def test_text_may_be_twice_as_large(browser: Browser, served: str, part: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{served}/_ui/{part}")
    double_text(page)

    assert overflowing(page) == []
    context.close()


@pytest.mark.parametrize("part", CITIZEN)
def test_a_finger_hits_everything(page: Page, served: str, part: str) -> None:
    page.goto(f"{served}/_ui/{part}")

    assert small_targets(page) == []


def test_a_bullet_stands_beside_the_first_line_of_a_long_link(page: Page, served: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{served}/_ui/content")

    lines, below = page.evaluate(BULLET)
    assert lines > 1
    assert abs(below) < 2


@pytest.mark.parametrize(("size", "words"), [(70, "70 B"), (40_000, "39 KB"), (1_258_291, "1,2 MB")])
def test_a_chosen_file_is_told_with_its_size(page: Page, served: str, size: int, words: str) -> None:
    page.goto(f"{served}/_ui/papers")
    page.locator("[data-pick] input[type=file]").first.set_input_files(
        {"name": "anh.png", "mimeType": "image/png", "buffer": b"0" * size}
    )

    expect(page.locator("[data-pick-name]").first).to_have_text(f"anh.png ({words})")


def test_an_officer_s_mouse_hits_everything(page: Page, served: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{served}/_ui/desk")

    assert small_targets(page, least=24) == []


def test_no_page_asks_for_anything_outside_or_against_its_own_policy(page: Page, served: str) -> None:
    outside: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: outside.append(request.url) if not request.url.startswith(served) else None)
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    for part in [*ALL, ""]:
        if not part.startswith("loi"):
            page.goto(f"{served}/_ui/{part}")

    assert outside == []
    assert complaints == []


def test_the_summary_takes_the_focus_and_leads_to_the_field(page: Page, served: str) -> None:
    page.goto(f"{served}/_ui/fields")
    assert page.evaluate("document.activeElement.id") == "faults"

    page.click(".faults__link >> nth=0")

    assert page.evaluate("document.activeElement.id") == "bad"


def test_a_pasted_date_is_taken_apart(page: Page, served: str) -> None:
    page.goto(f"{served}/_ui/fields")

    page.fill("#birth", "5/11/1987")

    assert page.input_value("#birth") == "5"
    assert page.input_value("#birth-month") == "11"
    assert page.input_value("#birth-year") == "1987"


def test_a_block_shows_only_after_its_answer(page: Page, served: str) -> None:
    page.goto(f"{served}/_ui/choices")
    assert page.is_visible("#name")

    page.check("#purpose-2")

    assert not page.is_visible("#name")


def test_without_javascript_every_block_and_button_is_there(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{served}/_ui/choices")
    assert page.is_visible("#name")

    page.goto(f"{served}/_ui/papers")
    assert page.is_visible("text=Gửi tệp này")
    assert page.is_visible("#file")

    page.goto(f"{served}/_ui/fields")
    assert page.is_visible("text=Hiện các xã, phường của tỉnh này")
    context.close()


def test_the_layout_does_not_move_while_the_page_loads(page: Page, served: str) -> None:
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(l => l.getEntries().forEach(e => { moved += e.value }))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    for part in CITIZEN:
        page.goto(f"{served}/_ui/{part}")
        page.wait_for_timeout(150)

        assert page.evaluate("window.moved") <= 0.01, part


def test_focus_is_always_visible(page: Page, served: str) -> None:
    page.goto(f"{served}/_ui/choices")
    for _ in range(12):
        page.keyboard.press("Tab")

        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert outline == "3px", page.evaluate("document.activeElement.outerHTML")


def test_what_is_typed_is_saved_question_by_question(page: Page, served: str) -> None:
    saved: list[str] = []

    def keep(route: Route) -> None:
        saved.append(route.request.post_data or "")
        route.fulfill(json={"version": 8, "saved_at": "2026-11-23T05:00:00Z"})

    page.route("**/luu", keep)
    page.goto(f"{served}/_ui/fields")
    page.evaluate("document.querySelector('form[method=post][data-once]').dataset.autosave = '/luu'")
    page.evaluate("import(document.querySelector('script[src*=citizen]').src + '?again')")

    with page.expect_response("**/luu"):
        page.fill("#birth-month", "4")
    expect(page.locator("[data-saved]")).to_contain_text("Đã lưu lúc")

    assert 'name="birth-day"' in saved[-1]
    assert 'name="birth-year"' in saved[-1]
    assert 'name="_fields"\r\n\r\nbirth' in saved[-1]
    assert 'name="phone"' not in saved[-1]


def test_the_end_of_a_session_is_told_and_loses_nothing(page: Page, served: str) -> None:
    page.route("**/luu", lambda route: route.fulfill(status=401, json={"code": "session.ended"}))
    page.goto(f"{served}/_ui/fields")
    page.evaluate("document.querySelector('form[method=post][data-once]').dataset.autosave = '/luu'")
    page.evaluate("import(document.querySelector('script[src*=citizen]').src + '?again')")

    page.fill("#email", "lan@example.vn")
    expect(page.locator("[data-saved]")).to_contain_text("Đã hết phiên")

    assert page.input_value("#email") == "lan@example.vn"
