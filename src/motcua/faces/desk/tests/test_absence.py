"""O13: being away, standing in, and four eyes that stay four."""

from typing import Any

import pytest

from motcua.faces.desk.tests.officers import CITIZEN, Officer, plain, seen
from motcua.faces.portal.account import cookies
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.dossiers import services, testing
from motcua.rooms.dossiers.types import Status
from motcua.rooms.identity import queries as identity

DAYS: dict[str, Any] = {
    "starts-day": "18", "starts-month": "11", "starts-year": "2026",
    "ends-day": "20", "ends-month": "11", "ends-year": "2026", "ground": "Đơn nghỉ phép ngày 17/11",
}  # fmt: skip


def stand_in(absent: Officer, substitute: Officer) -> None:
    """The absent declares it, the substitute takes it up with the button of his list."""
    absent.post("/vang-mat", substitute=str(substitute.actor.id), **DAYS)
    page = substitute.get("/viec?view=unit")
    assert f"{absent.actor.name} vắng mặt đến hết 20/11/2026" in plain(page)
    chosen = page.split('name="as" value="')[1].split('"')[0]
    answer = substitute.client.post("/dang-nhap/tu-cach", {"as": chosen, "next": "/can-bo/"})
    substitute.client.cookies[cookies.session_name()] = answer.cookies[cookies.session_name()].value
    actor = identity.actor_for_session(answer.cookies[cookies.session_name()].value, testing.AT)
    assert actor is not None
    substitute.actor = actor


def test_a_substitute_sees_and_does_the_work_and_everything_says_in_whose_place(
    case_officer: Officer, reception: Officer
) -> None:
    slip = testing.accepted(CITIZEN)
    task = testing.task(slip.dossier_id, "appraise")
    case_officer.post(f"/ho-so/{slip.dossier_id}/viec/{task.id}/nhan")
    assert "Thẩm định" not in plain(reception.get("/viec?view=mine"))

    stand_in(case_officer, reception)

    page = plain(reception.get("/viec?view=mine"))
    assert "Đang làm với tư cách Đỗ Anh Tài (thay cho Ngô Hồng Quân)" in page
    assert "Nguyễn Thị Lan" in page
    typed: dict[str, Any] = {"_action": "finish", "result-result_text": "Đủ điều kiện."}
    reception.post(f"/ho-so/{slip.dossier_id}/ket-qua", **typed)
    history = plain(reception.get(f"/ho-so/{slip.dossier_id}"))
    assert "Đỗ Anh Tài (thay cho Ngô Hồng Quân)" in history
    with scope(SYSTEM):
        done = next(one for one in seen(slip.dossier_id).tasks if one.does == "appraise")
    assert done.done_by_name == "Đỗ Anh Tài (thay cho Ngô Hồng Quân)"
    back = reception.client.post("/dang-nhap/tu-cach", {"as": str(reception.actor.agency_id), "next": "/can-bo/"})
    reception.client.cookies[cookies.session_name()] = back.cookies[cookies.session_name()].value
    assert "Đang làm với tư cách" not in plain(reception.get("/viec?view=reception"))


def test_four_eyes_see_through_a_substitution(leader: Officer, officer: Any, case_officer: Officer) -> None:
    other = officer("son")
    drafted_by_absent = _drafted(other)
    drafted_by_substitute = _drafted(leader)
    stand_in(other, leader)

    for one in (drafted_by_absent, drafted_by_substitute):
        page = leader.post(f"/ho-so/{one}/phe-duyet", status=403, version="1")
        assert "Người soạn không tự duyệt văn bản của mình" in plain(page)
        assert seen(one).row.status == Status.FOR_APPROVAL
    free = testing.for_approval(CITIZEN)
    leader.post(f"/ho-so/{free}/phe-duyet", version="1")
    assert seen(free).row.status == Status.APPROVED


def test_faults_are_said_at_their_field_with_everything_kept(case_officer: Officer, reception: Officer) -> None:
    page = case_officer.post("/vang-mat", status=422, substitute=str(reception.actor.id), **DAYS | {"starts-day": "17"})
    assert 'id="starts-error"' in page
    assert "Đơn nghỉ phép ngày 17/11" in page
    page = case_officer.post("/vang-mat", status=422, substitute="", **DAYS)
    assert 'id="substitute-error"' in page


def test_a_head_declares_for_his_people_ends_it_and_hands_their_work_on(
    head: Officer, case_officer: Officer, officer: Any
) -> None:
    colleague = officer("linh")
    ids = [str(testing.task(testing.accepted(CITIZEN).dossier_id, "appraise").id) for _ in range(2)]
    head.post("/viec/giao", task=ids, colleague=str(case_officer.actor.id))

    head.post("/vang-mat", account=str(case_officer.actor.id), substitute=str(colleague.actor.id), **DAYS)
    page = head.get("/vang-mat")
    assert "Giao việc đang giữ cho người khác" in plain(page)
    held = head.get(f"/viec?view=unit&officer={case_officer.actor.id}")
    assert all(one in held for one in ids)
    assert "Đã giao 2 việc cho Võ Kim Linh." in plain(
        head.post("/viec/giao", task=ids, colleague=str(colleague.actor.id))
    )
    end = page.split('action="/can-bo/vang-mat')[1].split('"')[0]
    assert "Đã kết thúc" in plain(head.post(f"/vang-mat{end}"))
    assert "Không ai vắng mặt" in plain(head.get("/vang-mat"))


def _drafted(by: Officer) -> Any:
    """A dossier for approval whose draft this officer wrote, as when he had the case on his desk."""
    slip = testing.accepted(CITIZEN)
    actor = testing.officer(by.actor.name, "case_officer", "vp")
    drafter = type(actor)(
        id=by.actor.id, kind=actor.kind, name=actor.name, agency_id=actor.agency_id, offices=actor.offices
    )
    services.draft_result(slip.dossier_id, testing.VALUES, by=drafter, at=testing.AT)
    services.complete_step(testing.task(slip.dossier_id, "appraise").id, by=drafter, at=testing.AT)
    services.complete_step(testing.task(slip.dossier_id, "work").id, by=testing.PEOPLE.head, at=testing.AT)
    return slip.dossier_id


@pytest.mark.parametrize("address", ["/vang-mat"])
def test_the_page_opens_for_every_role(reception: Officer, head: Officer, leader: Officer, address: str) -> None:
    for one in (reception, head, leader):
        assert "Báo vắng mặt" in plain(one.get(address))


def test_everything_wrong_with_an_absence_is_said_at_once_and_kept(case_officer: Officer) -> None:
    page = case_officer.post("/vang-mat", status=422, **{"starts-day": "41", "ground": ""})

    assert all(
        f'id="{name}-error"' in page and f'href="#{name}' in page for name in ("substitute", "starts", "ends", "ground")
    )
    assert 'value="41"' in page
