"""People walking through a whole installation, with an eye on what every page they see has to hold."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from bars import overflowing, violations
from installation import Installation
from playwright.sync_api import Browser, Locator, Page, expect

ANSWERS = {
    "certified_for_self": "self",
    "submitting_for": "self",
    "current_marital_status": "never_married",
    "purpose": "land_transaction",
    "copies_requested": "1",
    "declaration_of_truth": "yes",
}
MOST_PAGES = 15
SOON = 40.0

Hold = Callable[[Page], None]


@contextmanager
def visitor(browser: Browser, installation: Installation, *, width: int = 1280, scripts: bool = True) -> Iterator[Page]:
    """A browser of one's own. No page may complain, or ask anybody but us and the sandbox's own pages."""
    context = browser.new_context(
        locale="vi-VN", viewport={"width": width, "height": 800}, java_script_enabled=scripts, bypass_csp=False
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda line: said.append(f"{page.url}: {line.text}") if line.type == "error" else None)
    page.on("pageerror", lambda fault: said.append(f"{page.url}: {fault}"))
    known = {
        urlsplit(installation.url).netloc,
        *(urlsplit(installation.sandbox(n)).netloc for n in ("identity", "vnpay")),
    }
    page.on("request", lambda r: said.append(f"asked {r.url}") if strange(r.url, known) else None)
    yield page
    context.close()
    assert said == []


def strange(url: str, known: set[str]) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc not in known


def screens() -> Hold:
    """Hold each distinct screen to the bars once."""
    seen: set[str] = set()

    def hold(page: Page) -> None:
        name = re.sub(r"[0-9a-f-]{36}", "…", urlsplit(page.url).path) + page.locator("h1").first.inner_text()
        if name in seen:
            return
        seen.add(name)
        assert violations(page) == [], page.url
        size = page.viewport_size
        assert size is not None
        page.set_viewport_size({"width": 320, "height": 640})
        assert overflowing(page) == [], page.url
        page.set_viewport_size(size)

    return hold


def sign_in(page: Page, installation: Installation, person: str, hold: Hold) -> None:
    """From our own sign-in page by the sandbox e-identity back to where one was going."""
    expect(page).to_have_url(re.compile("/dang-nhap"))
    hold(page)
    press(page.get_by_role("button", name="VNeID"))
    assert page.url.startswith(installation.sandbox("identity")), page.url
    press(page.locator(f"button[name=person][value='{person}']").first)


def at_desk(page: Page, installation: Installation, person: str, hold: Hold) -> None:
    """An officer signs in and chooses his agency."""
    page.goto(f"{installation.url}/can-bo/")
    sign_in(page, installation, person, hold)
    if "/tu-cach" in page.url:
        hold(page)
        press(page.locator("button[name=as]:not([value=citizen])").first)
    expect(page).to_have_url(re.compile("/can-bo/"))
    hold(page)


def find_and_begin(page: Page, installation: Installation, person: str, words: str, hold: Hold) -> None:
    page.goto(installation.url)
    hold(page)
    box = page.locator("input[type=search], input[name=q]").first
    box.fill(words)
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/tim\?"))
    hold(page)
    press(page.locator(".top-answer__title a"))
    hold(page)
    page.get_by_role("link", name="Bắt đầu").or_(page.get_by_role("button", name="Bắt đầu")).first.click()
    sign_in(page, installation, person, hold)
    hold(page)
    press(page.locator("main form button.button").last)


def answer_pages(page: Page, hold: Hold) -> list[str]:
    """Every page of the form; the headings that were seen."""
    seen: list[str] = []
    for _ in range(MOST_PAGES):
        if page.url.endswith("/kiem-tra"):
            return seen
        seen.append(page.locator("h1").inner_text())
        hold(page)
        for name, value in ANSWERS.items():
            answer(page, name, value)
        go_on(page)
    raise AssertionError(f"no end of pages: {seen}")


def press(button: Locator) -> None:
    """Press, and stand on the page that comes: what is still being sent or saved may hold the press back a while."""
    with button.page.expect_navigation():
        button.click()


def go_on(page: Page) -> None:
    press(page.get_by_role("button", name="Tiếp tục").last)


def answer(page: Page, name: str, value: str) -> None:
    boxes = page.locator(f"main [name='{name}']:visible")
    if not boxes.count():
        return
    kind = boxes.first.evaluate("e => e.tagName == 'SELECT' ? 'select' : e.type")
    match kind:
        case "select":
            boxes.select_option(value)
        case "radio":
            page.locator(f"main [name='{name}'][value='{value}']").check()
        case "checkbox":
            boxes.last.check()
        case _:
            boxes.fill(value)


def pay_by_card(page: Page, installation: Installation, hold: Hold) -> None:
    """From our payment page by the sandbox gateway back, until the gateway has confirmed."""
    expect(page).to_have_url(re.compile("/thanh-toan/"))
    hold(page)
    page.locator("main input[name=gateway][value=vnpay]").check()
    press(page.locator("main .actions button").first)
    assert page.url.startswith(installation.sandbox("vnpay")), page.url
    page.locator("button[name=outcome][value=success]").click()
    expect(page).to_have_url(re.compile(re.escape(installation.url)))
    ask_again = page.locator("main .actions button")
    deadline = time.monotonic() + SOON
    while ask_again.count():
        assert time.monotonic() < deadline, page.locator("main").inner_text()
        press(ask_again.first)
    hold(page)


def until(page: Page, there: Callable[[Page], bool]) -> None:
    """Look at the page again until the worker has done its part."""
    deadline = time.monotonic() + SOON
    while not there(page):
        assert time.monotonic() < deadline, page.locator("main").inner_text()
        time.sleep(0.5)
        page.reload()


def downloaded(page: Page, press: str) -> bytes:
    """What comes when the link is pressed."""
    with page.expect_download() as coming:
        page.locator(press).first.click()
    return coming.value.path().read_bytes()
