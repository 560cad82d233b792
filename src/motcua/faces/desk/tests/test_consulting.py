"""Opinions: asked beside a case, answered at another desk, kept with the dossier."""

from datetime import timedelta
from typing import Any

from motcua.faces.desk.tests.officers import CITIZEN, Desk, Officer, plain, seen
from motcua.rooms.agencies.types import agency_id
from motcua.rooms.documents import testing as documents_testing
from motcua.rooms.dossiers import testing

POLICE = agency_id("hcm_police_pc08")


def police(officer: Desk) -> Officer:
    return officer("dat_gt")


def test_another_agency_is_asked_and_answers(case_officer: Officer, officer: Desk) -> None:
    paper = documents_testing.clean_file(CITIZEN, name="hộ chiếu.pdf", purpose="proof")
    slip = testing.accepted(CITIZEN, proof=[str(paper.id)])
    address = f"/ho-so/{slip.dossier_id}"
    assert f"/can-bo{address}/y-kien" in case_officer.get(address)

    page = case_officer.post(f"{address}/y-kien", to=f"agency:{POLICE}", question="Có tiền án không?", days="2")
    assert "Có tiền án không?" in page
    (asked,) = seen(slip.dossier_id).consultations

    there = police(officer)
    assert "Có tiền án không?" in there.get("/y-kien")
    page = there.get(f"/y-kien/{asked.id}")
    assert "Nguyễn" in plain(page)
    assert there.client.get(f"/can-bo/y-kien/{asked.id}/tep/{paper.id}/1.png")["Content-Type"] == "image/png"
    there.get(address, status=404)

    there.post(f"/y-kien/{asked.id}", answer="Không có tiền án.")
    assert "Không có tiền án." in case_officer.get(address)
    there.get(f"/y-kien/{asked.id}/tep/{paper.id}/1.png", status=404)
    page = plain(there.post(f"/y-kien/{asked.id}", status=409, answer="Lần nữa"))
    assert "đã xong" in page
    assert "Nguyễn Thị Hoa" not in page


def test_a_careless_question_keeps_what_was_typed(case_officer: Officer) -> None:
    slip = testing.accepted(CITIZEN)
    address = f"/ho-so/{slip.dossier_id}/y-kien"

    page = case_officer.post(address, status=422, to="", question="Câu hỏi dài", days="3")
    assert "Chọn đơn vị hoặc cơ quan khác" in page
    assert "Câu hỏi dài" in page
    page = case_officer.post(address, status=422, to="", question="", days="")
    assert all(f'id="{name}-error"' in page and f'href="#{name}"' in page for name in ("to", "question", "days"))


def test_waiting_for_an_opinion_is_no_ground_once_it_has_come(
    case_officer: Officer, head: Officer, officer: Desk
) -> None:
    slip = testing.accepted(CITIZEN)
    assert slip.due_at is not None
    address, later = f"/ho-so/{slip.dossier_id}/gia-han", slip.due_at + timedelta(days=4)
    fields: dict[str, Any] = {"new_due-day": later.day, "new_due-month": later.month, "new_due-year": later.year}
    fields |= {"ground": "waiting_for_agency", "reason": "Chờ công an xác minh"}
    assert "không có câu hỏi ý kiến nào đang chờ" in plain(head.post(address, status=422, **fields))

    case_officer.post(f"/ho-so/{slip.dossier_id}/y-kien", to=f"agency:{POLICE}", question="Có tiền án không?", days="2")
    assert "Đang chờ: " in plain(head.get(address))
    (asked,) = seen(slip.dossier_id).consultations
    police(officer).post(f"/y-kien/{asked.id}", answer="Không có.")
    page = head.post(address, status=422, **fields)

    assert "Ý kiến đã về cả, sau cùng là của" in plain(page)
    assert 'id="ground-error"' in page
    assert "Chờ công an xác minh" in page
    head.post(address, **(fields | {"ground": "waiting_outside", "reason": "Công văn 12/CV gửi Bộ Công an"}))
    assert seen(slip.dossier_id).extension_count == 1


def test_everything_wrong_with_an_extension_is_said_at_once(head: Officer) -> None:
    slip = testing.accepted(CITIZEN)

    page = head.post(f"/ho-so/{slip.dossier_id}/gia-han", status=422, ground="", reason="")

    assert all(f'id="{name}-error"' in page and f'href="#{name}"' in page for name in ("new_due", "ground", "reason"))


def test_a_question_is_taken_back(case_officer: Officer, officer: Desk) -> None:
    slip = testing.accepted(CITIZEN)
    case_officer.post(f"/ho-so/{slip.dossier_id}/y-kien", to=f"agency:{POLICE}", question="Hỏi", days="2")
    (asked,) = seen(slip.dossier_id).consultations

    case_officer.post(f"/ho-so/{slip.dossier_id}/y-kien/{asked.id}/rut", reason="Đã rõ")

    page = plain(police(officer).get(f"/y-kien/{asked.id}"))
    assert "Đã rõ" in page


def test_a_stranger_neither_asks_nor_answers(case_officer: Officer, officer: Desk, clerk: Officer) -> None:
    slip = testing.accepted(CITIZEN)
    case_officer.post(f"/ho-so/{slip.dossier_id}/y-kien", to=f"agency:{POLICE}", question="Hỏi", days="2")
    (asked,) = seen(slip.dossier_id).consultations

    stranger = officer("diep_xc")
    stranger.get(f"/y-kien/{asked.id}", status=404)
    stranger.post(f"/y-kien/{asked.id}", status=404, answer="Có")
    stranger.post(f"/ho-so/{slip.dossier_id}/y-kien", status=404, to=f"agency:{POLICE}", question="Hỏi", days="2")
    clerk.get("/y-kien", status=403)


def test_whom_to_ask_is_found_by_typing_with_the_own_units_and_the_lately_asked_first(case_officer: Officer) -> None:
    first, then = testing.accepted(CITIZEN), testing.accepted(CITIZEN)
    address = f"/ho-so/{first.dossier_id}/y-kien"
    page = plain(case_officer.get(address))
    assert "Đơn vị trong cơ quan" in page
    assert "Cơ quan khác" not in page  # hundreds of them: by name only

    page = case_officer.post(
        address, status=200, _action="find", find="canh sat giao thong", question="Có tiền án không?", days="3"
    )
    assert f'value="agency:{POLICE}"' in page
    assert "Có tiền án không?" in page
    assert "field__error" not in page
    case_officer.post(address, to=f"agency:{POLICE}", question="Có tiền án không?", days="2")

    page = plain(case_officer.get(f"/ho-so/{then.dossier_id}/y-kien"))
    assert page.index("Đơn vị trong cơ quan") < page.index("Hỏi gần đây") < page.rindex("Cảnh sát giao thông")
    part = case_officer.client.get(
        f"/can-bo{address}?find=khongcogi&to=agency:{POLICE}", headers={"HX-Request": "true"}
    ).content.decode()
    assert "<html" not in part
    assert "Không có đơn vị, cơ quan nào mang tên này" in part
    assert f'value="agency:{POLICE}" checked' in part  # what was chosen stays
