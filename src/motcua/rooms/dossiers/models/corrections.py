"""Results that turned out wrong, and their way to a right one."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.rooms.dossiers.rules.correcting import may_follow
from motcua.rooms.dossiers.types import CorrectionState, ResultKind


class Correction(models.Model):
    """A wrong result on its way to a right one (đính chính kết quả), with a term of its own: three working days.

    The old document holds until the new one is signed; then it is revoked and says what took its place.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="corrections")
    agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=[(s, s) for s in CorrectionState])
    wrong = models.BinaryField()
    by_applicant = models.BooleanField()
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=200, blank=True, default="")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    old_document_id = models.UUIDField()
    kind = models.CharField(max_length=8, choices=[(k, k) for k in ResultKind], blank=True, default="")
    values = models.BinaryField(null=True)
    mended = models.BinaryField(null=True)
    """Answers that are printed otherwise, why, and old and new of everything that changed; sealed."""
    ground = models.CharField(max_length=60, blank=True, default="", db_default="")
    document_id = models.UUIDField(null=True)
    document_version = models.PositiveIntegerField(default=0)
    drafter_id = models.UUIDField(null=True)
    drafter_name = models.CharField(max_length=200, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(ended_at=None), name="one_correction_at_a_time"),
            models.CheckConstraint(
                condition=Q(state__in=["corrected", "declined"], ended_at__isnull=False)
                | (~Q(state__in=["corrected", "declined"]) & Q(ended_at=None)),
                name="a_correction_says_when_it_ended",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "declined"]) | Q(document_id__isnull=False),
                name="a_correction_at_work_has_its_document",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "due_at", "id"], condition=Q(ended_at=None), name="correction_waiting"),
            models.Index(fields=["document_id"], condition=Q(document_id__isnull=False), name="correction_document"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.asked_at:%d/%m/%Y}"

    def become(self, state: CorrectionState) -> None:
        if not may_follow(self.state, state):
            raise Refused("correction.not-this-step", state=self.state)
        self.state = state
        self.version += 1
