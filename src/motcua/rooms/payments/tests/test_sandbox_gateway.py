"""The sandbox gateway keeps to VNPAY 2.1.0 towards the product's own adapter, over real HTTP."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from motcua.rooms.payments.gateways.vnpay import Vnpay
from motcua.rooms.payments.ports import Order, RefundAnswer, RefundOrder, Unreachable
from motcua.rooms.payments.types import Heard, Outcome
from motcua.sandbox.tests.running import running

SECRET = "sandbox-secret"


class Merchant:
    """A server that hears IPNs and answers what the test wants."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.answers: list[str] = []
        merchant = self

        class Listener(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                merchant.heard.append(urlsplit(self.path).query)
                body = f'{{"RspCode": "{merchant.answers.pop(0) if merchant.answers else "00"}"}}'.encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
        self.url = f"http://127.0.0.1:{self.server.server_port}/doi-tac/vnpay/ipn"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def wait(self, count: int) -> list[str]:
        until = time.monotonic() + 5
        while len(self.heard) < count and time.monotonic() < until:
            time.sleep(0.02)
        return self.heard


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    one = Merchant()
    yield one
    one.server.shutdown()
    one.server.server_close()


def shop_at(address: str) -> Vnpay:
    return Vnpay(f"{address}/paymentv2/vpcpay.html", f"{address}/merchant_webapi/api/transaction", "MOTCUA01", SECRET)


@pytest.fixture
def shop(merchant: Merchant, tmp_path: Path) -> Iterator[Vnpay]:
    options = ("--ipn-url", merchant.url, "--terminal", "MOTCUA01", "--secret", SECRET, "--retry-seconds", "0.05")
    with running("vnpay", tmp_path, *options) as address:
        yield Vnpay(
            f"{address}/paymentv2/vpcpay.html", f"{address}/merchant_webapi/api/transaction", "MOTCUA01", SECRET
        )


def order(reference: str = "MCPA1B2C3D4E5", **changes: Any) -> Order:
    now = datetime.now(UTC)
    facts: dict[str, Any] = {
        "reference": reference, "amount": 30_000, "description": f"Nop phi {reference}", "created_at": now,
        "expires_at": now + timedelta(minutes=15), "client_ip": "127.0.0.1",
        "return_url": "http://127.0.0.1:9/thanh-toan/1/ket-qua", "callback_url": "",
    }  # fmt: skip
    return Order(**(facts | changes))


def base(shop: Vnpay) -> str:
    return shop.page_url.removesuffix("/paymentv2/vpcpay.html")


def pay(shop: Vnpay, wanted: Order, outcome: str = "success") -> str:
    """Open the page and press a button, as a browser does; answers the address of the return."""
    page = httpx.get(shop.address(wanted))
    assert page.status_code == 200, page.text
    assert "Môi trường thử" in page.text
    assert "30.000 đồng" in page.text
    fields = {"reference": wanted.reference, "bank": "NCB", "outcome": outcome}
    answer = httpx.post(f"{base(shop)}/paymentv2/pay", data=fields)
    assert answer.status_code == 303
    return answer.headers["Location"]


def behave(shop: Vnpay, mode: str, count: int = 1) -> None:
    httpx.post(f"{base(shop)}/_sandbox/behaviour", data={"mode": mode, "count": str(count)}).raise_for_status()


def test_a_payment_is_told_by_ipn_and_on_the_way_back(shop: Vnpay, merchant: Merchant) -> None:
    wanted = order()

    back = pay(shop, wanted)

    (told,) = merchant.wait(1)
    for query in (told, urlsplit(back).query):
        heard = shop.hear(query)
        assert (heard.reference, heard.outcome, heard.amount) == (wanted.reference, Outcome.SUCCESS, 30_000)
        assert heard.number.isdigit()
    assert back.startswith(wanted.return_url)


@pytest.mark.parametrize("outcome", ["cancel", "insufficient", "wrong-otp"])
def test_what_fails_is_told_as_failed(shop: Vnpay, merchant: Merchant, outcome: str) -> None:
    pay(shop, order(), outcome)

    assert shop.hear(merchant.wait(1)[0]).outcome is Outcome.FAILED


def test_it_tells_again_until_it_is_understood(shop: Vnpay, merchant: Merchant) -> None:
    merchant.answers = ["99", "97", "02"]

    pay(shop, order())

    assert len(merchant.wait(3)) == 3
    time.sleep(0.15)
    assert len(merchant.heard) == 3


@pytest.mark.parametrize(
    "change",
    [("vnp_Amount=3000000", "vnp_Amount=100"), ("vnp_TmnCode=MOTCUA01", "vnp_TmnCode=X"), ("vnp_SecureHash=", "x=")],
)
def test_a_request_changed_on_the_way_is_turned_away(shop: Vnpay, change: tuple[str, str]) -> None:
    answer = httpx.get(shop.address(order()).replace(*change))

    assert answer.status_code == 400
    assert "Không mở được giao dịch" in answer.text


def test_an_order_over_its_time_is_turned_away(shop: Vnpay) -> None:
    late = order(expires_at=datetime.now(UTC) - timedelta(seconds=5))

    assert "hết hạn" in httpx.get(shop.address(late)).text


def test_a_paid_order_is_not_paid_again(shop: Vnpay) -> None:
    wanted = order()
    pay(shop, wanted)

    assert "Đã trả" in httpx.get(shop.address(wanted)).text
    assert "Đã trả" in httpx.post(
        f"{base(shop)}/paymentv2/pay", data={"reference": wanted.reference, "outcome": "cancel"}
    ).text  # fmt: skip


def ask(shop: Vnpay, wanted: Order) -> Heard:
    return shop.ask(wanted, at=datetime.now(UTC))


def test_querydr_tells_the_truth_about_every_state(shop: Vnpay) -> None:
    unknown, waiting, paid, failed, held = (order(f"MCP{n}") for n in "12345")
    httpx.get(shop.address(waiting))
    pay(shop, paid)
    pay(shop, failed, "cancel")
    pay(shop, held, "pending")

    outcomes = [ask(shop, one).outcome for one in (unknown, waiting, paid, failed, held)]

    assert outcomes == [Outcome.NOT_FOUND, Outcome.UNPAID, Outcome.SUCCESS, Outcome.FAILED, Outcome.PENDING]
    assert ask(shop, paid).amount == 30_000


def test_what_the_bank_left_open_can_be_settled(shop: Vnpay, merchant: Merchant) -> None:
    held = order()
    pay(shop, held, "pending")
    httpx.post(f"{base(shop)}/_sandbox/settle", data={"reference": held.reference, "outcome": "success"})

    assert [shop.hear(q).outcome for q in merchant.wait(2)] == [Outcome.PENDING, Outcome.SUCCESS]
    assert ask(shop, held).outcome is Outcome.SUCCESS


def test_an_api_that_is_down_lies_or_is_not_ours_is_not_believed(shop: Vnpay) -> None:
    wanted = order()
    pay(shop, wanted)
    for mode in ("outage", "lost-answer", "forged-answer"):
        behave(shop, mode)
        with pytest.raises(Unreachable):
            ask(shop, wanted)
    stranger = Vnpay(shop.page_url, shop.api_url, "MOTCUA01", "another secret")
    with pytest.raises(Unreachable):
        ask(stranger, wanted)
    assert ask(shop, wanted).outcome is Outcome.SUCCESS


def refund(wanted: Order, request: str = "r1", amount: int = 30_000) -> RefundOrder:
    return RefundOrder(
        request, wanted.reference, "1", amount, whole=True, ordered_at=wanted.created_at, reason="Hoan phi"
    )


def test_a_refund_is_made_once_even_when_its_answer_is_lost(shop: Vnpay) -> None:
    wanted = order()
    pay(shop, wanted)
    now = datetime.now(UTC)
    behave(shop, "lost-answer")
    with pytest.raises(Unreachable):
        shop.refund(refund(wanted), at=now)

    assert shop.refund(refund(wanted), at=now) is RefundAnswer.DONE
    assert shop.refund(refund(wanted, "r2"), at=now) is RefundAnswer.REFUSED
    assert [r["amount"] for r in httpx.get(f"{base(shop)}/_sandbox/refunds").json()] == [3_000_000]


def test_it_misbehaves_when_told_to(shop: Vnpay, merchant: Merchant) -> None:
    behave(shop, "drop-ipn")
    pay(shop, order("MCP1"))
    behave(shop, "wrong-amount")
    pay(shop, order("MCP2"))
    assert shop.hear(merchant.wait(1)[0]).amount != 30_000
    behave(shop, "reorder-ipn")
    pay(shop, order("MCP3"))
    assert [shop.hear(q).outcome for q in merchant.wait(4)[1:]] == [Outcome.SUCCESS, Outcome.PENDING, Outcome.FAILED]
    behave(shop, "duplicate-ipn")
    pay(shop, order("MCP4"))
    assert len(set(merchant.wait(9)[4:])) == 1


def test_a_restart_forgets_nothing(merchant: Merchant, tmp_path: Path) -> None:
    options = ("--ipn-url", merchant.url, "--secret", SECRET)
    wanted = order()
    for visit in range(2):
        with running("vnpay", tmp_path, *options) as address:
            shop = shop_at(address)
            if visit == 0:
                pay(shop, wanted)
            assert ask(shop, wanted).outcome is Outcome.SUCCESS
