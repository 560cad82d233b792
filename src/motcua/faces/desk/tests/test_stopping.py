"""Closing a dossier without a decision: its ground, its reason, what becomes of the money."""

from django.test import Client

from motcua.faces.desk.tests.officers import CITIZEN, Officer, plain, seen
from motcua.faces.portal.account import cookies
from motcua.rooms.dossiers import services as dossiers
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.testing import AT, PEOPLE
from motcua.rooms.dossiers.types import Status
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity.testing import HOA, signed_in


def test_a_dossier_is_stopped_on_a_ground_of_law(head: Officer) -> None:
    slip = testing.accepted(CITIZEN)
    address = f"/ho-so/{slip.dossier_id}/dung"
    assert f"/can-bo{address}" in head.get(f"/ho-so/{slip.dossier_id}")
    assert "Chưa nộp khoản nào" in plain(head.get(address))

    page = head.post(address, status=422, ground="", reason="Theo văn bản số 5")
    assert "Chọn một căn cứ trong danh sách" in page
    assert "Theo văn bản số 5" in page
    head.post(address, status=409, ground="applicant_silent", reason="Quá 15 ngày")
    head.post(address, ground="by_law", provision="other", article="Văn bản số 5, Điều 3", reason="Theo văn bản số 5")

    assert seen(slip.dossier_id).row.status == Status.STOPPED
    assert address not in head.get(f"/ho-so/{slip.dossier_id}")


def test_stopping_by_law_asks_which_law_and_the_applicant_reads_it(head: Officer) -> None:
    token = signed_in(HOA).session_token
    owner = identity.actor_for_session(token, AT)
    assert owner is not None
    slip = testing.accepted(owner)
    address = f"/ho-so/{slip.dossier_id}/dung"
    offered = plain(head.get(address))
    assert "Bộ luật Tố tụng dân sự" in offered
    assert "01/2026/QĐ-TD" in offered  # what the procedure itself stands on

    page = head.post(address, status=422, ground="by_law", reason="")
    assert 'id="provision-error"' in page
    assert 'id="reason-error"' in page  # everything at once
    page = head.post(address, status=422, ground="by_law", provision="basis-1", reason="Hết hiệu lực")
    assert 'id="article-error"' in page
    head.post(address, ground="by_law", provision="basis-1", article="Điều 12 khoản 3", reason="Hết hiệu lực")

    view = seen(slip.dossier_id)
    assert view.ended_provision == "01/2026/QĐ-TD, Điều 12 khoản 3"
    assert "01/2026/QĐ-TD, Điều 12 khoản 3" in next(line.detail for line in view.timeline if line.kind == "stopped")
    at_home = Client()
    at_home.cookies[cookies.session_name()] = token
    assert "01/2026/QĐ-TD, Điều 12 khoản 3" in plain(at_home.get(f"/ho-so/{slip.dossier_id}").content.decode())


def test_others_do_not_stop(case_officer: Officer) -> None:
    slip = testing.accepted(CITIZEN)

    case_officer.post(f"/ho-so/{slip.dossier_id}/dung", status=403, ground="by_law", reason="x")


def test_an_online_dossier_closed_before_acceptance_has_no_tick_and_nothing_to_lose(head: Officer) -> None:
    dossier_id = testing.filed(CITIZEN).dossier_id
    lost = f"/can-bo/ho-so/{dossier_id}/that-lac"
    assert lost in head.get(f"/ho-so/{dossier_id}")

    dossiers.refuse(dossier_id, "not_eligible", "Không thuộc thẩm quyền", by=PEOPLE.reception, at=AT)

    page = head.get(f"/ho-so/{dossier_id}")
    assert lost not in page
    assert 'value="loss"' not in head.get(f"/ho-so/{dossier_id}/that-lac")
    line = page[: page.index("Không tiếp nhận</h3>")].rpartition("timeline__entry--")[2]
    assert line.startswith("no")
