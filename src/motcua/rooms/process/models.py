"""Running processes: pinned definitions, where each case stands, and the tasks people see."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.rooms.process.types import TaskState

OPEN_STATES = (TaskState.OPEN, TaskState.CLAIMED)


class PinnedDefinition(models.Model):
    """A process definition by its digest (quy trình đã ghim): stored once, never changed."""

    digest = models.CharField(max_length=64, primary_key=True)
    body = models.JSONField()

    class Meta:
        ordering: ClassVar = ["digest"]

    def __str__(self) -> str:
        return self.digest[:12]


class Instance(models.Model):
    """One case on its way through a process (tiến trình). Held while it moves: one move at a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject_id = models.UUIDField(unique=True)
    agency_id = models.UUIDField()
    owner_id = models.UUIDField(null=True)
    definition = models.ForeignKey(PinnedDefinition, on_delete=models.PROTECT, related_name="+")
    marking = models.JSONField()
    context = models.BinaryField(null=True)
    home_unit_id = models.UUIDField(null=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=60, blank=True, default="")
    title = models.CharField(max_length=300, blank=True, default="")
    party = models.CharField(max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["started_at", "id"]

    def __str__(self) -> str:
        return str(self.id)


class Task(models.Model):
    """One piece of work for a role at a unit (việc), done exactly once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, related_name="tasks")
    subject_id = models.UUIDField()
    agency_id = models.UUIDField()
    owner_id = models.UUIDField(null=True)
    token = models.PositiveIntegerField()
    step_key = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    does = models.CharField(max_length=20)
    role = models.CharField(max_length=40)
    unit_id = models.UUIDField(null=True)
    assignee_id = models.UUIDField(null=True)
    assignee_name = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=10, choices=[(s, s) for s in TaskState], default=TaskState.OPEN)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    timer_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    done_by_name = models.CharField(max_length=200, blank=True, default="")
    outcome = models.CharField(max_length=40, blank=True, default="")
    note = models.TextField(blank=True, default="")
    reference = models.CharField(max_length=60, blank=True, default="")
    title = models.CharField(max_length=300, blank=True, default="")
    party = models.CharField(max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["opened_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instance", "token"], name="a_token_is_worked_once"),
            models.CheckConstraint(
                condition=Q(state=TaskState.DONE, done_at__isnull=False) | (~Q(state=TaskState.DONE) & Q(done_at=None)),
                name="task_is_done_at_an_instant",
            ),
            models.CheckConstraint(
                condition=~Q(state=TaskState.CLAIMED) | Q(assignee_id__isnull=False), name="a_claimed_task_has_a_holder"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "role", "unit_id", "due_at", "id"],
                condition=Q(state__in=["open", "claimed"]),
                name="task_worklist",
            ),
            models.Index(
                fields=["agency_id", "assignee_id", "due_at", "id"],
                condition=Q(state__in=["open", "claimed"]),
                name="task_mine",
            ),
            models.Index(fields=["subject_id", "opened_at"], name="task_subject"),
            models.Index(fields=["done_by", "done_at"], condition=Q(state="done"), name="task_done_by"),
            models.Index(fields=["timer_at"], condition=Q(state__in=["open", "claimed"]), name="task_timer"),
        ]

    def __str__(self) -> str:
        return self.name

    def refuse_unless_open(self, version: int | None = None) -> None:
        """Say who was faster, and when."""
        if self.state == TaskState.DONE:
            raise Refused("task.already-done", who=self.done_by_name, when=_spoken(self.done_at))
        if self.state == TaskState.CANCELLED:
            raise Refused("task.fell-away")
        if version is not None and version != self.version:
            raise Refused("task.changed", who=self.assignee_name)

    def give_to(self, assignee_id: UUID, name: str) -> None:
        self.assignee_id, self.assignee_name = assignee_id, name
        self.state = TaskState.CLAIMED
        self.version += 1

    def put_back(self) -> None:
        self.assignee_id, self.assignee_name = None, ""
        self.state = TaskState.OPEN
        self.version += 1


def _spoken(instant: datetime | None) -> str:
    return f"{clock.local(instant):%H:%M ngày %d/%m/%Y}" if instant else ""
