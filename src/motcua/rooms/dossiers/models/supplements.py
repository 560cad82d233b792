"""Requests to complete a dossier."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id
from motcua.rooms.dossiers.types import Stage


class SupplementRequest(models.Model):
    """One complete request: every missing or wrong thing at once (Phiếu yêu cầu bổ sung, Mẫu 02)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="supplements")
    agency_id = models.UUIDField()
    reception_agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    stage = models.CharField(max_length=10, choices=[(s, s) for s in Stage])
    ground = models.CharField(max_length=60)
    reason = models.TextField()
    again_because = models.TextField(blank=True, default="")
    items = models.JSONField()
    answers_id = models.UUIDField(null=True)
    requested_at = models.DateTimeField()
    requested_by = models.UUIDField()
    requested_by_name = models.CharField(max_length=200, blank=True, default="")
    due_at = models.DateTimeField()
    document_id = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["requested_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(answered_at=None, closed_at=None), name="one_open_supplement_request"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(answered_at=None, closed_at=None), name="supplement_silence"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.requested_at:%d/%m/%Y}"

    @property
    def fields(self) -> set[str]:
        return {item["field"] for item in self.items}
