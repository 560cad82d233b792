"""Paying from the page to the ledger, over real HTTP: our web server, the gateway and the bank as processes."""

import re
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import httpx
import pytest
from django.core.wsgi import get_wsgi_application

from motcua.faces.portal.account import cookies
from motcua.kernel import clock, relay
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity import testing as people
from motcua.rooms.payments import handlers, queries, services, testing
from motcua.rooms.payments.queries import AttemptRow, ObligationRow
from motcua.sandbox.tests.running import free_port, running

pytestmark = [pytest.mark.committed, pytest.mark.slow]


class Threaded(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        pass


@dataclass
class World:
    """Our web server and the world around it."""

    web: str
    vnpay: str
    bank: str

    def behave(self, service: str, mode: str) -> None:
        httpx.post(f"{service}/_sandbox/behaviour", data={"mode": mode, "count": "1"}).raise_for_status()


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    web = f"http://127.0.0.1:{free_port()}"
    folder: Callable[[str], Path] = tmp_path_factory.mktemp
    gateway = ("--ipn-url", f"{web}/doi-tac/vnpay/ipn", "--secret", testing.SECRET, "--terminal", testing.TERMINAL)
    bank = ("--advice-url", f"{web}/doi-tac/ngan-hang/bao-co", "--secret", testing.SECRET)
    with running("vnpay", folder("vnpay"), *gateway) as one, running("bank", folder("bank"), *bank) as other:
        yield World(web, one, other)


@pytest.fixture
def world(processes: World, settings: Any) -> Iterator[World]:
    settings.MOTCUA = settings.MOTCUA.model_copy(
        update={
            **testing.SETTINGS,
            "public_url": processes.web,
            "vnpay_url": f"{processes.vnpay}/paymentv2/vpcpay.html",
            "vnpay_api_url": f"{processes.vnpay}/merchant_webapi/api/transaction",
            "bank_statement_url": f"{processes.bank}/statement",
            "demo": True,
        }
    )
    port = int(processes.web.rpartition(":")[2])
    server = make_server("127.0.0.1", port, get_wsgi_application(), server_class=Threaded, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield processes
    server.shutdown()
    server.server_close()


@dataclass
class Visit:
    """A person in front of a browser without JavaScript."""

    actor: Actor
    browser: httpx.Client
    obligation: ObligationRow

    @property
    def page(self) -> str:
        return self.browser.get(f"/thanh-toan/{self.obligation.id}").raise_for_status().text

    def press(self, address: str, **fields: str) -> httpx.Response:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page)
        assert token is not None
        return self.browser.post(address, data={"csrfmiddlewaretoken": token[1], **fields})

    def start(self, gateway: str) -> httpx.Response:
        return self.press(f"/thanh-toan/{self.obligation.id}/lan-tra", gateway=gateway)

    def pay_at_gateway(self, outcome: str = "success") -> httpx.Response:
        """Through the gateway's own page and back to ours."""
        there = self.start("vnpay").headers["Location"]
        gateway = there.partition("/paymentv2")[0]
        assert "30.000 đồng" in httpx.get(there).text
        fields = {"reference": self.attempt.reference, "bank": "NCB", "outcome": outcome}
        back = httpx.post(f"{gateway}/paymentv2/pay", data=fields).headers["Location"]
        return self.browser.get(back)

    @property
    def attempt(self) -> AttemptRow:
        with scope(SYSTEM):
            return queries.attempts(self.obligation.id, by=SYSTEM)[0]

    def wait_for(self, state: str) -> None:
        until = time.monotonic() + 10
        while self.attempt.state != state and time.monotonic() < until:
            time.sleep(0.05)
        assert self.attempt.state == state


@pytest.fixture
def visit(world: World) -> Iterator[Visit]:
    token = people.signed_in().session_token
    actor = identity.actor_for_session(token, clock.now())
    assert actor is not None
    with httpx.Client(base_url=world.web, cookies={cookies.session_name(): token}, timeout=20) as browser:
        yield Visit(actor, browser, testing.owed(actor, new_id(), at=clock.now()))


def later(minutes: float) -> datetime:
    return clock.now() + timedelta(minutes=minutes)


def ledger() -> dict[str, int]:
    with scope(SYSTEM):
        return {account: amount for account, amount in queries.balances(by=SYSTEM).items() if amount}


def test_card_payment_from_the_page_to_the_receipt(visit: Visit) -> None:
    back = visit.pay_at_gateway()
    visit.wait_for("paid")

    assert back.status_code == 200
    assert "Đã nộp 30.000 đồng" in visit.page
    relay.drain()  # the receipt is issued and its page set
    assert "Tải biên lai (PDF)" in visit.page
    receipt = visit.browser.get(f"/thanh-toan/{visit.obligation.id}/bien-lai").raise_for_status()
    assert receipt.content.startswith(b"%PDF")
    assert ledger() == {"clearing:vnpay": 30_000, "due:le_phi": -22_000, "due:phi": -8_000}


@pytest.mark.parametrize("mode", ["duplicate-ipn", "reorder-ipn"])
def test_a_gateway_that_repeats_and_confuses_itself(world: World, visit: Visit, mode: str) -> None:
    world.behave(world.vnpay, mode)

    visit.pay_at_gateway()
    visit.wait_for("paid")
    time.sleep(0.5)

    assert (visit.attempt.state, ledger()["clearing:vnpay"]) == ("paid", 30_000)


@pytest.mark.parametrize("mode", ["drop-ipn", "wrong-amount", "forged-ipn", "unknown-reference"])
def test_when_the_callback_fails_the_clock_finds_the_money(world: World, visit: Visit, mode: str) -> None:
    world.behave(world.vnpay, mode)
    back = visit.pay_at_gateway()
    time.sleep(0.5)
    assert visit.attempt.state in {"sent", "unknown"}
    assert "Đang chờ ngân hàng xác nhận" in back.text

    handlers.query_unknown(later(4))

    assert visit.attempt.state == "paid"
    assert ledger()["clearing:vnpay"] == 30_000


def test_cancelled_at_the_gateway_then_paid_by_transfer(world: World, visit: Visit) -> None:
    visit.pay_at_gateway("cancel")
    visit.wait_for("failed")
    assert "đã được hủy" in visit.page
    visit.start("vietqr")

    address = re.search(r'href="([^"]+/\?qr=[^"]+)"', visit.page)
    assert address is not None
    app = httpx.get(address[1].replace("&amp;", "&")).text
    fields = dict(re.findall(r'name="(account|content|amount)"[^>]*?value="([^"]+)"', app))
    assert fields == {"account": testing.ACCOUNT, "content": visit.attempt.reference, "amount": "30000"}
    httpx.post(f"{world.bank}/transfers", data=fields).raise_for_status()
    visit.wait_for("paid")

    assert "Đã nộp 30.000 đồng" in visit.page


@pytest.mark.parametrize("mode", ["drop-advice", "forged-advice", "stale-advice"])
def test_what_the_advices_missed_is_in_the_statement(world: World, visit: Visit, mode: str) -> None:
    visit.start("vietqr")
    world.behave(world.bank, mode)
    fields = {"account": testing.ACCOUNT, "amount": "30000", "content": f"NOP PHI {visit.attempt.reference}"}
    httpx.post(f"{world.bank}/transfers", data=fields).raise_for_status()
    time.sleep(0.5)
    assert visit.attempt.state == "sent"

    handlers.read_statements(clock.now())
    handlers.read_statements(clock.now())

    assert visit.attempt.state == "paid"
    assert ledger()["clearing:vietqr"] == 30_000


def test_money_the_bank_holds_back_blocks_a_second_payment_until_it_is_settled(world: World, visit: Visit) -> None:
    visit.pay_at_gateway("pending")
    visit.wait_for("unknown")
    assert "Không trả lần nữa" in visit.page
    assert visit.start("vietqr").status_code == 409

    settled = {"reference": visit.attempt.reference, "outcome": "success"}
    httpx.post(f"{world.vnpay}/_sandbox/settle", data=settled).raise_for_status()
    visit.wait_for("paid")


def test_giving_up_a_payment_that_was_made_finds_the_money(world: World, visit: Visit) -> None:
    world.behave(world.vnpay, "drop-ipn")
    visit.pay_at_gateway()

    visit.press(f"/thanh-toan/{visit.attempt.id}/bo")

    assert visit.attempt.state == "paid"
    assert "Đã nộp 30.000 đồng" in visit.page


def test_giving_up_an_open_payment_frees_the_choice(visit: Visit) -> None:
    there = visit.start("vnpay").headers["Location"]
    httpx.get(there)

    visit.press(f"/thanh-toan/{visit.attempt.id}/bo")

    assert visit.attempt.state == "expired"
    assert visit.start("vietqr").status_code == 302


def test_money_for_a_dossier_that_ended_goes_back_once(world: World, visit: Visit) -> None:
    world.behave(world.vnpay, "drop-ipn")
    visit.pay_at_gateway()
    services.cancel_all(visit.obligation.subject_id, by=SYSTEM, at=clock.now())
    handlers.query_unknown(later(4))
    assert visit.attempt.state == "refunding"

    world.behave(world.vnpay, "lost-answer")
    handlers.send_refunds(later(5))
    assert visit.attempt.state == "refunding"
    handlers.send_refunds(later(60))

    assert visit.attempt.state == "refunded"
    made = [r for r in httpx.get(f"{world.vnpay}/_sandbox/refunds").json() if r["reference"] == visit.attempt.reference]
    assert [r["amount"] for r in made] == [3_000_000]
    assert ledger() == {}
    assert "Đã hoàn lại 30.000 đồng" in visit.page
