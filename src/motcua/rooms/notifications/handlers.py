"""What this room does when facts arrive, and by the clock. Only config/wiring.py connects these."""

from datetime import datetime

from motcua.rooms.notifications import services
from motcua.rooms.notifications.events import MessageQueued
from motcua.rooms.notifications.types import MessageState


def on_message_queued(fact: MessageQueued, *, key: str, at: datetime) -> None:
    """Make the first attempt at once; what fails is tried again by the clock for three days."""
    del key
    services.deliver(fact.subject_id, at=at)


def deliver_due(at: datetime) -> int:
    """Try waiting messages again. Every 20 seconds."""
    states = [services.deliver(message_id, at=at) for message_id in services.due_messages()]
    return sum(state == MessageState.SENT for state in states)
