"""Who hears of a complaint, its answer and its being asked again: real facts through the relay, officers with offices."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from motcua.kernel import clock, relay
from motcua.kernel.tenancy import scope
from motcua.kernel.types import Actor
from motcua.rooms.dossiers import queries as dossiers_read
from motcua.rooms.dossiers import services as dossiers
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.testing import AT, PEOPLE, People, citizen
from motcua.rooms.feedback import handlers, services
from motcua.rooms.identity import services as identity
from motcua.rooms.notifications import queries as notifications
from motcua.rooms.notifications.types import MessageView

LAN = citizen()
LATE = AT + timedelta(days=8)  # Thursday 26/11, the dossier was due on Monday
NOBODY: frozenset[str] = frozenset()


def a_late_dossier(*, without: frozenset[str] = NOBODY, taken: bool = True) -> tuple[People, UUID]:
    testing.world()
    staff = testing.staffed(without=without)
    dossier_id = testing.accepted(LAN, people=staff).dossier_id
    if taken:
        dossiers.claim(testing.task(dossier_id, "appraise").id, by=staff.case, at=AT)
    return staff, dossier_id


def relayed(at: datetime) -> None:
    for _ in range(2):
        relay.drain(at=lambda: at)


def told(staff: People) -> dict[str, list[str]]:
    """Notices about complaints at each desk, oldest first."""
    seen = {
        post: [one.event for one in reversed(desk(getattr(staff, post))) if "complaint" in one.event]
        for post in vars(staff)
    }
    return {post: found for post, found in seen.items() if found}


def desk(officer: Actor) -> list[MessageView]:
    with scope(officer):
        return notifications.at_desk(by=officer)


def mine(event: str) -> list[MessageView]:
    with scope(LAN):
        return [one for one in notifications.inbox(by=LAN) if one.event == event]


@pytest.mark.django_db
def test_a_complaint_goes_to_who_has_the_work_and_to_the_head_of_his_unit() -> None:
    staff, dossier_id = a_late_dossier()
    services.complain(dossier_id, sentence="Con tôi cần đi học", by=LAN, at=LATE)
    relayed(LATE)
    relayed(LATE)

    assert told(staff) == {"case": ["desk_complaint"], "head": ["desk_complaint"]}
    (one,) = (one for one in desk(staff.head) if one.event == "desk_complaint")
    assert "Con tôi" not in one.body
    assert "01/12/2026" in one.body
    assert "vì sao" in one.subject
    assert "23/11/2026" in one.body
    assert str(dossier_id) in one.body


@pytest.mark.django_db
def test_a_question_about_a_date_to_come_reads_otherwise_than_a_complaint() -> None:
    staff, dossier_id = a_late_dossier(taken=False)
    with scope(LAN):
        promised = dossiers_read.find(dossier_id, by=LAN).current_due_at
    assert promised is not None
    services.complain(dossier_id, by=LAN, at=promised - timedelta(days=1))
    relayed(promised - timedelta(days=1))

    (one,) = (one for one in desk(staff.head) if one.event == "desk_question")
    assert "có kịp ngày hẹn không" in one.subject
    assert f"Hẹn trả {clock.local(promised):%H:%M, %d/%m/%Y}." in one.body
    assert "trễ" not in one.subject + one.body
    assert told(staff) == {}


@pytest.mark.django_db
def test_a_unit_without_a_head_is_answered_for_by_the_leader() -> None:
    staff, dossier_id = a_late_dossier(without=frozenset({"head"}), taken=False)
    services.complain(dossier_id, by=LAN, at=LATE)
    relayed(LATE)

    assert told(staff) == {"chief": ["desk_complaint"]}


@pytest.mark.django_db
def test_whoever_stands_in_for_the_absent_head_hears_of_it() -> None:
    staff, dossier_id = a_late_dossier(taken=False)
    day = clock.local(LATE).date()
    identity.declare_absence(
        staff.head.id, staff.desk_head.id, starts_on=day, ends_on=day, ground="Đi họp", by=staff.head, at=AT
    )
    services.complain(dossier_id, by=LAN, at=LATE)
    relayed(LATE)

    assert told(staff) == {"desk_head": ["desk_complaint"]}
    assert f"vì {staff.head.name} đang vắng mặt" in desk(staff.desk_head)[0].body


@pytest.mark.django_db
def test_the_person_hears_the_answer_and_the_unit_that_it_did_not_help() -> None:
    staff, dossier_id = a_late_dossier()
    services.complain(dossier_id, by=LAN, at=LATE)
    services.answer_complaint(dossier_id, "Xong ngày 30/11.", by=staff.head, at=LATE)
    relayed(LATE)
    answered = mine("complaint_answered")
    services.reopen_complaint(dossier_id, by=LAN, at=LATE + timedelta(hours=1))
    relayed(LATE + timedelta(hours=1))

    assert len(answered) == 1
    assert staff.head.name in answered[0].body
    assert told(staff)["head"] == ["desk_complaint", "desk_complaint_again"]
    assert told(staff)["case"] == ["desk_complaint", "desk_complaint_again"]

    services.answer_complaint(dossier_id, "Xong chiều nay.", by=staff.chief, at=LATE + timedelta(hours=2))
    relayed(LATE + timedelta(hours=2))
    assert len(mine("complaint_answered")) == 2


@pytest.mark.django_db
def test_what_nobody_answered_goes_to_the_leader_alone_once_a_round() -> None:
    staff, dossier_id = a_late_dossier()
    services.complain(dossier_id, by=LAN, at=LATE)
    for days in (6, 7):
        handlers.keep_time(LATE + timedelta(days=days))
        relayed(LATE + timedelta(days=days))

    assert told(staff)["chief"] == ["desk_complaint_unanswered"]
    assert "desk_complaint_unanswered" not in told(staff)["head"]
    assert told(staff).keys() == {"case", "head", "chief"}
    assert PEOPLE.chief.id != staff.chief.id
