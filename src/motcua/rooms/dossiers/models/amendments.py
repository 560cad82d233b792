"""Changes an applicant makes to a dossier of his own accord."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id


class Amendment(models.Model):
    """A change of answers or papers before the decision (điều chỉnh hồ sơ). What was handed in first stays as it was."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="amendments")
    agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    before_id = models.UUIDField()
    answers_id = models.UUIDField()
    fields = models.JSONField(default=list)
    reason = models.TextField(blank=True, default="")
    begun_at = models.DateTimeField()
    amended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["begun_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(amended_at=None), name="one_amendment_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.begun_at:%d/%m/%Y}"
