"""What a person is still filling in."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id
from motcua.rooms.dossiers.types import Method, ResultChannel

KEPT_FOR = timedelta(days=90)


class Draft(models.Model):
    """A dossier on its way to submission (hồ sơ nháp). The dossier takes over its id, so one draft is one dossier.

    `agency_id` is the competent agency once it is chosen; an agency sees only drafts filled in at its own counter.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_id = models.UUIDField()
    reception_agency_id = models.UUIDField(null=True)
    agency_id = models.UUIDField(null=True)
    procedure_key = models.CharField(max_length=60)
    procedure_code = models.CharField(max_length=20)
    procedure_name = models.CharField(max_length=300)
    version_id = models.UUIDField()
    answers_id = models.UUIDField(unique=True)
    method = models.CharField(max_length=10, choices=[(m, m) for m in Method], default=Method.ONLINE)
    case_key = models.CharField(max_length=60, blank=True, default="")
    result_channel = models.CharField(
        max_length=10, choices=[(c, c) for c in ResultChannel], default=ResultChannel.PORTAL
    )
    representative_id = models.UUIDField(null=True)
    representative_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    authorisation_id = models.UUIDField(null=True)
    papers_in_hand = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    started_by = models.UUIDField()
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-saved_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(method=Method.ONLINE) | Q(reception_agency_id__isnull=False),
                name="a_draft_at_the_counter_has_a_counter",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner_id", "-saved_at"], name="draft_of_owner"),
            models.Index(fields=["expires_at"], name="draft_expiry"),
        ]

    def __str__(self) -> str:
        return self.procedure_name
