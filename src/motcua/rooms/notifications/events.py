"""What happened to messages."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.kernel.events import fact


@fact("notifications.queued")
@dataclass(frozen=True)
class MessageQueued:
    """A message waits to be handed to a provider."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    channel: str


@fact("notifications.failed")
@dataclass(frozen=True)
class MessageFailed:
    """A message was given up; an operator can see why."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    channel: str
    event: str
