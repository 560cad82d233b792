"""Opinions asked of others: kept whole, the dossier in sight only while they are asked, the clock running on."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies.types import agency_id, unit_id
from motcua.rooms.documents import testing as documents_testing
from motcua.rooms.dossiers import handlers, queries, services, testing
from motcua.rooms.dossiers.events import ConsultationLate
from motcua.rooms.dossiers.models import Dossier, Share
from motcua.rooms.dossiers.testing import AT, HOME, PEOPLE, citizen, officer

LAN = citizen()
OTHER = "hcm_police_pc08"
THERE = agency_id(OTHER)
POLICE = officer("Đặng Công", "case_officer", "cm", agency=OTHER)
POLICE_DESK = officer("Tô Tiếp", "reception_officer", "mc", agency=OTHER)
ECONOMY = officer("Cao Kinh", "case_officer", "kt")


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()


def asked(**more: Any) -> tuple[UUID, UUID]:
    """A dossier in work, with an opinion asked of the police."""
    slip = testing.accepted(LAN, **more)
    asked_id = services.consult(
        slip.dossier_id, "Người này có đang bị cấm xuất cảnh không?", to_agency_id=THERE, by=PEOPLE.case, at=AT
    )
    return slip.dossier_id, asked_id


def reads(actor: Actor, dossier_id: UUID) -> bool:
    """Whether row-level security lets the actor see the row at all."""
    with scope(actor):
        return Dossier.objects.filter(id=dossier_id).exists()


def test_the_asked_agency_reads_the_dossier_until_it_has_answered() -> None:
    paper = documents_testing.clean_file(LAN, name="cccd.pdf", purpose="proof")
    dossier_id, asked_id = asked(proof=[str(paper.id)])
    assert reads(POLICE, dossier_id)

    with scope(POLICE):
        case = queries.consulted_case(asked_id, by=POLICE, at=AT)
        picture = queries.consulted_page(asked_id, paper.id, 1, by=POLICE)
    assert case.answers["full_name"]
    assert [file.id for file in case.files] == [paper.id]
    assert picture.startswith(b"\x89PNG")

    services.answer_consultation(asked_id, "Không bị cấm.", by=POLICE, at=AT + timedelta(hours=3))

    assert not reads(POLICE, dossier_id)
    with scope(POLICE), pytest.raises(Refused, match="out-of-reach"):
        queries.consulted_case(asked_id, by=POLICE, at=AT)
    with scope(POLICE):
        assert queries.asked_of_me(by=POLICE, at=AT, ended=True)[0].consultation.answer == "Không bị cấm."
    with scope(PEOPLE.case):
        held = queries.dossier(dossier_id, by=PEOPLE.case, at=AT).consultations[0]
    assert (held.question[:9], held.answer, held.answered_by_name) == ("Người này", "Không bị cấm.", "Đặng Công")


def test_the_legal_clock_and_the_status_stay() -> None:
    slip = testing.accepted(LAN)

    services.consult(slip.dossier_id, "Ý kiến?", to_agency_id=THERE, days=3, by=PEOPLE.case, at=AT)

    with scope(SYSTEM):
        view = queries.dossier(slip.dossier_id, by=SYSTEM, at=AT)
    assert (view.row.status, view.row.current_due_at) == ("accepted", slip.due_at)
    assert view.row.national_status == 2
    assert [line.kind for line in view.timeline if line.kind == "consultation"] == ["consultation"]


def test_the_read_is_only_a_read() -> None:
    dossier_id, _ = asked()

    for act in (
        lambda: services.note(dossier_id, "Ghi nhanh", by=POLICE, at=AT),
        lambda: services.draft_result(dossier_id, testing.VALUES, by=POLICE, at=AT),
        lambda: services.request_supplement(dossier_id, [], reason="x", by=POLICE, at=AT),
        lambda: services.consult(dossier_id, "?", to_agency_id=HOME, by=POLICE, at=AT),
    ):
        with pytest.raises(Refused, match=r"act\.(out-of-reach|not-permitted)"):
            act()
    with scope(POLICE), pytest.raises(Refused, match="out-of-reach"):
        queries.dossier(dossier_id, by=POLICE, at=AT)


def test_only_those_who_are_asked_answer_and_only_once() -> None:
    _, asked_id = asked()
    for stranger in (POLICE_DESK, PEOPLE.case, LAN, officer("Xa Lạ", "case_officer", "cm", agency="hcm_police_pa08")):
        with pytest.raises(Refused, match=r"act\.(out-of-reach|not-permitted)"):
            services.answer_consultation(asked_id, "Đồng ý", by=stranger, at=AT)

    with pytest.raises(Refused, match="answer-missing"):
        services.answer_consultation(asked_id, " ", by=POLICE, at=AT)
    services.answer_consultation(asked_id, "Đồng ý", by=POLICE, at=AT)
    with pytest.raises(Refused, match=r"consultation\.over") as no:
        services.answer_consultation(asked_id, "Không", by=POLICE, at=AT)
    assert "Đặng Công" in no.value.message


def test_another_unit_of_the_house_is_asked_without_sharing() -> None:
    slip = testing.accepted(LAN)
    unit = unit_id(testing.COMMUNE, "kt")

    asked_id = services.consult(slip.dossier_id, "?", to_agency_id=HOME, to_unit_id=unit, by=PEOPLE.case, at=AT)

    with scope(SYSTEM):
        assert not Share.objects.filter(dossier_id=slip.dossier_id).exists()
    with pytest.raises(Refused, match="not-permitted"):
        services.answer_consultation(asked_id, "Đồng ý", by=PEOPLE.colleague, at=AT)
    services.answer_consultation(asked_id, "Đồng ý", by=ECONOMY, at=AT)


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ({"question": " "}, "question-missing"),
        ({"days": 0}, "term-unknown"),
        ({"days": 16}, "term-unknown"),
        ({"to_agency_id": agency_id("nowhere")}, "nobody-there"),
        ({"to_agency_id": HOME}, "nobody-there"),
        ({"to_agency_id": HOME, "to_unit_id": unit_id(testing.COMMUNE, "vp")}, "nobody-there"),
        ({"to_unit_id": unit_id(testing.COMMUNE, "kt")}, "nobody-there"),
    ],
)
def test_a_careless_question_is_not_sent(named: dict[str, Any], code: str) -> None:
    slip = testing.accepted(LAN)
    asked: dict[str, Any] = {"question": "Ý kiến?", "to_agency_id": THERE} | named

    with pytest.raises(Refused, match=code):
        services.consult(slip.dossier_id, by=PEOPLE.case, at=AT, **asked)


def test_nobody_is_asked_twice_at_once_and_a_question_can_be_taken_back() -> None:
    dossier_id, asked_id = asked()
    with pytest.raises(Refused, match="already-asked"):
        services.consult(dossier_id, "Lần nữa", to_agency_id=THERE, by=PEOPLE.case, at=AT)

    with pytest.raises(Refused, match="reason-missing"):
        services.close_consultation(asked_id, "", by=PEOPLE.case, at=AT)
    services.close_consultation(asked_id, "Đã có trong cơ sở dữ liệu", by=PEOPLE.case, at=AT)

    assert not reads(POLICE, dossier_id)
    services.consult(dossier_id, "Lần nữa", to_agency_id=THERE, by=PEOPLE.case, at=AT)
    assert reads(POLICE, dossier_id)


def test_with_the_dossier_every_question_ends() -> None:
    dossier_id, asked_id = asked()

    services.withdraw(dossier_id, by=LAN, at=AT)

    assert not reads(POLICE, dossier_id)
    with scope(SYSTEM):
        view = queries.consultation(asked_id, by=SYSTEM)
    assert view.closed_at == AT
    with pytest.raises(Refused, match=r"consultation\.over"):
        services.answer_consultation(asked_id, "Đồng ý", by=POLICE, at=AT)


def test_lateness_is_told_once_to_the_head_of_the_desk() -> None:
    dossier_id, _ = asked()
    assert services.tell_late_consultations(AT + timedelta(days=1)) == 0

    late = AT + timedelta(days=5)
    assert services.tell_late_consultations(late) == 1
    assert services.tell_late_consultations(late) == 0

    with scope(SYSTEM):
        told = [fact for fact in events.history(dossier_id) if isinstance(fact, ConsultationLate)]
    handlers.on_consultation_late(told[0], key="k", at=late)  # nobody holds the office in this test: nobody is told
