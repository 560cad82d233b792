"""Dated working time: weekly patterns, exceptions and what was declared by decree, each with its source.

Nothing here is changed or removed: a row that no longer counts is superseded, so that what was known when a slip was
printed can still be shown.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from motcua.kernel.constraints import all_or_none
from motcua.kernel.ids import new_id
from motcua.rooms.calendar.types import DeclarationKind


class Confidence(models.TextChoices):
    OFFICIAL = "official", "Theo văn bản"
    LAW = "law", "Theo luật"
    ESTIMATED = "estimated", "Dự kiến"


class OfficeCalendar(models.Model):
    """The working time of the whole country, of a province or of one office (lịch làm việc).

    `weekly` and `weekly_source` repeat the newest WorkingWeek for releases that read them here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120, verbose_name="Tên lịch")
    applies_to = models.UUIDField(null=True, unique=True)
    province_code = models.CharField(max_length=4, blank=True, default="", db_default="")
    weekly = models.JSONField(default=dict)
    weekly_source = models.TextField(blank=True, default="")
    known_until = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["province_code"], condition=~Q(province_code=""), name="one_calendar_a_province"
            ),
            models.CheckConstraint(
                condition=Q(applies_to=None) | Q(province_code=""), name="a_calendar_is_of_a_province_or_an_office"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Declaration(models.Model):
    """A day off, a swap of days, a closure or a working week that an authority declared (quyết định nghỉ, hoán đổi, đóng
    cửa, giờ làm việc).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    calendar = models.ForeignKey(OfficeCalendar, on_delete=models.PROTECT, related_name="declarations")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in DeclarationKind])
    first = models.DateField()
    last = models.DateField()
    worked_on = models.DateField(null=True)
    hours = models.JSONField(default=list)
    weekly = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    number = models.CharField(max_length=60)
    decided_on = models.DateField()
    reason = models.CharField(max_length=200)
    declared_at = models.DateTimeField()
    declared_by = models.UUIDField()
    declared_by_name = models.CharField(max_length=200, blank=True, default="")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.UUIDField(null=True)
    taken_back_by_name = models.CharField(max_length=200, blank=True, default="")
    taken_back_number = models.CharField(max_length=60, blank=True, default="")
    taken_back_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["-declared_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="a_declaration_ends_after_it_began"),
            models.CheckConstraint(condition=~Q(number="") & ~Q(reason=""), name="a_declaration_has_number_and_reason"),
            all_or_none("taken_back_at", "taken_back_by", name="taking_back_is_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.reason}"


class WorkingWeek(models.Model):
    """The ordinary week of a calendar from a day on (khung giờ làm việc), known from an instant on.

    `known_until` is the last day for which exceptions have been published, as it was known then. What a declaration says
    of the week comes before what a file says, and goes when it is taken back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    calendar = models.ForeignKey(OfficeCalendar, on_delete=models.PROTECT, related_name="weeks")
    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, null=True, related_name="weeks")
    since = models.DateField()
    weekly = models.JSONField()
    source = models.TextField(blank=True, default="")
    known_until = models.DateField()
    known_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["since", "known_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["calendar", "since"],
                condition=Q(superseded_at=None, declaration=None),
                name="one_current_week_of_a_file_from_a_day_on",
            ),
            models.UniqueConstraint(
                fields=["calendar", "since"],
                condition=Q(superseded_at=None, declaration__isnull=False),
                name="one_declared_week_from_a_day_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calendar_id}: {self.since}"


class DayException(models.Model):
    """One day that differs from the weekly pattern (ngày nghỉ, ngày làm bù), known from an instant on.

    What a declaration says of a day comes before what a file says of it, and goes when it is taken back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    calendar = models.ForeignKey(OfficeCalendar, on_delete=models.PROTECT, related_name="days")
    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, null=True, related_name="days")
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
                fields=["calendar", "date"],
                condition=Q(superseded_at=None, declaration=None),
                name="one_current_exception_of_a_file_per_day",
            ),
            models.UniqueConstraint(
                fields=["calendar", "date"],
                condition=Q(superseded_at=None, declaration__isnull=False),
                name="one_current_declaration_per_day",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="every_exception_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.reason}"
