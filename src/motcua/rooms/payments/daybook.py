"""What came over one counter on a day: sums for each cashier, and the sheet that is handed in with the money."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from motcua.kernel import clock
from motcua.kernel.types import Actor
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents.types import CASH_DAY
from motcua.rooms.payments.rules.words import amount_in_words
from motcua.rooms.payments.types import CashierSum, CashReturned, CashTaken


def sums(taken: Sequence[CashTaken], returned: Sequence[CashReturned] = ()) -> list[CashierSum]:
    """Each cashier with what he must hand in, by name; void receipts do not count, what he gave back is taken off."""
    found: dict[Any, CashierSum] = {}
    for one in taken:
        before = found.get(one.taken_by, CashierSum(one.taken_by_name))
        if one.voided_at is None:
            found[one.taken_by] = replace(before, count=before.count + 1, total=before.total + one.amount)
        else:
            found[one.taken_by] = replace(before, voided=before.voided + 1)
    for back in returned:
        before = found.get(back.returned_by, CashierSum(back.returned_by_name))
        found[back.returned_by] = replace(before, returns=before.returns + 1, returned=before.returned + back.amount)
    return sorted(found.values(), key=lambda one: one.name)


def pdf(
    taken: Sequence[CashTaken],
    returned: Sequence[CashReturned],
    on: date,
    *,
    cashier_name: str,
    by: Actor,
    at: datetime,
) -> bytes:
    each = sums(taken, returned)
    total, left = sum(one.total for one in each), sum(one.left for one in each)
    values = {
        "day": f"{on:%d/%m/%Y}",
        "cashier": cashier_name,
        "rows": [_row(one) for one in taken],
        "returns": [_back(one) for one in returned],
        "sums": [_sum(one) for one in each],
        "count": sum(one.count for one in each),
        "voided": sum(one.voided for one in each),
        "total": _plain(total),
        "returned": _plain(sum(one.returned for one in each)),
        "left": _plain(left),
        "short": left < 0,
        "words": amount_in_words(abs(left)),
        "made_at": f"{clock.local(at):%H:%M ngày %d/%m/%Y}",
        "made_by": by.name,
    }
    return documents.sheet(CASH_DAY, values, agency_id=by.agency_id, at=at)


def _sum(one: CashierSum) -> dict[str, Any]:
    return {
        "name": one.name,
        "count": one.count,
        "total": _plain(one.total),
        "returns": one.returns,
        "returned": _plain(one.returned),
        "left": _plain(one.left),
    }


def _back(one: CashReturned) -> dict[str, Any]:
    return {
        "slip": one.slip_number,
        "payer": one.payer_name,
        "code": one.code,
        "title": one.title,
        "at": f"{clock.local(one.returned_at):%H:%M}",
        "cashier": one.returned_by_name,
        "amount": _plain(one.amount),
    }


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
    return f"{amount:,}".replace(",", ".").replace("-", "−")
