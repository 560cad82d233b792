"""The bank of the fee account: signed credit advices and the daily statement.

Signature: HMAC-SHA256 over timestamp, nonce and the raw body, joined by dots. An advice older than five minutes is
refused; a repeated one changes nothing, because a bank's transaction number is booked once.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from motcua.kernel.clock import ZONE
from motcua.kernel.errors import Refused
from motcua.rooms.payments.gateways.signing import hmac_sha256, same
from motcua.rooms.payments.ports import Unreachable
from motcua.rooms.payments.types import Credit, Gateway

FRESH_SECONDS = 300
LONGEST_CONTENT = 210


@dataclass(frozen=True, slots=True)
class FeeBank:
    """Our side of the link to the bank. Freshness is a matter of the machine's clock, not of business time."""

    account: str
    secret: str
    statement_url: str
    clock: Callable[[], float] = time.time
    timeout: float = 8.0

    def hear(self, body: bytes, *, timestamp: str, nonce: str, signature: str) -> Credit:
        if not (self.secret and timestamp.isascii() and timestamp.isdigit() and nonce):
            raise Refused("callback.forged")
        if not same(sign(self.secret, timestamp, nonce, body), signature):
            raise Refused("callback.forged")
        if abs(self.clock() - int(timestamp)) > FRESH_SECONDS:
            raise Refused("callback.stale")
        try:
            told = json.loads(body)
        except ValueError:
            raise Refused("callback.malformed") from None
        return self._credit(told)

    def statement(self, day: str) -> list[Credit]:
        if not self.statement_url:
            return []
        try:
            response = httpx.get(self.statement_url, params={"date": day}, timeout=self.timeout)
            response.raise_for_status()
            body = response.content
            if not same(sign(self.secret, "", "", body), response.headers.get("X-Bank-Signature", "")):
                raise Unreachable("the statement is not signed by the bank")
            return [self._credit(row) for row in json.loads(body)["credits"]]
        except (httpx.HTTPError, ValueError, KeyError, TypeError, Refused) as fault:
            raise Unreachable(type(fault).__name__) from fault

    def _credit(self, told: Any) -> Credit:
        try:
            return self._read(told)
        except (KeyError, TypeError, ValueError):
            raise Refused("callback.malformed") from None

    def _read(self, told: Mapping[str, Any]) -> Credit:
        amount, number = told["amount"], told["transaction"]
        credited_at = datetime.fromisoformat(told["credited_at"])
        fit = (
            isinstance(amount, int)
            and not isinstance(amount, bool)
            and amount > 0
            and isinstance(number, str)
            and 0 < len(number) <= 40  # noqa: PLR2004
            and told["currency"] == "VND"
            and told["account"] == self.account
        )
        if not fit:
            raise ValueError
        aware = credited_at if credited_at.tzinfo else credited_at.replace(tzinfo=ZONE)
        return Credit(Gateway.VIETQR, number, amount, str(told["content"])[:LONGEST_CONTENT], aware)


def sign(secret: str, timestamp: str, nonce: str, body: bytes) -> str:
    return hmac_sha256(secret, f"{timestamp}.{nonce}.".encode() + body)
