"""What happened to money. `subject_id` is the dossier; `owner_id` the person it belongs to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.kernel.events import fact


@fact("payments.obligation-raised")
@dataclass(frozen=True)
class ObligationRaised:
    occurred_at: datetime
    agency_id: UUID
    subject_id: UUID
    owner_id: UUID
    obligation_id: UUID
    total: int
    occasion: str


@fact("payments.obligation-paid")
@dataclass(frozen=True)
class ObligationPaid:
    """The money is there. Published once per obligation, again only after voided cash."""

    occurred_at: datetime
    agency_id: UUID
    subject_id: UUID
    owner_id: UUID
    obligation_id: UUID
    total: int
    occasion: str
    gateway: str
    attempt_id: UUID


@fact("payments.obligation-waived")
@dataclass(frozen=True)
class ObligationWaived:
    occurred_at: datetime
    agency_id: UUID
    subject_id: UUID
    owner_id: UUID
    obligation_id: UUID
    total: int
    occasion: str


@fact("payments.obligation-cancelled")
@dataclass(frozen=True)
class ObligationCancelled:
    occurred_at: datetime
    agency_id: UUID
    subject_id: UUID
    owner_id: UUID
    obligation_id: UUID
    total: int


@fact("payments.attempt-started")
@dataclass(frozen=True)
class AttemptStarted:
    occurred_at: datetime
    agency_id: UUID
    subject_id: UUID
    owner_id: UUID
    obligation_id: UUID
    attempt_id: UUID
    gateway: str


@fact("payments.attempt-unknown")
@dataclass(frozen=True)
class AttemptUnknown:
    """Nobody knows yet whether money moved: a second payment waits."""

    occurred_at: datetime
    agency_id: UUID
    subject_id: UUID
    owner_id: UUID
    attempt_id: UUID


@fact("payments.attempt-failed")
@dataclass(frozen=True)
class AttemptFailed:
    occurred_at: datetime
    agency_id: UUID
    subject_id: UUID
    owner_id: UUID
    attempt_id: UUID
    code: str


@fact("payments.attempt-expired")
@dataclass(frozen=True)
class AttemptExpired:
    occurred_at: datetime
    agency_id: UUID
    subject_id: UUID
    owner_id: UUID
    attempt_id: UUID


@fact("payments.payment-parked")
@dataclass(frozen=True)
class PaymentParked:
    """Money arrived that fits nothing, or not exactly: a cashier must look. The subject is the transaction."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    gateway: str
    reason: str
    amount: int


@fact("payments.refund-opened")
@dataclass(frozen=True)
class RefundOpened:
    """`gateway` is how it was paid; `due_at` by when the person has it back; `of_fee`: it is the fee itself, no surplus."""

    occurred_at: datetime
    agency_id: UUID
    subject_id: UUID
    owner_id: UUID
    refund_id: UUID
    amount: int
    reason: str
    gateway: str = ""
    occasion: str = ""
    due_at: datetime | None = None
    of_fee: bool = False


@fact("payments.refund-left-to-cashier")
@dataclass(frozen=True)
class RefundLeftToCashier:
    """The gateway refused to send it, or was silent for too long: a person has to."""

    occurred_at: datetime
    agency_id: UUID
    subject_id: UUID
    owner_id: UUID
    refund_id: UUID
    amount: int


@fact("payments.refund-account-named")
@dataclass(frozen=True)
class RefundAccountNamed:
    """It is known where the money goes to; the number itself stays sealed with the case."""

    occurred_at: datetime
    agency_id: UUID
    subject_id: UUID
    owner_id: UUID
    refund_id: UUID


@fact("payments.refund-doubled")
@dataclass(frozen=True)
class RefundDoubled:
    """The gateway paid too, after a cashier had: the agency has to get one of them back."""

    occurred_at: datetime
    agency_id: UUID
    subject_id: UUID
    owner_id: UUID
    refund_id: UUID
    amount: int


@fact("payments.refund-done")
@dataclass(frozen=True)
class RefundDone:
    occurred_at: datetime
    agency_id: UUID
    subject_id: UUID
    owner_id: UUID
    refund_id: UUID
    amount: int
    way: str = ""
    occasion: str = ""
    by_name: str = ""
    of_fee: bool = False


@fact("payments.receipt-issued")
@dataclass(frozen=True)
class ReceiptIssued:
    occurred_at: datetime
    agency_id: UUID
    subject_id: UUID
    owner_id: UUID
    receipt_id: UUID
    document_id: UUID | None


@fact("payments.obligation-reopened")
@dataclass(frozen=True)
class ObligationReopened:
    """Cash was taken by mistake and given back the same day: the fee is owed again."""

    occurred_at: datetime
    agency_id: UUID
    subject_id: UUID
    owner_id: UUID
    obligation_id: UUID
    amount: int
