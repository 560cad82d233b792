"""A wrong result at the desk: asked for, drafted, approved, numbered, signed; and what was lost."""

from typing import Any
from uuid import UUID

import pytest

from motcua.faces.desk.tests.officers import CITIZEN, Desk, Officer, plain, seen
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents import services as documents
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.testing import AT
from motcua.rooms.dossiers.types import ResultKind, Status
from motcua.rooms.forms.testing import FILLED
from motcua.rooms.identity import services as identity


def text(value: str, **more: Any) -> dict[str, Any]:
    """The form of the right result as it is filled in."""
    name = {"printed-full_name": FILLED["full_name"]}
    return (
        {"result-result_text": value, "kind": "granted", "ground": "office_mistake", "why": "Chép nhầm"} | name | more
    )


def delivered() -> UUID:
    return testing.issued(CITIZEN).dossier_id


def test_the_whole_way_of_a_correction(case_officer: Officer, leader: Officer, clerk: Officer) -> None:
    dossier_id = delivered()
    address = f"/ho-so/{dossier_id}/sua-ket-qua"
    assert f"/can-bo{address}" in case_officer.get(f"/ho-so/{dossier_id}")

    page = plain(case_officer.post(address, step="ask", wrong="Sai năm sinh"))
    assert "Sai năm sinh" in page
    assert "Kết quả cần sửa" in plain(case_officer.get("/sua-ket-qua"))
    page = plain(case_officer.post(address, step="draft", **text("Nội dung đúng")))
    assert "chờ duyệt" in page
    document = _document(dossier_id)
    documents.render_now(document, by=SYSTEM, at=AT)
    page = leader.get(address)
    assert f"/can-bo/van-ban/{document}/1.png" in page
    assert "trước đây: Đủ điều kiện." in plain(page)
    assert "Chép nhầm" in plain(page)
    leader.post(address, step="approve", version="2")
    clerk.post(address, step="number")
    documents.render_now(document, by=SYSTEM, at=AT)
    leader.post(address, step="sign")

    assert seen(dossier_id).row.status in {Status.CORRECTION_REQUESTED, Status.CORRECTED}


def test_signing_a_correction_or_a_copy_asks_again_who_is_there(
    leader: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier_id = delivered()

    def stale(*_args: Any, **_named: Any) -> None:
        raise Refused("session.step-up-needed")

    monkeypatch.setattr(identity, "require_recent", stale)
    for address, fields in (
        (f"/ho-so/{dossier_id}/sua-ket-qua", {"step": "sign"}),
        (f"/ho-so/{dossier_id}/ban-sao/ky", {}),
    ):
        answer = leader.client.post(f"/can-bo{address}", fields)
        assert "/dang-nhap" in answer.headers.get("Location", "") or answer.status_code in {401, 403}


def test_faults_keep_what_was_typed_and_turns_are_kept(case_officer: Officer, head: Officer, clerk: Officer) -> None:
    dossier_id = delivered()
    address = f"/ho-so/{dossier_id}/sua-ket-qua"

    page = case_officer.post(address, status=422, step="ask", wrong=" ")
    assert 'id="wrong-error"' in page
    services.request_correction(dossier_id, "Sai tên", by=CITIZEN, at=AT)
    case_officer.post(address, status=422, step="draft", **text(""))
    page = case_officer.post(address, status=422, step="draft", **text("Đủ điều kiện."))
    assert "Chưa có mục nào khác bản cũ" in plain(page)
    page = case_officer.post(address, status=422, step="draft", **text("Nội dung đúng", why=""))
    assert 'id="why-error"' in page
    page = case_officer.post(address, status=422, step="draft", **text("x", kind="refused"))
    assert 'id="refusal-ground-error"' in page
    clerk.post(address, status=403, step="draft", **text("x"))
    case_officer.post(address, status=409, step="dance")
    head.post(address, status=422, step="decline", reason="")
    page = plain(head.post(address, step="decline", reason="Đúng theo khai sinh"))
    assert "Đúng theo khai sinh" in page


def test_what_was_lost_is_given_again_or_told(clerk: Officer, head: Officer) -> None:
    dossier_id = delivered()
    address = f"/ho-so/{dossier_id}/that-lac"

    page = clerk.post(address, status=422, step="copy", reason="Mất bản giấy", evidence="")
    assert 'id="evidence-error"' in page
    clerk.post(address, step="copy", reason="Mất bản giấy", evidence="Sổ 3 dòng 9")
    head.post(address, step="loss", what="Bản chính", remedy="Cơ quan xin cấp lại")

    page = plain(head.get(f"/ho-so/{dossier_id}"))
    assert "Cấp lại bản sao kết quả" in page
    assert "xin lỗi người nộp" in page


def test_a_copy_is_asked_for_granted_and_seen_by_its_owner(clerk: Officer, leader: Officer) -> None:
    dossier_id = delivered()
    address = f"/ho-so/{dossier_id}/ban-sao"
    assert f"/can-bo{address}" in clerk.get(f"/ho-so/{dossier_id}")

    page = clerk.post(address, status=422, step="ask", reason="")
    assert 'id="reason-error"' in page
    assert "Mất bản giấy" in clerk.post(address, step="ask", reason="Mất bản giấy")
    assert "Mất bản giấy" in leader.get("/ban-sao")
    clerk.post(f"{address}/ky", status=403)
    page = plain(leader.post(f"{address}/ky"))
    assert "Đã duyệt" in page
    assert "đang ký" in page
    leader.post(address, status=409, step="decline", reason="Muộn")


def test_a_copy_may_be_declined(clerk: Officer) -> None:
    dossier_id = delivered()
    services.request_copy(dossier_id, "Mất", by=CITIZEN, at=AT)

    page = plain(clerk.post(f"/ho-so/{dossier_id}/ban-sao", step="decline", reason="Kết quả đang sửa"))

    assert "Kết quả đang sửa" in page


def test_a_stranger_sees_no_correction(officer: Desk) -> None:
    dossier_id = delivered()
    services.request_correction(dossier_id, "Sai tên", by=CITIZEN, at=AT)
    stranger = officer("diep_xc")

    stranger.get(f"/ho-so/{dossier_id}/sua-ket-qua", status=404)
    stranger.get(f"/ho-so/{dossier_id}/that-lac", status=404)
    stranger.get(f"/ho-so/{dossier_id}/ban-sao", status=404)
    assert "Sai tên" not in stranger.get("/sua-ket-qua")


def _document(dossier_id: UUID) -> UUID:

    with scope(SYSTEM):
        found = queries.corrections_of(dossier_id, by=SYSTEM)[-1].document_id
    assert found is not None
    return found


def test_exactly_what_is_printed_is_offered_and_mended(case_officer: Officer) -> None:
    dossier_id = delivered()
    address = f"/ho-so/{dossier_id}/sua-ket-qua"
    services.request_correction(dossier_id, "Sai tên", by=CITIZEN, at=AT)

    page = case_officer.get(address)
    assert 'name="printed-full_name"' in page
    assert 'name="printed-phone"' not in page
    renamed = {"printed-full_name": "Nguyễn Thị Lán"}
    page = case_officer.post(address, step="draft", **text("Đủ điều kiện.") | renamed)

    assert "Nguyễn Thị Lán" in plain(page)


def test_a_refusal_is_corrected_too(case_officer: Officer) -> None:
    dossier_id = testing.issued(CITIZEN, kind=ResultKind.REFUSED).dossier_id
    address = f"/ho-so/{dossier_id}/sua-ket-qua"
    services.request_correction(dossier_id, "Sai lý do", by=CITIZEN, at=AT)
    page = case_officer.get(address)
    assert "Xác minh không đúng." in page

    reasons: dict[str, Any] = {"refusal-ground": "not_true", "refusal-reason": "Giấy đã hết hạn", "kind": "refused"}
    reasons |= {"named-full_name": FILLED["full_name"]}
    page = plain(case_officer.post(address, step="draft", ground="office_mistake", why="Ghi nhầm", **reasons))

    assert "Giấy đã hết hạn" in page
    assert "chờ duyệt" in page
