"""What stands on a receipt (NĐ 254/2026): every value as it is printed, amounts in figures and in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.rooms.payments.rules.words import amount_in_words
from motcua.rooms.payments.types import FeeKind, FeeLine, Gateway

KIND_WORDS = {
    FeeKind.PHI: "Phí",
    FeeKind.LE_PHI: "Lệ phí",
    FeeKind.FINE: "Tiền phạt",
    FeeKind.LATE_CHARGE: "Tiền chậm nộp",
    FeeKind.TAX: "Thuế",
    FeeKind.CONTRIBUTION: "Đóng góp",
    FeeKind.SERVICE: "Giá dịch vụ",
}
METHOD_WORDS = {
    Gateway.VNPAY: "Trực tuyến qua cổng thanh toán VNPAY",
    Gateway.VIETQR: "Chuyển khoản (VietQR)",
    Gateway.MOMO: "Trực tuyến qua ví MoMo",
    Gateway.ZALOPAY: "Trực tuyến qua ví ZaloPay",
    Gateway.CASH: "Tiền mặt tại quầy",
}


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What a receipt tells of."""

    agency_name: str
    symbol: str
    number: str
    payer: str
    dossier_code: str
    title: str
    lines: Sequence[FeeLine]
    total: int
    gateway: str
    transaction: str
    paid_at: datetime
    collected_by: str = ""
    """The cashier, where the money came over the counter."""


def figures(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def receipt_values(facts: ReceiptFacts) -> dict[str, Any]:
    """The values of the receipt's template; phí and lệ phí each say what they are."""
    kinds = {line.kind for line in facts.lines}
    return {
        "form_number": facts.symbol.partition("/")[0],
        "serial": facts.symbol,
        "receipt_no": facts.number,
        "receipt_name": _name(kinds),
        "collector": {"name": facts.agency_name, "tax_code": None, "person": facts.collected_by},
        "payer": {"name": facts.payer or "……", "address": None},
        "dossier": {"code": facts.dossier_code, "receipt": None},
        "request": facts.title,
        "lines": [
            {"name": _line_name(line), "kind": KIND_WORDS[FeeKind(line.kind)], "amount": figures(line.amount or 0)}
            for line in facts.lines
        ],
        "total": figures(facts.total),
        "total_in_words": amount_in_words(facts.total),
        "collected": "Biên lai điện tử, thu tại quầy" if facts.collected_by else "Biên lai điện tử, thu trực tuyến",
        "method": METHOD_WORDS[Gateway(facts.gateway)],
        "transaction": facts.transaction,
        "paid_at": f"{facts.paid_at:%H:%M} ngày {facts.paid_at.day}/{facts.paid_at.month}/{facts.paid_at.year}",
    }


def _name(kinds: set[str]) -> str:
    if kinds == {FeeKind.LE_PHI}:
        return "Biên lai thu lệ phí"
    if kinds == {FeeKind.PHI}:
        return "Biên lai thu phí"
    return "Biên lai thu phí, lệ phí"


def _line_name(line: FeeLine) -> str:
    return (
        f"{line.name} ({line.quantity} {line.unit.removeprefix('đồng/') or 'lần'})" if line.quantity > 1 else line.name
    )
