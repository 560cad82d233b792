"""MoMo v2: what is signed and what its notification means. The create call is made when an agency has a contract."""

from collections.abc import Mapping
from typing import Any

from motcua.kernel.errors import Refused
from motcua.rooms.payments.gateways.signing import hmac_sha256, same
from motcua.rooms.payments.types import Gateway, Heard, Outcome

CREATE_SIGNED = [
    "accessKey",
    "amount",
    "extraData",
    "ipnUrl",
    "orderId",
    "orderInfo",
    "partnerCode",
    "redirectUrl",
    "requestId",
    "requestType",
]
NOTICE_SIGNED = [
    "accessKey",
    "amount",
    "extraData",
    "message",
    "orderId",
    "orderInfo",
    "orderType",
    "partnerCode",
    "payType",
    "requestId",
    "responseTime",
    "resultCode",
    "transId",
]
PENDING = frozenset({1000, 7000, 7002, 9000})


def signature(secret: str, fields: Mapping[str, Any], names: list[str]) -> str:
    """HMAC-SHA256 over the raw values in MoMo's fixed order."""
    return hmac_sha256(secret, "&".join(f"{name}={fields.get(name, '')}" for name in names))


def hear(notice: Mapping[str, Any], *, access_key: str, secret: str, partner: str) -> Heard:
    """Verify a notification. Refused: callback.forged, callback.malformed"""
    ours = signature(secret, {**notice, "accessKey": access_key}, NOTICE_SIGNED)
    if not same(ours, notice.get("signature")) or notice.get("partnerCode") != partner:
        raise Refused("callback.forged")
    amount, result = notice.get("amount"), notice.get("resultCode")
    if not isinstance(amount, int) or not isinstance(result, int) or not notice.get("orderId"):
        raise Refused("callback.malformed")
    outcome = Outcome.SUCCESS if result == 0 else Outcome.PENDING if result in PENDING else Outcome.FAILED
    number = str(notice.get("transId", ""))
    return Heard(Gateway.MOMO, str(notice["orderId"]), outcome, amount, number=number, code=str(result))
