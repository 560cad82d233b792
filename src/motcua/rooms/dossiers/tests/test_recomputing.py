"""A decree on days off counts open due dates again: all of them, each once, whatever breaks in the middle."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from motcua.kernel import events
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor, ActorKind, Office
from motcua.rooms.agencies.types import agency_id
from motcua.rooms.calendar import queries as calendar_read
from motcua.rooms.calendar import services as calendar
from motcua.rooms.calendar.events import CalendarChanged
from motcua.rooms.calendar.rules import ZONE
from motcua.rooms.calendar.types import DeclarationKind, Decree, Place
from motcua.rooms.dossiers import handlers, queries, services, testing
from motcua.rooms.dossiers.events import DueChanged
from motcua.rooms.dossiers.rules.folding import fold
from motcua.rooms.dossiers.testing import AT, HOME, PEOPLE, citizen
from motcua.rooms.dossiers.types import DossierView
from motcua.rooms.notifications import queries as notifications

LAN = citizen()
WARD = Place(agency_id=HOME)
STORM = Decree(DeclarationKind.CLOSURE, date(2026, 11, 20), date(2026, 11, 20), "88/CĐ", date(2026, 11, 18), "Bão số 9")
ADMIN = Actor(new_id(), ActorKind.OFFICER, "Vũ Dung", agency_id=HOME, offices=(Office("business_admin", HOME),))
SOON = AT + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()
    calendar.load_shipped(by=SYSTEM, at=AT - timedelta(days=9))


def view(dossier_id: UUID) -> DossierView:
    with scope(SYSTEM):
        return queries.dossier(dossier_id, by=SYSTEM, at=AT)


def due(dossier_id: UUID) -> datetime:
    found = view(dossier_id).row.current_due_at
    assert found is not None
    return found


def changed(place: Place = WARD, decree: Decree = STORM, at: datetime = SOON) -> CalendarChanged:
    """Declare, and give back the fact that tells of it."""
    made = calendar.declare(decree, place, by=SYSTEM, at=at)
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select calendar_id from calendar_declaration where id = %s", [made])
        facts = [fact for fact in events.history(cursor.fetchone()[0]) if fact.cause == "declared"]
    assert isinstance(facts[-1], CalendarChanged)
    return facts[-1]


def job(fact: CalendarChanged, key: str = "k", at: datetime = SOON) -> list[UUID]:
    return services.begin_recomputation(
        key, fact.subject_id, fact.first, fact.last, agency_id=fact.agency_id, province_code=fact.province_code,
        ground=fact.ground, known_at=fact.occurred_at, by=SYSTEM, at=at,
    )  # fmt: skip


def changes(dossier_id: UUID) -> list[DueChanged]:
    with scope(SYSTEM):
        return [fact for fact in events.history(dossier_id) if isinstance(fact, DueChanged)]


def counted(statement: str, *values: Any) -> int:
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return int(cursor.fetchone()[0])


def test_a_closure_moves_the_date_with_a_fact_a_history_and_a_message() -> None:
    slip = testing.accepted(LAN)
    handlers.on_calendar_changed(changed(), key="k", at=SOON)

    seen = view(slip.dossier_id)
    assert seen.row.current_due_at == datetime(2026, 11, 24, 17, tzinfo=ZONE)
    assert seen.row.original_due_at == slip.due_at  # the slip keeps its date
    (fact,) = changes(slip.dossier_id)
    assert (fact.cause, fact.before, fact.ground) == ("calendar", slip.due_at, "Bão số 9 (88/CĐ ngày 18/11/2026)")
    skipped = {step["date"]: step for step in seen.due_explanation["steps"] if not step["counted"]}
    assert skipped["2026-11-20"]["source"] == "88/CĐ ngày 18/11/2026"
    handlers.on_due_changed(fact, key="d", at=SOON)
    with scope(LAN):
        assert any("24/11/2026" in message.body for message in notifications.inbox(by=LAN))


def test_steps_are_laid_out_anew_and_facts_still_fold_to_the_state() -> None:
    slip = testing.accepted(LAN)
    before = testing.task(slip.dossier_id, "appraise").due_at
    handlers.on_calendar_changed(changed(), key="k", at=SOON)

    after = testing.task(slip.dossier_id, "appraise").due_at
    assert before is not None
    assert after is not None
    assert after > before
    with scope(SYSTEM):
        state = fold(events.history(slip.dossier_id))
        row = queries.dossier(slip.dossier_id, by=SYSTEM, at=AT).row
    assert (state.current_due_at, state.original_due_at) == (row.current_due_at, row.original_due_at)


def test_a_kill_between_portions_loses_nothing_and_repeats_nothing() -> None:
    slips = [testing.accepted(citizen()) for _ in range(5)]
    begun = job(changed())

    for half in begun:
        assert services.recompute_due(half, portion=1, by=SYSTEM, at=SOON) in {True, False}  # one half may be empty
    assert sum(len(changes(slip.dossier_id)) for slip in slips) in {1, 2}
    handlers.on_calendar_changed(changed_again(begun[0]), key="k", at=SOON)  # delivered again, after the kill

    assert [len(changes(slip.dossier_id)) for slip in slips] == [1] * 5
    assert counted("select count(*) from dossiers_duechange") == 5
    assert counted("select sum(moved) from dossiers_recomputation where cause = 'k'") == 5


def changed_again(begun: UUID) -> CalendarChanged:
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select calendar_id from dossiers_recomputation where id = %s", [begun])
        found = events.history(cursor.fetchone()[0])[-1]
    assert isinstance(found, CalendarChanged)
    return found


def test_a_portion_that_breaks_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    slips = [testing.accepted(citizen()) for _ in range(2)]
    begun = job(changed())

    def broken(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("motcua.rooms.process.services.reschedule_many", broken)
        with pytest.raises(KeyboardInterrupt):
            services.recompute_all(begun, at=SOON)
    assert counted("select count(*) from dossiers_duechange") == 0
    assert counted("select sum(looked) from dossiers_recomputation where cause = 'k'") == 0

    services.recompute_all(begun, at=SOON)
    assert [len(changes(slip.dossier_id)) for slip in slips] == [1, 1]


def test_each_portion_is_one_line_of_evidence_with_the_digest_of_its_moves() -> None:
    for _ in range(3):
        testing.accepted(citizen())
    portions = 0
    for half in job(changed()):
        portions += 1
        while services.recompute_due(half, portion=1, by=SYSTEM, at=SOON):
            portions += 1

    lines = "select count(*) from kernel_audit where entry::jsonb ->> 'what' = 'dossiers.recompute_due'"
    assert counted(lines) == portions
    assert counted(f"{lines} and length(entry::jsonb -> 'notes' ->> 'digest') = 64") == portions


@pytest.mark.parametrize(
    ("place", "moves"),
    [(WARD, True), (Place(province_code="79"), True), (Place(), True), (Place(agency_id=agency_id("hcm25_w26743")), False)],
)  # fmt: skip
def test_only_the_places_a_decree_names_are_counted_again(place: Place, moves: bool) -> None:
    slip = testing.accepted(LAN)

    handlers.on_calendar_changed(changed(place), key="k", at=SOON)

    assert bool(changes(slip.dossier_id)) is moves


def test_a_day_that_is_worked_after_all_makes_the_date_earlier_and_says_so() -> None:
    slip = testing.accepted(LAN)
    saturday = replace(STORM, kind=DeclarationKind.WORKED, first=date(2026, 11, 21), last=date(2026, 11, 21))
    handlers.on_calendar_changed(changed(decree=saturday), key="k", at=SOON)

    assert due(slip.dossier_id) == datetime(2026, 11, 21, 17, tzinfo=ZONE)
    assert len(changes(slip.dossier_id)) == 1


def test_nobody_becomes_late_by_a_decree_and_what_is_past_stays() -> None:
    slip = testing.accepted(LAN)
    assert slip.due_at is not None
    saturday = replace(STORM, kind=DeclarationKind.WORKED, first=date(2026, 11, 21), last=date(2026, 11, 21))
    sunday, after = datetime(2026, 11, 22, 9, tzinfo=ZONE), slip.due_at + timedelta(hours=1)

    handlers.on_calendar_changed(changed(decree=saturday, at=sunday), key="k", at=sunday)
    handlers.on_calendar_changed(changed(at=after), key="l", at=after)

    assert due(slip.dossier_id) == slip.due_at


def test_an_extension_that_was_granted_stays() -> None:
    slip = testing.accepted(LAN)
    assert slip.due_at is not None
    later = slip.due_at + timedelta(days=2)
    services.extend(slip.dossier_id, later, ground="needs_more_time", reason="Xác minh", by=PEOPLE.head, at=SOON)

    handlers.on_calendar_changed(changed(), key="k", at=SOON)

    assert due(slip.dossier_id) == later


def test_a_dossier_of_an_older_release_is_counted_by_its_answers() -> None:
    slip = testing.accepted(LAN)
    with scope(SYSTEM, writes=True), connection.cursor() as cursor:
        cursor.execute(
            "update dossiers_dossier set due_explanation = due_explanation - 'term', version = version + 1 where id = %s",
            [slip.dossier_id],
        )
    handlers.on_calendar_changed(changed(), key="k", at=SOON)

    assert due(slip.dossier_id) == datetime(2026, 11, 24, 17, tzinfo=ZONE)
    assert view(slip.dossier_id).due_explanation["term"] == {"amount": "3"}


def test_what_was_accepted_before_a_process_had_heard_is_made_good_a_minute_later() -> None:
    fact = changed()
    begun = job(fact)
    services.recompute_all(begun, at=SOON)
    with pytest.MonkeyPatch.context() as patch:
        old = calendar_read.shipped_calendar()
        patch.setattr("motcua.rooms.dossiers.services.acceptance.calendar_for", lambda *_: old)
        slip = testing.accepted(LAN, at=SOON + timedelta(seconds=5))
    assert due(slip.dossier_id).date() == date(2026, 11, 23)

    assert services.recompute_stragglers(SOON + timedelta(seconds=20)) == 0
    assert services.recompute_stragglers(SOON + timedelta(minutes=2)) == 2  # both halves
    assert services.recompute_stragglers(SOON + timedelta(minutes=4)) == 0

    assert due(slip.dossier_id).date() == date(2026, 11, 24)


def test_a_pause_is_taken_out_when_the_date_is_counted_again() -> None:
    slip = testing.accepted(LAN)
    services.complete_step(testing.task(slip.dossier_id, "appraise").id, by=PEOPLE.case, at=AT)
    services.pause(
        slip.dossier_id, "financial_obligation", reason="Thông báo thuế 15", by=PEOPLE.case, at=AT + timedelta(days=1)
    )
    done = services.resume(slip.dossier_id, by=PEOPLE.case, at=AT + timedelta(days=6))
    assert done.due_at is not None
    assert done.due_at.date() == date(2026, 11, 26)

    now = AT + timedelta(days=6, hours=1)
    wednesday = replace(STORM, first=date(2026, 11, 25), last=date(2026, 11, 25))
    handlers.on_calendar_changed(changed(decree=wednesday, at=now), key="k", at=now)

    assert due(slip.dossier_id).date() == date(2026, 11, 27)
    told = view(slip.dossier_id).due_explanation
    assert "Tạm dừng" in told["text"]
    assert {step["date"] for step in told["steps"] if step["reason"].startswith("Tạm dừng")} == {
        "2026-11-20", "2026-11-23", "2026-11-24",
    }  # fmt: skip


def test_the_forecast_says_what_then_happens_and_writes_nothing() -> None:
    slips = [testing.accepted(citizen()) for _ in range(3)]
    with scope(ADMIN):
        ahead = calendar_read.under(STORM, WARD, SOON)
        told = queries.forecast(WARD, STORM.first, STORM.last, ahead, at=SOON)

    assert (told.looked, told.moved, told.later, told.earlier, told.by_days) == (3, 3, 3, 0, ((1, 3),))
    assert not changes(slips[0].dossier_id)
    handlers.on_calendar_changed(changed(), key="k", at=SOON)
    (done,) = queries.recounts(WARD)
    assert (done.moved, done.later, done.finished_at) == (3, 3, SOON)


def test_of_very_many_a_sample_is_looked_at_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(40):
        testing.accepted(LAN)
    monkeypatch.setattr("motcua.rooms.dossiers.reading.ahead.EACH_UP_TO", 20)
    monkeypatch.setattr("motcua.rooms.dossiers.reading.ahead.SAMPLE", 20)
    with scope(ADMIN):
        told = queries.forecast(WARD, STORM.first, STORM.last, calendar_read.under(STORM, WARD, SOON), at=SOON)

    assert told.looked == 40
    assert 0 < told.sampled < 40
    assert told.moved == told.later == 40
    assert told.by_days == ((1, 40),)
