from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection

from motcua.kernel import audit, events, relay, tenancy
from motcua.kernel.acts import act, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.types import SYSTEM, Actor, ActorKind

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
PERSON = UUID("11111111-1111-7111-8111-111111111111")
LAN = Actor(id=PERSON, kind=ActorKind.CITIZEN, person_id=PERSON)


@events.fact("testing.greeted")
@dataclass(frozen=True)
class Greeted:
    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    words: str


@act("testing.greet", open=True)
def greet(words: str, *, by: Actor, at: datetime, key: str | None = None) -> str:
    events.record(Greeted(occurred_at=at, agency_id=None, subject_id=PERSON, words=words))
    return words.upper()


@act("testing.careless")
def careless(*, by: Actor, at: datetime) -> None:
    pass


@act("testing.forbidden")
def forbidden(*, by: Actor, at: datetime) -> None:
    permit(by, "testing.forbidden", Target())


heard: list[tuple[str, str]] = []


def on_greeted(fact: Greeted, *, key: str, at: datetime) -> None:
    heard.append((fact.words, key))


def _events() -> int:
    with tenancy.scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select count(*) from kernel_event where name = 'testing.greeted'")
        return int(cursor.fetchone()[0])


def test_the_same_key_answers_the_same_answer_and_acts_once() -> None:
    first = greet("chào", by=LAN, at=NOON, key="k1")
    second = greet("chào", by=LAN, at=NOON, key="k1")

    assert first == second == "CHÀO"
    assert _events() == 1


def test_a_key_cannot_be_used_for_something_else() -> None:
    greet("chào", by=LAN, at=NOON, key="k1")

    with pytest.raises(Refused, match="key-reused"):
        greet("tạm biệt", by=LAN, at=NOON, key="k1")


def test_an_act_that_never_asks_for_permission_is_stopped() -> None:
    with pytest.raises(RuntimeError, match="without asking"):
        careless(by=LAN, at=NOON)


def test_what_nobody_granted_is_denied() -> None:
    with pytest.raises(Refused, match="not-permitted"):
        forbidden(by=LAN, at=NOON)


def test_an_act_inside_a_read_scope_is_stopped() -> None:
    with tenancy.scope(LAN), pytest.raises(RuntimeError, match="only being read"):
        greet("chào", by=LAN, at=NOON)


def test_every_act_leaves_a_line_and_the_chain_holds() -> None:
    greet("một", by=LAN, at=NOON)
    greet("hai", by=LAN, at=NOON)

    with tenancy.scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select count(*) from kernel_audit where what = 'testing.greet'")
        assert cursor.fetchone()[0] == 2
        assert list(audit.verify()) == []


def test_the_application_cannot_touch_the_chain() -> None:
    greet("một", by=LAN, at=NOON)

    with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("update kernel_audit set entry = '{}'")


def test_a_fact_reaches_its_listener_once() -> None:
    events.subscribe(Greeted, on_greeted)
    heard.clear()
    greet("một", by=LAN, at=NOON)

    assert relay.drain() == 1
    assert relay.drain() == 0
    assert [words for words, _ in heard] == ["một"]


def test_nobody_sees_the_facts_of_another() -> None:
    greet("một", by=LAN, at=NOON)
    stranger = Actor(id=uuid4(), kind=ActorKind.CITIZEN, person_id=uuid4())

    with tenancy.scope(stranger):
        assert events.history(PERSON) == []


def test_evidence_of_an_inner_scope_waits_for_the_outer_one_to_end() -> None:
    """The head of a chain is a lock held to COMMIT: it is taken last, also when scopes are nested."""
    with tenancy.scope(LAN, writes=True) as outer:
        with tenancy.scope(SYSTEM, writes=True):
            audit.record_read(SYSTEM, subject="dossier", subject_id=uuid4(), purpose="x")

        assert len(outer.held["audit"]) == 1

    with tenancy.scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select count(*) from kernel_audit where kind = 'read'")
        assert cursor.fetchone() == (1,)
