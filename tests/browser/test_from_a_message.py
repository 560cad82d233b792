"""Journeys 5 and 6: from the link in a message to the thing that is to be done, screens and taps counted."""

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

sys.path.insert(0, str(Path(__file__).parent))

from bars import overflowing, small_targets, violations

from motcua.faces.portal.account import cookies
from motcua.kernel import clock, relay
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.documents.testing import clean_file, small_pdf
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.types import Status, SupplementItem
from motcua.rooms.feedback import queries as feedback
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity.testing import HOA, signed_in
from motcua.sandbox.tests.running import running

pytestmark = [pytest.mark.browser, pytest.mark.committed]

MOST_SCREENS, MOST_SECONDS = 3, 180
TRACK_SCREENS, TRACK_SECONDS, RATE_SECONDS = 2, 15, 5
NO_PICTURE = {"name": "anh.png", "mimeType": "image/png", "buffer": b"MZ, no picture"}
PICTURE = {"name": "giay-moi.pdf", "mimeType": "application/pdf", "buffer": small_pdf(2)}


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sandbox's SMS gateway, a process of its own."""
    with running("sms", tmp_path_factory.mktemp("sms"), "--token", "t0ken") as url:
        yield url


class Citizen:
    """Somebody with a telephone: what it received, what it shows, how many full pages were seen."""

    def __init__(self, page: Page, served: str, gateway: str, *, scripts: bool) -> None:
        self.page, self.served, self.gateway, self.scripts, self.screens = page, served, gateway, scripts, 0
        self.token = signed_in(HOA).session_token
        actor = identity.actor_for_session(self.token, clock.now())
        assert actor is not None
        self.actor: Actor = actor
        page.on("framenavigated", lambda frame: self._seen() if frame == page.main_frame else None)

    def _seen(self) -> None:
        self.screens += self.page.url.startswith(self.served)

    def sign_in(self) -> None:
        """Not counted in any journey."""
        self.page.context.add_cookies([{"name": cookies.session_name(), "value": self.token, "url": self.served}])

    def hold(self) -> None:
        """The bars of this screen; axe is a script itself."""
        if not self.scripts:
            return
        assert small_targets(self.page) == [], self.page.url
        assert violations(self.page) == [], self.page.url
        self.page.set_viewport_size({"width": 320, "height": 640})
        assert overflowing(self.page) == [], self.page.url
        self.page.set_viewport_size({"width": 360, "height": 740})

    def open_link_in(self, words: str) -> str:
        """Open the link of the newest message with these words, as its page at the gateway shows it."""
        relay.drain()
        self.page.goto(self.gateway)
        text = self.page.locator("td", has_text=words).first.inner_text()
        link = re.search(r"https?://\S+$", text)
        assert link is not None, text
        self.screens = 0
        self.page.goto(link[0])
        return text


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def hoa(
    request: pytest.FixtureRequest, browser: Browser, served: str, gateway: str, _database: None, settings: Any
) -> Iterator[Citizen]:
    settings.MOTCUA = settings.MOTCUA.model_copy(
        update={"public_url": served, "sms_url": gateway, "sms_token": "t0ken"}
    )
    httpx.post(f"{gateway}/_sandbox/clear")
    testing.world()
    context = browser.new_context(
        locale="vi-VN", viewport={"width": 360, "height": 740}, java_script_enabled=request.param, bypass_csp=True
    )
    yield Citizen(context.new_page(), served, gateway, scripts=request.param)
    context.close()


def test_journey_5_a_supplement_is_sent_from_the_link_in_a_message(hoa: Citizen) -> None:
    paper = clean_file(hoa.actor, name="mờ.pdf")
    purpose = {"purpose": "other", "purpose_other": "Việc gia đình"}
    dossier_id = testing.filed(hoa.actor, at=clock.now(), proof=[str(paper.id)], **purpose).dossier_id
    items = [SupplementItem("proof", "Ảnh mờ, không đọc được số"), SupplementItem("purpose", "Khác với giấy tờ đã gửi")]
    services.request_supplement(
        dossier_id, items, reason="Chưa khớp giấy tờ", by=testing.PEOPLE.reception, at=clock.now()
    )
    hoa.sign_in()
    page, began = hoa.page, time.monotonic()

    assert len(hoa.open_link_in("cần bổ sung")) < 400
    for fault in ("Ảnh mờ, không đọc được số", "Khác với giấy tờ đã gửi"):
        expect(page.locator("main")).to_contain_text(fault)
    page.locator("main [name=purpose][value=marriage]").check()
    page.locator("main input[type=file][name=proof]").first.set_input_files(NO_PICTURE)  # type: ignore[arg-type]
    page.get_by_role("button", name="Gửi").last.click()

    expect(page.locator("#faults")).to_contain_text("Nơi này nhận PDF, ảnh JPEG và ảnh PNG.")
    expect(page.locator("main [name=purpose][value=marriage]")).to_be_checked()
    hoa.hold()
    page.locator("#proof-camera").set_input_files(PICTURE)  # type: ignore[arg-type]
    if hoa.scripts:
        expect(page.locator("[data-pick-name]")).to_contain_text("giay-moi.pdf (759 B)")
    page.get_by_role("button", name="Gửi").last.click()

    expect(page.locator(".notices")).to_contain_text("Đã gửi")
    assert hoa.screens <= MOST_SCREENS
    assert time.monotonic() - began <= MOST_SECONDS
    with scope(SYSTEM):
        assert queries.dossier(dossier_id, by=SYSTEM).row.status == Status.SUBMITTED


def test_journey_6_a_dossier_is_tracked_without_signing_in_and_rated_by_one_tap(hoa: Citizen) -> None:
    done = testing.issued(hoa.actor, at=clock.now())
    with scope(SYSTEM):
        code = queries.dossier(done.dossier_id, by=SYSTEM).row.reference
    page = hoa.page
    began = time.monotonic()
    page.goto(f"{hoa.served}/tra-cuu")
    page.fill("#code", code)
    page.fill("#digits", "5678")
    page.click("text=Xem hồ sơ đến đâu")

    expect(page.locator("main")).to_contain_text(code)
    assert time.monotonic() - began <= TRACK_SECONDS
    assert hoa.screens <= TRACK_SCREENS
    hoa.hold()
    expect(page.locator("main")).not_to_contain_text("Hoa")

    hoa.sign_in()
    hoa.open_link_in("đã có kết quả")
    began = time.monotonic()
    page.get_by_role("button", name="Rất hài lòng").click()

    expect(page.locator("h1")).to_have_text(re.compile("Cảm ơn"))
    assert time.monotonic() - began <= RATE_SECONDS
    assert hoa.screens <= TRACK_SCREENS
    hoa.hold()
    expect(page.locator("button[aria-pressed=true]")).to_have_text("Rất hài lòng")
    page.get_by_role("button", name="Rất hài lòng").click()
    with scope(SYSTEM):
        given = feedback.rating(done.dossier_id, by=hoa.actor)
    assert given is not None
    assert given.grade == 5


def test_every_wrong_pair_is_answered_with_the_same_words(hoa: Citizen) -> None:
    done = testing.filed(hoa.actor, at=clock.now())
    page, said = hoa.page, set()
    for code, digits in ((done.receipt_number, "0000"), ("MC-7K3M-9QTX-4", "5678"), ("H29.1-261120-0001", "0000")):
        page.goto(f"{hoa.served}/tra-cuu")
        page.fill("#code", code)
        page.fill("#digits", digits)
        page.click("text=Xem hồ sơ đến đâu")
        said.add(page.locator("#faults").inner_text())

    assert len(said) == 1
