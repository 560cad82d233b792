"""Telling people, delivering what was told, and what they do with it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from motcua.kernel import crypto, events
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.permissions import Target
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.identity import queries as identity
from motcua.rooms.notifications import ports, rules, wording
from motcua.rooms.notifications.events import MessageFailed, MessageQueued
from motcua.rooms.notifications.models import Message, Preference
from motcua.rooms.notifications.types import Channel, MessageState, Preferences, Text, Told

LEASE = timedelta(minutes=2)


@act("notifications.tell")
def tell(
    person_id: UUID | None,
    event: str,
    values: Mapping[str, Any],
    *,
    subject_id: UUID | None = None,
    agency_id: UUID | None = None,
    address: str = "",
    cause: str = "",
    by: Actor,
    at: datetime,
    key: str | None = None,
) -> Told:
    """Tell a person what happened, in every channel he wants: one message each, never twice for the same cause.

    `key` (or `cause`) names what happened; repeating it tells nobody again. `address` reaches somebody without an
    account. Values are filled into the texts; what is unknown is left out.
    Refused: message.unknown-event, message.nobody
    """
    permit(by, "notifications.tell", Target(agency_id=agency_id, owner_id=person_id))
    kind = rules.event_key(event)
    wishes, contact = _wishes(person_id), _contact(person_id, address)
    text = wording.write(kind, _complete(values, subject_id), wishes.language)
    rows = [
        _row(channel, where, text, kind, cause or key or str(new_id()), person_id, subject_id, agency_id, at)
        for channel, where in _ways(person_id, contact, wishes, text)
    ]
    if not rows:
        raise Refused("message.nobody")
    made = _insert_new(rows)
    for row in made:
        if row.channel != Channel.IN_APP:
            events.record(
                MessageQueued(occurred_at=at, agency_id=agency_id, subject_id=row.id, channel=str(row.channel))
            )
    audit_note(subject=subject_id, event=kind, messages=len(made))
    return Told(tuple(row.id for row in made), tuple(Channel(row.channel) for row in made))


@act("notifications.tell_officer")
def tell_officer(
    officer_id: UUID,
    event: str,
    values: Mapping[str, Any],
    *,
    subject_id: UUID,
    agency_id: UUID,
    cause: str,
    by: Actor,
    at: datetime,
) -> bool:
    """Tell an officer at his desk, once for the same cause. Answers whether it was new.

    Refused: message.unknown-event
    """
    permit(by, "notifications.tell_officer", Target(agency_id=agency_id))
    kind = rules.event_key(event)
    link = {"link": f"{settings.MOTCUA.public_url}/can-bo/ho-so/{subject_id}"}
    text = wording.write(kind, link | dict(values), "vi")
    row = _row(Channel.IN_APP, "", text, kind, cause, officer_id, subject_id, agency_id, at)
    row.owner_id, row.officer_id = None, officer_id
    audit_note(subject=subject_id, event=kind)
    return bool(_insert_new([row]))


@act("notifications.mark_read_at_desk")
def mark_read_at_desk(*, by: Actor, at: datetime) -> int:
    """Note that an officer has seen what he was told at his desk. Answers how much was new."""
    permit(by, "notifications.mark_read_at_desk", Target(agency_id=by.agency_id))
    mine = Message.objects.filter(officer_id=by.id, agency_id=by.agency_id or by.id, read_at__isnull=True)
    return mine.update(read_at=at)


def deliver(message_id: UUID, *, by: Actor = SYSTEM, at: datetime) -> MessageState:
    """Hand one queued message to its provider, if nobody else has it in hand.

    Orchestrates: claims, talks outside any transaction, then `record_attempt`.
    """
    row = _claimed(message_id, by)
    if row is None:
        return _state(message_id)
    if at - row.created_at > rules.WINDOW:
        return record_attempt(row.id, outcome=MessageState.EXPIRED, by=by, at=at)
    provider = ports.provider(row.channel)
    if not provider.ready():
        return record_attempt(row.id, outcome=MessageState.QUEUED, fault="channel not configured", by=by, at=at)
    sealed = crypto.unseal_json(row.content, context=context_of(row.id))
    message = ports.Outgoing(str(row.id), sealed["address"], sealed["subject"], sealed["body"])
    try:
        reference = provider.send(message)
    except ports.NeverThere as fault:
        return record_attempt(row.id, outcome=MessageState.FAILED, fault=str(fault), by=by, at=at)
    except ports.NotNow as fault:
        return record_attempt(row.id, outcome=MessageState.QUEUED, fault=str(fault), by=by, at=at)
    return record_attempt(row.id, outcome=MessageState.SENT, reference=reference, by=by, at=at)


@act("notifications.record_attempt")
def record_attempt(
    message_id: UUID, *, outcome: MessageState, fault: str = "", reference: str = "", by: Actor, at: datetime
) -> MessageState:
    """Write down how an attempt ended; after three days of trying a message is given up, visibly.

    Refused: act.out-of-reach
    """
    row = Message.objects.select_for_update().filter(id=message_id).order_by("id").first()
    if row is None:
        raise Refused("act.out-of-reach")
    permit(by, "notifications.record_attempt", Target(agency_id=row.agency_id, owner_id=row.owner_id))
    if row.state == MessageState.QUEUED:
        row.attempts += 1
        if outcome == MessageState.SENT:
            row.be_sent(at=at, reference=reference)
        elif outcome == MessageState.QUEUED and _waited_too_long(row):
            row.state, row.fault = MessageState.FAILED, f"given up: {fault}"[:300]
        else:
            row.state, row.fault = outcome, fault[:300]
        row.save()
        if row.state == MessageState.QUEUED:
            Message.objects.filter(id=row.id).update(next_at=Now() + rules.pause(row.attempts))
        if row.state == MessageState.FAILED:
            events.record(
                MessageFailed(
                    occurred_at=at,
                    agency_id=row.agency_id,
                    subject_id=row.id,
                    channel=row.channel,
                    event=row.event,
                )
            )
    audit_note(subject=row.subject_id, message=row.id, state=str(row.state))
    return MessageState(row.state)


@act("notifications.mark_read")
def mark_read(message_ids: list[UUID] | None = None, *, by: Actor, at: datetime) -> int:
    """Note that the owner has read some of his in-app messages, or all of them. Answers how many were new."""
    permit(by, "notifications.mark_read", Target(owner_id=by.person_id))
    unread = Message.objects.filter(owner_id=by.person_id, channel=Channel.IN_APP, read_at__isnull=True)
    if message_ids is not None:
        unread = unread.filter(id__in=message_ids)
    return unread.update(read_at=at)


@act("notifications.retry")
def retry(message_id: UUID, *, by: Actor, at: datetime) -> None:
    """Queue a message that was given up, after the cause was mended.

    Refused: act.out-of-reach, message.not-failed
    """
    row = Message.objects.select_for_update().filter(id=message_id).order_by("id").first()
    if row is None:
        raise Refused("act.out-of-reach")
    permit(by, "notifications.retry", Target(agency_id=row.agency_id, owner_id=row.owner_id))
    if row.state not in {MessageState.FAILED, MessageState.EXPIRED}:
        raise Refused("message.not-failed")
    Message.objects.filter(id=row.id).update(
        state=MessageState.QUEUED, queued_at=Now(), next_at=Now(), created_at=at, fault=""
    )
    audit_note(subject=row.subject_id, message=row.id)
    events.record(MessageQueued(occurred_at=at, agency_id=row.agency_id, subject_id=row.id, channel=row.channel))


@act("notifications.set_preferences")
def set_preferences(preferences: Preferences, *, by: Actor, at: datetime) -> None:
    """Choose channels and language. In-app messages always come.

    Refused: message.unknown-language
    """
    permit(by, "notifications.set_preferences", Target(owner_id=by.person_id))
    if preferences.language not in wording.languages():
        raise Refused("message.unknown-language", language=preferences.language)
    Preference.objects.update_or_create(
        owner_id=by.person_id or by.id,
        defaults={
            "email": preferences.email,
            "sms": preferences.sms,
            "language": preferences.language,
            "changed_at": at,
        },
    )


def due_messages(limit: int = 100) -> list[UUID]:
    """Queued messages whose time has come, oldest first."""
    with scope(SYSTEM):
        rows = Message.objects.filter(state=MessageState.QUEUED, next_at__lte=Now())
        return list(rows.order_by("next_at").values_list("id", flat=True)[:limit])


def context_of(message_id: UUID) -> str:
    return f"notifications_message.content:{message_id}"


def _wishes(person_id: UUID | None) -> Preferences:
    if person_id is None:
        return Preferences()
    with scope(SYSTEM):
        row = Preference.objects.filter(owner_id=person_id).first()  # the key of the table: one or none
    return Preferences(row.email, row.sms, row.language) if row else Preferences()


def _contact(person_id: UUID | None, address: str) -> tuple[str, str]:
    """E-mail and telephone number."""
    if address:
        return ("", address) if rules.phone_number(address) else (address, "")
    if person_id is None:
        return "", ""
    with scope(SYSTEM):
        known = identity.contact(person_id)
    return known.email, known.phone


def _ways(
    person_id: UUID | None, contact: tuple[str, str], wishes: Preferences, text: Text
) -> list[tuple[Channel, str]]:
    email, phone = contact
    ways = [(Channel.IN_APP, "")] if person_id is not None else []
    if email and wishes.email:
        ways.append((Channel.EMAIL, email))
    number = rules.phone_number(phone)
    if number and wishes.sms and text.sms:
        ways.append((Channel.SMS, number))
    return ways


def _row(
    channel: Channel,
    address: str,
    text: Text,
    kind: str,
    cause: str,
    person_id: UUID | None,
    subject_id: UUID | None,
    agency_id: UUID | None,
    at: datetime,
) -> Message:
    row_id = new_id()
    words = {
        "address": address,
        "subject": text.subject,
        "body": text.sms if channel == Channel.SMS else text.body,
    }
    inside = channel == Channel.IN_APP
    return Message(
        id=row_id,
        agency_id=agency_id,
        owner_id=person_id,
        subject_id=subject_id,
        event=kind,
        channel=channel,
        cause=f"{kind}:{cause}"[:120],
        recipient=crypto.blind(str(person_id) if inside else address, purpose="message-recipient"),
        content=crypto.seal_json(words, context=context_of(row_id), agency_id=agency_id),
        state=MessageState.SENT if inside else MessageState.QUEUED,
        created_at=at,
        sent_at=at if inside else None,
    )


def _insert_new(rows: list[Message]) -> list[Message]:
    """Insert those that nobody was told yet; the unique key decides, also under a race."""
    with transaction.atomic():
        Message.objects.bulk_create(rows, ignore_conflicts=True)
    there = set(Message.objects.filter(id__in=[row.id for row in rows]).values_list("id", flat=True))
    return [row for row in rows if row.id in there]


def _complete(values: Mapping[str, Any], subject_id: UUID | None) -> dict[str, Any]:
    found = dict(values)
    if subject_id is not None:
        found.setdefault("link", f"{settings.MOTCUA.public_url}/ho-so/{subject_id}")
    return found


def _claimed(message_id: UUID, by: Actor) -> Message | None:
    """Take a message in hand: whoever moves its next attempt forward has it. Real time, also under a held clock."""
    with scope(by, writes=True):
        free = Message.objects.filter(id=message_id, state=MessageState.QUEUED, next_at__lte=Now())
        if free.update(next_at=Now() + LEASE) != 1:
            return None
        return Message.objects.get(id=message_id)


def _state(message_id: UUID) -> MessageState:
    with scope(SYSTEM):
        row = Message.objects.filter(id=message_id).order_by("id").first()
    return MessageState(row.state) if row else MessageState.EXPIRED


def _waited_too_long(row: Message) -> bool:
    return Message.objects.filter(id=row.id, queued_at__lte=Now() - rules.WINDOW).exists()
