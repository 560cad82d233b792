"""S18: figures of work that are fair, explained, and seen by those they concern."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from motcua.faces.desk.tests.officers import CITIZEN, Desk, Officer, plain
from motcua.kernel import relay
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies.types import agency_id, unit_id
from motcua.rooms.dossiers import services as dossiers
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.testing import AT

HOME, OFFICE = agency_id("hcm25_w26740"), unit_id("hcm25_w26740", "vp")
DID = """
insert into insights_workpiece (task_id, dossier_id, agency_id, unit_id, procedure, step_key, step_name, does, role,
  opened_at, due_at, officer_id, officer_name, outcome, done_at, hours, sent_back)
select gen_random_uuid(), gen_random_uuid(), %(agency)s, %(unit)s, %(procedure)s, 'appraise', 'Thẩm định', 'appraise', 'case_officer',
  %(at)s - interval '5 days', %(at)s, %(officer)s, %(name)s, 'done', %(at)s - interval '1 day', %(hours)s + n * 0.0, n = 1
from generate_series(1, %(count)s) n
"""


def did(one: Officer, count: int, *, hours: float, procedure: str = testing.FREE) -> None:
    """Appraisals the officer finished yesterday, the first of them sent back."""
    values: dict[str, Any] = {"agency": HOME, "unit": OFFICE, "officer": one.actor.id, "name": one.actor.name, "at": AT}
    with scope(SYSTEM, writes=True), connection.cursor() as cursor:
        cursor.execute(DID, values | {"count": count, "hours": hours, "procedure": procedure})


def row_of(page: str, name: str) -> str:
    found = re.search(rf'<tr><th scope="row">{name}.*?</tr>', page, re.DOTALL)
    assert found, name
    return plain(found[0])


@pytest.fixture
def colleague(officer: Desk) -> Officer:
    return officer("thom")


def test_officers_come_by_name_with_what_they_did_and_no_rank(
    leader: Officer, case_officer: Officer, colleague: Officer
) -> None:
    did(case_officer, 12, hours=3)
    did(colleague, 12, hours=30, procedure=testing.CHARGED)

    page = leader.get("/dieu-hanh/cong-viec?don-vi=vp")

    assert "Cán bộ, xếp theo tên" in plain(page)
    assert page.index(case_officer.actor.name) < page.index(colleague.actor.name)  # Quân before Thơm
    assert "3 giờ 3 giờ 3 giờ 1" in row_of(page, case_officer.actor.name)  # half within, usual, nine of ten, sent back
    assert "12 × Thẩm định" in row_of(page, colleague.actor.name)
    assert "3,8 ngày làm việc" in row_of(page, colleague.actor.name)
    assert "không xếp hạng" in plain(page)


def test_the_usual_time_is_that_of_the_same_mix_of_work(
    leader: Officer, case_officer: Officer, colleague: Officer
) -> None:
    did(case_officer, 12, hours=2)
    did(colleague, 12, hours=4)
    did(colleague, 12, hours=8, procedure=testing.CHARGED)

    page = leader.get("/dieu-hanh/cong-viec?don-vi=vp")

    assert re.search(r"2 giờ 3 giờ", row_of(page, case_officer.actor.name))  # the office as a whole: half within 3
    assert re.search(r"6 giờ 5,5 giờ", row_of(page, colleague.actor.name))  # 12 × 3 and 12 × 8


def test_under_ten_nothing_is_compared(leader: Officer, case_officer: Officer) -> None:
    did(case_officer, 9, hours=3)

    row = row_of(leader.get("/dieu-hanh/cong-viec?don-vi=vp"), case_officer.actor.name)

    assert row.count("chưa đủ để so sánh") == 4
    assert "giờ" not in row


def test_an_officer_sees_his_own_and_nobody_elses(
    case_officer: Officer, colleague: Officer, reception: Officer
) -> None:
    did(case_officer, 12, hours=3)

    mine = case_officer.get("/cua-toi")
    assert "3 giờ" in row_of(mine, case_officer.actor.name)
    assert case_officer.actor.name not in reception.get("/cua-toi")
    case_officer.get("/dieu-hanh/cong-viec", status=403)


def test_a_head_sees_the_officers_of_his_unit_only(head: Officer, officer: Desk, case_officer: Officer) -> None:
    did(case_officer, 12, hours=3)

    assert case_officer.actor.name in head.get("/dieu-hanh/cong-viec?don-vi=vp")
    officer("hieu").get("/dieu-hanh/cong-viec?don-vi=vp", status=404)


def test_from_above_units_are_seen_and_no_officers(case_officer: Officer, officer: Desk) -> None:
    did(case_officer, 12, hours=3)
    chairman = officer("lam_tp")

    page = chairman.get("/dieu-hanh/cong-viec?co-quan=hcm25_w26740&don-vi=vp")

    assert "3 giờ" in plain(page)
    assert case_officer.actor.name not in page
    assert "Không hiện cán bộ của cơ quan khác" in plain(page)
    assert "Phường Sài Gòn" in plain(chairman.get("/dieu-hanh/cong-viec"))


def test_real_work_arrives_in_the_figures(leader: Officer, case_officer: Officer, officer: Desk) -> None:
    slip = testing.accepted(CITIZEN, at=AT - timedelta(days=2))
    task = testing.task(slip.dossier_id, "appraise")
    dossiers.assign(task.id, case_officer.actor.id, by=leader.actor, at=AT)
    relay.drain(("bulk",), at=lambda: AT)

    page = leader.get("/dieu-hanh/cong-viec?don-vi=vp")
    assert re.search(rf"{case_officer.actor.name} 1 0 1", row_of(page, case_officer.actor.name))
    assert "Hồ sơ đang mở chờ ai" in plain(page)


def test_a_reminder_shows_on_the_officers_menu_until_it_was_seen(leader: Officer, case_officer: Officer) -> None:
    slip = testing.accepted(CITIZEN, at=AT - timedelta(days=20))
    relay.drain(("bulk",), at=lambda: AT)
    leader.post("/dieu-hanh/nhac", dossier=str(slip.dossier_id))

    page = case_officer.get("/cua-toi")
    assert f"{leader.actor.name} nhắc lúc 09:00" in plain(page)
    assert "Việc của tôi 1" in plain(page)

    seen = case_officer.post("/cua-toi/da-xem")
    assert "Việc của tôi 1" not in plain(seen)
    assert f"{leader.actor.name} nhắc lúc" in plain(seen)
