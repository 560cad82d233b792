"""Who may open which dossier, and why (ADR 0015)."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies.types import unit_id
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.testing import AT, COMMUNE, HOME, PEOPLE, citizen, officer
from motcua.rooms.forms.testing import FILLED
from motcua.rooms.identity import services as identity
from motcua.rooms.identity.testing import HOA
from motcua.rooms.identity.testing import citizen as known_citizen
from motcua.rooms.identity.types import CardRead

pytestmark = pytest.mark.django_db
STRANGER = officer("Trần Thu Trâm", "case_officer", "kt")
LAN = citizen()


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()


def reads(dossier_id: UUID, by: Actor, *, at: datetime = AT) -> str:
    """What comes of it: nothing when it opens, else the code of the refusal; papers by themselves answer alike."""
    found = []
    for ask in (queries.dossier, queries.permit_reading):
        try:
            with scope(by):
                ask(dossier_id, by=by, at=at)
            found.append("")
        except Refused as no:
            found.append(no.code)
    assert found[0] == found[1]
    return found[0]


@pytest.mark.parametrize("post", ["case", "colleague", "head", "chief", "reception", "desk_head"])
def test_whose_work_it_is_is_asked_nothing(post: str) -> None:
    slip = testing.accepted(LAN)

    assert reads(slip.dossier_id, getattr(PEOPLE, post)) == ""


@pytest.mark.parametrize(
    "by",
    [
        STRANGER, PEOPLE.clerk, officer("Vinh", "unit_head", "kt"), officer("Thu ngân", "cashier", "kt"),
        officer("Thanh tra", "auditor", "vp"), officer("Kiểm soát", "procedure_controller", "vp"),
    ],
    ids=lambda one: f"{one.offices[0].role} elsewhere",
)  # fmt: skip
def test_who_has_no_part_in_it_is_asked_why(by: Actor) -> None:
    slip = testing.accepted(LAN)

    assert reads(slip.dossier_id, by) == "dossier.reason-needed"
    services.open_for_reason(slip.dossier_id, "inspection", words="Đoàn 12", by=by, at=AT)
    assert reads(slip.dossier_id, by) == ""


@pytest.mark.parametrize("role", ["technical_admin", "business_admin"])
def test_who_runs_the_system_opens_nothing_whatever_he_says(role: str) -> None:
    slip, admin = testing.accepted(LAN), officer("Quản trị", role, "vp")

    assert reads(slip.dossier_id, admin) == "act.out-of-reach"
    with pytest.raises(Refused, match="not-permitted"):
        services.open_for_reason(slip.dossier_id, "visitor", by=admin, at=AT)


def test_before_it_is_taken_in_it_is_the_receivers() -> None:
    receipt = testing.filed(LAN)

    assert reads(receipt.dossier_id, PEOPLE.reception) == ""
    assert reads(receipt.dossier_id, PEOPLE.head) == ""
    assert reads(receipt.dossier_id, PEOPLE.case) == "dossier.reason-needed"


def test_money_that_is_owed_opens_it_to_the_cashier() -> None:
    cashier = officer("Thu ngân", "cashier", "kt")
    owing, free = testing.filed(LAN, code=testing.CHARGED), testing.filed(LAN)

    assert reads(owing.dossier_id, cashier) == ""
    assert reads(free.dossier_id, cashier) == "dossier.reason-needed"


def test_work_that_is_done_stays_ones_own() -> None:
    dossier_id = testing.issued(LAN).dossier_id
    moved = replace(PEOPLE.case, offices=STRANGER.offices)  # he works in another unit by now

    assert reads(dossier_id, moved) == ""
    assert reads(dossier_id, PEOPLE.clerk) == ""
    assert reads(dossier_id, STRANGER) == "dossier.reason-needed"


def test_a_substitute_opens_what_the_absent_may() -> None:
    slip = testing.accepted(LAN)
    services.claim(testing.task(slip.dossier_id, "appraise").id, by=PEOPLE.case, at=AT)
    standing_in = replace(STRANGER, in_place_of=PEOPLE.case.id)

    assert reads(slip.dossier_id, standing_in) == ""
    assert reads(slip.dossier_id, replace(standing_in, in_place_of=None)) == "dossier.reason-needed"


def test_a_unit_that_is_asked_for_its_opinion_opens_it() -> None:
    slip = testing.accepted(LAN)
    assert reads(slip.dossier_id, STRANGER) == "dossier.reason-needed"

    services.consult(
        slip.dossier_id, "Ý kiến?", to_agency_id=HOME, to_unit_id=unit_id(COMMUNE, "kt"), by=PEOPLE.case, at=AT
    )

    assert reads(slip.dossier_id, STRANGER) == ""
    assert reads(slip.dossier_id, officer("Phan Thế An", "case_officer", "vhxh")) == "dossier.reason-needed"


def test_a_wrong_result_is_opened_by_whoever_may_mend_it() -> None:
    dossier_id = testing.issued(LAN).dossier_id
    assert reads(dossier_id, STRANGER) == "dossier.reason-needed"

    services.request_correction(dossier_id, "Sai tên", by=LAN, at=AT)

    assert reads(dossier_id, STRANGER) == ""


def test_a_person_at_the_counter_has_his_dossiers_opened_there() -> None:
    hoa, desk = known_citizen(HOA, at=AT), officer("Quầy", "reception_officer", "kt")
    slip = testing.accepted(hoa)
    assert reads(slip.dossier_id, desk) == "dossier.reason-needed"

    identity.meet_person(CardRead(HOA.personal_id, HOA.full_name), by=desk, at=AT)

    assert reads(slip.dossier_id, desk) == ""
    assert reads(slip.dossier_id, STRANGER) == "dossier.reason-needed"


def test_an_internal_note_gives_nobody_a_part() -> None:
    slip = testing.accepted(LAN)
    services.note(slip.dossier_id, "Ghi chú", by=STRANGER, at=AT)

    assert reads(slip.dossier_id, STRANGER) == "dossier.reason-needed"


def test_another_agency_never_asks_and_never_reads() -> None:
    slip = testing.accepted(LAN)
    foreign = officer("Cơ quan khác", "reception_officer", "pvhcc", agency="hcm25_w26743")

    assert reads(slip.dossier_id, foreign) == "act.out-of-reach"
    with pytest.raises(Refused, match="out-of-reach"):
        services.open_for_reason(slip.dossier_id, "visitor", by=foreign, at=AT)


def test_of_the_counter_that_took_it_in_only_the_desk_reads() -> None:
    desk, other = (
        officer("Ai", role, "pvhcc", agency="hcm25_w26743") for role in ("reception_officer", "case_officer")
    )
    hoa = known_citizen(HOA, at=AT)
    draft = services.start_draft(
        testing.FREE, method="counter", owner_id=hoa.person_id, agency_id=HOME, answers=FILLED, by=desk, at=AT
    )
    services.submit(draft, by=desk, at=AT)

    assert reads(draft, desk) == ""
    assert reads(draft, other) == "act.out-of-reach"


@pytest.mark.parametrize(
    ("reason", "words", "code"),
    [
        ("", "", "opening.reason-missing"),
        ("curious", "x", "opening.reason-missing"),
        ("work", " ", "opening.words-missing"),
    ],
)
def test_a_reason_is_one_of_the_list_with_what_it_is_about(reason: str, words: str, code: str) -> None:
    slip = testing.accepted(LAN)

    with pytest.raises(Refused, match=code):
        services.open_for_reason(slip.dossier_id, reason, words=words, by=STRANGER, at=AT)
    assert reads(slip.dossier_id, STRANGER) == "dossier.reason-needed"


def test_a_reason_opens_one_dossier_to_one_officer_for_a_while() -> None:
    mine, other = testing.accepted(LAN).dossier_id, testing.accepted(LAN).dossier_id
    until = services.open_for_reason(mine, "visitor", by=STRANGER, at=AT)

    assert until == AT + timedelta(hours=4)
    assert reads(mine, STRANGER) == ""
    assert reads(other, STRANGER) == "dossier.reason-needed"
    assert reads(mine, replace(STRANGER, id=new_id())) == "dossier.reason-needed"
    assert reads(mine, STRANGER, at=until) == "dossier.reason-needed"


def test_openings_are_reviewed_by_those_who_answer_for_them() -> None:
    slip = testing.accepted(LAN)
    services.open_for_reason(slip.dossier_id, "complaint", words="Đơn 12", by=STRANGER, at=AT)

    for by in (PEOPLE.chief, officer("Thanh tra", "auditor", "vp"), officer("Quản trị", "business_admin", "vp")):
        with scope(by):
            (line,) = queries.openings(by=by, since=AT - timedelta(days=1))
        assert (line.reference, line.officer_name) == (slip.code, STRANGER.name)
        assert line.why == "Đang trả lời khiếu nại, phản ánh: Đơn 12"
    with scope(STRANGER), pytest.raises(Refused, match="not-permitted"):
        queries.openings(by=STRANGER, since=AT)
    abroad = officer("Lãnh đạo khác", "signing_authority", "ld", agency="hcm25_w26743")
    with scope(abroad):
        assert queries.openings(by=abroad, since=AT - timedelta(days=1)) == []


@pytest.mark.parametrize("post", ["case", "head", "chief", "reception"])
def test_the_usual_way_asks_the_database_nothing_more(post: str) -> None:
    slip = testing.accepted(LAN)

    counted = [_statements(slip.dossier_id, by) for by in (SYSTEM, getattr(PEOPLE, post))]

    assert counted[0] == counted[1]


def _statements(dossier_id: UUID, by: Actor) -> int:
    with scope(by), CaptureQueriesContext(connection) as made:
        queries.dossier(dossier_id, by=by)
    return len(made)
