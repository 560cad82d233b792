"""The sandbox bank: reads VietQR codes as an app does, advises credits, gives statements."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from motcua.kernel.errors import Refused
from motcua.rooms.payments.gateways import vietqr
from motcua.rooms.payments.gateways.bank import FeeBank
from motcua.rooms.payments.ports import Unreachable
from motcua.sandbox.tests.running import running

ACCOUNT = vietqr.Account("970436", "0123456789", "KHO BAC NHA NUOC")
PAYLOAD = vietqr.payload(ACCOUNT, amount=30_000, content="MCPA1B2C3D4E5")


class Office:
    """A server that keeps the advices it is sent."""

    def __init__(self) -> None:
        self.posts: list[tuple[dict[str, str], bytes]] = []
        self.statuses: list[int] = []
        office = self

        class Listener(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                office.posts.append(({k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(office.statuses.pop(0) if office.statuses else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
        self.url = f"http://127.0.0.1:{self.server.server_port}/doi-tac/ngan-hang/bao-co"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def wait(self, count: int) -> list[tuple[dict[str, str], bytes]]:
        until = time.monotonic() + 5
        while len(self.posts) < count and time.monotonic() < until:
            time.sleep(0.02)
        return self.posts


@pytest.fixture
def office() -> Iterator[Office]:
    one = Office()
    yield one
    one.server.shutdown()
    one.server.server_close()


@pytest.fixture
def bank(office: Office, tmp_path: Path) -> Iterator[str]:
    with running("bank", tmp_path, "--advice-url", office.url, "--secret", "s", "--retry-seconds", "0.05") as address:
        yield address


def hear(post: tuple[dict[str, str], bytes]) -> Any:
    headers, body = post
    ours = FeeBank(ACCOUNT.number, "s", "")
    return ours.hear(
        body,
        timestamp=headers["x-bank-timestamp"],
        nonce=headers["x-bank-nonce"],
        signature=headers["x-bank-signature"],
    )


def transfer(bank: str, content: str = "MCPA1B2C3D4E5", amount: int = 30_000) -> dict[str, Any]:
    asked = {"account": ACCOUNT.number, "amount": str(amount), "content": content}
    return dict(httpx.post(f"{bank}/transfers", json=asked).raise_for_status().json())


def test_a_scanned_code_fills_in_the_transfer_and_the_office_is_told(bank: str, office: Office) -> None:
    page = httpx.get(bank, params={"qr": PAYLOAD}).text
    for words in ("KHO BAC NHA NUOC", "0123456789", "30000", "MCPA1B2C3D4E5", "Môi trường thử"):
        assert words in page

    done = httpx.post(
        f"{bank}/transfers", data={"account": ACCOUNT.number, "amount": "30.000", "content": "MCPA1B2C3D4E5"}
    )

    assert "Đã chuyển 30.000 đồng" in done.text
    credit = hear(office.wait(1)[0])
    assert (credit.amount, credit.content) == (30_000, "MCPA1B2C3D4E5")


@pytest.mark.parametrize("payload", [PAYLOAD[:-1] + "0", PAYLOAD[:40], "xin chao", "https://example.vn"])
def test_a_damaged_code_is_explained(bank: str, payload: str) -> None:
    answer = httpx.get(bank, params={"qr": payload})

    assert answer.status_code == 200
    assert "Sao chép lại" in answer.text


def test_an_advice_is_repeated_until_it_is_taken(bank: str, office: Office) -> None:
    office.statuses = [503, 503, 200]

    transfer(bank)

    assert len({body for _headers, body in office.wait(3)}) == 1
    assert len({headers["x-bank-nonce"] for headers, _body in office.posts}) == 3


def test_it_misbehaves_when_told_to(bank: str, office: Office) -> None:
    def behave(mode: str) -> None:
        httpx.post(f"{bank}/_sandbox/behaviour", data={"mode": mode, "count": "1"}).raise_for_status()

    behave("forged-advice")
    transfer(bank)
    with pytest.raises(Refused, match="forged"):
        hear(office.wait(1)[0])
    behave("stale-advice")
    transfer(bank)
    with pytest.raises(Refused, match="stale"):
        hear(office.wait(2)[1])
    behave("duplicate-advice")
    transfer(bank)
    assert len({hear(post).number for post in office.wait(7)[2:]}) == 1
    behave("drop-advice")
    transfer(bank)
    assert httpx.get(f"{bank}/_sandbox/credits").json()[-1]["advices"] == ["dropped"]


def test_the_statement_of_a_day_is_signed_and_whole(bank: str, office: Office) -> None:
    del office
    numbers = [transfer(bank, content)["transaction"] for content in ("A", "B")]
    day = httpx.get(f"{bank}/_sandbox/credits").json()[0]["credited_at"][:10]
    ours = FeeBank(ACCOUNT.number, "s", f"{bank}/statement")

    assert [credit.number for credit in ours.statement(day)] == numbers
    assert ours.statement("2001-01-01") == []
    with pytest.raises(Unreachable):
        FeeBank(ACCOUNT.number, "another", f"{bank}/statement").statement(day)
    with pytest.raises(Unreachable):
        FeeBank(ACCOUNT.number, "s", "http://127.0.0.1:9/statement").statement(day)


@pytest.mark.parametrize("wrong", [{"account": "1"}, {"amount": "0"}, {"amount": "x"}, {"amount": "9" * 13}])
def test_a_transfer_without_sense_is_refused(bank: str, wrong: dict[str, str]) -> None:
    asked = {"account": ACCOUNT.number, "amount": "1000", "content": "x", **wrong}

    assert httpx.post(f"{bank}/transfers", data=asked).status_code == 422
