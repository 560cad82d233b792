"""The four tables of money: what is owed, each try to pay it, what gateways and banks reported, and the ledger."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from motcua.kernel.constraints import all_or_none
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.types import Actor
from motcua.rooms.payments.rules.states import Event, after
from motcua.rooms.payments.types import (
    OPEN_ATTEMPT_STATES,
    AttemptState,
    FeeLine,
    ObligationState,
    ParkedReason,
    RefundReason,
    RefundState,
    RefundWay,
)

VND = "VND"


def choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class Obligation(models.Model):
    """What a person owes for one dossier at one occasion (nghĩa vụ tài chính).

    The lines are a frozen copy of what was computed and shown; the postings carry the sums by kind for reports.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    subject_id = models.UUIDField()
    occasion = models.CharField(max_length=40, default="on_submission")
    title = models.CharField(max_length=300, blank=True)
    code = models.CharField(max_length=40, blank=True)
    payer_name = models.CharField(max_length=200, blank=True)
    fee_lines = models.JSONField()
    total = models.BigIntegerField()
    currency = models.CharField(max_length=3, default=VND)
    state = models.CharField(max_length=12, choices=choices(ObligationState), default=ObligationState.OPEN.value)
    raised_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    waived_by = models.UUIDField(null=True)
    waiver_reason = models.CharField(max_length=500, null=True)
    waiver_evidence = models.CharField(max_length=500, null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency_id", "id"], name="obligation_within_agency"),
            UniqueConstraint(fields=["agency_id", "subject_id", "occasion"], name="obligation_once_per_occasion"),
            CheckConstraint(condition=Q(total__gt=0), name="obligation_is_above_zero"),
            CheckConstraint(condition=Q(state__in=[s.value for s in ObligationState]), name="obligation_state_known"),
            CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="obligation_closed_with_a_time",
            ),
            all_or_none("waived_by", "waiver_reason", "waiver_evidence", name="obligation_waiver_is_whole"),
        ]
        indexes = [models.Index(fields=["owner_id", "state"], name="obligation_of_owner")]

    def __str__(self) -> str:
        return f"{self.code or self.id}: {self.total}"

    @property
    def lines(self) -> list[FeeLine]:
        return [FeeLine(**line) for line in self.fee_lines]

    @property
    def is_open(self) -> bool:
        return self.state == ObligationState.OPEN

    def close(self, state: ObligationState, *, at: datetime) -> None:
        """Settle, waive or cancel. Changes this row only; the service saves it."""
        if not self.is_open:
            raise Refused("obligation.not-open", state=self.state)
        self.state, self.closed_at = state, at

    def waive(self, *, by: Actor, reason: str, evidence: str, at: datetime) -> None:
        self.close(ObligationState.WAIVED, at=at)
        self.waived_by, self.waiver_reason, self.waiver_evidence = by.id, reason, evidence

    def reopen(self) -> None:
        """Cash that was taken by mistake went back over the counter: it is owed again."""
        if self.state != ObligationState.PAID:
            raise Refused("obligation.not-paid")
        self.state, self.closed_at = ObligationState.OPEN.value, None


class Attempt(models.Model):
    """One try to pay an obligation (lần thanh toán). Stored before the gateway hears of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="attempts", db_constraint=False)
    reference = models.CharField(max_length=30, unique=True)
    gateway = models.CharField(max_length=20)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=12, choices=choices(AttemptState), default=AttemptState.CREATED.value)
    address = models.TextField(blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome_code = models.CharField(max_length=20, blank=True)
    next_check_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    checks = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency_id", "id"], name="attempt_within_agency"),
            UniqueConstraint(
                fields=["agency_id", "obligation"],
                condition=Q(state__in=[s.value for s in OPEN_ATTEMPT_STATES]),
                name="attempt_one_open_per_obligation",
            ),
            UniqueConstraint(
                fields=["agency_id", "obligation"], condition=Q(state="paid"), name="attempt_one_paid_per_obligation"
            ),
            CheckConstraint(condition=Q(amount__gt=0), name="attempt_is_above_zero"),
            CheckConstraint(condition=Q(state__in=[s.value for s in AttemptState]), name="attempt_state_known"),
        ]
        indexes = [
            models.Index(
                fields=["next_check_at"],
                condition=Q(state__in=[s.value for s in OPEN_ATTEMPT_STATES]),
                name="attempt_due_for_a_look",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_ATTEMPT_STATES

    def happen(self, event: Event, *, at: datetime) -> bool:
        """Let an event move this attempt; tells whether it did. Changes this row only; the service saves it."""
        return self.move(after(AttemptState(self.state), event), at=at)

    def move(self, state: AttemptState, *, at: datetime) -> bool:
        if state == self.state:
            return False
        self.state = state
        if not self.is_open and self.ended_at is None:
            self.ended_at = at
        return True


class GatewayTransaction(models.Model):
    """Money a gateway or bank says has moved (giao dịch). Each number is booked once, for ever."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField(null=True)
    owner_id = models.UUIDField(null=True)
    attempt = models.ForeignKey(Attempt, models.PROTECT, null=True, related_name="transactions")
    gateway = models.CharField(max_length=20)
    number = models.CharField(max_length=40)
    amount = models.BigIntegerField()
    bank = models.CharField(max_length=20, blank=True)
    content = models.BinaryField(null=True)
    paid_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField()
    parked = models.CharField(max_length=20, choices=choices(ParkedReason), null=True)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["gateway", "number"], name="transaction_heard_once"),
            CheckConstraint(condition=Q(amount__gt=0), name="transaction_is_above_zero"),
        ]
        indexes = [
            models.Index(
                fields=["heard_at"],
                condition=Q(parked__isnull=False, resolved_at__isnull=True),
                name="transaction_parked",
            )
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.number}"

    @property
    def waits(self) -> bool:
        """Tell whether it is parked and nobody has settled it: then nothing is booked for it yet."""
        return self.parked is not None and self.resolved_at is None


class Posting(models.Model):
    """One side of a ledger entry (bút toán): above zero debit, below zero credit; an entry sums to zero.

    Append-only. `entry_id` follows from the cause, so the same cause can never be booked twice.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    entry_id = models.UUIDField()
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="postings", db_constraint=False)
    account = models.CharField(max_length=40)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3, default=VND)
    posted_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency_id", "entry_id", "account"], name="posting_once_per_entry_and_account"),
            CheckConstraint(condition=~Q(amount=0), name="posting_is_not_zero"),
        ]
        indexes = [models.Index(fields=["agency_id", "account", "posted_at"], name="posting_by_account")]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"


class RefundCase(models.Model):
    """Money to be given back (hoàn tiền): a second payment, one that came too late, or a decision."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="refunds", db_constraint=False)
    transaction = models.OneToOneField(GatewayTransaction, models.PROTECT, related_name="refund")
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=12, choices=choices(RefundReason))
    words = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=12, choices=choices(RefundState), default=RefundState.OPEN.value)
    opened_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    evidence = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    by_hand_since = models.DateTimeField(null=True)
    account = models.BinaryField(null=True)
    way = models.CharField(max_length=10, choices=choices(RefundWay), blank=True)
    paid_by = models.UUIDField(null=True)
    paid_by_name = models.CharField(max_length=200, blank=True)
    slip_number = models.CharField(max_length=40, blank=True)
    slip_document_id = models.UUIDField(null=True)
    doubled_at = models.DateTimeField(null=True)
    doubled_settled_at = models.DateTimeField(null=True)
    doubled_words = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency_id", "id"], name="refund_within_agency"),
            CheckConstraint(condition=Q(amount__gt=0), name="refund_is_above_zero"),
            CheckConstraint(condition=Q(state__in=[s.value for s in RefundState]), name="refund_state_known"),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state__in=["open", "sent"]), name="refund_due"),
            models.Index(
                fields=["agency_id", "opened_at"],
                condition=Q(state__in=["open", "sent", "refused"]),
                name="refund_waiting",
            ),
            models.Index(fields=["agency_id", "closed_at"], condition=Q(way="cash"), name="refund_cash_of_the_day"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.reason}"

    @property
    def by_hand(self) -> bool:
        """Tell whether it waits for a cashier: nothing will send it by itself."""
        return self.state != RefundState.REFUNDED and self.next_try_at is None

    def hand_over(self, *, at: datetime) -> None:
        """Let a cashier take it: the gateway is not asked to pay any more. Changes this row only."""
        self.next_try_at, self.by_hand_since = None, at

    def paid(self, way: RefundWay, *, at: datetime, by: Actor | None = None) -> None:
        """The money is with the person. Changes this row only."""
        self.state, self.closed_at, self.next_try_at, self.way = RefundState.REFUNDED, at, None, way
        if by is not None:
            self.paid_by, self.paid_by_name = by.id, by.name


class Receipt(models.Model):
    """The receipt for a paid obligation (biên lai), numbered without gaps within an agency and year.

    One that was made out by mistake keeps its number and is marked void; another is then issued.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="receipts", db_constraint=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    amount = models.BigIntegerField()
    issued_at = models.DateTimeField()
    document_id = models.UUIDField(null=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency_id", "year", "number"], name="receipt_number_once"),
            UniqueConstraint(fields=["obligation"], condition=Q(voided_at=None), name="receipt_once_per_obligation"),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.printed_number}"

    @property
    def symbol(self) -> str:
        """Ký hiệu: the form of electronic receipts and the year."""
        return f"01BLP/{self.year % 100:02d}E"

    @property
    def printed_number(self) -> str:
        return f"{self.number:07d}"


class ReceiptBook(models.Model):
    """The counter of an agency's receipts of one year (quyển biên lai)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [UniqueConstraint(fields=["agency_id", "year"], name="receipt_book_once")]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class CashTaking(models.Model):
    """Cash a cashier took for an obligation (thu tiền mặt), at the counter where the money lies.

    The counter may be another agency's than the one the fee is for; both read the row. What the list of the day
    shows is copied, so that the counter need not read the other agency's books.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField()
    desk_agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    attempt = models.OneToOneField(Attempt, models.PROTECT, related_name="cash", db_constraint=False)
    obligation_id = models.UUIDField()
    subject_id = models.UUIDField()
    code = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=300, blank=True)
    payer_name = models.CharField(max_length=200, blank=True)
    amount = models.BigIntegerField()
    receipt_number = models.CharField(max_length=40, blank=True)
    receipt_document_id = models.UUIDField(null=True)
    taken_at = models.DateTimeField()
    taken_by = models.UUIDField()
    taken_by_name = models.CharField(max_length=200)
    voided_at = models.DateTimeField(null=True)
    voided_by = models.UUIDField(null=True)
    void_reason = models.CharField(max_length=500, null=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(amount__gt=0), name="cash_is_above_zero"),
            all_or_none("voided_at", "voided_by", "void_reason", name="cash_is_voided_with_a_reason"),
        ]
        indexes = [models.Index(fields=["desk_agency_id", "taken_at"], name="cash_of_the_day")]

    def __str__(self) -> str:
        return f"{self.taken_by_name} {self.amount}"

    def void(self, *, by: Actor, reason: str, at: datetime) -> None:
        """It was a mistake, and the money went back. Changes this row only."""
        if self.voided_at is not None:
            raise Refused("cash.voided-already")
        self.voided_at, self.voided_by, self.void_reason = at, by.id, reason
