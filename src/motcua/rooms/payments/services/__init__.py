"""Everything that changes in payments. Grouped by what it is about; this is the front door."""

from motcua.rooms.payments.services.attempts import (
    abandon_attempt,
    record_answer,
    start_attempt,
)
from motcua.rooms.payments.services.cashing import take_cash, void_cash
from motcua.rooms.payments.services.hearing import record_callback, record_credit
from motcua.rooms.payments.services.owing import cancel, cancel_all, owe, waive
from motcua.rooms.payments.services.receipts import issue_receipt
from motcua.rooms.payments.services.refunds import (
    leave_refund_to_cashier,
    mark_refund_sent,
    record_refund_answer,
    refund,
    return_parked,
)
from motcua.rooms.payments.services.repaying import complete_refund, hand_back_cash, name_account, settle_doubled

__all__ = [
    "abandon_attempt",
    "cancel",
    "cancel_all",
    "complete_refund",
    "hand_back_cash",
    "issue_receipt",
    "leave_refund_to_cashier",
    "mark_refund_sent",
    "name_account",
    "owe",
    "record_answer",
    "record_callback",
    "record_credit",
    "record_refund_answer",
    "refund",
    "return_parked",
    "settle_doubled",
    "start_attempt",
    "take_cash",
    "void_cash",
    "waive",
]
