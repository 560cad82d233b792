"""Dated working time: weekly patterns and the exceptions to them, each with its source."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id


class Confidence(models.TextChoices):
    OFFICIAL = "official", "Theo văn bản"
    LAW = "law", "Theo luật"
    ESTIMATED = "estimated", "Dự kiến"


class OfficeCalendar(models.Model):
    """The weekly working time of all offices, or of one (lịch làm việc)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120, verbose_name="Tên lịch")
    applies_to = models.UUIDField(null=True, unique=True)
    weekly = models.JSONField(default=dict)
    weekly_source = models.TextField(blank=True, default="")
    known_until = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        return self.name


class DayException(models.Model):
    """One day that differs from the weekly pattern (ngày nghỉ, ngày làm bù), known from an instant on.

    A correction supersedes the row and adds another, so that what was known when a slip was printed can be shown.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    calendar = models.ForeignKey(OfficeCalendar, on_delete=models.PROTECT, related_name="days")
    date = models.DateField()
    intervals = models.JSONField(default=list)
    reason = models.CharField(max_length=200)
    source = models.TextField()
    confidence = models.CharField(max_length=10, choices=Confidence)
    announced_on = models.DateField(null=True)
    known_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["date", "known_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["calendar", "date"], condition=Q(superseded_at=None), name="one_current_exception_per_day"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="every_exception_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.reason}"
