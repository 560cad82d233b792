"""What is brought to a counter later: a dossier from elsewhere, and the papers that were asked for."""

from typing import Any
from uuid import UUID

import pytest

from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import Actor
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents import services as documents_do
from motcua.rooms.documents.testing import small_pdf
from motcua.rooms.documents.types import DocumentKind
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.testing import AT, FREE, HOME, PEOPLE
from motcua.rooms.dossiers.types import PaperInHand, Status, SupplementItem
from motcua.rooms.forms import queries as forms
from motcua.rooms.forms.testing import FILLED
from motcua.rooms.identity import services as identity
from motcua.rooms.identity.types import CardRead

ELSEWHERE = "hcm25_w26743"
AWAY = testing.officer("Ngô Hoa", "reception_officer", "pvhcc", agency=ELSEWHERE)
THIRD = testing.officer("Lê Ba", "reception_officer", "pvhcc", agency="hcm25_w26746")
CARD = CardRead("079158001190", "Võ Thị Tuyết", "1958-11-19", "female")
ITEMS = [SupplementItem("proof", "Ảnh mờ, mang bản giấy")]
PAPER = PaperInHand("proof", originals=1)


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()


def asked_at_home(by: Actor = PEOPLE.reception) -> tuple[UUID, UUID]:
    """A dossier of Tuyết at the competent agency that waits for a paper; and who she is."""
    owner = identity.meet_person(CARD, checked=True, by=by, at=AT).person_id
    draft = services.start_draft(
        FREE, method="counter", owner_id=owner, agency_id=HOME, by=by, at=AT,
        answers={k: v for k, v in FILLED.items() if k not in {"full_name", "birth_date"}},
    )  # fmt: skip
    services.submit(draft, by=by, at=AT)
    services.request_supplement(draft, ITEMS, reason="Chưa đọc được", by=by, at=AT)
    return draft, owner


def bring(dossier_id: UUID, by: Actor, **more: Any) -> Any:
    return services.bring_supplement(dossier_id, {}, by=by, at=AT, **more)


def test_a_counter_opens_the_dossier_of_who_stands_there_and_of_nobody_else() -> None:
    dossier_id, owner = asked_at_home()
    with pytest.raises(Refused, match="out-of-reach"):
        services.open_at_counter(dossier_id, by=THIRD, at=AT)
    with scope(THIRD), pytest.raises(Refused, match="out-of-reach"):
        queries.of_person_at_counter(owner, by=THIRD, at=AT)

    identity.meet_person(CARD, checked=True, by=THIRD, at=AT)
    with scope(THIRD):
        (row,) = queries.of_person_at_counter(owner, by=THIRD, at=AT)
    services.open_at_counter(row.id, by=THIRD, at=AT)

    with scope(THIRD):
        assert queries.dossier(dossier_id, by=THIRD).row.status == Status.SUPPLEMENT_BEFORE
        assert [one.id for one in queries.taken_in(by=THIRD, at=AT)] == [dossier_id]
        assert queries.at_counter_by_number(row.reference, by=THIRD) == dossier_id
    with scope(AWAY), pytest.raises(Refused, match="out-of-reach"):
        queries.dossier(dossier_id, by=AWAY)
    with pytest.raises(Refused, match=r"not-permitted|out-of-reach"):
        services.approve(dossier_id, by=THIRD, at=AT)


@pytest.mark.parametrize("desk", [PEOPLE.reception, THIRD])
def test_the_paper_that_was_asked_for_is_taken_in_at_any_counter(desk: Actor) -> None:
    dossier_id, _owner = asked_at_home()
    if desk is THIRD:
        identity.meet_person(CARD, checked=True, by=THIRD, at=AT)
        services.open_at_counter(dossier_id, by=THIRD, at=AT)

    assert bring(dossier_id, desk, papers=[PAPER]).status == Status.SUBMITTED

    with scope(PEOPLE.reception):
        view = queries.dossier(dossier_id, by=PEOPLE.reception)
        ways = queries.paper_ways(dossier_id, by=PEOPLE.reception)
    assert [(paper.key, paper.originals) for paper in view.papers] == [("proof", 1)]
    assert any(entry.kind == "supplement-brought" for entry in view.timeline)
    assert [(way.from_agency_id, way.to_agency_id) for way in ways] == (
        [(THIRD.agency_id, HOME)] if desk is THIRD else []
    )
    assert services.accept(dossier_id, by=desk, at=AT).code


def test_a_scan_made_at_a_foreign_counter_answers_the_question() -> None:
    dossier_id, owner = asked_at_home()
    identity.meet_person(CARD, checked=True, by=THIRD, at=AT)
    services.open_at_counter(dossier_id, by=THIRD, at=AT)
    taken = documents_do.take_in(small_pdf(), "giấy.pdf", owner_id=owner, agency_id=THIRD.agency_id, by=THIRD, at=AT)
    file = documents_do.inspect_now(taken.id, by=THIRD, at=AT)

    bring(dossier_id, THIRD, files={"proof": [file.id]})

    with scope(PEOPLE.reception):
        view = queries.dossier(dossier_id, by=PEOPLE.reception)
        assert forms.answers(view.answers_id, by=PEOPLE.reception).answers["proof"] == [str(file.id)]
        assert [one.id for one in documents.files_of(dossier_id, by=PEOPLE.reception)] == [file.id]


def test_what_is_brought_has_a_ground_and_answers_what_was_asked() -> None:
    dossier_id, _owner = asked_at_home()

    for more, why in (
        ({"papers": [PAPER], "ground": "because"}, "ground-unknown"),
        ({"papers": [PAPER], "ground": "post"}, "evidence-missing"),
        ({"papers": [PaperInHand("nothing", seen=True)]}, "paper-unknown"),
        ({}, "unchanged"),
    ):
        with pytest.raises(Refused, match=why):
            bring(dossier_id, PEOPLE.reception, **more)
    with pytest.raises(Refused, match=r"not-permitted|out-of-reach"):
        bring(dossier_id, PEOPLE.case, papers=[PAPER])
    with pytest.raises(Refused, match="out-of-reach"):
        bring(dossier_id, THIRD, papers=[PAPER])
    assert bring(dossier_id, PEOPLE.reception, papers=[PAPER], ground="post", evidence="RA1").status == Status.SUBMITTED


def test_reception_is_refused_at_the_counter_that_took_the_dossier_in() -> None:
    owner = identity.meet_person(CARD, checked=True, by=AWAY, at=AT).person_id
    draft = services.start_draft(
        FREE, method="counter", owner_id=owner, agency_id=HOME, by=AWAY, at=AT,
        answers={k: v for k, v in FILLED.items() if k not in {"full_name", "birth_date"}},
    )  # fmt: skip
    services.submit(draft, by=AWAY, at=AT)

    done = services.refuse(draft, "not_eligible", "Thủ tục chỉ dành cho người thường trú.", by=AWAY, at=AT)

    assert done.status == Status.REFUSED_RECEPTION
    with scope(AWAY):
        assert [one.kind for one in queries.papers_to_hand_out(draft, by=AWAY)] == [DocumentKind.REFUSAL_SLIP]
    with scope(PEOPLE.reception):
        assert queries.find(draft, by=PEOPLE.reception).status == Status.REFUSED_RECEPTION
