"""Walking through a group of procedures: pages seen, boxes typed into and photographs taken are counted."""

from collections.abc import Mapping
from uuid import UUID

import yaml
from bars import overflowing, small_targets, violations
from playwright.sync_api import Page, expect
from walking import go_on, press

from motcua.config.env import ROOT
from motcua.faces.desk.tests import officers
from motcua.faces.portal.account import cookies
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents.testing import small_jpeg
from motcua.rooms.dossiers import queries
from motcua.rooms.identity import content
from motcua.rooms.identity.testing import signed_in


def token_of(person: str) -> str:
    """A signed-in session of somebody of the demonstration."""
    people = yaml.safe_load((ROOT / "content" / "people.yaml").read_text(encoding="utf-8"))["people"]
    return signed_in(content.claims_of(next(one for one in people if one["key"] == person))).session_token


class Walk:
    """What a person did: full pages seen, boxes typed into, photographs taken."""

    def __init__(self, page: Page, words: Mapping[str, str], choices: Mapping[str, str], papers: str) -> None:
        self.page, self.words, self.choices, self.papers = page, words, choices, papers
        self.screens, self.typed, self.photos = 0, 0, 0
        self.totals: list[str] = []

    @property
    def scripts(self) -> bool:
        return self.page.locator("html.js").count() > 0

    def look(self) -> None:
        self.screens += 1
        step = self.page.locator("main .step")
        if step.count():
            self.totals.append(step.first.inner_text().partition("/")[2].partition(":")[0])

    def answer(self) -> None:
        """Answer what this page asks; what is already there is left alone."""
        for name, value in self.choices.items():
            box = self.page.locator(f"main [name='{name}']")
            if not box.count():
                continue
            if box.first.evaluate("e => e.tagName") == "SELECT":
                self._choose(name, value)
            else:
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
        for name, value in self.words.items():
            box = self.page.locator(f"main [name='{name}']")
            if box.count() and box.is_visible():
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
        chooser = self.page.locator(f"main input[type=file][name='{self.papers}']")
        if chooser.count():
            pictures = [{"name": f"mat-{n}.jpg", "mimeType": "image/jpeg", "buffer": small_jpeg()} for n in (1, 2)]
            chooser.first.set_input_files(pictures)  # type: ignore[arg-type]
            self.photos += len(pictures)
            if self.scripts:  # each is sent at once; who goes on sooner sends it twice
                expect(self.page.locator("main .files [data-file]")).to_have_count(len(pictures))


def filed(walk: Walk, event: str, *, most: int) -> UUID:
    """From the life event to the confirmation; the id of what was handed in."""
    page = walk.page
    page.goto(event)
    walk.look()
    press(page.get_by_role("link", name="Bắt đầu làm một lần"))
    walk.look()
    press(page.locator("main form:not([action]) .actions button"))  # in other words where one is under way already
    while "/kiem-tra" not in page.url:
        assert walk.screens < most, page.url
        walk.look()
        walk.answer()
        go_on(page)
    walk.look()
    group = UUID(page.url.partition("#")[0].split("/")[-2])
    page.locator("#consent").check()
    press(page.locator(".actions button"))
    walk.look()
    expect(page.locator("main")).to_contain_text("Một mã cho tất cả")
    return group


def member(group: UUID, key: str) -> UUID:
    with scope(SYSTEM):
        found = queries.group(group, by=SYSTEM)
    assert found is not None
    dossier = next(one.dossier_id for one in found.members if one.key == key)
    assert dossier is not None
    return dossier


def hold(page: Page, least: int = 44) -> None:
    """Targets large enough, no fault of accessibility, nothing wider than the narrowest telephone."""
    assert small_targets(page, least) == [], page.url
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == [], (page.url, width)
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflowing(page) == [], page.url
    page.set_viewport_size({"width": 360, "height": 740})


def sit_at(page: Page, province: str, agency: str, role: str, unit: str) -> None:
    """Sign in as somebody who holds this role in the unit."""
    token = officers.Officer(people_at(agency)[role, unit]).client.cookies[cookies.session_name()].value
    page.context.clear_cookies()
    page.context.add_cookies([{"name": cookies.session_name(), "value": token, "url": province}])


def people_at(agency: str) -> dict[tuple[str, str], str]:
    """Somebody for every role of every unit at the agency."""
    return {
        (office["role"], office["unit"]): key
        for key, one in officers.people().items()
        for office in one.get("offices", ())
        if office["agency"] == agency
    }
