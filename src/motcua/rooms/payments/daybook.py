"""What came over one counter on a day: sums for each cashier, and the sheet that is handed in with the money."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from motcua.kernel import clock
from motcua.kernel.types import Actor
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents.types import CASH_DAY
from motcua.rooms.payments.rules.words import amount_in_words
from motcua.rooms.payments.types import CashierSum, CashTaken


def sums(taken: Sequence[CashTaken]) -> list[CashierSum]:
    """Each cashier with what he must hand in, by name; void receipts do not count."""
    found: dict[Any, CashierSum] = {}
    for one in taken:
        before = found.get(one.taken_by, CashierSum(one.taken_by_name))
        counts = one.voided_at is None
        found[one.taken_by] = CashierSum(
            one.taken_by_name,
            before.count + counts,
            before.voided + (not counts),
            before.total + (one.amount if counts else 0),
        )
    return sorted(found.values(), key=lambda one: one.name)


def pdf(taken: Sequence[CashTaken], on: date, *, cashier_name: str, by: Actor, at: datetime) -> bytes:
    each = sums(taken)
    total = sum(one.total for one in each)
    values = {
        "day": f"{on:%d/%m/%Y}",
        "cashier": cashier_name,
        "rows": [_row(one) for one in taken],
        "sums": [{"name": one.name, "count": one.count, "total": _plain(one.total)} for one in each],
        "count": sum(one.count for one in each),
        "voided": sum(one.voided for one in each),
        "total": _plain(total),
        "words": amount_in_words(total),
        "made_at": f"{clock.local(at):%H:%M ngày %d/%m/%Y}",
        "made_by": by.name,
    }
    return documents.sheet(CASH_DAY, values, agency_id=by.agency_id, at=at)


def _row(one: CashTaken) -> dict[str, Any]:
    return {
        "receipt": one.receipt_number,
        "payer": one.payer_name,
        "code": one.code,
        "title": one.title,
        "at": f"{clock.local(one.taken_at):%H:%M}",
        "cashier": one.taken_by_name,
        "amount": _plain(one.amount),
        "void": one.voided_at is not None,
        "note": f"Đã huỷ: {one.void_reason}" if one.voided_at else "",
    }


def _plain(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")
