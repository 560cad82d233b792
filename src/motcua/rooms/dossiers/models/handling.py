"""What officers keep about a dossier: notes, the drafted result, agencies it is shared with."""

from typing import ClassVar

from django.db import models

from motcua.kernel.ids import new_id
from motcua.rooms.dossiers.types import ResultKind


class Note(models.Model):
    """An internal note (ghi chú nội bộ), sealed; the applicant does not see it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="notes")
    agency_id = models.UUIDField()
    author_id = models.UUIDField()
    author_name = models.CharField(max_length=200)
    written_at = models.DateTimeField()
    text = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["written_at", "id"]

    def __str__(self) -> str:
        return f"{self.author_name} {self.written_at:%d/%m/%Y}"


class ResultDraft(models.Model):
    """The result being drafted (dự thảo kết quả): one a dossier, its values sealed."""

    dossier = models.OneToOneField(
        "dossiers.Dossier", on_delete=models.PROTECT, related_name="draft_result", primary_key=True
    )
    agency_id = models.UUIDField()
    kind = models.CharField(max_length=8, choices=[(k, k) for k in ResultKind])
    values = models.BinaryField()
    document_id = models.UUIDField()
    document_version = models.PositiveIntegerField()
    drafter_id = models.UUIDField()
    drafter_name = models.CharField(max_length=200)
    drafted_in_place_of = models.UUIDField(null=True)
    drafted_at = models.DateTimeField()
    answers_id = models.UUIDField(null=True)
    """The answers it was drafted on: nobody decides on what has changed since."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["drafted_at"]

    def __str__(self) -> str:
        return self.kind


class Share(models.Model):
    """A further agency that may read a dossier: where it was received, or who is consulted (until it has answered).

    `given_by` is the agency that shares its dossier, where one does; `owner_id` then the person it belongs to.
    `at_counter`: the applicant came to that agency's counter with it later, and it stands in there (ADR 0005).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier_id = models.UUIDField()
    agency_id = models.UUIDField()
    since = models.DateTimeField()
    given_by = models.UUIDField(null=True)
    owner_id = models.UUIDField(null=True)
    at_counter = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering: ClassVar = ["since", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier_id", "agency_id"], name="a_dossier_is_shared_once"),
        ]

    def __str__(self) -> str:
        return str(self.agency_id)
