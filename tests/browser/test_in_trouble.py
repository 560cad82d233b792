"""When something fails under an officer's hands: a sentence says so, and nothing that was typed is lost."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, expect
from psycopg import sql

sys.path.insert(0, str(Path(__file__).parent))

from bars import overflowing, violations
from states import States

from motcua.config import testing as database
from motcua.faces.desk.tests.officers import seen
from motcua.faces.portal.account import cookies
from motcua.rooms.dossiers.types import Status

pytestmark = [pytest.mark.browser, pytest.mark.committed]
REASON = "Nơi giải quyết là Phường Bến Thành"


@contextmanager
def unreachable() -> Iterator[None]:
    """The database of this run turns everybody away, and everybody out."""
    named = sql.Identifier(database.NAME)
    with psycopg.connect(database.server().superuser_url(), autocommit=True) as control:
        control.execute(sql.SQL("alter database {} allow_connections false").format(named))
        control.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [database.NAME])
        try:
            yield
        finally:
            control.execute(sql.SQL("alter database {} allow_connections true").format(named))
            connections.close_all()  # ours was cut as well; the next test begins a new one


class Tabs:
    """An officer of reception with as many tabs as he likes."""

    def __init__(self, browser: Browser, served: str, *, scripts: bool) -> None:
        self.served, self.states, self.scripts = served, States(), scripts
        self.context = browser.new_context(
            locale="vi-VN", viewport={"width": 360, "height": 740}, java_script_enabled=scripts
        )
        self.sign_in()

    def sign_in(self) -> None:
        token = self.states.token("tai")
        self.context.add_cookies([{"name": cookies.session_name(), "value": token, "url": self.served}])

    def open(self, address: str) -> Page:
        page = self.context.new_page()
        page.goto(f"{self.served}/can-bo{self.states.filled(address)}")
        return page

    def hold(self, page: Page) -> None:
        """The bars of a page of trouble; axe is a script itself."""
        if self.scripts:
            assert violations(page) == []
            assert overflowing(page) == []


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def tabs(request: pytest.FixtureRequest, browser: Browser, served: str, _database: None) -> Iterator[Tabs]:
    one = Tabs(browser, served, scripts=request.param)
    yield one
    one.context.close()


def test_a_database_that_is_down_is_told_and_the_list_comes_back(tabs: Tabs) -> None:
    filed = tabs.states["filed"]
    page = tabs.open("/viec?view=reception")
    form = tabs.open("/ho-so/{filed}/tu-choi")
    form.check("input[name=ground][value=not_competent]")
    form.fill("[name=reason]", REASON)
    with unreachable():
        page.reload()
        expect(page.locator("main")).to_contain_text("Chưa kết nối được nơi lưu dữ liệu")
        tabs.hold(page)
        form.locator("main form[method=post] .button").first.click()
        expect(form.locator("main")).to_contain_text("Nội dung đã điền vẫn còn ở trang này")
        tabs.hold(form)

    page.get_by_role("link", name="Thử lại").click()
    expect(page.locator(f"a[href*='{filed}']").first).to_be_visible()
    form.get_by_role("button", name="Gửi lại").click()
    expect(form.locator(".notices")).to_be_visible()


def test_words_outlive_a_session_that_ended(tabs: Tabs) -> None:
    filed = tabs.states["filed"]
    page = tabs.open("/ho-so/{filed}/tu-choi")
    page.check("input[name=ground][value=not_competent]")
    page.fill("[name=reason]", REASON)
    tabs.context.clear_cookies(name=cookies.session_name())
    page.locator("main form[method=post] .button").first.click()

    expect(page.locator("main")).to_contain_text("Nội dung đã điền vẫn còn ở trang này")
    tabs.hold(page)
    tabs.sign_in()
    page.get_by_role("button", name="Gửi lại").click()

    expect(page.locator(".notices")).to_be_visible()
    assert str(seen(filed).row.status) == Status.REFUSED_RECEPTION


def test_what_another_tab_did_first_is_told_in_the_list_and_in_the_case(tabs: Tabs) -> None:
    tabs.states["filed"]
    first, second, third = (tabs.open(a) for a in ("/viec?view=reception", "/viec?view=reception", "/ho-so/{filed}"))
    for page in (first, second):
        page.check("tbody input[type=checkbox]")
    first.click(".bulk button")
    expect(first.locator(".notices")).to_contain_text("Đã tiếp nhận 1 hồ sơ")

    second.click(".bulk button")
    expect(second.locator(".notices, main")).to_contain_text(["tiếp nhận"])
    third.locator("#work").get_by_role("button", name="Tiếp nhận").click()
    expect(third.locator("#faults")).to_contain_text("tiếp nhận")
