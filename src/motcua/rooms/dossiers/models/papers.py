"""The way of paper between agencies."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from motcua.kernel.constraints import all_or_none
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.types import Actor


class PaperTransfer(models.Model):
    """One stretch of the paper's way (phiếu bàn giao giấy tờ): from a counter to the agency that needs it.

    Electronic data are with every agency at once; paper goes from one to the next (NĐ 118/2025 Art. 18, 20).
    `agency_id` is where it goes; the agency it leaves reads the row too. `after` is the stretch before this one.
    A result on paper (`is_result`) goes back to the counter, or `to_applicant` by post: that stretch goes to no agency.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="paper_ways")
    agency_id = models.UUIDField()
    from_agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    papers = models.JSONField()
    ready_at = models.DateTimeField()
    due_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)
    handed_by = models.UUIDField(null=True)
    handed_by_name = models.CharField(max_length=200, blank=True, default="")
    carrier = models.CharField(max_length=200, blank=True, default="")
    received_at = models.DateTimeField(null=True)
    received_by = models.UUIDField(null=True)
    received_by_name = models.CharField(max_length=200, blank=True, default="")
    remark = models.CharField(max_length=500, blank=True, default="")
    after = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="following")
    is_result = models.BooleanField(default=False, db_default=False)
    to_applicant = models.BooleanField(default=False, db_default=False)
    expected_at = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)
    lost_by = models.UUIDField(null=True)
    lost_by_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    lost_note = models.CharField(max_length=500, blank=True, default="", db_default="")

    class Meta:
        ordering: ClassVar = ["ready_at", "id"]
        constraints: ClassVar = [
            all_or_none("handed_at", "handed_by", name="paper_is_handed_by_somebody"),
            all_or_none("received_at", "received_by", name="paper_is_received_by_somebody"),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True) | Q(handed_at__isnull=False),
                name="paper_is_handed_before_it_is_received",
            ),
            all_or_none("lost_at", "lost_by", name="paper_is_missed_by_somebody"),
            models.CheckConstraint(
                condition=~Q(agency_id=models.F("from_agency_id")) | Q(to_applicant=True), name="paper_goes_elsewhere"
            ),
            models.UniqueConstraint(
                fields=["dossier", "from_agency_id", "agency_id", "is_result"],
                condition=Q(handed_at=None),
                name="paper_waits_once_for_each_way",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["from_agency_id", "due_at"], condition=Q(handed_at=None), name="paper_waiting_to_leave"
            ),
            models.Index(
                fields=["agency_id", "handed_at"], condition=Q(received_at=None), name="paper_waiting_to_arrive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_agency_id} → {self.agency_id}"

    def hand(self, *, by: Actor, carrier: str, expected_at: datetime, at: datetime) -> None:
        """It leaves the counter. Changes this row only; the service saves it."""
        if self.handed_at is not None:
            raise Refused("paper.handed-already", who=self.handed_by_name)
        self.handed_at, self.handed_by, self.handed_by_name, self.carrier = at, by.id, by.name, carrier
        self.expected_at = expected_at

    def receive(self, *, by: Actor, remark: str, at: datetime) -> None:
        """It arrived, as `remark` says if not as expected. Changes this row only."""
        if self.handed_at is None:
            raise Refused("paper.not-handed-yet")
        if self.received_at is not None:
            raise Refused("paper.received-already", who=self.received_by_name)
        self.received_at, self.received_by, self.received_by_name, self.remark = at, by.id, by.name, remark

    def miss(self, *, by: Actor, note: str, at: datetime) -> None:
        """It left and did not arrive. Changes this row only; should it turn up, it is received as usual."""
        if self.handed_at is None:
            raise Refused("paper.not-handed-yet")
        if self.received_at is not None:
            raise Refused("paper.received-already", who=self.received_by_name)
        if self.lost_at is not None:
            raise Refused("paper.missed-already", who=self.lost_by_name)
        self.lost_at, self.lost_by, self.lost_by_name, self.lost_note = at, by.id, by.name, note
