"""VNPAY 2.1.0. Amounts are đồng × 100 on the wire and nowhere else; times are Vietnamese wall clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, quote_plus
from uuid import uuid4

import httpx

from motcua.kernel.clock import ZONE
from motcua.kernel.errors import Refused
from motcua.rooms.payments.gateways.signing import hmac_sha512, same
from motcua.rooms.payments.ports import Order, RefundAnswer, RefundOrder, Unreachable
from motcua.rooms.payments.types import Gateway, Heard, Outcome, Reception

VERSION = "2.1.0"
TIME = "%Y%m%d%H%M%S"
HUNDREDTHS = 100
MOST_FIELDS = 60
UNSIGNED = ("vnp_SecureHash", "vnp_SecureHashType")
SERVER_IP = "127.0.0.1"

ANSWERS = {
    Reception.RECORDED: ("00", "Confirm Success"),
    Reception.UNKNOWN_REFERENCE: ("01", "Order not found"),
    Reception.ALREADY: ("02", "Order already confirmed"),
    Reception.WRONG_AMOUNT: ("04", "Invalid amount"),
}
FORGED = {"RspCode": "97", "Message": "Invalid signature"}
FAULT = {"RspCode": "99", "Message": "Unknown error"}

# vnp_TransactionStatus: 04 taken by the bank but not booked, 07 held for a fraud check: nobody knows yet.
PENDING_STATUS = frozenset({"04", "05", "06", "07"})
NOT_FINISHED = "01"
PENDING_CODE = frozenset({"07"})
NOT_FOUND = "91"

QUERY_SIGNED = [
    "vnp_RequestId",
    "vnp_Version",
    "vnp_Command",
    "vnp_TmnCode",
    "vnp_TxnRef",
    "vnp_TransactionDate",
    "vnp_CreateDate",
    "vnp_IpAddr",
    "vnp_OrderInfo",
]
REFUND_SIGNED = [
    "vnp_RequestId",
    "vnp_Version",
    "vnp_Command",
    "vnp_TmnCode",
    "vnp_TransactionType",
    "vnp_TxnRef",
    "vnp_Amount",
    "vnp_TransactionNo",
    "vnp_TransactionDate",
    "vnp_CreateBy",
    "vnp_CreateDate",
    "vnp_IpAddr",
    "vnp_OrderInfo",
]
REFUND_ANSWER_SIGNED = [
    "vnp_ResponseId",
    "vnp_Command",
    "vnp_ResponseCode",
    "vnp_Message",
    "vnp_TmnCode",
    "vnp_TxnRef",
    "vnp_Amount",
    "vnp_BankCode",
    "vnp_PayDate",
    "vnp_TransactionNo",
    "vnp_TransactionType",
    "vnp_TransactionStatus",
    "vnp_OrderInfo",
]
QUERY_ANSWER_SIGNED = [*REFUND_ANSWER_SIGNED, "vnp_PromotionCode", "vnp_PromotionAmount"]


def canonical(fields: Mapping[str, str]) -> str:
    """The text that is signed: names in order, form-encoded, empty values left out."""
    return "&".join(f"{quote_plus(k)}={quote_plus(v)}" for k, v in sorted(fields.items()) if v)


@dataclass(frozen=True, slots=True)
class Vnpay:
    """The agency's contract with VNPAY."""

    page_url: str
    api_url: str
    terminal: str
    secret: str
    timeout: float = 8.0
    code: str = Gateway.VNPAY

    def address(self, order: Order) -> str:
        """Where to send the browser to pay this order; the same order gives the same address."""
        fields = {
            "vnp_Version": VERSION,
            "vnp_Command": "pay",
            "vnp_TmnCode": self.terminal,
            "vnp_Amount": str(order.amount * HUNDREDTHS),
            "vnp_CurrCode": "VND",
            "vnp_TxnRef": order.reference,
            "vnp_OrderInfo": order.description,
            "vnp_OrderType": "other",
            "vnp_Locale": "vn",
            "vnp_ReturnUrl": order.return_url,
            "vnp_IpAddr": order.client_ip,
            "vnp_CreateDate": wire_time(order.created_at),
            "vnp_ExpireDate": wire_time(order.expires_at),
        }
        signed = canonical(fields)
        return f"{self.page_url}?{signed}&vnp_SecureHash={hmac_sha512(self.secret, signed)}"

    def hear(self, raw_query: str) -> Heard:
        """Verify a callback or a return. Refused: callback.forged, callback.malformed"""
        fields = self._verified(raw_query)
        return self._heard(fields, paid_code=fields.get("vnp_ResponseCode", ""))

    def answer(self, reception: Reception) -> dict[str, Any]:
        code, message = ANSWERS[reception]
        return {"RspCode": code, "Message": message}

    def answer_refused(self, code: str) -> dict[str, Any]:
        return dict(FORGED if code == "callback.forged" else FAULT)

    def ask(self, order: Order, *, at: datetime) -> Heard:
        """querydr: what VNPAY itself knows of one reference."""
        answer = self._query(order.reference, order.created_at, at)
        if answer["vnp_ResponseCode"] == NOT_FOUND:
            return Heard(self.code, order.reference, Outcome.NOT_FOUND, order.amount, code=NOT_FOUND)
        if answer["vnp_ResponseCode"] != "00" or answer.get("vnp_TxnRef") != order.reference:
            raise Unreachable(f"querydr answered {answer['vnp_ResponseCode']}")
        try:
            return self._heard(answer, paid_code="00")
        except Refused as fault:
            raise Unreachable("querydr answered something malformed") from fault

    def refund(self, order: RefundOrder, *, at: datetime) -> RefundAnswer:
        answer = self._call(
            {
                "vnp_RequestId": order.request_id,
                "vnp_Version": VERSION,
                "vnp_Command": "refund",
                "vnp_TmnCode": self.terminal,
                "vnp_TransactionType": "02" if order.whole else "03",
                "vnp_TxnRef": order.reference,
                "vnp_Amount": str(order.amount * HUNDREDTHS),
                "vnp_TransactionNo": order.number,
                "vnp_TransactionDate": wire_time(order.ordered_at),
                "vnp_CreateBy": "motcua",
                "vnp_CreateDate": wire_time(at),
                "vnp_IpAddr": SERVER_IP,
                "vnp_OrderInfo": order.reason,
            },
            REFUND_SIGNED,
            REFUND_ANSWER_SIGNED,
        )
        match answer["vnp_ResponseCode"]:
            case "00":
                return RefundAnswer.DONE
            case "94":  # the same request again: the first answer was lost
                return self.refunded(order, at=at)
            case "02" | "03" | "91" | "95" | "97":
                return RefundAnswer.REFUSED
            case other:
                raise Unreachable(f"refund answered {other}")

    def refunded(self, order: RefundOrder, *, at: datetime) -> RefundAnswer:
        """querydr: whether the money went back. It asks for nothing."""
        answer = self._query(order.reference, order.ordered_at, at)
        refunded = answer.get("vnp_TransactionType") in {"02", "03"}
        if (
            answer["vnp_ResponseCode"] == "00"
            and refunded
            and answer.get("vnp_TransactionStatus") in {"00", "05", "06"}
        ):
            return RefundAnswer.DONE
        raise Unreachable("VNPAY does not know yet what became of the refund")

    def _query(self, reference: str, ordered_at: datetime, at: datetime) -> dict[str, str]:
        return self._call(
            {
                "vnp_RequestId": uuid4().hex,
                "vnp_Version": VERSION,
                "vnp_Command": "querydr",
                "vnp_TmnCode": self.terminal,
                "vnp_TxnRef": reference,
                "vnp_OrderInfo": f"Truy van {reference}",
                "vnp_TransactionDate": wire_time(ordered_at),
                "vnp_CreateDate": wire_time(at),
                "vnp_IpAddr": SERVER_IP,
            },
            QUERY_SIGNED,
            QUERY_ANSWER_SIGNED,
        )

    def _verified(self, raw_query: str) -> dict[str, str]:
        try:
            pairs = parse_qsl(raw_query, keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError:
            raise Refused("callback.forged") from None
        fields = dict(pairs)
        if len(fields) != len(pairs):  # which of two values was signed? neither is believed
            raise Refused("callback.forged")
        signed = canonical({k: v for k, v in fields.items() if k.startswith("vnp_") and k not in UNSIGNED})
        if not same(hmac_sha512(self.secret, signed), fields.get("vnp_SecureHash", "")):
            raise Refused("callback.forged")
        if fields.get("vnp_TmnCode") != self.terminal:
            raise Refused("callback.forged")
        return fields

    def _heard(self, fields: Mapping[str, str], *, paid_code: str) -> Heard:
        raw, reference = fields.get("vnp_Amount", ""), fields.get("vnp_TxnRef", "")
        if not (raw.isascii() and raw.isdigit() and reference):
            raise Refused("callback.malformed")
        amount, odd = divmod(int(raw), HUNDREDTHS)
        number = fields.get("vnp_TransactionNo", "")
        outcome = outcome_of(paid_code, fields.get("vnp_TransactionStatus", ""))
        if outcome is Outcome.SUCCESS and number in {"", "0"}:
            raise Refused("callback.malformed")
        return Heard(
            gateway=self.code,
            reference=reference,
            outcome=outcome,
            amount=-1 if odd else amount,
            number=number,
            paid_at=local_time(fields.get("vnp_PayDate", "")),
            code=f"{paid_code}/{fields.get('vnp_TransactionStatus', '')}"[:20],
            bank=fields.get("vnp_BankCode", "")[:20],
        )

    def _call(self, asked: dict[str, str], signed: list[str], answered: list[str]) -> dict[str, str]:
        asked["vnp_SecureHash"] = hmac_sha512(self.secret, "|".join(asked[name] for name in signed))
        try:
            response = httpx.post(self.api_url, json=asked, timeout=self.timeout)
            response.raise_for_status()
            told = response.json()
            answer = {str(k): "" if v is None else str(v) for k, v in told.items()}
        except (httpx.HTTPError, ValueError, AttributeError) as fault:
            raise Unreachable(f"{type(fault).__name__}") from fault
        ours = hmac_sha512(self.secret, "|".join(answer.get(name, "") for name in answered))
        if not same(ours, answer.get("vnp_SecureHash", "")) or answer.get("vnp_TmnCode") != self.terminal:
            raise Unreachable("the answer is not signed by VNPAY")
        if "vnp_ResponseCode" not in answer:
            raise Unreachable("the answer has no code")
        return answer


def outcome_of(code: str, status: str) -> Outcome:
    """What a pair of VNPAY codes means. Money taken but held back is unknown, never failed."""
    if code == "00" and status == "00":
        return Outcome.SUCCESS
    if code in PENDING_CODE or status in PENDING_STATUS:
        return Outcome.PENDING
    return Outcome.UNPAID if status == NOT_FINISHED else Outcome.FAILED


def wire_time(at: datetime) -> str:
    return at.astimezone(ZONE).strftime(TIME)


def local_time(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, TIME).replace(tzinfo=ZONE)
    except ValueError:
        return None
