"""Journey 2 as people walk it on a telephone, with JavaScript and without: screens, boxes, photographs are counted."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

sys.path.insert(0, str(Path(__file__).parent))

from linking import Walk, filed, hold, member, sit_at, token_of

from motcua.config.env import ROOT
from motcua.faces.desk.tests import officers
from motcua.faces.portal.account import cookies
from motcua.kernel import clock, relay
from motcua.rooms.agencies.testing import load_places, load_tree
from motcua.rooms.catalogue.testing import load_catalogue
from motcua.rooms.dossiers import services
from motcua.rooms.dossiers.testing import officer, task
from motcua.rooms.dossiers.types import SupplementItem

pytestmark = [pytest.mark.browser, pytest.mark.committed]

SCREENS, TYPED, PHOTOS = 8, 5, 2
WORDS = {
    "child_full_name": "Trần Lê Bảo Ngọc",
    "child_birth_date-day": "21",
    "child_birth_date-month": "10",
    "child_birth_date-year": "2026",
    "child_birth_facility": "Bệnh viện Từ Dũ",
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


DEATH_SCREENS, DEATH_TYPED, DEATH_PHOTOS = 9, 15, 2
DEATH_WORDS = {
    "deceased_full_name": "Nguyễn Văn Bình",
    "deceased_id_number": "079042000128",
    "deceased_birth_date-day": "9",
    "deceased_birth_date-month": "3",
    "deceased_birth_date-year": "1942",
    "deceased_residence-detail": "12 Lê Lợi",
    "death_date-day": "20",
    "death_date-month": "11",
    "death_date-year": "2026",
    "death_place-detail": "12 Lê Lợi",
    "death_notice_number": "31/GBT",
    "death_notice_date-day": "21",
    "death_notice_date-month": "11",
    "death_notice_date-year": "2026",
    "death_notice_issuer": "Trạm y tế Phường Sài Gòn",
}
DEATH_CHOICES = {
    "applicant_relationship": "child",
    "deceased_gender": "male",
    "deceased_ethnicity": "kinh",
    "deceased_residence-province": "79",
    "deceased_residence-commune": "26740",
    "death_place-province": "79",
    "death_place-commune": "26740",
    "death_cause": "old_age",
    "benefit_requested": "funeral",
    "beneficiary_group": "social_pension",
    "result_delivery": "online",
}


@pytest.fixture
def province(served: str) -> str:
    load_tree()
    load_places()
    load_catalogue()
    return served


@pytest.fixture
def windows(browser: Browser, province: str) -> Iterator[Any]:
    """Opens windows of people of the demonstration, on a telephone."""
    opened = []

    def window(person: str, *, scripts: bool) -> Page:
        context = browser.new_context(
            locale="vi-VN", viewport={"width": 360, "height": 740}, java_script_enabled=scripts, bypass_csp=True
        )
        context.add_cookies([{"name": cookies.session_name(), "value": token_of(person), "url": province}])
        opened.append(context)
        return context.new_page()

    yield window
    for context in opened:
        context.close()


def test_birth_residence_and_health_card_in_eight_screens(
    windows: Any, province: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(officers, "AT", clock.now())
    page = windows("hoa", scripts=True)
    for window in (page, windows("hoa", scripts=False)):
        walk = Walk(window, WORDS, CHOICES, "birth_notice")
        group = filed(walk, f"{province}/su-kien/sinh-con", most=SCREENS)
        assert walk.screens <= SCREENS
        assert walk.typed <= TYPED
        assert walk.photos <= PHOTOS
        assert len(set(walk.totals)) == 1
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
    seats = (("reception_officer", "pvhcc", group), ("case_officer", "vp", member(group, "birth")))
    for role, unit, dossier in seats:
        sit_at(page, province, "hcm25_w26743", role, unit)
        page.goto(f"{province}/can-bo/ho-so/{dossier}")
        expect(page.locator(".linked")).to_contain_text("Bảo hiểm xã hội Thành phố Hồ Chí Minh")
        hold(page, 24)


def test_death_residence_and_funeral_allowance_in_nine_screens(
    windows: Any, province: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(officers, "AT", clock.now())
    page = windows("lan", scripts=True)
    walk = Walk(page, DEATH_WORDS, DEATH_CHOICES, "death_notice")
    group = filed(walk, f"{province}/su-kien/nguoi-than-mat", most=DEATH_SCREENS)
    assert (walk.screens, walk.typed, walk.photos) == (DEATH_SCREENS, DEATH_TYPED, DEATH_PHOTOS)
    assert len(set(walk.totals)) == 1
    services.accept(group, by=officer("Oanh", "reception_officer", "pvhcc", agency="hcm25_w26740"), at=clock.now())
    relay.drain(("interactive", "bulk"))
    clerk = officer("An", "case_officer", "vp", agency="hcm25_w26740")
    asked = [SupplementItem("deceased_full_name", "Tên khác với giấy báo tử")]
    services.request_supplement(member(group, "death"), asked, reason="Chưa khớp", by=clerk, at=clock.now())

    page.goto(f"{province}/ho-so/{group}")
    expect(page.locator(".note").first).to_contain_text("Chờ người nộp bổ sung")
    hold(page)
    page.get_by_role("link", name="Bổ sung cho việc này").click()
    page.locator("[name=deceased_full_name]").fill("Nguyễn Văn Bính")
    page.get_by_role("button", name="Gửi bổ sung").click()
    relay.drain(("interactive", "bulk"))
    page.goto(f"{province}/ho-so/{group}")
    expect(page.locator("main")).to_contain_text("Tờ khai chung sửa theo phần Đăng ký khai tử")
    for path in ("sua", "sua?muc=deceased_full_name", "phan/death/rut", "rut"):
        page.goto(f"{province}/ho-so/{group}/{path}")
        hold(page)

    page.goto(f"{province}/ho-so/{group}/phan/funeral/rut")
    page.get_by_role("button", name="Rút phần này").click()
    expect(page.locator("body")).to_contain_text("Đã rút phần này")
    expect(page.locator("main")).to_contain_text("Xong 0/2 việc")
    sit_at(page, province, "hcm25_w26740", "reception_officer", "pvhcc")
    page.goto(f"{province}/can-bo/ho-so/{group}")
    expect(page.locator(".linked")).to_contain_text("Công an Phường Sài Gòn")
    hold(page, 24)
