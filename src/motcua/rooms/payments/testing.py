"""For tests of this room and those above: obligations at hand, a gateway and a bank that sign as the real ones."""

import hmac
import json
import time
from datetime import datetime
from hashlib import sha256, sha512
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.ids import new_id
from motcua.kernel.types import SYSTEM, Actor, ActorKind
from motcua.rooms.payments import queries, services
from motcua.rooms.payments.models import Attempt, Obligation
from motcua.rooms.payments.types import FeeLine

SECRET = "secret-of-the-payment-tests"  # noqa: S105
TERMINAL = "MOTCUA01"
ACCOUNT = "0123456789"
SETTINGS = {
    "vnpay_url": "http://127.0.0.1:9/thanh-toan",
    "vnpay_api_url": "http://127.0.0.1:9/api",
    "vnpay_tmn_code": TERMINAL,
    "vnpay_hash_secret": SECRET,
    "vietqr_account": ACCOUNT,
    "bank_advice_secret": SECRET,
    "bank_statement_url": "",
}
CHARGE = FeeLine("charge", "Lệ phí cấp giấy xác nhận", "le_phi", 22_000)
COPIES = FeeLine("copies", "Phí cấp bản sao", "phi", 8_000, quantity=1, unit="đồng/bản")


def citizen(person_id: UUID | None = None) -> Actor:
    person = person_id or new_id()
    return Actor(id=new_id(), kind=ActorKind.CITIZEN, name="Nguyễn Thị An", person_id=person, assurance=2)


def owed(by: Actor, agency_id: UUID, *, at: datetime, lines: list[FeeLine] | None = None) -> Obligation:
    """An obligation of 30.000 đồng, phí and lệ phí, raised by the person himself as in a filing."""
    assert by.person_id is not None
    return services.owe(
        new_id(), lines or [CHARGE, COPIES], agency_id=agency_id, owner_id=by.person_id,
        title="Cấp giấy xác nhận tình trạng hôn nhân", code="MC-7K3M-9QTX-4", payer_name="Nguyễn Thị An", by=by, at=at,
    )  # fmt: skip


def ipn(attempt: Attempt | str, *, number: str = "14226112", amount: int = 30_000, **more: str) -> str:
    """The query string VNPAY would send for an attempt, signed."""
    reference = attempt if isinstance(attempt, str) else attempt.reference
    fields = {
        "vnp_TmnCode": TERMINAL,
        "vnp_Amount": str(amount * 100),
        "vnp_BankCode": "NCB",
        "vnp_PayDate": clock.local(clock.now()).strftime("%Y%m%d%H%M%S"),
        "vnp_OrderInfo": "Nop phi le phi",
        "vnp_TransactionNo": number,
        "vnp_ResponseCode": "00",
        "vnp_TransactionStatus": "00",
        "vnp_TxnRef": reference,
        **more,
    }
    text = urlencode(sorted(fields.items()))
    return f"{text}&vnp_SecureHash={hmac.new(SECRET.encode(), text.encode(), sha512).hexdigest()}"


def failed_ipn(attempt: Attempt | str) -> str:
    return ipn(attempt, number="0", vnp_ResponseCode="24", vnp_TransactionStatus="02")


def pending_ipn(attempt: Attempt | str) -> str:
    return ipn(attempt, number="0", vnp_ResponseCode="07", vnp_TransactionStatus="07")


def credit_advice(content: str, *, number: str = "FT1", amount: int = 30_000) -> dict[str, Any]:
    """A credit advice as the bank posts it: body and headers."""
    told = {
        "transaction": number, "account": ACCOUNT, "amount": amount, "currency": "VND", "content": content,
        "credited_at": clock.local(clock.now()).isoformat(),
    }  # fmt: skip
    body, stamp = json.dumps(told).encode(), str(int(time.time()))
    text = f"{stamp}.n-{number}.".encode() + body
    return {
        "body": body,
        "timestamp": stamp,
        "nonce": f"n-{number}",
        "signature": hmac.new(SECRET.encode(), text, sha256).hexdigest(),
    }


def paid_through(gateway: str, obligation_id: UUID, amount: int, *, by: Actor, at: datetime) -> None:
    """The fee as the card's gateway, or the bank of a transfer, tells that it was paid."""
    way = services.start_attempt(obligation_id, gateway, return_url="http://x", client_ip="", by=by, at=at)
    if gateway == "vnpay":
        told = queries.read_callback("vnpay", ipn(way.reference, amount=amount))
        services.record_callback(told, by=SYSTEM, at=at)
        return
    advice = queries.read_credit_advice(**credit_advice(way.reference, amount=amount))
    services.record_credit(advice, by=SYSTEM, at=at)
