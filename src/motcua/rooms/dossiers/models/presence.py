"""Who has which dossier open."""

from typing import ClassVar

from django.db import models

from motcua.kernel.ids import new_id


class Presence(models.Model):
    """A colleague has it open (đang xem): where an officer of an agency was last, for a few minutes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField()
    officer_id = models.UUIDField()
    dossier_id = models.UUIDField()
    name = models.CharField(max_length=200)
    seen_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "officer_id"], name="an_officer_is_in_one_place"),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "dossier_id"], name="presence_of_dossier")]

    def __str__(self) -> str:
        return self.name
