"""Copies of a result that are asked for again."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id
from motcua.rooms.dossiers.types import CopyState

ENDED = ["given", "declined"]


class CopyRequest(models.Model):
    """A certified copy of the signed result asked for again (yêu cầu cấp lại bản sao), with what it costs.

    The result itself holds on; the copy is a document of its own, with its own number and signature.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="copies")
    agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=[(s, s) for s in CopyState], default=CopyState.ASKED)
    reason = models.BinaryField()
    by_applicant = models.BooleanField()
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=200, blank=True, default="")
    asked_at = models.DateTimeField()
    amount = models.PositiveIntegerField(default=0)
    obligation_id = models.UUIDField(null=True)
    document_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(ended_at=None), name="one_copy_at_a_time"),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False) | (~Q(state__in=ENDED) & Q(ended_at=None)),
                name="a_copy_request_says_when_it_ended",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "declined"]) | Q(document_id__isnull=False),
                name="a_granted_copy_has_its_document",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "asked_at", "id"], condition=Q(ended_at=None), name="copy_waiting"),
            models.Index(fields=["document_id"], condition=Q(document_id__isnull=False), name="copy_document"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.asked_at:%d/%m/%Y}"
