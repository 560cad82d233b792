"""docs/tutorial/first-dossier.md walked in Chromium through a whole installation, as the people in it walk it."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

sys.path.insert(0, str(Path(__file__).parent))

from installation import Installation
from walking import (
    Hold,
    answer_pages,
    at_desk,
    downloaded,
    find_and_begin,
    pay_by_card,
    screens,
    sign_in,
    until,
    visitor,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "giay doc than"
PHONE_END = "0001"
CODE = re.compile(r"[A-Z0-9.]+-\d{6}-\d{4}")
RESULT = "main a[href$='/ket-qua.pdf']"


def test_a_certificate_goes_from_the_first_search_to_a_verified_file(
    browser: Browser, installation: Installation
) -> None:
    hold = screens()
    with visitor(browser, installation) as citizen:
        dossier, receipt = hand_in(citizen, installation, "lan", hold)
        code = handle(browser, installation, dossier, hold)
        result = receive(citizen, dossier, hold)
        verify(citizen, installation, result, hold)
        mail_has_come(installation, "lan@example.vn", code)
        follow_publicly(citizen, installation, code, receipt, hold)
        grade(citizen, dossier, hold)
        citizen.goto(f"{installation.url}/minh-bach")
        hold(citizen)
        leave(citizen, installation, hold)


def test_a_certificate_is_asked_for_on_a_telephone_without_scripts(
    browser: Browser, installation: Installation
) -> None:
    with visitor(browser, installation, width=360, scripts=False) as page:
        dossier, receipt = hand_in(page, installation, "phuc", lambda _page: None)
        page.goto(dossier)
        expect(page.locator("main")).to_contain_text(receipt)
        page.goto(f"{installation.url}/tra-cuu")
        page.fill("#code", receipt)
        page.fill("#digits", "0011")
        page.locator("main .actions button").click()
        expect(page.locator("main")).to_contain_text(receipt)


def hand_in(page: Page, installation: Installation, person: str, hold: Hold) -> tuple[str, str]:
    """Search, answer, submit, pay. The dossier's address and its receipt number."""
    find_and_begin(page, installation, person, WORDS, hold)
    seen = answer_pages(page, hold)
    assert "Tình trạng hôn nhân" in seen
    hold(page)
    page.locator("#consent").check()
    page.get_by_role("button", name="Nộp và trả 3.000 đồng").click()
    pay_by_card(page, installation, hold)
    page.locator("main .actions a[href^='/ho-so/']").first.click()
    hold(page)
    dossier = page.url
    receipt = re.search(r"MC-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", page.locator("main").inner_text())
    assert receipt is not None
    page.goto(dossier.replace("/ho-so/", "/nop-ho-so/") + "/xac-nhan")
    until(page, lambda p: p.locator("main a[href$='/bien-nhan.pdf']").count() == 1)
    hold(page)
    slip = page.locator("main a[href$='/bien-nhan.pdf']").get_attribute("href")
    assert page.request.get(f"{installation.url}{slip}").body().startswith(b"%PDF-")
    return dossier, receipt[0]


def handle(browser: Browser, installation: Installation, dossier: str, hold: Hold) -> str:
    """Every officer finds the dossier in his list and does his step; the dossier's code."""
    path = dossier.removeprefix(installation.url).replace("/ho-so/", "/can-bo/ho-so/")
    code = ""
    for person, act in STEPS:
        with visitor(browser, installation) as officer:
            at_desk(officer, installation, person, hold)
            open_from_list(officer, path)
            hold(officer)
            act(officer, hold)
            assert not officer.locator("#faults").count(), officer.locator("main").inner_text()
            officer.goto(f"{installation.url}{path}")
            hold(officer)
            found = CODE.search(officer.locator(".case-facts").inner_text())
            assert found is not None
            code = found[0]
    return code


def open_from_list(officer: Page, path: str) -> None:
    """The dossier stands in the first list or, beside other work, in that of the unit."""
    if "/dieu-hanh" in officer.url:  # who leads begins with the overview
        officer.get_by_role("link", name="Công việc", exact=True).first.click()
    row = officer.locator(f"main a[href^='{path}']")
    if not row.count():
        officer.locator("main a[href$='view=unit']").first.click()
    row.first.click()


def accept(officer: Page, hold: Hold) -> None:
    """The legal clock starts, and every day up to the due date is explained."""
    case = officer.url
    officer.locator("#work").get_by_role("button", name="Tiếp nhận").click()
    officer.goto(case)
    officer.locator("details:has(.counted) summary").first.click()
    days = officer.locator(".counted__number")
    expect(days.first).to_be_visible()
    assert days.count() >= 3
    hold(officer)


def draft(officer: Page, hold: Hold) -> None:
    """The page stands beside the fields and follows them, then the dossier is passed on."""
    officer.locator("#work a.button").click()
    hold(officer)
    officer.locator("button[value=save]").click()
    printed = officer.locator("#preview img").first
    expect(printed).to_be_visible()
    assert printed.evaluate("async e => (await e.decode(), e.naturalWidth)") > 300
    hold(officer)
    officer.locator("[name$=purpose_text]").press_sequentially(" tại Phường Sài Gòn")
    expect(officer.locator("#preview img[src^='data:']").first).to_be_visible(timeout=15_000)
    officer.locator("button[value=finish]").click()
    expect(officer).to_have_url(re.compile(r"/can-bo/ho-so/[0-9a-f-]{36}$"))


def press(name: str) -> Callable[[Page, Hold], None]:
    def act(officer: Page, hold: Hold) -> None:
        officer.locator("#work").get_by_role("button", name=name, exact=True).click()
        hold(officer)

    return act


STEPS: list[tuple[str, Callable[[Page, Hold], None]]] = [
    ("tai", accept),
    ("quan", draft),
    ("thom", press("Trình người ký")),
    ("nghia", press("Duyệt")),
    ("quy", press("Cấp số")),
    ("nghia", press("Ký và ban hành")),
]


def receive(page: Page, dossier: str, hold: Hold) -> bytes:
    page.goto(dossier)
    until(page, lambda p: p.locator(RESULT).count() > 0)
    hold(page)
    content: bytes = downloaded(page, RESULT)
    assert content.startswith(b"%PDF-")
    return content


def verify(page: Page, installation: Installation, result: bytes, hold: Hold) -> None:
    """By the code, by the file, and by a file somebody has changed."""
    upload(page, installation, result, hold)
    expect(page.locator("h1")).to_have_text("Giấy này là thật")
    printed = page.locator("main dl.summary dd").last.inner_text()
    page.goto(f"{installation.url}/xac-minh")
    page.fill("#code", printed)
    page.locator("main .actions button").click()
    expect(page.locator("h1")).to_have_text("Mã này có thật")
    hold(page)
    changed = bytearray(result)
    changed[len(changed) // 3] ^= 1
    upload(page, installation, bytes(changed), hold)
    expect(page.locator("h1")).to_have_text("Tệp đã bị sửa")
    hold(page)


def upload(page: Page, installation: Installation, content: bytes, hold: Hold) -> None:
    page.goto(f"{installation.url}/xac-minh")
    hold(page)
    page.set_input_files("#file", {"name": "ket-qua.pdf", "mimeType": "application/pdf", "buffer": content})
    page.locator("main .actions button").click()


def mail_has_come(installation: Installation, address: str, code: str) -> None:
    sink = httpx.get(f"{installation.sandbox('mail')}/_sandbox/messages", params={"to": address}).json()
    assert any(code in str(mail) for mail in sink["messages"]), sink


def follow_publicly(page: Page, installation: Installation, code: str, receipt: str, hold: Hold) -> None:
    """Without an account: either number, and the end of the telephone number."""
    for reference in (receipt, code):
        page.goto(f"{installation.url}/tra-cuu")
        hold(page)
        page.fill("#code", reference)
        page.fill("#digits", PHONE_END)
        page.locator("main .actions button").click()
        expect(page.locator("main .number").first).to_have_text(code)
        hold(page)


def grade(page: Page, dossier: str, hold: Hold) -> None:
    page.goto(dossier)
    page.locator("button.rating__grade[value='5']").click()
    expect(page).to_have_url(re.compile("/danh-gia/"))
    expect(page.locator("button.rating__grade[value='5']")).to_have_attribute("aria-pressed", "true")
    hold(page)


def leave(page: Page, installation: Installation, hold: Hold) -> None:
    """Signed out here and at the e-identity: one's own pages ask for the person again."""
    page.goto(f"{installation.url}/dang-xuat")
    hold(page)
    page.locator("main .actions button").click()
    page.goto(f"{installation.url}/ho-so")
    sign_in(page, installation, "lan", hold)
    expect(page.locator("h1")).to_have_text("Hồ sơ của tôi")
    hold(page)
