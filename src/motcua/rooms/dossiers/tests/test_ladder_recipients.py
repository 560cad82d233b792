"""Who is told when a dossier runs out of time: officers with real offices, through the relay, rung by rung."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from motcua.kernel import clock, events, relay
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.dossiers import services, testing
from motcua.rooms.dossiers.events import DossierEscalated
from motcua.rooms.dossiers.testing import AT, People, citizen
from motcua.rooms.identity import services as identity
from motcua.rooms.notifications import queries as notifications
from motcua.rooms.notifications.types import MessageView

LAN = citizen()
ALL = frozenset({"reception", "case", "head", "desk_head", "chief"})


@pytest.fixture
def staff(db: None) -> People:
    testing.world()
    return testing.staffed()


def told(staff: People, *roles: str) -> dict[str, list[str]]:
    """What each of them was told at his desk, oldest first, by event."""
    seen = {role: [one.event for one in reversed(desk(getattr(staff, role)))] for role in roles or ALL}
    return {role: events for role, events in seen.items() if events}


def desk(officer: Actor) -> list[MessageView]:
    with scope(officer):
        return notifications.at_desk(by=officer)


def climbed(at: datetime) -> None:
    services.climb(at)
    for _ in range(2):
        relay.drain(at=lambda: at)


def accepted(staff: People, *, taken: bool = True) -> tuple[UUID, datetime]:
    slip = testing.accepted(LAN, people=staff)
    assert slip.due_at is not None
    if taken:
        services.claim(testing.task(slip.dossier_id, "appraise").id, by=staff.case, at=AT)
    return slip.dossier_id, slip.due_at


def absent(staff: People, who: Actor, substitute: Actor, on: datetime) -> None:
    day = clock.local(on).date()
    identity.declare_absence(
        who.id, substitute.id, starts_on=day, ends_on=day + timedelta(days=9), ground="Nghỉ phép", by=who, at=AT
    )


def test_each_rung_tells_those_it_is_for_and_nobody_else(staff: People) -> None:
    _, due = accepted(staff)
    so_far = []
    for at in (
        due - timedelta(hours=1),
        due + timedelta(hours=1),
        due + timedelta(days=1, hours=1),
        due + timedelta(days=9),
    ):
        climbed(at)
        so_far.append(told(staff))

    assert so_far == [
        {"case": ["desk_reminder"]},
        {"case": ["desk_reminder"], "head": ["desk_overdue"]},
        {
            "case": ["desk_reminder"],
            "head": ["desk_overdue"],
            "desk_head": ["desk_overdue"],
            "chief": ["desk_overdue"],
        },
        {
            "case": ["desk_reminder"],
            "head": ["desk_overdue"],
            "desk_head": ["desk_overdue"],
            "chief": ["desk_overdue"] * 2,
        },
    ]


def test_what_is_found_late_is_not_announced_as_nearly_late(staff: People) -> None:
    dossier_id, due = accepted(staff)

    climbed(due + timedelta(hours=1))

    with scope(SYSTEM):
        taken = [fact.rung for fact in events.history(dossier_id) if isinstance(fact, DossierEscalated)]
    assert taken == ["reminder", "due"]
    assert told(staff) == {"head": ["desk_overdue"]}


def test_work_nobody_has_taken_is_brought_to_the_head_of_its_unit(staff: People) -> None:
    _, due = accepted(staff, taken=False)

    climbed(due - timedelta(hours=1))

    assert told(staff) == {"head": ["desk_reminder"]}


def test_whoever_stands_in_for_the_absent_head_is_told_and_reads_why(staff: People) -> None:
    _, due = accepted(staff)
    absent(staff, staff.head, staff.desk_head, due + timedelta(hours=1))

    climbed(due + timedelta(hours=1))

    assert told(staff) == {"desk_head": ["desk_overdue"]}
    assert f"vì {staff.head.name} đang vắng mặt" in desk(staff.desk_head)[0].body


def test_who_is_told_already_is_not_told_again_as_a_substitute(staff: People) -> None:
    _, due = accepted(staff)
    absent(staff, staff.desk_head, staff.chief, due + timedelta(days=1))

    climbed(due + timedelta(days=1, hours=1))

    (last, *_) = desk(staff.chief)
    assert told(staff, "chief", "desk_head") == {"chief": ["desk_overdue"]}
    assert "vắng mặt" not in last.body


def test_a_unit_without_a_head_is_answered_for_by_the_leader(db: None) -> None:
    testing.world()
    staff = testing.staffed(without=frozenset({"head", "desk_head"}))
    _, due = accepted(staff)

    climbed(due + timedelta(hours=1))

    assert told(staff, "case", "chief") == {"chief": ["desk_overdue"]}


def test_where_nobody_leads_the_rung_is_written_down_all_the_same(db: None) -> None:
    testing.world()
    staff = testing.staffed(without=frozenset({"head", "desk_head", "chief"}))
    dossier_id, due = accepted(staff)

    climbed(due + timedelta(days=9))

    assert told(staff, "case", "reception") == {}
    with scope(SYSTEM):
        taken = [fact.rung for fact in events.history(dossier_id) if isinstance(fact, DossierEscalated)]
    assert taken == ["reminder", "due", "one_stop", "leader"]
