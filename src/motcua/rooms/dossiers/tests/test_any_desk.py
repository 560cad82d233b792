"""A dossier taken in at another agency's counter: both see it, the counter stands in, strangers see nothing."""

from uuid import UUID

import pytest

from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.documents import queries as documents_read
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.testing import clean_file, small_pdf
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.testing import AT, CHARGED, FREE, HOME, PEOPLE, citizen
from motcua.rooms.dossiers.types import Status, SupplementItem, WorklistFilters
from motcua.rooms.forms import queries as forms
from motcua.rooms.forms.testing import FILLED
from motcua.rooms.identity import services as identity
from motcua.rooms.identity import testing as identity_testing
from motcua.rooms.identity.types import CardRead, IdentityClaims

LAN = citizen()
ELSEWHERE = "hcm25_w26743"
AWAY = testing.officer("Ngô Hoa", "reception_officer", "pvhcc", agency=ELSEWHERE)
STRANGER = testing.officer("Kẻ Lạ", "reception_officer", "pvhcc", agency="hcm25_w26746")


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()


def taken_in(code: str = FREE, **answers: object) -> UUID:
    """Filed at another commune's counter for the commune that is competent."""
    draft = services.start_draft(
        code, method="counter", owner_id=LAN.person_id, agency_id=HOME, answers={**FILLED, **answers}, by=AWAY, at=AT
    )
    return services.submit(draft, by=AWAY, at=AT).dossier_id


def test_any_desk_files_for_the_competent_agency() -> None:
    dossier_id = taken_in(CHARGED)

    with scope(PEOPLE.reception):
        waiting = queries.worklist(by=PEOPLE.reception, filters=WorklistFilters(view="unpaid"), at=AT)
        view = queries.dossier(dossier_id, by=PEOPLE.reception)
        assert forms.answers(view.answers_id, by=PEOPLE.reception).answers["full_name"] == FILLED["full_name"]
    assert [row.dossier.id for row in waiting.rows] == [dossier_id]
    with scope(AWAY):
        (followed,) = queries.taken_in(by=AWAY, at=AT)
    assert (followed.id, followed.agency_id, followed.reception_agency_id) == (dossier_id, HOME, AWAY.agency_id)
    with scope(LAN):
        assert queries.find(dossier_id, by=LAN).status == Status.SUBMITTED


def test_pressing_again_gives_the_same_receipt_elsewhere_too() -> None:
    draft = services.start_draft(
        CHARGED, method="counter", owner_id=LAN.person_id, agency_id=HOME, answers=FILLED, by=AWAY, at=AT
    )

    first = services.submit(draft, by=AWAY, at=AT)

    assert services.submit(draft, by=AWAY, at=AT) == first
    assert first.amount == 15_000


def test_papers_scanned_at_the_counter_become_the_competent_agencys() -> None:
    taken = documents.take_in(small_pdf(), "giấy.pdf", owner_id=LAN.person_id, agency_id=AWAY.agency_id, by=AWAY, at=AT)
    file = documents.inspect_now(taken.id, by=AWAY, at=AT)

    dossier_id = taken_in(proof=[str(file.id)])

    with scope(PEOPLE.reception):
        assert [one.id for one in documents_read.files_of(dossier_id, by=PEOPLE.reception)] == [file.id]
    other = clean_file(citizen("Người khác"))
    with pytest.raises(Refused) as no:
        taken_in(proof=[str(other.id)])
    assert [fault.field for fault in no.value.params["faults"]] == ["proof"]


def test_the_counter_accepts_asks_and_hands_over_in_the_place_of_the_competent_one() -> None:
    dossier_id = taken_in()
    slip = services.accept(dossier_id, by=AWAY, at=AT)
    asked = taken_in()
    services.request_supplement(asked, [SupplementItem("purpose", "Ghi rõ hơn")], reason="Thiếu", by=AWAY, at=AT)

    with scope(AWAY):
        view = queries.dossier(dossier_id, by=AWAY)
        slips = queries.papers_to_hand_out(dossier_id, by=AWAY)
    assert (view.row.status, view.row.agency_id) == (Status.ACCEPTED, HOME)
    assert [one.id for one in slips] == [slip.document_id]
    assert testing.task(dossier_id, "appraise", by=PEOPLE.case).state == "open"
    with scope(PEOPLE.reception):
        assert queries.find(asked, by=PEOPLE.reception).status == Status.SUPPLEMENT_BEFORE


def test_standing_in_ends_at_the_counter() -> None:
    dossier_id = taken_in()
    services.accept(dossier_id, by=AWAY, at=AT)
    case = testing.officer("Cán bộ nơi khác", "case_officer", "vp", agency=ELSEWHERE)

    with pytest.raises(Refused, match="not-permitted"):
        services.approve(dossier_id, by=AWAY, at=AT)
    with pytest.raises(Refused):
        services.accept(taken_in(), by=case, at=AT)
    with scope(AWAY):
        assert queries.dossier(dossier_id, by=AWAY).notes == ()


@pytest.mark.parametrize("stranger", [STRANGER, citizen("Người khác")])
def test_strangers_see_and_do_nothing(stranger: Actor) -> None:
    dossier_id = taken_in()

    with scope(stranger):
        assert queries.rows([dossier_id], by=stranger) == []
        assert queries.taken_in(by=stranger) == []
        for ask in (queries.find, queries.dossier, queries.papers_to_hand_out):
            with pytest.raises(Refused, match="out-of-reach"):
                ask(dossier_id, by=stranger)
    with pytest.raises(Refused, match="out-of-reach"):
        services.accept(dossier_id, by=stranger, at=AT)


def test_what_the_card_says_is_filled_in_and_is_his_at_home() -> None:
    """S33: filed at a counter without an account; the day he signs in the dossier is simply his."""
    card = CardRead("079158001190", "Võ Thị Tuyết", "1958-11-19", "female")
    met = identity.meet_person(card, checked=True, by=AWAY, at=AT)
    draft = services.start_draft(
        FREE, method="counter", owner_id=met.person_id, agency_id=HOME, by=AWAY, at=AT,
        answers={k: v for k, v in FILLED.items() if k not in {"full_name", "birth_date"}},
    )  # fmt: skip
    dossier_id = services.submit(draft, by=AWAY, at=AT).dossier_id

    at_home = identity_testing.citizen(IdentityClaims("079158001190", "Võ Thị Tuyết", "1958-11-19", assurance=1))

    with scope(at_home):
        (row,) = queries.mine(by=at_home)
        view = queries.dossier(dossier_id, by=at_home)
        kept = forms.answers(view.answers_id, by=at_home)
    assert (row.id, row.applicant_name) == (dossier_id, "Võ Thị Tuyết")
    assert kept.provenance["full_name"].verified


def test_the_counter_sees_the_scans_it_took_in_and_no_others() -> None:
    taken = documents.take_in(small_pdf(), "giấy.pdf", owner_id=LAN.person_id, agency_id=AWAY.agency_id, by=AWAY, at=AT)
    mine = documents.inspect_now(taken.id, by=AWAY, at=AT)
    dossier_id = taken_in(proof=[str(mine.id)])
    sent = clean_file(LAN, name="tự gửi.pdf", purpose="proof")
    documents.attach([sent.id], subject_id=dossier_id, agency_id=HOME, by=SYSTEM, at=AT)
    other = testing.officer("Ai Đó", "case_officer", "pvhcc", agency=ELSEWHERE)

    with scope(AWAY):
        assert [one.name for one in queries.counter_scans(dossier_id, by=AWAY, at=AT)] == ["giấy.pdf"]
        assert queries.counter_scan(dossier_id, mine.id, 1, by=AWAY, at=AT).startswith(b"\x89PNG")
        with pytest.raises(Refused, match="out-of-reach"):
            queries.counter_scan(dossier_id, sent.id, 1, by=AWAY, at=AT)
    for stranger in (STRANGER, other):
        with scope(stranger), pytest.raises(Refused, match="out-of-reach"):
            queries.counter_scans(dossier_id, by=stranger, at=AT)
