"""Paper goes on, comes back and gets lost: each stretch is signed for, and everybody sees who holds it."""

from datetime import timedelta
from uuid import UUID

import pytest

from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies.types import agency_id
from motcua.rooms.calendar.rules import WorkCalendar
from motcua.rooms.documents import services as documents
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.rules.papers import expected_by, together
from motcua.rooms.dossiers.testing import AT, FREE, HOME, PEOPLE, citizen
from motcua.rooms.dossiers.types import PaperInHand, Status
from motcua.rooms.forms.testing import FILLED

LAN = citizen()
AWAY = testing.officer("Ngô Hoa", "reception_officer", "pvhcc", agency="hcm25_w26743")
STRANGER = testing.officer("Kẻ Lạ", "reception_officer", "pvhcc", agency="hcm25_w26824")
COUNTER = agency_id("hcm25_w26743")


@pytest.fixture
def dossier_id(db: None) -> UUID:
    """Taken in at another commune's counter, with one original, to be collected there."""
    testing.world()
    draft = services.start_draft(
        FREE, method="counter", owner_id=LAN.person_id, agency_id=HOME, answers=FILLED, by=AWAY, at=AT
    )
    services.note_papers(draft, [PaperInHand("proof", originals=1)], by=AWAY, at=AT)
    services.choose_options(draft, result_channel="counter", by=AWAY, at=AT)
    return services.submit(draft, by=AWAY, at=AT).dossier_id


def issued(dossier_id: UUID) -> None:
    services.accept(dossier_id, by=AWAY, at=AT)
    services.draft_result(dossier_id, testing.VALUES, by=PEOPLE.case, at=AT)
    services.complete_step(testing.task(dossier_id, "appraise").id, by=PEOPLE.case, at=AT)
    services.complete_step(testing.task(dossier_id, "work").id, by=PEOPLE.head, at=AT)
    services.approve(dossier_id, by=PEOPLE.chief, at=AT)
    numbered = services.number(dossier_id, by=PEOPLE.clerk, at=AT)
    documents.render_now(numbered.document_id, by=SYSTEM, at=AT)
    services.sign(dossier_id, by=PEOPLE.chief, at=AT)
    services.issue(dossier_id, numbered.document_id, by=SYSTEM, at=AT)


def sent(dossier_id: UUID, by: Actor = AWAY) -> UUID:
    with scope(by):
        (way,) = queries.paper_to_send(by=by)
    services.hand_paper(way.id, carrier="Bưu tá Nam", by=by, at=AT)
    return way.id


def holders(dossier_id: UUID, by: Actor = LAN) -> list[tuple[str, UUID, bool]]:
    with scope(by):
        found = queries.paper_places(queries.dossier(dossier_id, by=by), at=AT + timedelta(days=3))
    return [(one.holder, one.agency_id, one.late) for one in found]


def test_paper_goes_there_and_back_and_each_stretch_says_who_has_it(dossier_id: UUID) -> None:
    assert holders(dossier_id) == [("desk", COUNTER, True)]
    way = sent(dossier_id)
    assert holders(dossier_id) == [("carrier", HOME, True)]
    services.receive_paper(way, by=PEOPLE.reception, at=AT)
    assert holders(dossier_id) == [("desk", HOME, False)]
    with scope(PEOPLE.reception):
        assert [one.id for one in queries.paper_here(by=PEOPLE.reception)] == [way]
        assert queries.paper_goes_to(way, by=PEOPLE.reception) == [COUNTER]

    back = services.send_paper_on(way, COUNTER, by=PEOPLE.reception, at=AT)

    assert (back.after, back.to_agency_id) == (way, COUNTER)
    sent(dossier_id, PEOPLE.reception)
    services.receive_paper(back.id, by=AWAY, at=AT)
    assert holders(dossier_id) == [("desk", COUNTER, False)]
    with pytest.raises(Refused, match="not-here"):
        services.send_paper_on(way, COUNTER, by=PEOPLE.reception, at=AT)


def test_paper_goes_only_to_who_has_to_do_with_the_dossier(dossier_id: UUID) -> None:
    way = sent(dossier_id)

    with pytest.raises(Refused, match="not-here"):
        services.send_paper_on(way, COUNTER, by=PEOPLE.reception, at=AT)
    services.receive_paper(way, by=PEOPLE.reception, at=AT)
    with pytest.raises(Refused, match="not-involved"):
        services.send_paper_on(way, agency_id("hcm25_w26824"), by=PEOPLE.reception, at=AT)
    for who in (STRANGER, AWAY):
        with pytest.raises(Refused, match=r"out-of-reach|not-permitted"):
            services.send_paper_on(way, COUNTER, by=who, at=AT)


def test_lost_paper_is_seen_by_both_sides_and_the_applicant_until_it_turns_up(dossier_id: UUID) -> None:
    way = sent(dossier_id)
    with pytest.raises(Refused, match="note-missing"):
        services.miss_paper(way, note=" ", by=AWAY, at=AT)
    with pytest.raises(Refused, match="out-of-reach"):
        services.miss_paper(way, note="Không thấy", by=STRANGER, at=AT)

    services.miss_paper(way, note="Bưu cục không thấy", by=PEOPLE.reception, at=AT)

    assert holders(dossier_id) == holders(dossier_id, AWAY) == [("lost", HOME, True)]
    with scope(LAN):
        lines = [one for one in queries.dossier(dossier_id, by=LAN).timeline if one.kind == "paper"]
    assert "chưa thấy tới" in lines[-1].title
    with pytest.raises(Refused, match="missed-already"):
        services.miss_paper(way, note="Không thấy", by=AWAY, at=AT)
    services.receive_paper(way, remark="Tìm thấy", by=PEOPLE.reception, at=AT)
    assert holders(dossier_id) == [("desk", HOME, False)]


def test_a_result_on_paper_comes_back_to_the_counter_and_is_handed_out_there(dossier_id: UUID) -> None:
    with pytest.raises(Refused, match="not-possible-now"):
        services.send_result_paper(dossier_id, to_agency_id=COUNTER, by=PEOPLE.clerk, at=AT)
    issued(dossier_id)
    with scope(PEOPLE.clerk):
        assert queries.result_goes_to(dossier_id, by=PEOPLE.clerk) == [COUNTER]
    with pytest.raises(Refused, match="not-involved"):
        services.send_result_paper(dossier_id, to_agency_id=agency_id("hcm25_w26824"), by=PEOPLE.clerk, at=AT)

    way = services.send_result_paper(dossier_id, to_agency_id=COUNTER, by=PEOPLE.clerk, at=AT)

    assert way.is_result
    with pytest.raises(Refused, match="nowhere-to-send"):
        services.send_result_paper(dossier_id, to_agency_id=COUNTER, by=PEOPLE.clerk, at=AT)
    sent(dossier_id, PEOPLE.clerk)
    services.receive_paper(way.id, by=AWAY, at=AT)
    done = services.deliver(dossier_id, channel="counter", evidence="Lan ký nhận", by=AWAY, at=AT)
    assert done.status == Status.DELIVERED


def test_a_result_by_post_is_with_the_applicant_once_it_is_delivered(dossier_id: UUID) -> None:
    issued(dossier_id)
    way = services.send_result_paper(dossier_id, by=PEOPLE.clerk, at=AT)
    services.hand_paper(way.id, carrier="Bưu điện RA123", by=PEOPLE.clerk, at=AT)
    with pytest.raises(Refused, match="out-of-reach"):
        services.receive_paper(way.id, by=PEOPLE.clerk, at=AT)
    assert ("carrier", HOME, False) in holders(dossier_id)

    services.deliver(dossier_id, channel="post", evidence="RA123", by=PEOPLE.reception, at=AT)

    assert ("applicant", HOME, False) in holders(dossier_id)


def test_the_same_paper_brought_again_is_counted_on() -> None:
    before = [PaperInHand("proof", "Giấy", originals=1)]

    assert together(before, [PaperInHand("proof", "Giấy", copies=2), PaperInHand("map", "Bản vẽ", seen=True)]) == [
        PaperInHand("proof", "Giấy", originals=1, copies=2),
        PaperInHand("map", "Bản vẽ", seen=True),
    ]


def test_paper_is_expected_within_a_working_day_and_by_post_within_five() -> None:
    office = WorkCalendar()

    assert office.working_days_between(AT.date(), expected_by(AT, office).date()) == 1
    assert office.working_days_between(AT.date(), expected_by(AT, office, by_post=True).date()) == 5
