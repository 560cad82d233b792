"""A marital-status certificate at the counter: what applies comes at once, and what was typed stays."""

import os
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

sys.path.insert(0, str(Path(__file__).parent))

from bars import overflowing, violations

from motcua.config.env import ROOT
from motcua.faces.desk.tests.officers import Officer
from motcua.faces.portal.account import cookies
from motcua.rooms.catalogue.package import load_package
from motcua.rooms.catalogue.testing import published
from motcua.rooms.dossiers import testing

pytestmark = [pytest.mark.browser, pytest.mark.committed]
CARD = "079158001190||Võ Thị Tuyết|19111958|Nữ|77 Quang Trung, Phường Gò Vấp, Thành phố Hồ Chí Minh|01012022"
CODE = "1.004873"
MOST_SECONDS = 180
SHOTS = os.environ.get("MOTCUA_SHOTS")


def test_a_marital_certificate_is_filed_in_five_screens(page: Page, served: str) -> None:
    testing.world()
    published(load_package(ROOT / "procedures" / "moj" / CODE))
    token = Officer("tai").client.cookies[cookies.session_name()].value
    page.context.add_cookies([{"name": cookies.session_name(), "value": token, "url": served}])
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{served}/can-bo/quay")
    begun = time.monotonic()
    expect(page.locator("#card")).to_be_focused()
    page.keyboard.type(CARD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/quay/nguoi/*")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("xác nhận độc thân")
    page.locator(f"#found form:has(input[value='{CODE}']) button").press("Enter")
    page.wait_for_url("**/quay/dien/*")
    expect(page.locator("#current_marital_status")).to_be_focused()
    expect(page.locator("#intended_spouse_name")).to_have_count(0)
    page.select_option("#current_marital_status", "never_married")
    assert not page.locator("#applicant_full_name").is_visible()  # the card told it: folded away, open to change
    page.fill("#applicant_phone", "0901230005")
    page.select_option("#purpose", "marriage")

    expect(page.locator("#intended_spouse_name")).to_be_visible()
    assert page.input_value("#applicant_phone") == "0901230005"
    assert violations(page) == []
    assert overflowing(page) == []
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/marital.png", full_page=True)
    page.select_option("#purpose", "employment")
    expect(page.locator("#intended_spouse_name")).to_have_count(0)
    page.get_by_label("Tôi cam đoan").check()
    page.check("#paper-identity_document")
    page.locator("main form button.button:visible").first.press("Enter")

    page.wait_for_url("**/kiem-tra")
    page.check("#confirmed")
    page.locator("button[value=accept]").press("Enter")
    page.wait_for_url("**/quay/da-nhan/*")
    expect(page.locator(".notices")).to_contain_text("Đã nộp và tiếp nhận")
    assert time.monotonic() - begun < MOST_SECONDS
