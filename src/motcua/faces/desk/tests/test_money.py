"""Money in the middle of handling: asked for at the desk, seen by the applicant, taken back or waived."""

from typing import Any

from django.test import Client

from motcua.faces.desk.tests.officers import CITIZEN, Officer, plain, seen
from motcua.faces.portal.account import cookies
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.testing import AT
from motcua.rooms.dossiers.types import Status
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity.testing import signed_in
from motcua.rooms.identity.types import IdentityClaims
from motcua.rooms.payments import queries as payments

FORM: dict[str, Any] = {
    "further_name": "Lệ phí trước bạ",
    "further_kind": "tax",
    "further_amount": "1.200.000",
    "reason": "Thông báo thuế 12/TB ngày 18/11/2026",
}


def test_the_applicant_is_asked_to_pay_and_sees_it(case_officer: Officer) -> None:
    claims = IdentityClaims(
        personal_id="079193004218", full_name="Nguyễn Thị Lan", birth_date="1993-04-12", gender="female", assurance=2,
        authentication_level=2,
    )  # fmt: skip
    token = signed_in(claims).session_token
    lan = identity.actor_for_session(token, AT)
    assert lan is not None
    slip = testing.accepted(lan)
    address = f"/ho-so/{slip.dossier_id}"
    assert f"/can-bo{address}/nop-tien" in case_officer.get(address)
    assert "Thông báo nộp tiền" in case_officer.get(f"{address}/nop-tien")

    page = plain(case_officer.post(f"{address}/nop-tien", **FORM))

    assert "Chờ nộp tiền" in page
    assert "Người nộp đang có khoản phải nộp" in page
    browser = Client()
    browser.cookies[cookies.session_name()] = token
    own = browser.get(f"/ho-so/{slip.dossier_id}").content.decode()
    with scope(SYSTEM):
        owed = payments.owed_on_notice(slip.dossier_id, by=SYSTEM)
    assert owed is not None
    assert f"/thanh-toan/{owed.id}" in own
    assert "1.200.000" in plain(own)
    assert browser.get(f"/thanh-toan/{owed.id}").status_code == 200


def test_bad_amounts_keep_what_was_typed(case_officer: Officer) -> None:
    slip = testing.accepted(CITIZEN)

    page = case_officer.post(f"/ho-so/{slip.dossier_id}/nop-tien", status=422, **(FORM | {"further_amount": "nhiều"}))
    assert "Ghi số tiền phải nộp lớn hơn 0" in page
    assert "Lệ phí trước bạ" in page
    page = case_officer.post(f"/ho-so/{slip.dossier_id}/nop-tien", status=422, **(FORM | {"reason": ""}))
    assert 'id="reason-error"' in page


def test_a_wrong_notice_is_taken_back_and_a_right_one_waived(case_officer: Officer, leader: Officer) -> None:
    slip = testing.accepted(CITIZEN)
    address = f"/ho-so/{slip.dossier_id}/nop-tien"
    case_officer.post(address, **FORM)

    case_officer.post(f"{address}/rut", status=422, reason=" ")
    case_officer.post(f"{address}/rut", reason="Nhầm người")
    assert seen(slip.dossier_id).row.status == Status.IN_APPRAISAL

    case_officer.post(address, **FORM)
    assert "/nop-tien" in leader.get(f"/ho-so/{slip.dossier_id}")
    leader.post(f"{address}/mien", status=422, waive_reason="Hộ nghèo", evidence="")
    leader.post(f"{address}/mien", waive_reason="Hộ nghèo", evidence="Sổ hộ nghèo 12")
    assert "được miễn" in plain(leader.get(address))


def test_others_neither_ask_nor_waive(clerk: Officer, case_officer: Officer) -> None:
    slip = testing.accepted(CITIZEN)

    clerk.post(f"/ho-so/{slip.dossier_id}/nop-tien", status=403, **FORM)
    case_officer.post(f"/ho-so/{slip.dossier_id}/nop-tien/mien", status=403, waive_reason="x", evidence="y")
