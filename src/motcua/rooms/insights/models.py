"""Read models fed by facts: one row a dossier without personal data, one row a piece of work with its officer.

They can be rebuilt from the facts at any time. Reminders are rows of their own: nothing else tells of them.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id
from motcua.rooms.insights.types import Channel, Outcome, Waiting

NOTHING = UUID(int=0)


class DossierFigure(models.Model):
    """What the public figures need to know of one dossier (số liệu hồ sơ): dates, channel, outcome, grade."""

    dossier_id = models.UUIDField(primary_key=True, editable=False)
    agency = models.UUIDField()
    procedure = models.TextField()
    channel = models.TextField(choices=[(c.value, c.value) for c in Channel])
    submitted_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    outcome = models.TextField(choices=[(o.value, o.value) for o in Outcome], default=Outcome.OPEN)
    paid_online = models.BooleanField(default=False)
    grade = models.SmallIntegerField(null=True)
    ease = models.SmallIntegerField(null=True)
    seen_until = models.DateTimeField()
    unit = models.UUIDField(null=True)
    step_unit = models.UUIDField(null=True)
    answer_due_at = models.DateTimeField(null=True)
    clock_due_at = models.DateTimeField(null=True)
    step_due_at = models.DateTimeField(null=True)
    consult_due_at = models.DateTimeField(null=True)
    correction_due_at = models.DateTimeField(null=True)
    step_does = models.TextField(blank=True, default="", db_default="")
    step_held = models.BooleanField(default=False, db_default=False)
    waits_for = models.TextField(choices=[(w.value, w.value) for w in Waiting], default="", db_default="")
    waits_since = models.DateTimeField(null=True)
    asked = models.SmallIntegerField(default=0, db_default=0)
    sent_back = models.SmallIntegerField(default=0, db_default=0)
    group_id = models.UUIDField(null=True)
    complained_at = models.DateTimeField(null=True)
    complaint_due_at = models.DateTimeField(null=True)
    complaint_missed = models.BooleanField(default=False, db_default=False)
    passed_up_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "insights_dossierfigure"
        ordering = ("submitted_at", "dossier_id")
        indexes = [
            models.Index(fields=["agency", "procedure", "accepted_at"], name="figure_agency_procedure"),
            models.Index(fields=["accepted_at"], name="figure_accepted"),
            models.Index(fields=["completed_at"], name="figure_completed"),
            models.Index(fields=["agency", "completed_at"], name="figure_agency_completed"),
            models.Index(fields=["agency", "submitted_at"], name="figure_agency_submitted"),
            models.Index(
                fields=["correction_due_at"],
                condition=Q(correction_due_at__isnull=False),
                name="figure_correction",
            ),
            models.Index(fields=["agency", "clock_due_at"], condition=Q(completed_at=None), name="figure_open"),
            models.Index(
                fields=["agency", "complained_at"], condition=Q(complained_at__isnull=False), name="figure_complained"
            ),
        ]


class Recount(models.Model):
    """How far the figures are counted by the present rules (đếm lại): one row, so a stopped recount goes on.

    `seq` is the last fact read, `dossier_id` the last dossier folded; `version` names the rules it is done for.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.TextField(blank=True, default="")
    seq = models.BigIntegerField(default=0)
    read_all = models.BooleanField(default=False)
    dossier_id = models.UUIDField(default=NOTHING)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="recount_is_one_row")]

    def __str__(self) -> str:
        return self.version


class WorkPiece(models.Model):
    """Who had which work from when to when (việc đã giao và đã làm), as the facts of processes tell it."""

    task_id = models.UUIDField(primary_key=True, editable=False)
    dossier_id = models.UUIDField()
    agency_id = models.UUIDField()
    unit_id = models.UUIDField(null=True)
    procedure = models.TextField()
    step_key = models.TextField()
    step_name = models.TextField(blank=True)
    does = models.TextField()
    role = models.TextField()
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    officer_id = models.UUIDField(null=True)
    officer_name = models.TextField(blank=True, default="")
    held_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True, default="")
    sent_back = models.BooleanField(default=False)
    hours = models.FloatField(null=True)
    moved = models.SmallIntegerField(default=0, db_default=0)

    class Meta:
        ordering: ClassVar = ["opened_at", "task_id"]
        indexes: ClassVar = [
            models.Index(fields=["dossier_id"], name="piece_of_dossier"),
            models.Index(fields=["agency_id", "done_at"], name="piece_done"),
            models.Index(fields=["agency_id", "opened_at"], name="piece_opened"),
            models.Index(fields=["agency_id", "unit_id"], condition=Q(done_at=None, gone_at=None), name="piece_open"),
        ]

    def __str__(self) -> str:
        return self.step_name or self.step_key


class SupplementAsk(models.Model):
    """A request to complete a dossier and who made it (yêu cầu bổ sung đã ra)."""

    id = models.UUIDField(primary_key=True, editable=False)
    dossier_id = models.UUIDField()
    agency_id = models.UUIDField()
    unit_id = models.UUIDField(null=True)
    officer_id = models.UUIDField()
    officer_name = models.TextField(blank=True, default="")
    stage = models.TextField()
    asked_at = models.DateTimeField()
    again = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["asked_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "asked_at"], name="ask_of_agency"),
        ]

    def __str__(self) -> str:
        return self.stage


class Reminder(models.Model):
    """A leader reminded an officer of a dossier (nhắc việc): once a day and dossier at most."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField()
    dossier_id = models.UUIDField()
    officer_id = models.UUIDField()
    officer_name = models.CharField(max_length=200)
    reference = models.CharField(max_length=60)
    title = models.CharField(max_length=300, blank=True)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=200)
    on = models.DateField()
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier_id", "on", "officer_id"], name="reminded_once_a_day"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "officer_id", "-at"], name="reminders_of_officer"),
        ]

    def __str__(self) -> str:
        return self.reference
