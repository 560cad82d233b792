"""Journey 2 as a mother walks it on a telephone, with JavaScript and without: screens, boxes, photographs are counted."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

sys.path.insert(0, str(Path(__file__).parent))

from bars import overflowing, small_targets, violations

from motcua.config.env import ROOT
from motcua.faces.desk.tests import officers
from motcua.faces.portal.account import cookies
from motcua.kernel import clock, relay
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies.testing import load_places, load_tree
from motcua.rooms.catalogue.testing import load_catalogue
from motcua.rooms.documents.testing import small_jpeg
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.testing import officer, task
from motcua.rooms.dossiers.types import SupplementItem
from motcua.rooms.identity import content
from motcua.rooms.identity.testing import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.committed]

SCREENS, TYPED, PHOTOS = 9, 8, 2
WORDS = {
    "child_full_name": "Trần Lê Bảo Ngọc",
    "child_birth_date-day": "21",
    "child_birth_date-month": "10",
    "child_birth_date-year": "2026",
    "child_birthplace-detail": "Bệnh viện Từ Dũ",
}
CHOICES = {
    "child_gender": "female",
    "child_birthplace-province": "79",
    "child_birthplace-commune": "26743",
    "child_hometown-province": "79",
    "child_hometown-commune": "26743",
    "child_ethnicity": "kinh",
    "applicant_ethnicity": "kinh",
    "spouse_ethnicity": "kinh",
    "residence_with": "applicant",
    "hospital_first": "tu_du",
}


@pytest.fixture
def province(served: str) -> str:
    load_tree()
    load_places()
    load_catalogue()
    return served


@pytest.fixture
def windows(browser: Browser, province: str) -> Iterator[Any]:
    """Opens windows of the married mother of the demonstration, on a telephone."""
    people = yaml.safe_load((ROOT / "content" / "people.yaml").read_text(encoding="utf-8"))["people"]
    token = signed_in(content.claims_of(next(one for one in people if one["key"] == "hoa"))).session_token
    opened = []

    def window(*, scripts: bool) -> Page:
        context = browser.new_context(
            locale="vi-VN", viewport={"width": 360, "height": 740}, java_script_enabled=scripts, bypass_csp=True
        )
        context.add_cookies([{"name": cookies.session_name(), "value": token, "url": province}])
        opened.append(context)
        return context.new_page()

    yield window
    for context in opened:
        context.close()


class Walk:
    """What a person did: full pages seen, boxes typed into, photographs taken."""

    def __init__(self, page: Page) -> None:
        self.page, self.screens, self.typed, self.photos = page, 0, 0, 0

    def look(self) -> None:
        self.screens += 1

    def answer(self) -> None:
        """Answer what this page asks; what is already there is left alone."""
        for name, value in CHOICES.items():
            box = self.page.locator(f"main [name='{name}']")
            if not box.count():
                continue
            if box.first.evaluate("e => e.tagName") == "SELECT":
                self._choose(name, value)
            else:
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
        for name, value in WORDS.items():
            box = self.page.locator(f"main [name='{name}']")
            if box.count():
                box.fill(value)
                self.typed += 1
        self._photograph()

    def _choose(self, name: str, value: str) -> None:
        """Without JavaScript a button brings the communes of the province into the same page."""
        brings = self.page.locator(f"main button[value='address:{name.partition('-')[0]}']")
        if name.endswith("-commune") and brings.is_visible():
            brings.click()
        self.page.locator(f"main [name='{name}']").select_option(value)

    def _photograph(self) -> None:
        chooser = self.page.locator("main input[type=file][name='birth_notice']")
        if chooser.count():
            pictures = [{"name": f"mat-{n}.jpg", "mimeType": "image/jpeg", "buffer": small_jpeg()} for n in (1, 2)]
            chooser.first.set_input_files(pictures)  # type: ignore[arg-type]
            self.photos += len(pictures)


def filed(page: Page, province: str) -> tuple[Walk, UUID]:
    walk = Walk(page)
    page.goto(f"{province}/su-kien/sinh-con")
    walk.look()
    page.get_by_role("link", name="Bắt đầu làm một lần").click()
    walk.look()
    page.get_by_role("button", name="Bắt đầu").click()
    while "/kiem-tra" not in page.url:
        assert walk.screens < SCREENS, page.url
        walk.look()
        walk.answer()
        page.get_by_role("button", name="Tiếp tục").last.click()
    walk.look()
    group = UUID(page.url.partition("#")[0].split("/")[-2])
    page.locator("#consent").check()
    page.locator(".actions button").click()
    walk.look()
    expect(page.locator("main")).to_contain_text("Một mã cho tất cả")
    return walk, group


def member(group: UUID, key: str) -> UUID:
    with scope(SYSTEM):
        found = queries.group(group, by=SYSTEM)
    assert found is not None
    dossier = next(one.dossier_id for one in found.members if one.key == key)
    assert dossier is not None
    return dossier


def hold(page: Page, least: int = 44) -> None:
    assert small_targets(page, least) == [], page.url
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == [], (page.url, width)
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflowing(page) == [], page.url
    page.set_viewport_size({"width": 360, "height": 740})


def test_birth_residence_and_health_card_in_nine_screens(
    windows: Any, province: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(officers, "AT", clock.now())
    page = windows(scripts=True)
    for window in (page, windows(scripts=False)):
        walk, group = filed(window, province)
        assert walk.screens <= SCREENS
        assert walk.typed <= TYPED
        assert walk.photos <= PHOTOS
    for path in ("/su-kien/sinh-con", "/thu-tuc/3.000722", "/thu-tuc/1.001193", f"/ho-so/{group}"):
        page.goto(province + path)
        hold(page)
    services.accept(group, by=officer("Thu", "reception_officer", "pvhcc", agency="hcm25_w26743"), at=clock.now())
    relay.drain(("interactive", "bulk"))
    asked = [SupplementItem("child_full_name", "Tên khác với giấy chứng sinh")]
    clerk = officer("Minh", "case_officer", "vp", agency="hcm25_w26743")
    assert task(member(group, "birth"), "appraise").role == "case_officer"
    services.request_supplement(member(group, "birth"), asked, reason="Chưa khớp", by=clerk, at=clock.now())
    page.goto(f"{province}/ho-so/{group}")
    expect(page.locator("#part-birth")).to_contain_text("Tên khác với giấy chứng sinh")
    expect(page.locator("#part-residence")).to_contain_text("Bắt đầu khi có kết quả: Đăng ký khai sinh")
    expect(page.locator("#part-health_card")).to_contain_text("Bảo hiểm xã hội")
    hold(page)
    page.screenshot(path=str(ROOT / "var" / "shots" / "linked.png"), full_page=True) if (
        ROOT / "var"
    ).is_dir() else None
    at_desk(page, province, group)


def at_desk(page: Page, province: str, group: UUID) -> None:
    """The lead's page of the group, and the part as its own officer sees it."""
    for key, dossier in (("reception_officer", group), ("case_officer", member(group, "birth"))):
        token = officers.Officer(people_at("hcm25_w26743")[key]).client.cookies[cookies.session_name()].value
        page.context.clear_cookies()
        page.context.add_cookies([{"name": cookies.session_name(), "value": token, "url": province}])
        page.goto(f"{province}/can-bo/ho-so/{dossier}")
        expect(page.locator(".linked")).to_contain_text("Bảo hiểm xã hội Thành phố Hồ Chí Minh")
        hold(page, 24)


def people_at(agency: str) -> dict[str, str]:
    """Somebody for every role at the agency."""
    held = {
        (office["agency"], office["role"]): key
        for key, one in officers.people().items()
        for office in one.get("offices", ())
    }
    return {role: key for (where, role), key in held.items() if where == agency}
