"""Opinions asked of others while a dossier is handled."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id


class Consultation(models.Model):
    """An opinion asked of another unit or agency (lấy ý kiến), kept for good: who, whom, what, by when, the answer.

    What is asked and answered is sealed. While it is open the dossier is shared with the agency that was asked.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="consultations")
    agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    to_agency_id = models.UUIDField()
    to_unit_id = models.UUIDField(null=True)
    question = models.BinaryField()
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField(null=True)
    """The term in working days of whoever is asked; empty in rows of older releases."""
    answer = models.BinaryField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True, default="")
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(max_length=300, blank=True, default="")
    late_told_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dossier", "to_agency_id", "to_unit_id"],
                condition=Q(answered_at=None, closed_at=None),
                nulls_distinct=False,
                name="one_open_consultation_of_a_place",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer=None)
                | Q(answered_at__isnull=False, answer__isnull=False, answered_by__isnull=False),
                name="an_opinion_has_its_giver",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(closed_at=None), name="a_consultation_ends_in_one_way"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["to_agency_id", "due_at", "id"],
                condition=Q(answered_at=None, closed_at=None),
                name="consultation_waiting",
            ),
            models.Index(fields=["dossier", "asked_at"], name="consultation_of_dossier"),
            models.Index(fields=["asked_by", "-asked_at"], name="consultation_asked_by"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%d/%m/%Y}"

    @property
    def open(self) -> bool:
        return self.answered_at is None and self.closed_at is None
