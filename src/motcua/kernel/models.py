"""The kernel's own tables. They are written by SQL in their modules; the models give migrations and reading."""

from django.db import models

from motcua.kernel.ids import new_id


class Event(models.Model):
    """A fact that happened (sự kiện nghiệp vụ), written with the change it tells of."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seq = models.BigIntegerField(unique=True, editable=False)
    name = models.TextField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    agency_id = models.UUIDField(null=True)
    owner_id = models.UUIDField(null=True)
    subject_id = models.UUIDField()
    payload = models.JSONField()

    class Meta:
        managed = False
        db_table = "kernel_event"
        ordering = ("seq",)


class Delivery(models.Model):
    """One fact on its way to one listener: outbox row, job and inbox row at once."""

    id = models.UUIDField(primary_key=True, editable=False)
    event_id = models.UUIDField()
    handler = models.TextField()
    lane = models.TextField()
    state = models.TextField()
    attempts = models.IntegerField()
    not_before = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    fault = models.TextField()

    class Meta:
        managed = False
        db_table = "kernel_delivery"
        ordering = ("id",)


class AuditEntry(models.Model):
    """One line of the chain of evidence (nhật ký)."""

    pk = models.CompositePrimaryKey("chain", "seq")
    chain = models.TextField()
    seq = models.BigIntegerField()
    entry = models.TextField()
    previous = models.TextField()
    hash = models.TextField()
    recorded_at = models.DateTimeField()
    subject_id = models.UUIDField(null=True)
    owner_id = models.UUIDField(null=True)
    kind = models.TextField()
    what = models.TextField()

    class Meta:
        managed = False
        db_table = "kernel_audit"
        ordering = ("chain", "seq")
