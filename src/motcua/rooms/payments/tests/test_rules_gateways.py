"""Signatures and payloads of the gateways: frozen vectors, and everything that must not be believed."""

import hmac
import json
from datetime import UTC, datetime
from hashlib import sha512
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.errors import Refused
from motcua.rooms.payments.gateways import momo, vietqr, zalopay
from motcua.rooms.payments.gateways.bank import FeeBank, sign
from motcua.rooms.payments.gateways.signing import same
from motcua.rooms.payments.gateways.vnpay import ANSWERS, Vnpay, canonical, outcome_of
from motcua.rooms.payments.ports import Order
from motcua.rooms.payments.types import Outcome, Reception

SECRET = "bi-mat-cua-don-vi-thu"
SHOP = Vnpay("https://pay.example.vn/vpcpay.html", "https://pay.example.vn/api", "MOTCUA01", SECRET)
NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
ORDER = Order("MCPA1B2C3D4E5", 30_000, "Nop phi le phi MCPA1B2C3D4E5", NOON, NOON, "10.0.0.7",
              "https://dvc.example.vn/thanh-toan/1/ket-qua", "https://dvc.example.vn/doi-tac/vnpay/ipn")  # fmt: skip
TOLD = {
    "vnp_TmnCode": "MOTCUA01",
    "vnp_Amount": "3000000",
    "vnp_BankCode": "NCB",
    "vnp_BankTranNo": "VNP14226112",
    "vnp_CardType": "ATM",
    "vnp_PayDate": "20261121120512",
    "vnp_OrderInfo": "Nop phi le phi MCPA1B2C3D4E5",
    "vnp_TransactionNo": "14226112",
    "vnp_ResponseCode": "00",
    "vnp_TransactionStatus": "00",
    "vnp_TxnRef": "MCPA1B2C3D4E5",
}


def signed(fields: dict[str, str], secret: str = SECRET) -> str:
    """Sign as VNPAY does, written here apart from the product."""
    text = urlencode(sorted(fields.items()))
    return f"{text}&vnp_SecureHash={hmac.new(secret.encode(), text.encode(), sha512).hexdigest()}"


def test_the_signed_text_is_sorted_and_form_encoded() -> None:
    """The text of VNPAY's own example of version 2.1.0."""
    fields = {
        "vnp_TxnRef": "5", "vnp_Amount": "1806000", "vnp_Command": "pay", "vnp_OrderInfo": "Thanh toan don hang :5",
        "vnp_ReturnUrl": "https://domainmerchant.vn/ReturnUrl", "vnp_BankCode": "",
    }  # fmt: skip

    assert canonical(fields) == (
        "vnp_Amount=1806000&vnp_Command=pay&vnp_OrderInfo=Thanh+toan+don+hang+%3A5"
        "&vnp_ReturnUrl=https%3A%2F%2Fdomainmerchant.vn%2FReturnUrl&vnp_TxnRef=5"
    )


def test_the_payment_address_carries_hundredths_local_time_and_a_signature() -> None:
    address = SHOP.address(ORDER)
    fields = dict(parse_qsl(address.partition("?")[2]))

    assert fields["vnp_Amount"] == "3000000"
    assert fields["vnp_CreateDate"] == "20261121120000"
    claimed = fields.pop("vnp_SecureHash")
    text = urlencode(sorted(fields.items()))
    assert claimed == hmac.new(SECRET.encode(), text.encode(), sha512).hexdigest()
    assert SHOP.address(ORDER) == address


def test_a_signed_callback_is_understood_in_dong() -> None:
    heard = SHOP.hear(signed(TOLD))

    assert (heard.reference, heard.outcome, heard.amount, heard.number) == (
        "MCPA1B2C3D4E5", Outcome.SUCCESS, 30_000, "14226112",
    )  # fmt: skip
    assert heard.paid_at is not None
    assert heard.paid_at.isoformat() == "2026-11-21T12:05:12+07:00"


def test_the_order_of_the_parameters_does_not_matter() -> None:
    parts = signed(TOLD).split("&")

    assert SHOP.hear("&".join(reversed(parts))).outcome is Outcome.SUCCESS


def test_the_old_type_field_is_not_part_of_the_signature() -> None:
    assert SHOP.hear(signed(TOLD) + "&vnp_SecureHashType=HMACSHA512").outcome is Outcome.SUCCESS


@pytest.mark.parametrize("field", sorted(TOLD))
def test_a_callback_with_any_field_changed_is_forged(field: str) -> None:
    text = signed(TOLD)
    changed = dict(parse_qsl(text)) | {field: TOLD[field] + "1"}

    with pytest.raises(Refused, match=r"callback\.forged"):
        SHOP.hear(urlencode(changed))


@pytest.mark.parametrize(
    "query",
    [
        "",
        urlencode(TOLD),  # unsigned
        urlencode(TOLD) + "&vnp_SecureHash=",
        signed(TOLD, "another secret"),
        signed(TOLD) + "&vnp_Amount=1",  # the same name twice
        "vnp_Amount=1&" + signed(TOLD),
        signed(TOLD) + "&vnp_Extra=1",
        signed(TOLD).replace("vnp_SecureHash", "vnp_securehash"),
        signed(TOLD | {"vnp_TmnCode": "SOMEBODY"}),
        signed(TOLD) + "&" + "&".join(f"x{i}=1" for i in range(100)),
        signed(TOLD) + "&%ff=%fe",
        urlencode(TOLD) + "&vnp_SecureHash=" + "é" * 128,
    ],
)
def test_what_is_not_signed_by_vnpay_is_forged(query: str) -> None:
    if query.endswith("%ff=%fe"):  # a stranger's extra field outside vnp_ neither helps nor harms
        assert SHOP.hear(query).outcome is Outcome.SUCCESS
        return
    with pytest.raises(Refused, match=r"callback\.forged"):
        SHOP.hear(query)


@pytest.mark.parametrize(
    "change",
    [{"vnp_Amount": "abc"}, {"vnp_Amount": ""}, {"vnp_TxnRef": ""}, {"vnp_TransactionNo": "0"}, {"vnp_Amount": "-1"}],
)
def test_a_signed_callback_without_sense_is_malformed(change: dict[str, str]) -> None:
    fields = {k: v for k, v in (TOLD | change).items() if v}

    with pytest.raises(Refused, match=r"callback\.malformed"):
        SHOP.hear(signed(fields))


def test_a_part_of_a_dong_is_a_wrong_amount() -> None:
    assert SHOP.hear(signed(TOLD | {"vnp_Amount": "3000050"})).amount == -1


@pytest.mark.parametrize(
    ("code", "status", "outcome"),
    [
        ("00", "00", Outcome.SUCCESS),
        ("24", "02", Outcome.FAILED),
        ("51", "02", Outcome.FAILED),
        ("00", "01", Outcome.UNPAID),
        ("07", "07", Outcome.PENDING),  # money taken, held for a check: not failed
        ("00", "04", Outcome.PENDING),
        ("00", "", Outcome.FAILED),
    ],
)
def test_codes_mean_what_vnpay_says(code: str, status: str, outcome: Outcome) -> None:
    assert outcome_of(code, status) is outcome


def test_every_reception_has_its_answer() -> None:
    assert {reception: SHOP.answer(reception)["RspCode"] for reception in Reception} == {
        Reception.RECORDED: "00",
        Reception.ALREADY: "02",
        Reception.UNKNOWN_REFERENCE: "01",
        Reception.WRONG_AMOUNT: "04",
    }
    assert set(ANSWERS) == set(Reception)


@given(st.text(max_size=200))
def test_no_query_breaks_the_reader(query: str) -> None:
    with pytest.raises(Refused):
        SHOP.hear(query)


def test_signatures_of_any_kind_of_value_are_compared_without_fault() -> None:
    assert same("ab", " AB ")
    for wrong in ("", "é", None, 7, ["ab"]):
        assert not same("ab", wrong)


# VietQR


def test_the_checksum_is_ccitt_false() -> None:
    assert vietqr.crc16(b"123456789") == 0x29B1


def test_the_payload_is_the_one_of_the_standard() -> None:
    account = vietqr.Account("970436", "0123456789", "KHO BAC NHA NUOC")

    assert vietqr.payload(account, amount=30_000, content="LP H15501008 0975") == (
        "00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA53037045405300005802VN"
        "62210817LP H15501008 09756304DE20"
    )


@given(st.integers(1, 10**12), st.text("ABCDEFGHJKMNP0123456789 ", min_size=1, max_size=25))
def test_a_payload_can_be_read_back(amount: int, content: str) -> None:
    account = vietqr.Account("970436", "0123456789", "KHO BAC")

    fields = vietqr.fields(vietqr.payload(account, amount=amount, content=content))

    assert (fields["54"], fields["62"][4:]) == (str(amount), content)


def test_a_payload_with_one_letter_changed_is_noticed() -> None:
    text = vietqr.payload(vietqr.Account("970436", "0123456789", "KHO BAC"), amount=30_000, content="A")

    with pytest.raises(ValueError, match="checksum"):
        vietqr.fields(text.replace("30000", "30001"))


@pytest.mark.parametrize(("amount", "content"), [(0, "A"), (1, "A" * 26), (1, "Phí")])
def test_what_no_bank_would_read_is_not_drawn(amount: int, content: str) -> None:
    with pytest.raises(ValueError, match="VietQR"):
        vietqr.payload(vietqr.Account("970436", "0123456789", "KHO BAC"), amount=amount, content=content)


def test_the_picture_needs_no_style_and_has_a_name() -> None:
    svg = vietqr.picture("00020101", title="Mã VietQR")

    assert svg.startswith("<svg role=")
    assert "style=" not in svg
    assert "<title>Mã VietQR</title>" in svg


def test_vietnamese_becomes_plain_letters() -> None:
    assert vietqr.plain("Lệ phí đăng ký: Đỗ Thị Ánh!") == "Le phi dang ky Do Thi Anh"


# The bank

CREDIT = {
    "transaction": "FT26325000001", "account": "0123456789", "amount": 30_000, "currency": "VND",
    "content": "MCPA1B2C3D4E5 nop phi", "credited_at": "2026-11-21T12:05:12+07:00",
}  # fmt: skip
BANK = FeeBank("0123456789", SECRET, "", clock=lambda: 1_000_000.0)


def advice(told: object = CREDIT, stamp: str = "1000000", secret: str = SECRET) -> dict[str, str | bytes]:
    body = json.dumps(told).encode()
    return {"body": body, "timestamp": stamp, "nonce": "n1", "signature": sign(secret, stamp, "n1", body)}


def test_a_signed_credit_advice_is_understood() -> None:
    credit = BANK.hear(**advice())  # type: ignore[arg-type]

    assert (credit.number, credit.amount, credit.content) == ("FT26325000001", 30_000, "MCPA1B2C3D4E5 nop phi")


@pytest.mark.parametrize(
    "wrong", [{"body": b"{}"}, {"nonce": "n2"}, {"timestamp": "1000001"}, {"signature": ""}, {"timestamp": "x"}]
)
def test_an_advice_changed_on_the_way_is_forged(wrong: dict[str, str | bytes]) -> None:
    with pytest.raises(Refused, match=r"callback\.forged"):
        BANK.hear(**(advice() | wrong))  # type: ignore[arg-type]


def test_without_a_secret_nothing_is_believed() -> None:
    with pytest.raises(Refused, match=r"callback\.forged"):
        FeeBank("0123456789", "", "").hear(**advice(secret=""))  # type: ignore[arg-type]


@pytest.mark.parametrize("stamp", ["999699", "1000301"])
def test_an_advice_from_another_time_is_stale(stamp: str) -> None:
    with pytest.raises(Refused, match=r"callback\.stale"):
        BANK.hear(**advice(stamp=stamp))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "told",
    [
        [], None, {}, {**CREDIT, "amount": "30000"}, {**CREDIT, "amount": -1}, {**CREDIT, "amount": True},
        {**CREDIT, "account": "99"}, {**CREDIT, "currency": "USD"}, {**CREDIT, "credited_at": "hôm qua"},
        {**CREDIT, "transaction": ""}, {**CREDIT, "credited_at": 5},
    ],
)  # fmt: skip
def test_an_advice_without_sense_is_malformed(told: object) -> None:
    with pytest.raises(Refused, match=r"callback\.malformed"):
        BANK.hear(**advice(told))  # type: ignore[arg-type]


# Wallets


def test_zalopay_signs_as_the_vector_says() -> None:
    order = {"app_id": 2553, "app_trans_id": "261121_1", "app_user": "u1", "amount": 30_000,
             "app_time": 1763700000000, "embed_data": "{}", "item": "[]"}  # fmt: skip

    assert zalopay.order_mac("K1", order) == "43fc76f4a843a3721427d8e653ddd67df2ebe7d4ca3bf9d64b8b0be1ca46f1e8"


def test_a_zalopay_callback_is_verified_with_the_second_key() -> None:
    data = json.dumps({"app_trans_id": "261121_MCPA1B2C3D4E5", "amount": 30_000, "zp_trans_id": 9})
    from motcua.rooms.payments.gateways.signing import hmac_sha256

    heard = zalopay.hear({"data": data, "mac": hmac_sha256("K2", data), "type": 1}, key2="K2")

    assert (heard.reference, heard.amount, heard.number) == ("MCPA1B2C3D4E5", 30_000, "9")
    with pytest.raises(Refused, match="forged"):
        zalopay.hear({"data": data, "mac": hmac_sha256("K1", data)}, key2="K2")
    with pytest.raises(Refused, match="malformed"):
        zalopay.hear({"data": "[]", "mac": hmac_sha256("K2", "[]")}, key2="K2")


def test_a_momo_notice_is_verified_in_its_fixed_order() -> None:
    notice: dict[str, object] = {
        "partnerCode": "MC", "orderId": "MCPA1B2C3D4E5", "requestId": "r1", "amount": 30_000, "orderInfo": "Nop phi",
        "orderType": "momo_wallet", "transId": 77, "resultCode": 0, "message": "Successful.", "payType": "qr",
        "responseTime": 1763700000000, "extraData": "",
    }  # fmt: skip
    notice["signature"] = momo.signature("S", {**notice, "accessKey": "A"}, momo.NOTICE_SIGNED)

    heard = momo.hear(notice, access_key="A", secret="S", partner="MC")

    assert (heard.reference, heard.outcome, heard.number) == ("MCPA1B2C3D4E5", Outcome.SUCCESS, "77")
    with pytest.raises(Refused, match="forged"):
        momo.hear({**notice, "amount": 1}, access_key="A", secret="S", partner="MC")
