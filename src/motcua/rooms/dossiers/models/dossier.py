"""The dossier: one row, its constraints, and changes to itself."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from motcua.kernel.constraints import all_or_none
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.dossiers.rules.states import may_become, words
from motcua.rooms.dossiers.types import (
    DeliveryState,
    FinanceState,
    Method,
    ResultChannel,
    ResultKind,
    Status,
    SyncState,
)

RESULT_HELD = (Status.DELIVERED, Status.CORRECTION_REQUESTED, Status.CORRECTED)
NOT_YET_ACCEPTED = (
    Status.SUBMITTED,
    Status.SUPPLEMENT_BEFORE,
    Status.REFUSED_RECEPTION,
    Status.WITHDRAWN,
    Status.STOPPED,
)


class Dossier(models.Model):
    """One person's request under one procedure (hồ sơ).

    Pinned for life to the procedure version it was filed under, so a later change of the procedure never moves the
    ground under an open case. Business, finance, delivery and synchronisation are four states.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    agency_id = models.UUIDField()
    reception_agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    group_id = models.UUIDField(null=True)
    """The group dossier this one leads (its own id) or is a member of."""
    procedure_key = models.CharField(max_length=60)
    procedure_code = models.CharField(max_length=20)
    procedure_name = models.CharField(max_length=300)
    version_id = models.UUIDField()
    answers_id = models.UUIDField()
    method = models.CharField(max_length=10, choices=[(m, m) for m in Method])
    case_key = models.CharField(max_length=60, blank=True, default="")
    result_channel = models.CharField(max_length=10, choices=[(c, c) for c in ResultChannel])
    applicant_name = models.CharField(max_length=200)
    phone_digest = models.BinaryField(max_length=32, null=True)

    representative_id = models.UUIDField(null=True)
    representative_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    authorisation_id = models.UUIDField(null=True)
    papers_in_hand = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    receipt_number = models.CharField(max_length=20, unique=True)
    code = models.CharField(max_length=60, unique=True, null=True)
    status = models.CharField(max_length=32, choices=[(s, words(s)) for s in Status], default=Status.SUBMITTED)
    finance_state = models.CharField(
        max_length=12, choices=[(s, s) for s in FinanceState], default=FinanceState.NOTHING
    )
    delivery_state = models.CharField(
        max_length=10, choices=[(s, s) for s in DeliveryState], default=DeliveryState.NOT_READY
    )
    sync_state = models.CharField(max_length=8, choices=[(s, s) for s in SyncState], default=SyncState.PENDING)

    submitted_at = models.DateTimeField()
    submitted_by = models.UUIDField()
    answer_due_at = models.DateTimeField()
    answer_from = models.DateTimeField(null=True)
    """Since when the office's time to answer runs: handed in, completed, or its fee met."""
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.UUIDField(null=True)
    clock_from = models.DateTimeField(null=True)
    original_due_at = models.DateTimeField(null=True)
    current_due_at = models.DateTimeField(null=True)
    due_explanation = models.JSONField(default=dict)
    extension_count = models.PositiveSmallIntegerField(default=0)
    completed_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)
    """When the office had to say that it lost something of this dossier."""
    ended_at = models.DateTimeField(null=True)
    ended_ground = models.CharField(max_length=60, blank=True, default="")
    ended_reason = models.TextField(blank=True, default="")

    slip_document_id = models.UUIDField(null=True)
    result_document_id = models.UUIDField(null=True)
    result_kind = models.CharField(max_length=8, choices=[(k, k) for k in ResultKind], blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-submitted_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "id"], name="dossier_within_agency"),
            all_or_none("accepted_at", "accepted_by", "code", "clock_from", name="dossier_acceptance_is_whole"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=False) | Q(status__in=NOT_YET_ACCEPTED),
                name="work_begins_with_acceptance",
            ),
            models.CheckConstraint(condition=Q(extension_count__lte=1), name="dossier_is_extended_once_at_most"),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.ISSUED, *RESULT_HELD])
                | (Q(completed_at__isnull=False) & Q(result_document_id__isnull=False)),
                name="an_issued_dossier_has_its_result",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.CORRECTION_REQUESTED)
                | Q(status__in=[Status.DELIVERED, Status.CORRECTED], delivered_at__isnull=False)
                | (~Q(status__in=RESULT_HELD) & Q(delivered_at=None)),
                name="a_delivered_dossier_says_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner_id", "-submitted_at", "id"], name="dossier_of_owner"),
            models.Index(
                fields=["reception_agency_id", "answer_due_at", "id"],
                condition=Q(status=Status.SUBMITTED),
                name="dossier_reception",
            ),
            models.Index(fields=["agency_id", "status", "current_due_at", "id"], name="dossier_by_status"),
            models.Index(
                fields=["representative_id", "-submitted_at"],
                condition=Q(representative_id__isnull=False),
                name="dossier_of_representative",
            ),
            models.Index(fields=["agency_id", "-submitted_at", "id"], name="dossier_latest"),
            models.Index(fields=["group_id"], condition=Q(group_id__isnull=False), name="dossier_of_group"),
            models.Index(fields=["agency_id", "code"], condition=Q(code__isnull=False), name="dossier_by_code"),
            models.Index(fields=["agency_id", "procedure_code", "-submitted_at", "id"], name="dossier_by_procedure"),
            models.Index(fields=["agency_id", "status", "-submitted_at", "id"], name="dossier_latest_by_status"),
            models.Index(
                fields=["agency_id", "accepted_at", "code"],
                condition=Q(accepted_at__isnull=False),
                name="dossier_register",
            ),
            models.Index(
                fields=["current_due_at"],
                condition=Q(completed_at=None, accepted_at__isnull=False, ended_at=None),
                name="dossier_open_due",
            ),
        ]

    def __str__(self) -> str:
        return self.code or self.receipt_number

    @property
    def reference(self) -> str:
        return self.code or self.receipt_number

    @property
    def leads(self) -> bool:
        """Tell whether this is the one dossier of a group that the applicant handed in."""
        return self.group_id is not None and self.group_id == self.id

    @property
    def member(self) -> bool:
        """Tell whether this is the part of a group dossier that one agency does."""
        return self.group_id is not None and self.group_id != self.id

    def become(self, status: Status) -> None:
        """Move to a status the table allows, or say why not."""
        if not may_become(self.status, status):
            raise Refused("dossier.not-possible-now", status=words(self.status), state=self.status)
        self.status = status

    def accept(
        self, *, code: str, due_at: datetime | None, explanation: dict[str, object], by: Actor, at: datetime
    ) -> None:
        """Take the dossier in; its clock starts. Changes this row only."""
        if self.status != Status.SUBMITTED:
            raise Refused("dossier.not-awaiting-acceptance", status=words(self.status), state=self.status)
        self.status = Status.ACCEPTED
        self.code, self.accepted_at, self.accepted_by, self.clock_from = code, at, by.id, at
        self.original_due_at = self.current_due_at = due_at
        self.due_explanation = explanation

    def restart_clock(self, *, due_at: datetime | None, explanation: dict[str, object], at: datetime) -> None:
        """Count the limit again from the start, as after a full resubmission (Art. 19)."""
        self.clock_from = at
        self.original_due_at = self.current_due_at = due_at
        self.due_explanation = explanation

    def end(self, status: Status, *, ground: str, reason: str, at: datetime) -> None:
        """Close without a result: not taken in, withdrawn, stopped."""
        self.become(status)
        self.ended_at, self.ended_ground, self.ended_reason = at, ground, reason

    def issue(self, *, document_id: UUID, at: datetime) -> None:
        """The result is signed: processing ends here."""
        self.become(Status.ISSUED)
        self.completed_at, self.result_document_id = at, document_id
        self.delivery_state = DeliveryState.READY

    def gather(self, *, document_id: UUID, at: datetime) -> None:
        """Every member of the group has ended: nothing is signed here, the members' results are the result."""
        if not self.leads or self.status != Status.IN_APPRAISAL:
            raise Refused("dossier.not-possible-now", status=words(self.status), state=self.status)
        self.status, self.completed_at, self.result_document_id = Status.ISSUED, at, document_id
        self.delivery_state = DeliveryState.READY

    def deliver(self, *, at: datetime) -> None:
        self.become(Status.DELIVERED)
        self.delivered_at, self.ended_at = at, at
        self.delivery_state = DeliveryState.DELIVERED

    def correct(self, *, document_id: UUID, kind: str) -> None:
        """A right result takes the place of a wrong one; when it was decided and delivered stays."""
        self.become(Status.CORRECTED if self.delivered_at else Status.ISSUED)
        self.result_document_id, self.result_kind = document_id, kind

    @property
    def late(self) -> bool:
        """Tell whether it was decided after the original due date."""
        return self.original_due_at is not None and (self.completed_at or self.original_due_at) > self.original_due_at
