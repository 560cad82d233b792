"""The officers' desk in a real browser: the bars, the keyboard, and a live page beside what is typed."""

import re
import sys
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

sys.path.insert(0, str(Path(__file__).parent))

from bars import double_text, overflowing, small_targets, violations, weigh

from motcua.faces.desk.tests.officers import CITIZEN, Officer
from motcua.faces.portal.account import cookies
from motcua.kernel import clock
from motcua.rooms.documents import testing as documents
from motcua.rooms.dossiers import testing

pytestmark = [pytest.mark.browser, pytest.mark.committed]


MOST_BYTES = 150 * 1024


class Desk:
    """An officer's browser at the served application."""

    def __init__(self, page: Page, served: str, key: str) -> None:
        self.page, self.served = page, served
        token = Officer(key).client.cookies[cookies.session_name()].value
        page.context.add_cookies([{"name": cookies.session_name(), "value": token, "url": served}])

    def open(self, address: str, width: int = 1280) -> Page:
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.goto(f"{self.served}/can-bo{address}")
        return self.page


@pytest.fixture(autouse=True)
def _world(_database: None) -> None:
    testing.world()


def filed() -> str:
    """A dossier with one paper, handed in this minute."""
    at = clock.now()
    paper = documents.clean_file(CITIZEN, name="chứng minh.pdf")
    return str(testing.filed(CITIZEN, at=at, proof=[str(paper.id)]).dossier_id)


def accepted() -> str:
    return str(testing.accepted(CITIZEN, at=clock.now()).dossier_id)


def sound(page: Page) -> None:
    """Every bar of an officer's page, at both widths and at the narrowest."""
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], f"{page.url} at {width}"
        assert small_targets(page, least=24) == [], f"{page.url} at {width}"
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflowing(page) == [], page.url


def test_the_list_holds_every_bar(page: Page, served: str) -> None:
    desk = Desk(page, served, "tai")
    sound(desk.open("/viec?view=reception"))
    filed()
    filed()
    sound(desk.open("/viec?view=reception"))
    sound(desk.open("/viec?view=all"))
    sound(desk.open("/tim?q=khong-co"))


def test_the_case_holds_every_bar_before_and_after_acceptance(page: Page, served: str) -> None:
    desk = Desk(page, served, "tai")
    sound(desk.open(f"/ho-so/{filed()}"))
    sound(desk.open(f"/ho-so/{accepted()}"))
    page.click("text=Cách tính ngày hẹn")
    sound(page)


def test_the_supplement_holds_every_bar_also_with_faults(page: Page, served: str) -> None:
    desk = Desk(page, served, "tai")
    sound(desk.open(f"/ho-so/{filed()}/bo-sung"))
    page.check("#item-purpose")
    page.click("button[value=send]")
    expect(page.locator("#words-purpose-error")).to_be_visible()
    sound(page)
    page.fill("#words-purpose", "Ghi khác giấy tờ")
    page.click("button[value=preview]")
    expect(page.locator("#letter-title")).to_be_visible()
    sound(page)


def test_the_result_holds_every_bar_granted_and_refused(page: Page, served: str) -> None:
    desk = Desk(page, served, "quan")
    sound(desk.open(f"/ho-so/{accepted()}/ket-qua"))
    page.check("input[value=refused]")
    page.click("button[value=save]")
    expect(page.locator("#faults")).to_be_focused()
    sound(page)


def test_refusing_and_deciding_hold_every_bar(page: Page, served: str) -> None:
    sound(Desk(page, served, "tai").open(f"/ho-so/{filed()}/tu-choi"))
    dossier_id = testing.for_approval(CITIZEN, at=clock.now())
    leader = Desk(page, served, "nghia")
    sound(leader.open(f"/ho-so/{dossier_id}"))
    sound(leader.open(f"/ho-so/{dossier_id}/gia-han"))


def test_text_may_be_twice_as_large(browser: Browser, served: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
    desk = Desk(context.new_page(), served, "tai")
    dossier_id = filed()
    for address in ("/viec?view=reception", f"/ho-so/{dossier_id}", f"/ho-so/{dossier_id}/bo-sung"):
        double_text(desk.open(address, width=360))

        assert overflowing(desk.page) == [], address
    context.close()


def test_pages_of_officers_are_light(page: Page, served: str) -> None:
    for _ in range(20):
        testing.filed(CITIZEN, at=clock.now())
    desk, weight = Desk(page, served, "tai"), weigh(page)
    desk.open("/viec?view=reception")

    assert page.locator("tbody tr").count() == 20
    assert sum(weight) < MOST_BYTES, weight


def test_a_dossier_is_accepted_with_three_keys(page: Page, served: str) -> None:
    filed()
    following = filed()
    Desk(page, served, "tai").open("/viec?view=reception")

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ho-so/*")
    page.keyboard.press("a")

    page.wait_for_url(f"**/ho-so/{following}?view=reception")
    expect(page.locator(".notices")).to_contain_text("Đã tiếp nhận")


def test_twenty_are_accepted_with_one_action_and_each_leaves_its_evidence(page: Page, served: str) -> None:
    for _ in range(20):
        testing.filed(CITIZEN, at=clock.now())
    Desk(page, served, "tai").open("/viec?view=reception")

    page.keyboard.press("a")  # with nothing chosen it does nothing
    page.check("[data-choose-all]")
    page.keyboard.press("a")

    expect(page.locator(".notices")).to_contain_text("Đã tiếp nhận 20 hồ sơ")
    page.click(".desk-done a")
    assert page.locator("tbody tr").count() == 20
    sound(page)


def test_a_key_of_ones_own_takes_the_place_of_the_usual_one(page: Page, served: str) -> None:
    filed()
    desk = Desk(page, served, "tai")
    sound(desk.open("/ban-cua-toi"))
    page.select_option("#key-next", "KeyZ")
    page.click("main form[method=post] .button")
    desk.open("/viec?view=reception")

    page.keyboard.press("j")
    assert page.locator("tr[data-cursor]").count() == 0
    page.keyboard.press("z")
    assert page.locator("tr[data-cursor]").count() == 1


def test_comparing_and_being_away_hold_every_bar(page: Page, served: str) -> None:
    desk = Desk(page, served, "tai")
    sound(desk.open(f"/ho-so/{filed()}/so-sanh?lx=1&lz=1"))
    sound(desk.open("/vang-mat"))
    sound(desk.open("/tim?q=nguyen"))


def test_the_list_is_walked_ticked_and_explained_by_keys(page: Page, served: str) -> None:
    for _ in range(3):
        filed()
    Desk(page, served, "tai").open("/viec?view=reception")

    for key in ("j", "j", "x", "k", "x"):
        page.keyboard.press(key)

    assert page.locator("tbody input:checked").count() == 2
    expect(page.locator("[data-bulk-count]")).to_have_text("Đã chọn 2")
    page.keyboard.press("Shift+Slash")
    expect(page.locator("[data-keys-sheet]")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Slash")
    page.keyboard.type("j")
    assert page.input_value("#find") == "j"


def test_the_page_follows_while_the_officer_types(page: Page, served: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    Desk(page, served, "quan").open(f"/ho-so/{accepted()}/ket-qua")

    page.fill("#result-result_text", "Đang viết dở câu này")

    expect(page.locator("#preview")).to_contain_text("Chưa lưu")
    expect(page.locator("#preview img").first).to_have_attribute("src", re.compile("^data:image/png;base64,"))
    assert page.evaluate("document.activeElement.id") == "result-result_text"
    assert complaints == []


def test_everything_works_without_scripts(browser: Browser, served: str) -> None:
    dossier_id = filed()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    desk = Desk(page, served, "tai")
    desk.open("/viec?view=reception")
    page.check("tbody input[type=checkbox]")
    page.click(".bulk button")
    expect(page.locator(".notices")).to_contain_text("Đã tiếp nhận 1 hồ sơ")

    officer = Desk(page, served, "quan")
    officer.open(f"/ho-so/{dossier_id}/ket-qua")
    page.fill("#result-result_text", "Đủ điều kiện.")
    page.click("button[value=finish]")
    expect(page.locator(".notices")).to_contain_text("Đã soạn và chuyển tiếp")
    context.close()

    assert testing.task(UUID(dossier_id), "work").name == "Soát xét"
