"""What VNPAY signs and checks, written here on its own: the product's adapter is tested against it."""

import hashlib
import hmac
import os
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qsl, quote_plus, urlsplit
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TIME = "%Y%m%d%H%M%S"
HIGHEST = 1_000_000_000 * 100  # hundredths of a đồng
REQUIRED = (
    "vnp_Version", "vnp_Command", "vnp_TmnCode", "vnp_Amount", "vnp_CurrCode", "vnp_TxnRef", "vnp_OrderInfo",
    "vnp_OrderType", "vnp_Locale", "vnp_ReturnUrl", "vnp_IpAddr", "vnp_CreateDate", "vnp_SecureHash",
)  # fmt: skip
QUERY = (
    "vnp_RequestId|vnp_Version|vnp_Command|vnp_TmnCode|vnp_TxnRef|vnp_TransactionDate|vnp_CreateDate|vnp_IpAddr|"
    "vnp_OrderInfo"
)
QUERY_ANSWER = (
    "vnp_ResponseId|vnp_Command|vnp_ResponseCode|vnp_Message|vnp_TmnCode|vnp_TxnRef|vnp_Amount|vnp_BankCode|"
    "vnp_PayDate|vnp_TransactionNo|vnp_TransactionType|vnp_TransactionStatus|vnp_OrderInfo|vnp_PromotionCode|"
    "vnp_PromotionAmount"
)
REFUND = (
    "vnp_RequestId|vnp_Version|vnp_Command|vnp_TmnCode|vnp_TransactionType|vnp_TxnRef|vnp_Amount|vnp_TransactionNo|"
    "vnp_TransactionDate|vnp_CreateBy|vnp_CreateDate|vnp_IpAddr|vnp_OrderInfo"
)
REFUND_ANSWER = QUERY_ANSWER.removesuffix("|vnp_PromotionCode|vnp_PromotionAmount")


class Fault(Exception):
    """A payment request VNPAY would turn away, with the code its error page shows."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


def now() -> datetime:
    """The clock of the demonstration: held still when the product's is."""
    held = os.environ.get("MOTCUA_NOW", "")
    if not held:
        return datetime.now(ZONE)
    instant = datetime.fromisoformat(held)
    return instant.astimezone(ZONE) if instant.tzinfo else instant.replace(tzinfo=ZONE)


def stamp(at: datetime) -> str:
    return at.strftime(TIME)


def sign_fields(secret: str, fields: Mapping[str, str]) -> str:
    """The query string of these fields with its signature."""
    text = "&".join(f"{quote_plus(k)}={quote_plus(v)}" for k, v in sorted(fields.items()) if v != "")
    return f"{text}&vnp_SecureHash={_hmac(secret, text)}"


def sign_joined(secret: str, names: str, fields: Mapping[str, str]) -> str:
    return _hmac(secret, "|".join(fields.get(name, "") for name in names.split("|")))


def read_payment(secret: str, terminal: str, raw_query: str) -> dict[str, str]:
    """Check a payment request as the real gateway does; Fault with its code otherwise."""
    fields = dict(parse_qsl(raw_query, keep_blank_values=True))
    missing = [name for name in REQUIRED if not fields.get(name)]
    if missing:
        raise Fault("03", f"Thiếu {', '.join(missing)}")
    if fields["vnp_TmnCode"] != terminal:
        raise Fault("72", "Không tìm thấy website của đơn vị")
    unsigned = {k: v for k, v in fields.items() if k.startswith("vnp_") and not k.startswith("vnp_SecureHash")}
    expected = sign_fields(secret, unsigned).rpartition("=")[2]
    if not hmac.compare_digest(expected.encode(), fields["vnp_SecureHash"].lower().encode()):
        raise Fault("70", "Sai chữ ký")
    _check_values(fields)
    return unsigned


def _check_values(fields: Mapping[str, str]) -> None:
    amount = fields["vnp_Amount"]
    if not amount.isdigit() or not 0 < int(amount) < HIGHEST:
        raise Fault("04", "Số tiền không đúng")
    if fields["vnp_Version"] != "2.1.0" or fields["vnp_Command"] != "pay" or fields["vnp_CurrCode"] != "VND":
        raise Fault("03", "Phiên bản, lệnh hoặc loại tiền không đúng")
    if not fields["vnp_OrderInfo"].isascii() or not fields["vnp_TxnRef"].isalnum():
        raise Fault("03", "Nội dung phải là chữ không dấu, mã tham chiếu chỉ gồm chữ và số")
    if urlsplit(fields["vnp_ReturnUrl"]).scheme not in {"http", "https"}:
        raise Fault("03", "Địa chỉ trở về không đúng")
    expires = fields.get("vnp_ExpireDate", "")
    if expires and stamp(now()) > expires:
        raise Fault("15", "Giao dịch đã hết hạn")


def _hmac(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha512).hexdigest()
