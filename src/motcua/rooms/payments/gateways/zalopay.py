"""ZaloPay v2: what is signed and what its callback means. The create call is made when an agency has a contract."""

import json
from collections.abc import Mapping
from typing import Any

from motcua.kernel.errors import Refused
from motcua.rooms.payments.gateways.signing import hmac_sha256, same
from motcua.rooms.payments.types import Gateway, Heard, Outcome

ORDER_SIGNED = ["app_id", "app_trans_id", "app_user", "amount", "app_time", "embed_data", "item"]


def order_mac(key1: str, order: Mapping[str, Any]) -> str:
    return hmac_sha256(key1, "|".join(str(order[name]) for name in ORDER_SIGNED))


def query_mac(key1: str, app_id: str, app_trans_id: str) -> str:
    return hmac_sha256(key1, f"{app_id}|{app_trans_id}|{key1}")


def hear(notice: Mapping[str, Any], *, key2: str) -> Heard:
    """Verify a callback, sent for payments that succeeded. Refused: callback.forged, callback.malformed"""
    told = notice.get("data")
    if not isinstance(told, str) or not same(hmac_sha256(key2, told), notice.get("mac")):
        raise Refused("callback.forged")
    try:
        data = json.loads(told)
        amount, trans = int(data["amount"]), str(data["app_trans_id"])
        number = str(data["zp_trans_id"])
    except (ValueError, KeyError, TypeError):
        raise Refused("callback.malformed") from None
    # app_trans_id is yymmdd_<our reference>
    return Heard(Gateway.ZALOPAY, trans.partition("_")[2], Outcome.SUCCESS, amount, number=number, code="1")
