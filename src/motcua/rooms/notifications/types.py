"""What the other rooms and the faces see of messages."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Channel(StrEnum):
    """Ways a message goes."""

    IN_APP = "in_app"
    EMAIL = "email"
    SMS = "sms"


class MessageState(StrEnum):
    """Where a message stands. `failed` and `expired` are final and shown to operators."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Text:
    """A message in words. `sms` is empty for events that are not sent by SMS."""

    subject: str
    body: str
    sms: str = ""


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message as its receiver or an operator sees it."""

    id: UUID
    event: str
    channel: Channel
    subject: str
    body: str
    subject_id: UUID | None
    agency_id: UUID | None
    state: MessageState
    created_at: datetime
    sent_at: datetime | None
    read_at: datetime | None
    attempts: int
    fault: str = ""

    @property
    def unread(self) -> bool:
        return self.channel == Channel.IN_APP and self.read_at is None


@dataclass(frozen=True, slots=True)
class Told:
    """What `tell` did: one message for each channel, none for those told before."""

    messages: tuple[UUID, ...]
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a person wants to be told. In-app messages cannot be switched off: they are the record."""

    email: bool = True
    sms: bool = True
    language: str = "vi"
