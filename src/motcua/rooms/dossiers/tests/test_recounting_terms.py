"""A change of the calendar reaches every term counted in working time: answers, completions, opinions, corrections,
paper, timers, the one date of a group. Each move is a fact; whoever was told the earlier end is told the new one.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.agencies.types import agency_id, unit_id
from motcua.rooms.calendar import services as calendar
from motcua.rooms.calendar.rules import ZONE
from motcua.rooms.calendar.types import DeclarationKind, Decree, Place
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers import handlers, queries, services, testing
from motcua.rooms.dossiers.events import TermMoved
from motcua.rooms.dossiers.rules.folding import fold
from motcua.rooms.dossiers.testing import AT, COMMUNE, HOME, PEOPLE, citizen
from motcua.rooms.dossiers.tests import linked
from motcua.rooms.dossiers.tests.test_recomputing import SOON, STORM, WARD, changed, changes, due
from motcua.rooms.dossiers.types import PaperInHand
from motcua.rooms.forms.testing import FILLED
from motcua.rooms.notifications import queries as notifications
from motcua.rooms.process import services as process_services
from motcua.rooms.process.events import TimerMoved
from motcua.rooms.process.services.planning import pin
from motcua.rooms.process.tests.test_rules_executor import process

LAN = citizen()
THURSDAY = Decree(
    DeclarationKind.CLOSURE, date(2026, 11, 19), date(2026, 11, 19), "88/CĐ", date(2026, 11, 18), "Bão số 9"
)
NIGHT = datetime(2026, 11, 18, 15, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def _world(db: None) -> Iterator[None]:
    linked.world()
    calendar.load_shipped(by=SYSTEM, at=AT - timedelta(days=9))
    yield
    agencies.forget()
    catalogue.forget()


def declare(decree: Decree, place: Place = WARD, at: datetime = SOON, key: str = "k") -> None:
    handlers.on_calendar_changed(changed(place, decree, at), key=key, at=at)


def moved(dossier_id: UUID, term: str) -> list[TermMoved]:
    with scope(SYSTEM):
        return [one for one in events.history(dossier_id) if isinstance(one, TermMoved) and one.term == term]


def told(fact: TermMoved) -> str:
    """What the owner reads after the fact was delivered."""
    handlers.on_term_moved(fact, key=f"told-{fact.term_id}", at=SOON)
    with scope(LAN):
        return "\n".join(message.body for message in notifications.inbox(by=LAN))


def one(statement: str, *values: Any) -> Any:
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return cursor.fetchone()[0]


def test_the_answer_to_what_was_handed_in_waits_for_the_doors_to_open() -> None:
    receipt = testing.filed(LAN)
    before = one("select answer_due_at from dossiers_dossier where id = %s", receipt.dossier_id)
    declare(THURSDAY)

    (fact,) = moved(receipt.dossier_id, "answer")
    assert (fact.before, fact.due_at) == (before, datetime(2026, 11, 20, 9, tzinfo=ZONE))
    with scope(SYSTEM):
        row = queries.dossier(receipt.dossier_id, by=SYSTEM, at=SOON).row
        state = fold(events.history(receipt.dossier_id))
    assert row.answer_due_at == state.answer_due_at == fact.due_at
    assert "Bão số 9" in told(fact)


def test_an_answer_is_counted_from_when_the_fee_was_met() -> None:
    receipt = testing.filed(LAN, code=testing.CHARGED)
    testing.pay(receipt)
    services.record_finance(receipt.dossier_id, "waived", by=SYSTEM, at=NIGHT)
    declare(THURSDAY, at=NIGHT + timedelta(hours=1))

    assert [fact.due_at for fact in moved(receipt.dossier_id, "answer")] == [datetime(2026, 11, 20, 15, tzinfo=ZONE)]


def test_nobody_is_told_of_an_answer_that_waits_for_the_fee() -> None:
    receipt = testing.filed(LAN, code=testing.CHARGED)
    declare(THURSDAY)
    assert moved(receipt.dossier_id, "answer") == []

    testing.pay(receipt, at=NIGHT)
    services.record_finance(receipt.dossier_id, "waived", by=SYSTEM, at=NIGHT)
    with scope(SYSTEM):
        row = queries.dossier(receipt.dossier_id, by=SYSTEM, at=NIGHT).row
    assert row.answer_due_at == datetime(2026, 11, 20, 15, tzinfo=ZONE)


@pytest.mark.parametrize("older", [False, True])
def test_an_answer_after_a_completion_is_counted_from_the_completion(older: bool) -> None:
    receipt = testing.asked(LAN)
    services.answer_supplement(receipt.dossier_id, {"purpose": "marriage"}, by=LAN, at=NIGHT)
    if older:
        with scope(SYSTEM, writes=True), connection.cursor() as cursor:
            cursor.execute("update dossiers_dossier set answer_from = null, version = version + 1")
    declare(THURSDAY, at=NIGHT + timedelta(hours=1))

    assert [fact.due_at for fact in moved(receipt.dossier_id, "answer")] == [datetime(2026, 11, 20, 15, tzinfo=ZONE)]


def test_the_applicant_gets_more_time_when_his_last_day_becomes_a_day_off_and_keeps_it() -> None:
    receipt = testing.asked(LAN)
    last = Decree(DeclarationKind.DAY_OFF, date(2026, 12, 3), date(2026, 12, 3), "9/QĐ", date(2026, 11, 18), "Nghỉ bù")
    declare(last)

    (fact,) = moved(receipt.dossier_id, "supplement")
    assert (fact.before.date(), fact.due_at.date()) == (date(2026, 12, 3), date(2026, 12, 4))
    assert "có thêm thời gian bổ sung" in told(fact)
    made = one("select id from calendar_declaration where number = '9/QĐ'")
    calendar.take_back(made, number="10/QĐ", reason="Không nghỉ nữa", by=SYSTEM, at=SOON + timedelta(hours=1))
    with scope(SYSTEM):
        back = events.history(one("select calendar_id from calendar_declaration where id = %s", made))[-1]
    handlers.on_calendar_changed(back, key="l", at=SOON + timedelta(hours=1))
    assert len(moved(receipt.dossier_id, "supplement")) == 1  # what a person was given is not taken from him


def test_an_opinion_is_due_by_the_working_days_of_whoever_is_asked() -> None:
    slip = testing.accepted(LAN)
    other = agency_id("hcm25_w26743")
    mine = services.consult(
        slip.dossier_id, "Đúng không?", to_agency_id=HOME, to_unit_id=unit_id(COMMUNE, "pvhcc"), by=PEOPLE.case, at=AT
    )
    theirs = services.consult(slip.dossier_id, "Đúng không?", to_agency_id=other, days=3, by=PEOPLE.case, at=AT)
    declare(THURSDAY, Place(agency_id=other))

    (fact,) = moved(slip.dossier_id, "consultation")
    assert (fact.term_id, fact.before.date(), fact.due_at.date()) == (theirs, date(2026, 11, 23), date(2026, 11, 24))
    assert one("select due_at from dossiers_consultation where id = %s", mine).date() == date(2026, 11, 20)


def test_an_opinion_of_an_older_release_is_counted_by_what_was_known_when_it_was_asked() -> None:
    slip = testing.accepted(LAN)
    asked = services.consult(
        slip.dossier_id, "Đúng không?", to_agency_id=agency_id("hcm25_w26743"), days=3, by=PEOPLE.case, at=AT
    )
    with scope(SYSTEM, writes=True), connection.cursor() as cursor:
        cursor.execute("update dossiers_consultation set days = null")
    declare(THURSDAY, Place())

    assert one("select due_at from dossiers_consultation where id = %s", asked).date() == date(2026, 11, 24)
    assert one("select days from dossiers_consultation where id = %s", asked) == 3


def test_a_correction_is_due_later_and_the_person_is_told() -> None:
    done = testing.issued(LAN)
    services.request_correction(done.dossier_id, "Sai tên đệm", by=LAN, at=AT)
    declare(STORM)

    (fact,) = moved(done.dossier_id, "correction")
    assert (fact.before.date(), fact.due_at.date()) == (date(2026, 11, 23), date(2026, 11, 24))
    assert "hạn sửa kết quả" in told(fact)


def test_the_step_of_a_case_that_was_put_off_is_laid_out_anew_though_its_date_stays() -> None:
    slip = testing.accepted(LAN)
    assert slip.due_at is not None
    later = slip.due_at + timedelta(days=2)
    services.extend(slip.dossier_id, later, ground="needs_more_time", reason="Xác minh", by=PEOPLE.head, at=SOON)
    before = testing.task(slip.dossier_id, "appraise").due_at
    declare(STORM)

    after = testing.task(slip.dossier_id, "appraise").due_at
    assert before is not None
    assert after is not None
    assert due(slip.dossier_id) == later
    assert after != before


def test_the_one_date_of_a_group_follows_its_members() -> None:
    group = linked.accepted(LAN)
    first = due(group)
    (entry,) = [m.dossier_id for m in linked.progress(group).members if m.key == "entry" and m.dossier_id]
    planned = one("select planned_due_at from dossiers_groupmember where group_id = %s and key = 'notice'", group)
    declare(STORM)

    after = due(group)
    assert after > first
    assert changes(group)[0].ground.startswith("Bão số 9")
    assert due(entry) <= after
    now = one("select planned_due_at from dossiers_groupmember where group_id = %s and key = 'notice'", group)
    assert now == after > planned
    for fact in (*changes(group), *changes(entry)):
        handlers.on_due_changed(fact, key=f"d-{fact.subject_id}", at=SOON)
    with scope(LAN):
        dates = [m.body for m in notifications.inbox(by=LAN) if "ngày mới" in m.body.lower()]
    assert len(dates) == 1  # one date was published, one is told


def test_a_closure_at_a_members_agency_moves_the_one_date_when_it_cannot_be_kept() -> None:
    group = linked.accepted(LAN, purpose="marriage")
    first = due(group)
    (card,) = [m for m in linked.progress(group).members if m.key == "card" and m.dossier_id]
    assert card.dossier_id is not None
    with scope(SYSTEM):
        there = queries.dossier(card.dossier_id, by=SYSTEM).row.agency_id
    week = Decree(DeclarationKind.CLOSURE, date(2026, 11, 19), date(2026, 11, 25), "7/CĐ", date(2026, 11, 18), "Lũ")
    declare(week, Place(agency_id=there))

    assert due(group) == due(card.dossier_id) > first
    with scope(SYSTEM):
        told = queries.dossier(group, by=SYSTEM).due_explanation["text"]
        state = fold(events.history(group))
    assert "Ngày hẹn chung là ngày của phần xong sau cùng" in told
    assert (state.current_due_at, state.original_due_at) == (due(group), first)


def test_a_second_delivery_moves_no_term_twice() -> None:
    receipt = testing.filed(LAN)
    fact = changed(decree=THURSDAY)
    for key in ("k", "k", "other"):
        handlers.on_calendar_changed(fact, key=key, at=SOON)

    assert len(moved(receipt.dossier_id, "answer")) == 1
    assert one("select sum(terms) from dossiers_recomputation where cause = 'k'") == 1


def test_paper_that_waits_at_a_closed_counter_leaves_when_it_opens() -> None:
    away = testing.officer("Ngô Hoa", "reception_officer", "pvhcc", agency="hcm25_w26743")
    late = datetime(2026, 11, 18, 15, 30, tzinfo=ZONE)
    draft = services.start_draft(
        testing.FREE, method="counter", owner_id=LAN.person_id, agency_id=HOME, answers=FILLED, by=away, at=late
    )
    services.note_papers(draft, [PaperInHand("proof", originals=1)], by=away, at=late)
    dossier_id = services.submit(draft, by=away, at=late).dossier_id
    declare(THURSDAY, Place(agency_id=agency_id("hcm25_w26743")), at=late)

    (fact,) = moved(dossier_id, "paper")
    assert [fact.before, fact.due_at] == [datetime(2026, 11, day, 8, 30, tzinfo=ZONE) for day in (19, 20)]


def test_a_timer_that_runs_is_set_anew_with_the_round() -> None:
    slip = testing.accepted(LAN)
    task = testing.task(slip.dossier_id, "appraise")
    timed = process(
        {"key": "receive", "does": "receive", "role": "reception_officer", "share": 0.1},
        {"key": task.step_key, "does": "appraise", "next": "end", "timer": {"after": 8, "to": "remind"}, "share": 0.9},
        {"key": "remind"},
    )
    with scope(SYSTEM, writes=True), connection.cursor() as cursor:
        digest = pin(timed)
        cursor.execute(
            "update process_instance set definition_id = %s where subject_id = %s", [digest, slip.dossier_id]
        )
        cursor.execute("update process_task set timer_at = opened_at + interval '1 day' where id = %s", [task.id])
    declare(THURSDAY)

    assert one("select timer_at from process_task where id = %s", task.id) == datetime(2026, 11, 20, 9, tzinfo=ZONE)
    with scope(SYSTEM):
        facts = [fact for fact in events.history(slip.dossier_id) if isinstance(fact, TimerMoved)]
    assert [(fact.task_id, fact.before) for fact in facts] == [(task.id, AT + timedelta(days=1))]


def test_only_the_system_counts_timers_again() -> None:
    with pytest.raises(Refused, match="not-permitted"):
        process_services.recount_timers(
            THURSDAY.first, THURSDAY.last, agency_ids=None, since=AT, portion=1, ground="x", by=PEOPLE.head, at=AT
        )
