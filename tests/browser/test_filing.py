"""Filing a certificate of marital status as a person does: with JavaScript and without, on a telephone."""

import base64
import contextlib
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, FilePayload, Locator, Page, Route, expect

sys.path.insert(0, str(Path(__file__).parent))

from bars import overflowing, small_targets, violations, weigh
from walking import go_on, press

from motcua.faces.portal.account import cookies
from motcua.rooms.agencies.testing import load_places, load_tree
from motcua.rooms.catalogue.testing import load_catalogue
from motcua.rooms.identity.testing import HOA, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.committed]

CODE = "1.004873"
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
FIRST_VISIT = 50 * 1024
MOST_PAGES = 12


@pytest.fixture
def province(served: str) -> str:
    load_tree()
    load_places()
    load_catalogue()
    return served


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page_of_hoa(request: pytest.FixtureRequest, browser: Browser, province: str) -> Iterator[Page]:
    context = browser.new_context(
        locale="vi-VN", viewport={"width": 360, "height": 740}, java_script_enabled=request.param, bypass_csp=True
    )
    token = signed_in(HOA).session_token
    context.add_cookies([{"name": cookies.session_name(), "value": token, "url": province}])
    yield context.new_page()
    context.close()


def fill(page: Page) -> None:
    """Answer everything that is asked on this page with the first thing that will do."""
    for group in page.locator("form fieldset:has(input[type=radio]):not(:has(input:checked))").all():
        if group.is_visible():
            group.locator("input[type=radio]").first.check()
    for part, value in (("day", "1"), ("month", "5"), ("year", "1995")):
        for box in page.locator(f"form [data-part={part}]").all():
            if box.is_visible():
                box.fill(value)
    for box in page.locator("form input[aria-required=true]:is([type=text], [type=tel])").all():
        if box.is_visible() and not box.input_value():
            box.fill(like(box))
    for box in page.locator("form select[aria-required=true]").all():
        if box.is_visible() and not box.input_value():
            box.select_option(index=1)
    tick(page)


def tick(page: Page) -> None:
    for box in page.locator("form [data-field] input[type=checkbox][aria-required=true]").all():
        box.check()


def like(box: Locator) -> str:
    """Something of the kind the box takes."""
    if box.get_attribute("data-group"):
        return "079195001234"
    if box.get_attribute("type") == "tel":
        return "0912345678"
    return "1" if box.get_attribute("inputmode") == "decimal" else "Nguyễn Văn An"


def test_a_certificate_is_asked_for_on_a_telephone(page_of_hoa: Page, province: str) -> None:
    page = page_of_hoa
    page.goto(f"{province}/nop-ho-so/moi/{CODE}")
    press(page.get_by_role("button", name="Mở tờ khai"))
    seen = []
    for _ in range(MOST_PAGES):
        if page.url.endswith("/kiem-tra"):
            break
        seen.append(page.locator("h1").inner_text())
        fill(page)
        go_on(page)

    expect(page.locator("h1")).to_have_text("Kiểm tra và nộp")
    assert "Người nộp hồ sơ" not in seen
    page.locator("#consent").check()
    page.locator(".actions button").click()
    expect(page).to_have_url(re.compile(r"/thanh-toan/|/xac-nhan$"))


def test_every_screen_of_the_journey_holds_the_bars(browser: Browser, province: str) -> None:
    context = browser.new_context(locale="vi-VN", viewport={"width": 360, "height": 740}, bypass_csp=True)
    token = signed_in(HOA).session_token
    context.add_cookies([{"name": cookies.session_name(), "value": token, "url": province}])
    page = context.new_page()
    weight = weigh(page)
    page.goto(f"{province}/nop-ho-so/moi/{CODE}")
    page.wait_for_load_state("networkidle")
    assert sum(weight) <= FIRST_VISIT
    hold(page)
    press(page.get_by_role("button", name="Mở tờ khai"))
    for _ in range(MOST_PAGES):
        hold(page)
        if page.url.endswith("/kiem-tra"):
            break
        go_on(page)
        hold(page)  # with faults, or the next page
        if not page.url.endswith("/kiem-tra"):
            fill(page)
            go_on(page)
    press(page.locator(".actions button"))  # without consent
    hold(page)
    page.locator(".told summary", has_text="Có mục nào sai?").first.click()
    press(page.locator(".told__reports a", has_text="Báo sai").first)
    hold(page)
    page.go_back()
    page.goto(page.url.replace("kiem-tra", "noi-giai-quyet"))
    hold(page)
    page.goto(page.url.replace("noi-giai-quyet", "kiem-tra"))
    draft = page.url.split("/")[-2]
    page.locator("#consent").check()
    page.locator(".actions button").click()
    expect(page).to_have_url(re.compile(r"/thanh-toan/|/xac-nhan$"))
    page.goto(f"{province}/nop-ho-so/{draft}/xac-nhan")
    hold(page)
    context.close()


@contextlib.contextmanager
def form_of_hoa(browser: Browser, province: str, *, until: str) -> Iterator[Page]:
    """Hoa on a telephone, on the first page of her form that shows this."""
    context = browser.new_context(locale="vi-VN", viewport={"width": 360, "height": 740}, bypass_csp=True)
    token = signed_in(HOA).session_token
    context.add_cookies([{"name": cookies.session_name(), "value": token, "url": province}])
    page = context.new_page()
    page.goto(f"{province}/nop-ho-so/moi/{CODE}")
    press(page.get_by_role("button", name="Mở tờ khai"))
    for _ in range(MOST_PAGES):
        if page.locator(until).count():
            break
        fill(page)
        go_on(page)
    yield page
    context.close()


def chosen(name: str, media_type: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": media_type, "buffer": content}


def test_a_refused_file_is_gone_once_the_next_is_chosen(browser: Browser, province: str) -> None:
    with form_of_hoa(browser, province, until="[data-upload]") as page:
        pick = page.locator("[data-upload] input[type=file]").first
        pick.set_input_files(chosen("ghi-chu.txt", "text/plain", b"khong phai anh"))
        expect(page.locator(".files__file--refused")).to_have_count(1)
        pick.set_input_files(chosen("anh.png", "image/png", PICTURE))
        expect(page.locator(".files__file[data-file]")).to_have_count(1)
        expect(page.locator(".files__file--refused")).to_have_count(0)


def test_going_on_waits_for_a_picture_that_is_still_being_sent(browser: Browser, province: str) -> None:
    with form_of_hoa(browser, province, until="[data-upload]") as page:
        papers = page.url
        page.route("**/tep", answer_late)
        pick = page.locator("[data-upload] input[type=file]").first
        pick.set_input_files(chosen("anh.png", "image/png", PICTURE))
        go_on(page)
        expect(page).not_to_have_url(papers)
        page.goto(papers)
        expect(page.locator(".files__file[data-file]")).to_have_count(1)


def test_going_on_waits_for_what_is_being_saved(browser: Browser, province: str) -> None:
    """Else the answer that was on its way looks as if another window had written it."""
    with form_of_hoa(browser, province, until="[name=copies_requested]") as page:
        fill(page)
        here = page.url
        page.evaluate(
            "const f = fetch; window.fetch = async (...a) => { const r = await f(...a); await new Promise((d) => setTimeout(d, 1500)); return r; }"
        )
        with page.expect_response("**/luu"):
            page.fill("[name=copies_requested]", "2")  # it has been written; the page hears of it a while later
        page.fill("[name=copies_requested]", "3")
        go_on(page)
        expect(page).not_to_have_url(here)


def answer_late(route: Route) -> None:
    """The file has arrived; word of it comes a second later."""
    answer = route.fetch()
    time.sleep(1)
    with contextlib.suppress(Error):  # the page may have gone on
        route.fulfill(response=answer)


def hold(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    assert small_targets(page) == [], page.url
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == [], (page.url, width)
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflowing(page) == [], page.url
    page.set_viewport_size({"width": 360, "height": 740})
