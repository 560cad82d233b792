"""The lead looks into the parts of its group, who waits for a result into that: for a reason, recorded, no further."""

from uuid import UUID

import pytest
from django.db import connection

from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.dossiers import services, testing
from motcua.rooms.dossiers.testing import AT, PEOPLE, citizen
from motcua.rooms.dossiers.tests import linked
from motcua.rooms.dossiers.types import SupplementItem
from motcua.rooms.identity import queries as identity

LAN = citizen()
WHY = "Người nộp hỏi tiến độ"


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    linked.world()


def at_agency(agency: str, role: str = "case_officer") -> Actor:
    return testing.officer("Cán bộ", role, None, agency=agency)


def part(group: UUID, key: str) -> UUID:
    found = linked.member(group, key).dossier_id
    assert found is not None
    return found


def rows(by: Actor, table: str, column: str, value: UUID) -> int:
    with scope(by), connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table} where {column} = %s", [value])
        return int(cursor.fetchone()[0])


def test_the_lead_sees_how_a_part_goes_and_what_is_asked() -> None:
    group = linked.accepted(LAN)
    items = [SupplementItem("full_name", "Khác với giấy tờ")]
    services.request_supplement(part(group, "card"), items, reason="Chưa khớp", by=at_agency("hcm_bhxh"), at=AT)

    seen = services.open_part(group, "card", reason=WHY, by=PEOPLE.reception, at=AT)

    assert seen.whole
    assert seen.asked is not None
    assert [one.words for one in seen.asked.items] == ["Khác với giấy tờ"]
    assert seen.timeline
    assert not any(line.who or line.detail for line in seen.timeline)
    assert seen.result_number == ""


def test_who_waits_for_a_result_sees_it_and_nothing_else() -> None:
    group = linked.accepted(LAN)
    linked.decide(group, "entry")
    police = at_agency("hcm25_p26740")

    seen = services.open_part(part(group, "notice"), "entry", reason="Đối chiếu số", by=police, at=AT)

    assert seen.result_number.endswith("UBND-XNT")
    assert (seen.whole, seen.timeline, seen.asked) == (False, (), None)
    with pytest.raises(Refused, match="part-not-needed"):
        services.open_part(part(group, "notice"), "card", reason=WHY, by=police, at=AT)


def test_the_applicant_can_read_who_looked_and_why() -> None:
    group = linked.accepted(LAN)
    services.open_part(group, "card", reason=WHY, by=PEOPLE.reception, at=AT)

    with scope(LAN):
        read = identity.readings(by=LAN)
    assert [(one.what, one.purpose) for one in read] == [("part of a group", f"Thẻ: {WHY}")]


def test_no_reason_no_reading_and_nobody_else_comes_in() -> None:
    group = linked.accepted(LAN)
    card = part(group, "card")

    with pytest.raises(Refused, match="reason-missing"):
        services.open_part(group, "card", reason=" ", by=PEOPLE.reception, at=AT)
    with pytest.raises(Refused, match="part-not-begun"):
        services.open_part(group, "notice", reason=WHY, by=PEOPLE.reception, at=AT)
    with pytest.raises(Refused, match="out-of-reach"):
        services.open_part(group, "nothing", reason=WHY, by=PEOPLE.reception, at=AT)
    with pytest.raises(Refused, match=r"out-of-reach|not-permitted"):
        services.open_part(card, "entry", reason=WHY, by=PEOPLE.reception, at=AT)
    for stranger in (at_agency("hcm25_w26743"), at_agency("hcm25_p26740"), citizen("Khác")):
        with pytest.raises(Refused, match=r"out-of-reach|not-permitted"):
            services.open_part(group, "card", reason=WHY, by=stranger, at=AT)


def test_the_database_gives_the_lead_the_row_of_a_part_but_no_answer_and_no_file() -> None:
    group = linked.accepted(LAN)
    entry, card = linked.member(group, "entry"), part(group, "card")
    assert entry.dossier_id is not None
    insurance, lead = at_agency("hcm_bhxh"), PEOPLE.reception
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select answers_id from dossiers_dossier where id = %s", [card])
        answers_id = cursor.fetchone()[0]

    assert rows(lead, "dossiers_dossier", "id", card) == 1
    assert rows(lead, "forms_answerset", "id", answers_id) == 0
    assert rows(lead, "process_task", "subject_id", card) == 0
    assert rows(insurance, "forms_answerset", "id", answers_id) == 1
    assert rows(insurance, "dossiers_dossier", "id", entry.dossier_id) == 0
    assert rows(insurance, "documents_file", "subject_id", entry.dossier_id) == 0
