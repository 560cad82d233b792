"""«Hồ sơ này trễ hẹn»: asked once, answered in a set time, asked again once, passed on when nobody answers."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from motcua.kernel import events, relay
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies.types import unit_id
from motcua.rooms.calendar import services as calendar
from motcua.rooms.calendar.types import DeclarationKind, Decree, Place
from motcua.rooms.dossiers import services as dossiers
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.testing import AT, COMMUNE, PEOPLE, citizen
from motcua.rooms.feedback import handlers, policy, queries, rules, services
from motcua.rooms.feedback.events import AnswerMoved, ComplaintEscalated
from motcua.rooms.notifications import queries as notifications

LAN, HOA = citizen(), citizen("Trần Hoa")
LATE = AT + timedelta(days=8)  # Thursday 26/11, the dossier was due on Monday
ELSEWHERE = testing.officer("Kẻ Khác", "unit_head", "vp", agency="hcm25_w26743")


@pytest.fixture
def late(db: None) -> UUID:
    testing.world()
    return testing.accepted(LAN).dossier_id


def test_one_tap_is_enough_and_the_answer_is_due_in_three_working_days(late: UUID) -> None:
    until = services.complain(late, sentence="Con tôi cần đi học", by=LAN, at=LATE)

    with scope(PEOPLE.head):
        (waiting,) = queries.to_answer(by=PEOPLE.head)
        assert queries.count_to_answer(by=PEOPLE.head) == 1
    assert until.date() == date(2026, 12, 1)
    assert (waiting.sentence, waiting.unit_id, waiting.round) == ("Con tôi cần đi học", unit_id(COMMUNE, "vp"), 1)
    assert waiting.due_at < LATE
    with pytest.raises(Refused, match="already-made"):
        services.complain(late, by=LAN, at=LATE)


def test_it_is_for_the_owner_of_a_late_dossier(late: UUID) -> None:
    with pytest.raises(Refused, match="not-late"):
        services.complain(late, by=LAN, at=AT)
    with pytest.raises(Refused, match="out-of-reach"):
        services.complain(late, by=HOA, at=LATE)


def test_what_has_ended_is_not_late(late: UUID) -> None:
    taken_back, refused = testing.filed(LAN).dossier_id, testing.filed(LAN).dossier_id
    dossiers.withdraw(taken_back, reason="", by=LAN, at=AT)
    dossiers.refuse(refused, "not_competent", "Nơi khác.", by=PEOPLE.reception, at=AT)

    for one in (taken_back, refused):
        with pytest.raises(Refused, match="not-late"):
            services.complain(one, by=LAN, at=LATE)


def test_the_answer_is_shown_and_may_be_called_no_help_once(late: UUID) -> None:
    services.complain(late, by=LAN, at=LATE)
    for by in (PEOPLE.reception, ELSEWHERE):
        with pytest.raises(Refused, match=r"not-permitted|out-of-reach"):
            services.answer_complaint(late, "x", by=by, at=LATE)
    with pytest.raises(Refused, match="answer-missing"):
        services.answer_complaint(late, " ", by=PEOPLE.head, at=LATE)

    services.answer_complaint(late, "Đang chờ công an xác minh, xong ngày 30/11.", by=PEOPLE.head, at=LATE)
    with pytest.raises(Refused, match="answered-already"):
        services.answer_complaint(late, "Nữa", by=PEOPLE.chief, at=LATE)
    services.reopen_complaint(late, by=LAN, at=LATE)
    services.answer_complaint(late, "Xong chiều nay.", by=PEOPLE.chief, at=LATE + timedelta(days=9))

    with scope(LAN):
        seen = queries.complaint(late, by=LAN)
    assert seen is not None
    assert [(one.by_name, one.in_time) for one in seen.answers] == [("Đỗ Hà", True), ("Phạm Chiến", False)]
    assert not seen.may_reopen
    with pytest.raises(Refused, match="not-again"):
        services.reopen_complaint(late, by=LAN, at=LATE)


def test_nobody_else_sees_it(late: UUID) -> None:
    services.complain(late, by=LAN, at=LATE)

    for by in (HOA, ELSEWHERE):
        with scope(by):
            assert queries.complaint(late, by=by) is None
            assert queries.to_answer(by=by) == []


def test_an_unanswered_question_is_passed_on_once(late: UUID) -> None:
    services.complain(late, by=LAN, at=LATE)
    after = LATE + timedelta(days=6)

    assert handlers.keep_time(LATE + timedelta(hours=1)) == 0
    assert [handlers.keep_time(after), handlers.keep_time(after)] == [1, 0]

    with scope(SYSTEM):
        told = [fact for fact in events.history(late) if isinstance(fact, ComplaintEscalated)]
    assert len(told) == 1
    handlers.on_escalated(told[0], key="k", at=after)


def test_the_answer_is_counted_again_after_a_decree_and_the_person_is_told(late: UUID) -> None:
    calendar.load_shipped(by=SYSTEM, at=AT - timedelta(days=9))
    services.complain(late, by=LAN, at=LATE)
    storm = Decree(DeclarationKind.CLOSURE, date(2026, 11, 30), date(2026, 11, 30), "88/CĐ", date(2026, 11, 26), "Bão")
    soon = LATE + timedelta(hours=1)
    calendar.declare(storm, Place(agency_id=testing.HOME), by=SYSTEM, at=soon)
    for _ in range(2):
        relay.drain(at=lambda: soon)

    with scope(LAN):
        seen = queries.complaint(late, by=LAN)
        bodies = [one.body for one in notifications.inbox(by=LAN) if "Bão" in one.body and "trả lời" in one.body]
    assert seen is not None
    assert seen.answer_due_at.date() == date(2026, 12, 2)
    assert len(bodies) == 1
    with scope(SYSTEM):
        (moved,) = [fact for fact in events.history(late) if isinstance(fact, AnswerMoved)]
    assert (moved.before.date(), moved.ground) == (date(2026, 12, 1), "Bão (88/CĐ ngày 26/11/2026)")
    with pytest.raises(Refused, match="not-permitted"):
        services.recount_answers([late], ground="x", known_at=soon, by=PEOPLE.head, at=soon)


def test_an_answer_asked_for_again_is_counted_from_then(late: UUID) -> None:
    services.complain(late, by=LAN, at=LATE)
    services.answer_complaint(late, "Đang xác minh.", by=PEOPLE.head, at=LATE)
    again = LATE + timedelta(days=1)
    until = services.reopen_complaint(late, by=LAN, at=again)

    assert services.recount_answers([late], ground="x", known_at=again, by=SYSTEM, at=again) == 0
    assert until.date() == date(2026, 12, 2)


def test_the_term_is_the_one_of_the_day() -> None:
    policies = (rules.Policy(date(2027, 1, 1), 2), rules.Policy(date(2025, 7, 1), 3))

    assert [rules.policy_on(day, policies).answer_working_days for day in (date(2026, 1, 1), date(2027, 1, 1))] == [
        3,
        2,
    ]
    assert rules.policy_on(date(2020, 1, 1), policies).answer_working_days == 3
    assert policy.on(date(2026, 11, 1)).answer_working_days == 3
