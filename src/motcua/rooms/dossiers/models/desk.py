"""What officers keep for their own work: who has which dossier open, and sentences worth saying again."""

from typing import ClassVar

from django.db import models

from motcua.kernel.ids import new_id


class Presence(models.Model):
    """A colleague has it open (đang xem): where an officer of an agency was last, and how much he opened this hour."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField()
    officer_id = models.UUIDField()
    dossier_id = models.UUIDField()
    name = models.CharField(max_length=200)
    seen_at = models.DateTimeField()
    hour_from = models.DateTimeField(null=True)
    opened = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "officer_id"], name="an_officer_is_in_one_place"),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "dossier_id"], name="presence_of_dossier")]

    def __str__(self) -> str:
        return self.name


class Phrase(models.Model):
    """A sentence of the agency about one question of one procedure (câu mẫu), kept because it will be needed again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField()
    procedure_key = models.CharField(max_length=60)
    field = models.CharField(max_length=80)
    words = models.CharField(max_length=500)
    times = models.PositiveIntegerField(default=1)
    kept_by = models.UUIDField()
    used_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-times", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id", "procedure_key", "field", "words"], name="a_phrase_is_kept_once"
            ),
        ]

    def __str__(self) -> str:
        return self.words


class Opening(models.Model):
    """An officer who has nothing to do with a dossier said why he opens it (mở có lý do); it is open to him until then."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="+")
    agency_id = models.UUIDField()
    officer_id = models.UUIDField()
    officer_name = models.CharField(max_length=200)
    reason = models.CharField(max_length=20)
    words = models.BinaryField(null=True)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-opened_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("opened_at")), name="an_opening_lasts_a_while"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["dossier", "officer_id", "-until"], name="opening_of_dossier"),
            models.Index(fields=["agency_id", "-opened_at", "id"], name="opening_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.officer_name} {self.opened_at:%d/%m/%Y}"
