"""Paper between two desks: when it must leave, who signs it out and in, who may know."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.rooms.calendar.rules import ZONE, WorkCalendar
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.rules.papers import forward_by
from motcua.rooms.dossiers.testing import AT, FREE, HOME, PEOPLE, citizen
from motcua.rooms.dossiers.types import PaperInHand
from motcua.rooms.forms.testing import FILLED

LAN = citizen()
ELSEWHERE = "hcm25_w26743"
AWAY = testing.officer("Ngô Hoa", "reception_officer", "pvhcc", agency=ELSEWHERE)
STRANGER = testing.officer("Kẻ Lạ", "reception_officer", "pvhcc", agency="hcm25_w26824")
OFFICE = WorkCalendar()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("received", "leaves"),
    [
        ("2026-11-18T09:00", "2026-11-18T17:00"),
        ("2026-11-18T14:59", "2026-11-18T17:00"),
        ("2026-11-18T15:00:00", "2026-11-18T17:00"),
        ("2026-11-18T15:00:01", "2026-11-19T08:30"),
        ("2026-11-20T16:00", "2026-11-23T08:30"),  # Friday afternoon: Monday
        ("2026-11-21T09:00", "2026-11-23T08:30"),  # Saturday
    ],
)
def test_paper_leaves_the_same_day_or_first_thing_on_the_next(received: str, leaves: str) -> None:
    assert forward_by(local(received), OFFICE) == local(leaves)


@given(st.integers(0, 500_000))
def test_paper_never_waits_longer_than_the_next_working_day(minutes: int) -> None:
    at = local("2026-01-05T00:00") + timedelta(minutes=minutes)

    leaves = forward_by(at, OFFICE)

    assert at < leaves
    assert OFFICE.working_days_between(at.date(), leaves.date()) <= 1
    assert OFFICE.is_open(leaves.date())


@pytest.fixture
def dossier_id(db: None) -> UUID:
    """Taken in at another commune's counter, with one original."""
    testing.world()
    draft = services.start_draft(
        FREE, method="counter", owner_id=LAN.person_id, agency_id=HOME, answers=FILLED, by=AWAY, at=AT
    )
    services.note_papers(draft, [PaperInHand("proof", originals=1)], by=AWAY, at=AT)
    return services.submit(draft, by=AWAY, at=AT).dossier_id


def test_paper_goes_from_the_counter_to_the_competent_agency(dossier_id: UUID) -> None:
    with scope(AWAY):
        (way,) = queries.paper_to_send(by=AWAY)
    assert (way.dossier_id, way.to_agency_id, way.overdue(AT)) == (dossier_id, HOME, False)

    services.hand_paper(way.id, carrier="Bưu tá Nam", by=AWAY, at=AT)
    with scope(PEOPLE.reception):
        (coming,) = queries.paper_to_receive(by=PEOPLE.reception)
    received = services.receive_paper(coming.id, remark="Đủ", by=PEOPLE.reception, at=AT)

    assert (received.carrier, received.received_by_name) == ("Bưu tá Nam", PEOPLE.reception.name)
    with scope(LAN):
        lines = [entry.title for entry in queries.dossier(dossier_id, by=LAN).timeline if entry.kind == "paper"]
    assert len(lines) == 2
    with scope(AWAY):
        assert queries.paper_to_send(by=AWAY) == []


def test_each_side_signs_for_itself_and_once(dossier_id: UUID) -> None:
    with scope(AWAY):
        (way,) = queries.paper_to_send(by=AWAY)

    with pytest.raises(Refused, match="not-handed-yet"):
        services.receive_paper(way.id, by=PEOPLE.reception, at=AT)
    with pytest.raises(Refused, match=r"not-permitted|out-of-reach"):
        services.hand_paper(way.id, carrier="x", by=PEOPLE.reception, at=AT)
    with pytest.raises(Refused, match="out-of-reach"):
        services.hand_paper(way.id, carrier="x", by=STRANGER, at=AT)
    with pytest.raises(Refused, match="carrier-missing"):
        services.hand_paper(way.id, carrier=" ", by=AWAY, at=AT)
    services.hand_paper(way.id, carrier="x", by=AWAY, at=AT)
    with pytest.raises(Refused, match="handed-already"):
        services.hand_paper(way.id, carrier="x", by=AWAY, at=AT)


def test_a_late_paper_is_marked(dossier_id: UUID) -> None:
    with scope(AWAY):
        (way,) = queries.paper_to_send(by=AWAY)

    assert way.overdue(AT.replace(day=19))
    with scope(STRANGER):
        assert queries.paper_to_send(by=STRANGER) == []
        with pytest.raises(Refused, match="out-of-reach"):
            queries.paper_way(way.id, by=STRANGER)


def test_paper_at_home_goes_nowhere(db: None) -> None:
    testing.world()
    draft = services.start_draft(
        FREE, method="counter", owner_id=LAN.person_id, agency_id=HOME, answers=FILLED, by=PEOPLE.reception, at=AT
    )
    services.note_papers(draft, [PaperInHand("proof", originals=1)], by=PEOPLE.reception, at=AT)
    services.submit(draft, by=PEOPLE.reception, at=AT)

    with scope(PEOPLE.reception):
        assert queries.paper_to_send(by=PEOPLE.reception) == []


def test_only_papers_of_the_procedure_are_noted(db: None) -> None:
    testing.world()
    draft = services.start_draft(FREE, method="counter", owner_id=LAN.person_id, by=PEOPLE.reception, at=AT)

    with pytest.raises(Refused, match="paper-unknown"):
        services.note_papers(draft, [PaperInHand("nothing", seen=True)], by=PEOPLE.reception, at=AT)
    online = services.start_draft(FREE, by=LAN, at=AT)
    with pytest.raises(Refused, match=r"not-at-the-counter|not-permitted"):
        services.note_papers(online, [], by=LAN, at=AT)
