"""Counters of the day, and everything that moved a due date."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id


class DayCounter(models.Model):
    """The last number an agency gave on a day (sổ số trong ngày); taken last in the act, so without a gap."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField()
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "day"], name="one_counter_a_unit_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.last}"


class DueChange(models.Model):
    """One move of a due date (lịch sử ngày hẹn): never changed, never removed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="due_changes")
    agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    at = models.DateTimeField()
    by = models.UUIDField()
    cause = models.CharField(max_length=20)
    ground = models.TextField(blank=True, default="")
    before = models.DateTimeField(null=True)
    after = models.DateTimeField(null=True)
    explanation = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["dossier", "at"], name="due_change_of_dossier")]

    def __str__(self) -> str:
        return f"{self.cause} {self.at:%d/%m/%Y}"


class Pause(models.Model):
    """A stretch in which the law stops the clock (tạm dừng tính thời hạn)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="pauses")
    agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ground_key = models.CharField(max_length=40, db_default="financial_obligation")
    """Which ground of grounds.yaml; rows of older releases stood on the only one there was."""
    ground = models.TextField()
    """That ground in words, with what the officer wrote: number and day of the notice."""
    by = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["since", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(until=None), name="one_open_pause"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="a_pause_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.ground[:60]
