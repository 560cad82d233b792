"""What was done because a dossier runs out of time: each rung of the ladder once."""

from typing import ClassVar

from django.db import models

from motcua.kernel.ids import new_id


class Escalation(models.Model):
    """One rung of the ladder (nấc nhắc việc): never changed, never climbed twice for the same promised date."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="+")
    agency_id = models.UUIDField()
    rung = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    draft_document_id = models.UUIDField(null=True)
    proposed_due_at = models.DateTimeField(null=True)
    proposed_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "rung", "due_at"], name="each_rung_once_a_date"),
        ]

    def __str__(self) -> str:
        return self.rung
