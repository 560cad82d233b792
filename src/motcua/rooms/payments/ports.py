"""What payments asks of the outside: gateways that take money and banks that tell of it.

Adapters stand in gateways/; `gateways.gateway(code)` hands out the configured one. A new gateway is one file there.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from motcua.rooms.payments.types import Credit, Heard, Reception


@dataclass(frozen=True, slots=True)
class Order:
    """One attempt as a gateway needs it. `amount` is whole đồng; each adapter makes its own unit of it."""

    reference: str
    amount: int
    description: str
    created_at: datetime
    expires_at: datetime
    client_ip: str
    return_url: str
    callback_url: str


class RefundAnswer(StrEnum):
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RefundOrder:
    """A refund as a gateway needs it. `request_id` was stored before the call and is the same on every retry."""

    request_id: str
    reference: str
    number: str
    amount: int
    whole: bool
    ordered_at: datetime
    reason: str


class Unreachable(Exception):
    """The gateway did not answer, or not in a way that can be believed. Nothing is known."""


class RedirectGateway(Protocol):
    """A gateway with its own payment page: the browser goes there, the gateway calls us back."""

    @property
    def code(self) -> str: ...

    def address(self, order: Order) -> str:
        """Where to send the browser. Signed; makes no call."""
        ...

    def hear(self, raw_query: str) -> Heard:
        """Verify a callback. Refused: callback.forged, callback.malformed"""
        ...

    def answer(self, reception: Reception) -> dict[str, Any]:
        """What the gateway wants to be told about its callback."""
        ...

    def answer_refused(self, code: str) -> dict[str, Any]:
        """What the gateway is told when its callback was refused with this code, or we are at fault."""
        ...

    def ask(self, order: Order, *, at: datetime) -> Heard:
        """Ask for the truth about one reference. Raises Unreachable."""
        ...

    def refund(self, order: RefundOrder, *, at: datetime) -> RefundAnswer:
        """Send money back. Raises Unreachable when the answer is lost: the same request may be sent again."""
        ...

    def refunded(self, order: RefundOrder, *, at: datetime) -> RefundAnswer:
        """Ask whether money went back, without asking for it. Raises Unreachable when nothing is known of it."""
        ...


class Bank(Protocol):
    """The bank that holds the fee account: it advises of credits and gives a daily statement."""

    def hear(self, body: bytes, *, timestamp: str, nonce: str, signature: str) -> Credit:
        """Verify a credit advice. Refused: callback.forged, callback.stale, callback.malformed"""
        ...

    def statement(self, day: str) -> list[Credit]:
        """Every credit of a day, for what the advices missed. Raises Unreachable."""
        ...
