"""People are told once, in the channels they want, through a real mail server and a real SMS gateway."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor, ActorKind, Office
from motcua.rooms.identity import testing as identity
from motcua.rooms.notifications import handlers, queries, services
from motcua.rooms.notifications.events import MessageFailed, MessageQueued
from motcua.rooms.notifications.models import Message
from motcua.rooms.notifications.types import Channel, MessageState, Preferences, Told
from motcua.sandbox.tests.running import free_port, running

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
VALUES = {"code": "H29.1-261120-0001", "due_at": "17 giờ ngày 25/11/2026", "agency": "Uỷ ban nhân dân Phường Sài Gòn"}


@pytest.fixture(scope="module")
def mail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    port = free_port()
    with running("mail", tmp_path_factory.mktemp("mail"), "--smtp-port", str(port)) as url:
        yield url, port


@pytest.fixture(scope="module")
def sms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running("sms", tmp_path_factory.mktemp("sms"), "--token", "t0ken") as url:
        yield url


@pytest.fixture
def world(settings: Any, mail: tuple[str, int], sms: str) -> Iterator[None]:
    """Mail and SMS are configured and empty."""
    settings.MOTCUA = settings.MOTCUA.model_copy(
        update={"mail_host": "127.0.0.1", "mail_port": mail[1], "sms_url": sms, "sms_token": "t0ken"}
    )
    for url in (mail[0], sms):
        httpx.post(f"{url}/_sandbox/clear")
    yield
    for url in (mail[0], sms):
        httpx.post(f"{url}/_sandbox/behaviour", json={"mode": "normal"})


@pytest.fixture
def hoa() -> Actor:
    return identity.citizen(at=NOON)


def told(hoa: Actor, *, key: str = "k1", event: str = "accepted", agency_id: Any = None, **more: Any) -> Told:
    return services.tell(
        hoa.person_id, event, {**VALUES, **more}, subject_id=new_id(), agency_id=agency_id, key=key, by=SYSTEM, at=NOON
    )


def sent(url: str) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = httpx.get(f"{url}/_sandbox/messages").json()["messages"]
    return messages


@pytest.mark.usefixtures("world")
def test_an_acceptance_reaches_the_inbox_the_mailbox_and_the_telephone(
    hoa: Actor, mail: tuple[str, int], sms: str
) -> None:
    done = told(hoa)
    assert done.channels == (Channel.IN_APP, Channel.EMAIL, Channel.SMS)

    for message_id in done.messages[1:]:
        assert services.deliver(message_id, at=NOON) == MessageState.SENT

    with scope(hoa):
        first = queries.inbox(by=hoa)[0]
        assert queries.unread_count(by=hoa) == 1
    assert first.subject == "Hồ sơ H29.1-261120-0001 đã được tiếp nhận"
    assert "17 giờ ngày 25/11/2026" in first.body
    letter = sent(mail[0])[0]
    assert letter["subject"].strip() == first.subject
    assert "hoa@example.vn" in str(letter["to"])
    assert sent(sms)[0]["text"].startswith("Hồ sơ H29.1-261120-0001 đã được tiếp nhận.")


@pytest.mark.usefixtures("world")
def test_nobody_is_told_twice_for_one_cause(hoa: Actor, mail: tuple[str, int]) -> None:
    first = told(hoa)
    subject = new_id()
    again = services.tell(hoa.person_id, "accepted", VALUES, subject_id=subject, cause="k1", by=SYSTEM, at=NOON)

    assert again.messages == ()
    for _ in range(3):
        services.deliver(first.messages[1], at=NOON)
    assert len(sent(mail[0])) == 1


def test_words_and_addresses_lie_sealed(hoa: Actor) -> None:
    told(hoa)

    with scope(SYSTEM):
        for row in Message.objects.order_by("id"):
            stored = bytes(row.content) + bytes(row.recipient)
            assert b"hoa@example.vn" not in stored
            assert b"H29.1" not in stored


def test_preferences_choose_channels_and_language(hoa: Actor) -> None:
    services.set_preferences(Preferences(email=False, sms=False, language="en"), by=hoa, at=NOON)

    done = told(hoa)

    assert done.channels == (Channel.IN_APP,)
    with scope(hoa):
        assert queries.inbox(by=hoa)[0].subject == "Dossier H29.1-261120-0001 accepted"
        assert queries.preferences(by=hoa) == Preferences(email=False, sms=False, language="en")
    with pytest.raises(Refused, match="unknown-language"):
        services.set_preferences(Preferences(language="xx"), by=hoa, at=NOON)


@pytest.mark.usefixtures("world")
def test_a_server_that_is_down_keeps_the_message_waiting_until_it_is_back(
    hoa: Actor, mail: tuple[str, int], settings: Any
) -> None:
    there = settings.MOTCUA
    settings.MOTCUA = there.model_copy(update={"mail_port": free_port()})
    message_id = told(hoa).messages[1]

    assert services.deliver(message_id, at=NOON) == MessageState.QUEUED
    assert services.deliver(message_id, at=NOON) == MessageState.QUEUED  # in hand or too early: not tried
    with scope(SYSTEM):
        row = Message.objects.get(id=message_id)
        assert (row.attempts, row.fault) == (1, "ConnectionRefusedError")
        Message.objects.filter(id=message_id).update(next_at=NOON - timedelta(days=30))
    settings.MOTCUA = there

    handlers.deliver_due(NOON)

    assert len(sent(mail[0])) == 1


@pytest.mark.usefixtures("world")
def test_a_wrong_address_is_final_and_visible(hoa: Actor, mail: tuple[str, int], office: Actor) -> None:
    httpx.post(f"{mail[0]}/_sandbox/behaviour", json={"mode": "reject"})
    message_id = told(hoa, agency_id=office.agency_id).messages[1]

    state = services.deliver(message_id, at=NOON)

    assert state == MessageState.FAILED
    with scope(office):
        listed = queries.failed(by=office)
    assert [(m.id, m.body) for m in listed] == [(message_id, "")]
    with scope(SYSTEM):
        assert isinstance(events.history(message_id)[-1], MessageFailed)


def test_after_three_days_a_message_is_given_up_and_can_be_tried_again(hoa: Actor, office: Actor) -> None:
    message_id = told(hoa, agency_id=office.agency_id).messages[1]
    with scope(SYSTEM):
        Message.objects.filter(id=message_id).update(queued_at=NOON - timedelta(days=30))

    state = services.record_attempt(message_id, outcome=MessageState.QUEUED, fault="SMTP 451", by=SYSTEM, at=NOON)

    assert state == MessageState.FAILED
    with scope(office):
        assert queries.failed(by=office)[0].fault == "given up: SMTP 451"
    services.retry(message_id, by=office, at=NOON)
    with scope(SYSTEM):
        assert Message.objects.get(id=message_id).state == MessageState.QUEUED
        assert isinstance(events.history(message_id)[-1], MessageQueued)
    with pytest.raises(Refused, match="not-failed"):
        services.retry(message_id, by=office, at=NOON)


def test_a_notice_of_long_ago_is_not_sent_any_more(hoa: Actor) -> None:
    done = services.tell(hoa.person_id, "accepted", VALUES, key="old", by=SYSTEM, at=NOON - timedelta(days=40))

    assert services.deliver(done.messages[1], at=NOON) == MessageState.EXPIRED


def test_an_address_without_an_account_is_reached(hoa: Actor) -> None:
    done = services.tell(None, "accepted", VALUES, address="khach@example.vn", key="a", by=SYSTEM, at=NOON)

    assert done.channels == (Channel.EMAIL,)
    with pytest.raises(Refused, match="nobody"):
        services.tell(None, "accepted", VALUES, key="b", by=SYSTEM, at=NOON)


def test_everybody_reads_only_his_own(hoa: Actor) -> None:
    first = told(hoa)
    binh = identity.citizen(identity.BINH, at=NOON)

    with scope(binh):
        assert queries.inbox(by=binh) == []
        with pytest.raises(Refused, match="out-of-reach"):
            queries.message(first.messages[0], by=binh)
        assert Message.objects.count() == 0
    assert services.mark_read([first.messages[0]], by=binh, at=NOON) == 0
    with scope(hoa):
        assert queries.unread_count(by=hoa) == 1
    assert services.mark_read(by=hoa, at=NOON) == 1
    with scope(hoa):
        assert queries.unread_count(by=hoa) == 0
        assert not queries.message(first.messages[0], by=hoa).unread


def test_the_inbox_is_read_in_pages(hoa: Actor) -> None:
    for number in range(5):
        services.tell(
            hoa.person_id, "accepted", VALUES, key=str(number), by=SYSTEM, at=NOON + timedelta(minutes=number)
        )

    with scope(hoa):
        first = queries.inbox(by=hoa, limit=3)
        rest = queries.inbox(by=hoa, limit=3, before=first[-1].id)

    assert [len(first), len(rest)] == [3, 2]
    assert [m.created_at for m in first + rest] == sorted((m.created_at for m in first + rest), reverse=True)


@pytest.fixture
def office() -> Actor:
    agency = new_id()
    return Actor(
        id=new_id(), kind=ActorKind.OFFICER, name="Quản trị", agency_id=agency,
        offices=(Office("technical_admin", agency),),
    )  # fmt: skip
