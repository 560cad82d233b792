"""Questions about messages."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from motcua.kernel import crypto
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor, ActorKind
from motcua.rooms.notifications.models import Message, Preference
from motcua.rooms.notifications.services import context_of
from motcua.rooms.notifications.types import Channel, MessageState, MessageView, Preferences

PAGE = 20


def inbox(*, by: Actor, limit: int = PAGE, before: UUID | None = None) -> list[MessageView]:
    """The actor's own in-app messages, newest first; `before` is the last one of the page before."""
    rows = _inbox(by)
    if before is not None:
        last = rows.filter(id=before).first()
        rows = rows.filter(created_at__lte=last.created_at).exclude(id=before) if last else rows.none()
    return [_view(row) for row in rows[:limit]]


def unread_count(*, by: Actor) -> int:
    """How many in-app messages the actor has not read."""
    return _inbox(by).filter(read_at__isnull=True).count() if by.person_id else 0


def at_desk(*, by: Actor, limit: int = PAGE) -> list[MessageView]:
    """What an officer was told at the agency he works for now, newest first."""
    rows = Message.objects.filter(officer_id=by.id, agency_id=by.agency_id or by.id).order_by("-created_at", "-id")
    return [_view(row) for row in rows[:limit]]


def unread_at_desk(*, by: Actor) -> int:
    """How much of that he has not seen."""
    return Message.objects.filter(officer_id=by.id, agency_id=by.agency_id or by.id, read_at__isnull=True).count()


def was_told(subject_id: UUID, *, by: Actor) -> bool:
    """Tell whether the officer had a notice about this at the desk where he works now."""
    rows = Message.objects.filter(officer_id=by.id, agency_id=by.agency_id or by.id, subject_id=subject_id)
    return rows.exists()


def message(message_id: UUID, *, by: Actor) -> MessageView:
    """One in-app message of the actor's own. Refused: act.out-of-reach"""
    row = _inbox(by).filter(id=message_id).first()
    if row is None:
        raise Refused("act.out-of-reach")
    return _view(row)


def of_subject(subject_id: UUID, *, by: Actor) -> list[MessageView]:
    """What was told about a dossier, over every channel, oldest first. Words are shown to the owner only."""
    rows = Message.objects.filter(subject_id=subject_id).order_by("created_at", "id")
    return [_view(row, words=row.owner_id == by.person_id) for row in rows if _reaches(row, by)]


def failed(*, by: Actor, limit: int = 100) -> list[MessageView]:
    """Messages that were given up, for the operators: what, when, why, without words or address."""
    rows = Message.objects.filter(state=MessageState.FAILED).order_by("-created_at", "id")
    return [_view(row, words=False) for row in rows[:limit] if _reaches(row, by)]


def preferences(*, by: Actor) -> Preferences:
    """How the actor wants to be told."""
    row = Preference.objects.filter(owner_id=by.person_id).order_by("owner_id").first() if by.person_id else None
    return Preferences(row.email, row.sms, row.language) if row else Preferences()


def _inbox(by: Actor) -> QuerySet[Message]:
    mine = Message.objects.filter(owner_id=by.person_id, channel=Channel.IN_APP)
    return (mine if by.person_id else mine.none()).order_by("-created_at", "-id")


def _reaches(row: Message, by: Actor) -> bool:
    if by.kind == ActorKind.SYSTEM:
        return True
    mine = row.owner_id is not None and row.owner_id == by.person_id
    return mine or (row.agency_id is not None and row.agency_id == by.agency_id)


def _view(row: Message, *, words: bool = True) -> MessageView:
    sealed: dict[str, Any] = crypto.unseal_json(row.content, context=context_of(row.id)) if words else {}
    return MessageView(
        id=row.id,
        event=row.event,
        channel=Channel(row.channel),
        subject=sealed.get("subject", ""),
        body=sealed.get("body", ""),
        subject_id=row.subject_id,
        agency_id=row.agency_id,
        state=MessageState(row.state),
        created_at=row.created_at,
        sent_at=row.sent_at,
        read_at=row.read_at,
        attempts=row.attempts,
        fault=row.fault,
    )
