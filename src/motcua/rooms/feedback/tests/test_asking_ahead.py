"""«Có kịp ngày hẹn không?»: asked before the date, answered by the date; what was asked stays what was asked."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import clock, relay
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.calendar import services as calendar
from motcua.rooms.calendar.types import DeclarationKind, Decree, Place
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers import services as handling
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.testing import AT, PEOPLE, citizen
from motcua.rooms.dossiers.types import DossierRow
from motcua.rooms.feedback import queries, services
from motcua.rooms.feedback.models import Complaint
from motcua.rooms.feedback.rules import answer_end
from motcua.rooms.feedback.types import ComplaintView

LAN = citizen()
INSTANTS = st.integers(0, 365 * 24 * 60).map(lambda minutes: AT + timedelta(minutes=minutes))


@pytest.fixture
def running(db: None) -> UUID:
    testing.world()
    return testing.accepted(LAN).dossier_id


def row(dossier_id: UUID, at: datetime) -> DossierRow:
    with scope(LAN):
        return dossiers.dossier(dossier_id, by=LAN, at=at).row


def due(dossier_id: UUID) -> datetime:
    end = row(dossier_id, AT).current_due_at
    assert end is not None
    return end


def seen(dossier_id: UUID) -> ComplaintView:
    with scope(LAN):
        found = queries.complaint(dossier_id, by=LAN)
    assert found is not None
    return found


@given(
    asked=INSTANTS,
    term=st.timedeltas(timedelta(), timedelta(days=9)),
    about=INSTANTS,
    least=st.timedeltas(timedelta(), timedelta(hours=30)),
)
def test_an_answer_is_never_due_before_it_was_asked_for_nor_after_the_term(
    asked: datetime, term: timedelta, about: datetime, least: timedelta
) -> None:
    end = answer_end(asked + term, about=about, least=asked + least)

    assert asked <= end <= asked + term
    assert end <= max(about, asked + least)
    assert answer_end(asked + term, about=None, least=asked + least) == asked + term


def test_a_question_about_a_date_is_answered_by_that_date(running: UUID) -> None:
    promised = due(running)  # Monday 17:00; three working days from Saturday night would end on Wednesday

    until = services.complain(running, by=LAN, at=promised - timedelta(days=1, hours=20))

    assert until == promised


def test_on_the_last_day_the_office_still_has_two_hours_to_look(running: UUID) -> None:
    promised = due(running)

    until = services.complain(running, by=LAN, at=promised - timedelta(minutes=30))

    assert clock.local(until).strftime("%H:%M %d/%m") == "09:00 24/11"
    assert promised < until


def test_why_it_is_late_has_the_whole_term(running: UUID) -> None:
    until = services.complain(running, by=LAN, at=due(running) + timedelta(hours=1))

    assert until.date() == date(2026, 11, 26)


def test_one_may_ask_from_two_days_before_and_is_told_from_when(running: UUID) -> None:
    early, promised = row(running, AT), due(running)
    soon = row(running, promised - timedelta(hours=47))

    assert queries.askable(early, at=AT).since == promised - timedelta(days=2)
    assert not queries.askable(early, at=AT).now
    assert queries.askable(soon, at=promised - timedelta(hours=47)).since is None
    assert queries.askable(soon, at=promised - timedelta(hours=47)).now


def test_what_was_asked_stays_true_when_another_date_is_promised(running: UUID) -> None:
    promised = due(running)
    services.complain(running, by=LAN, at=promised - timedelta(days=1))
    handling.extend(
        running, promised + timedelta(days=5), ground="needs_more_time", reason="x", by=PEOPLE.head,
        at=promised - timedelta(days=1),
    )  # fmt: skip

    assert due(running) > promised
    assert (seen(running).late, seen(running).due_at) == (False, promised)


def test_who_asked_after_the_first_date_asked_why_though_a_new_one_was_promised(running: UUID) -> None:
    promised = due(running)
    new = promised + timedelta(days=5)
    handling.extend(running, new, ground="needs_more_time", reason="x", by=PEOPLE.head, at=AT)
    services.complain(running, by=LAN, at=promised + timedelta(days=1))

    assert (seen(running).late, seen(running).due_at) == (True, new)


def test_asked_once_more_after_the_date_it_is_why_it_is_late(running: UUID) -> None:
    promised = due(running)
    services.complain(running, by=LAN, at=promised - timedelta(days=1))
    services.answer_complaint(running, "Kịp.", by=PEOPLE.head, at=promised - timedelta(hours=8))
    until = services.reopen_complaint(running, by=LAN, at=promised + timedelta(hours=1))

    asked = seen(running)
    assert (asked.late, asked.late_again) == (False, True)
    assert asked.asked_again_at == promised + timedelta(hours=1)
    assert until.date() == date(2026, 11, 26)


def test_asked_once_more_before_the_date_it_is_answered_by_the_date(running: UUID) -> None:
    promised = due(running)
    services.complain(running, by=LAN, at=promised - timedelta(days=1, hours=20))
    services.answer_complaint(running, "Chưa rõ.", by=PEOPLE.head, at=promised - timedelta(days=1, hours=19))

    assert services.reopen_complaint(running, by=LAN, at=promised - timedelta(days=1, hours=18)) == promised
    assert seen(running).late_again is False


def test_after_a_decree_the_question_is_answered_by_the_date_as_it_moved(running: UUID) -> None:
    calendar.load_shipped(by=SYSTEM, at=AT - timedelta(days=9))
    promised = due(running)
    asked_at = promised - timedelta(days=1, hours=20)
    services.complain(running, by=LAN, at=asked_at)
    storm = Decree(DeclarationKind.CLOSURE, date(2026, 11, 23), date(2026, 11, 23), "88/CĐ", date(2026, 11, 21), "Bão")
    calendar.declare(storm, Place(agency_id=testing.HOME), by=SYSTEM, at=asked_at + timedelta(hours=1))
    for _ in range(3):
        relay.drain(at=lambda: asked_at + timedelta(hours=2))

    assert due(running) == promised + timedelta(days=1)
    assert seen(running).answer_due_at == promised + timedelta(days=1)
    assert seen(running).due_at == promised


def test_rows_of_an_older_release_are_read_by_the_date_promised_then(running: UUID) -> None:
    promised = due(running)
    services.complain(running, by=LAN, at=promised + timedelta(days=1))
    with scope(SYSTEM):
        Complaint.objects.filter(dossier_id=running).update(late=None)

    assert seen(running).late
