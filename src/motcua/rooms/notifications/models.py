"""Rows of messages and preferences."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from motcua.kernel.ids import new_id
from motcua.rooms.notifications.types import Channel, MessageState


class Message(models.Model):
    """Một tin nhắn cho một người qua một kênh.

    Address and words are sealed. `cause` is what made it: the same cause tells the same person once a channel.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField(null=True)
    owner_id = models.UUIDField(null=True)
    officer_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    event = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Channel])
    cause = models.CharField(max_length=120)
    recipient = models.BinaryField()
    content = models.BinaryField()
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in MessageState])
    attempts = models.IntegerField(default=0)
    fault = models.CharField(max_length=300, default="")
    provider_reference = models.CharField(max_length=100, default="")
    created_at = models.DateTimeField()
    queued_at = models.DateTimeField(db_default=Now())
    next_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "tin nhắn"
        constraints = [
            models.UniqueConstraint(fields=["cause", "recipient", "channel"], name="told_once_a_cause_and_channel"),
            models.CheckConstraint(
                condition=~Q(state=MessageState.SENT) | Q(sent_at__isnull=False), name="sent_message_has_a_time"
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(channel=Channel.IN_APP), name="only_in_app_is_read"
            ),
        ]
        indexes = [
            models.Index(fields=["owner_id", "-created_at"], name="message_inbox", condition=Q(channel=Channel.IN_APP)),
            models.Index(
                fields=["officer_id", "-created_at"], name="message_desk", condition=Q(officer_id__isnull=False)
            ),
            models.Index(fields=["next_at"], name="message_due", condition=Q(state=MessageState.QUEUED)),
            models.Index(fields=["subject_id", "created_at"], name="message_by_subject"),
            models.Index(fields=["agency_id", "created_at"], name="message_failed", condition=Q(state="failed")),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.channel}"

    def be_sent(self, *, at: datetime, reference: str) -> None:
        self.state, self.sent_at, self.provider_reference, self.fault = MessageState.SENT, at, reference[:100], ""


class Preference(models.Model):
    """Cách một người muốn nhận tin."""

    owner_id = models.UUIDField(primary_key=True)
    email = models.BooleanField(default=True)
    sms = models.BooleanField(default=True)
    language = models.CharField(max_length=5, default="vi")
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = "cách nhận tin"

    def __str__(self) -> str:
        return str(self.owner_id)
