"""What other rooms and the faces pass to payments and get from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class FeeKind(StrEnum):
    """Phí and lệ phí are two things: they go to different accounts and into different reports."""

    PHI = "phi"
    LE_PHI = "le_phi"
    FINE = "fine"
    LATE_CHARGE = "late_charge"
    TAX = "tax"
    CONTRIBUTION = "contribution"
    SERVICE = "service"


class Due(StrEnum):
    """When a fee is to be paid: with the filing, once the agency has said how much, for a further copy of the result."""

    ON_SUBMISSION = "on_submission"
    ON_NOTICE = "on_notice"
    ON_COPY = "on_copy"


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One fee that applies to one dossier. `amount` None means: fixed later by the agency, which is not zero.

    `full_amount` is what it would be without the exemption or concession named in `relief`.
    """

    code: str
    name: str
    kind: str
    amount: int | None
    quantity: int = 1
    unit: str = ""
    due: str = Due.ON_SUBMISSION
    condition: str = ""
    full_amount: int | None = None
    relief: str = ""
    basis: str = ""


def payable(lines: Iterable[FeeLine], due: str = Due.ON_SUBMISSION) -> list[FeeLine]:
    """The lines that ask for money at this moment: known, above zero, due now."""
    return [line for line in lines if line.due == due and line.amount]


def total(lines: Iterable[FeeLine]) -> int:
    return sum(line.amount or 0 for line in lines)


class ObligationState(StrEnum):
    OPEN = "open"
    PAID = "paid"
    WAIVED = "waived"
    CANCELLED = "cancelled"


class AttemptState(StrEnum):
    """Where one try to pay stands. `unknown` is never shown as failed and blocks a second payment."""

    CREATED = "created"
    SENT = "sent"
    UNKNOWN = "unknown"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"
    REFUNDING = "refunding"
    REFUNDED = "refunded"


OPEN_ATTEMPT_STATES = (AttemptState.CREATED, AttemptState.SENT, AttemptState.UNKNOWN)


class Gateway(StrEnum):
    VNPAY = "vnpay"
    VIETQR = "vietqr"
    MOMO = "momo"
    ZALOPAY = "zalopay"
    CASH = "cash"
    """Money over the counter (tiền mặt): no gateway speaks for it, the cashier does."""


BY_HAND = frozenset({Gateway.VIETQR, Gateway.CASH})
"""Ways by which nothing goes back by itself: a cashier sends or hands it."""


@dataclass(frozen=True, slots=True)
class CashTaken:
    """Cash over the counter, as the cashier's list shows it."""

    id: UUID
    obligation_id: UUID
    subject_id: UUID
    desk_agency_id: UUID
    code: str
    title: str
    payer_name: str
    amount: int
    receipt_number: str
    receipt_document_id: UUID | None
    taken_at: datetime
    taken_by: UUID
    taken_by_name: str
    voided_at: datetime | None
    void_reason: str


@dataclass(frozen=True, slots=True)
class CashReturned:
    """Cash that went back over the counter, as the cashier's list shows it."""

    id: UUID
    subject_id: UUID
    code: str
    title: str
    payer_name: str
    amount: int
    slip_number: str
    slip_document_id: UUID | None
    returned_at: datetime
    returned_by: UUID | None
    returned_by_name: str


@dataclass(frozen=True, slots=True)
class CashierSum:
    """What one cashier took and gave back on a day; void receipts are counted apart."""

    name: str
    count: int = 0
    voided: int = 0
    total: int = 0
    returns: int = 0
    returned: int = 0

    @property
    def left(self) -> int:
        """What must lie in the drawer of the day; below zero when more went out than came in."""
        return self.total - self.returned


@dataclass(frozen=True, slots=True)
class Redirect:
    """Send the person's browser to the gateway."""

    attempt_id: UUID
    reference: str
    address: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Transfer:
    """Let the person transfer from any bank: the QR code and the three things to copy."""

    attempt_id: UUID
    reference: str
    bank_bin: str
    bank: str
    account: str
    account_name: str
    amount: int
    content: str
    payload: str
    expires_at: datetime


class Outcome(StrEnum):
    """What a gateway says about one reference."""

    SUCCESS = "success"
    PENDING = "pending"  # money may have moved, nobody knows yet
    UNPAID = "unpaid"  # the person has not finished at the gateway
    FAILED = "failed"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of a gateway whose signature was verified, in our own words: đồng, our reference, its number."""

    gateway: str
    reference: str
    outcome: Outcome
    amount: int
    number: str = ""
    paid_at: datetime | None = None
    code: str = ""
    bank: str = ""


@dataclass(frozen=True, slots=True)
class Credit:
    """Money that arrived on the agency's account, as its bank reports it."""

    gateway: str
    number: str
    amount: int
    content: str
    credited_at: datetime


class Reception(StrEnum):
    """What became of a message: the adapter turns it into the gateway's own answer code."""

    RECORDED = "recorded"
    ALREADY = "already"
    UNKNOWN_REFERENCE = "unknown_reference"
    WRONG_AMOUNT = "wrong_amount"


class RefundReason(StrEnum):
    """Why money goes back (lý do hoàn). The last three: the dossier ended before it was taken in."""

    SURPLUS = "surplus"
    CLOSED = "closed"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    NOT_TAKEN_IN = "not_taken"
    STOPPED = "stopped"


class RefundWay(StrEnum):
    """How money went back."""

    GATEWAY = "gateway"
    CASH = "cash"
    TRANSFER = "transfer"


class RefundState(StrEnum):
    OPEN = "open"
    SENT = "sent"
    REFUNDED = "refunded"
    REFUSED = "refused"


class ParkedReason(StrEnum):
    UNKNOWN_REFERENCE = "unknown_reference"
    WRONG_AMOUNT = "wrong_amount"


@dataclass(frozen=True, slots=True)
class Profile:
    """What a concession needs to know of the payer and the thing: never more than is asked for."""

    on: date
    assurance: int = 0
    facts: frozenset[str] = frozenset()
    used_this_year: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """Where a transfer goes to."""

    bank_bin: str
    bank: str
    number: str
    holder: str


@dataclass(frozen=True, slots=True)
class Repayment:
    """Money to be given back, as a cashier or the person it belongs to sees it."""

    id: UUID
    subject_id: UUID
    owner_id: UUID
    agency_id: UUID
    code: str
    title: str
    payer_name: str
    amount: int
    reason: RefundReason
    words: str
    paid_through: str
    paid_at: datetime | None
    state: RefundState
    way: str
    opened_at: datetime
    due_at: datetime | None
    by_hand: bool
    by_hand_since: datetime | None
    asked_gateway_at: datetime | None
    has_account: bool
    closed_at: datetime | None
    evidence: str
    paid_by_name: str
    slip_number: str
    slip_document_id: UUID | None
    doubled_at: datetime | None
    doubled_settled_at: datetime | None
    doubled_words: str

    @property
    def gateway_asked(self) -> bool:
        """Tell whether a gateway was asked to pay it and never said whether it did."""
        return self.asked_gateway_at is not None and self.state == RefundState.SENT

    def late(self, at: datetime) -> bool:
        return self.state != RefundState.REFUNDED and self.due_at is not None and at > self.due_at
