"""O6 and the way of a result: drafted, approved, numbered, signed, delivered."""

from typing import Any

from motcua.faces.desk.tests.officers import CITIZEN, Desk, Officer, issued_for_the_counter, plain, seen
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents import services as documents
from motcua.rooms.dossiers import queries, testing
from motcua.rooms.dossiers.testing import AT
from motcua.rooms.dossiers.types import Status


def text(value: str) -> dict[str, Any]:
    return {"result-result_text": value}


def test_the_form_comes_filled_with_what_the_procedure_proposes(case_officer: Officer) -> None:
    slip = testing.accepted(CITIZEN)

    page = case_officer.get(f"/ho-so/{slip.dossier_id}/ket-qua")

    assert "Xét đề nghị của" in page
    assert "Theo đề xuất, chưa lưu" in plain(page)
    assert "/ket-qua/xem-truoc/1.png?v=0" in page


def test_the_page_is_seen_while_it_is_written_and_nothing_is_kept(case_officer: Officer) -> None:
    slip = testing.accepted(CITIZEN)
    fields = {"kind": "granted", **text("Đang viết dở")}

    page = case_officer.post(f"/ho-so/{slip.dossier_id}/ket-qua/xem-truoc", status=200, **fields)

    assert 'src="data:image/png;base64,iVBOR' in page
    with scope(SYSTEM):
        assert queries.result_draft(slip.dossier_id, by=SYSTEM) is None
    page = case_officer.post(f"/ho-so/{slip.dossier_id}/ket-qua/xem-truoc", status=200, kind="refused")
    assert "Lưu và xem" in page


def test_saving_shows_the_document_and_finishing_passes_it_on(case_officer: Officer) -> None:
    slip = testing.accepted(CITIZEN)
    address = f"/ho-so/{slip.dossier_id}/ket-qua"

    page = case_officer.post(address, kind="granted", _action="save", **text("Đủ điều kiện"))
    assert f"/can-bo{address}/xem-truoc/1.png?v=1" in page
    assert case_officer.client.get(f"/can-bo{address}/xem-truoc/1.png").content.startswith(b"\x89PNG")
    assert case_officer.client.get(f"/can-bo{address}/xem-truoc/9.png").status_code == 404

    case_officer.post(address, kind="granted", _action="finish", version="1", **text("Đủ điều kiện"))
    assert testing.task(slip.dossier_id, "work").name == "Soát xét"


def test_bad_fields_keep_what_was_typed(case_officer: Officer) -> None:
    slip = testing.accepted(CITIZEN)
    address = f"/ho-so/{slip.dossier_id}/ket-qua"

    page = case_officer.post(address, status=422, kind="granted", note="Xem kỹ", **text(""))
    assert 'id="result-result_text-error"' in page
    assert "Xem kỹ" in page

    page = case_officer.post(address, status=422, kind="refused", ground="", reason="Không khớp")
    assert "Chọn một căn cứ trong danh sách" in page
    assert "Không khớp" in page


def test_a_refusal_is_a_result_with_ground_and_reasons(case_officer: Officer) -> None:
    slip = testing.accepted(CITIZEN)
    address = f"/ho-so/{slip.dossier_id}/ket-qua"

    case_officer.post(address, kind="refused", ground="not_true", reason="Xác minh không đúng", _action="save")

    with scope(SYSTEM):
        held = queries.result_draft(slip.dossier_id, by=SYSTEM)
    assert held is not None
    assert (held.kind, held.values["reason"]) == ("refused", "Xác minh không đúng")
    assert "Xác minh không đúng" in case_officer.get(address)


def test_a_refusal_not_saved_yet_shows_no_granted_paper(case_officer: Officer) -> None:
    slip = testing.accepted(CITIZEN)
    address = f"/ho-so/{slip.dossier_id}/ket-qua"

    page = case_officer.post(address, status=422, kind="refused", ground="", reason="", _action="save")

    assert "Quyết định đã đổi" in plain(page)
    assert "xem-truoc/1.png" not in page


def test_somebody_else_changed_the_draft_meanwhile(case_officer: Officer, officer: Desk) -> None:
    slip = testing.accepted(CITIZEN)
    address = f"/ho-so/{slip.dossier_id}/ket-qua"
    case_officer.post(address, kind="granted", **text("Bản một"))
    case_officer.post(address, kind="granted", version="1", **text("Bản hai"))

    colleague = officer("linh")
    page = colleague.post(address, status=409, kind="granted", version="1", **text("Bản khác"))

    assert "Ngô Hồng Quân vừa sửa kết quả" in plain(page)
    assert "Bản khác" in page


def test_the_leader_reads_the_document_and_approves_what_he_saw(leader: Officer) -> None:
    dossier_id = testing.for_approval(CITIZEN)

    page = leader.get(f"/ho-so/{dossier_id}")
    assert f"/can-bo/ho-so/{dossier_id}/ket-qua/xem-truoc/1.png" in page
    assert "Lê Minh soạn" in plain(page)
    assert "Muốn sửa, phải trả hồ sơ lại bước trước" in plain(leader.get(f"/ho-so/{dossier_id}/ket-qua"))

    refused = plain(leader.post(f"/ho-so/{dossier_id}/phe-duyet", status=409, version="7"))
    assert "vừa sửa kết quả" in refused
    leader.post(f"/ho-so/{dossier_id}/phe-duyet", version="1")
    assert seen(dossier_id).row.status == Status.APPROVED

    again = plain(leader.post(f"/ho-so/{dossier_id}/phe-duyet", status=409, version="1"))
    assert "Dương Chí Nghĩa đã làm xong lúc 09:00 ngày 18/11/2026" in again


def test_the_clerk_numbers_and_the_leader_signs(leader: Officer, clerk: Officer) -> None:
    dossier_id = testing.for_approval(CITIZEN)
    leader.post(f"/ho-so/{dossier_id}/phe-duyet", version="1")
    assert "Cấp số" in clerk.get(f"/ho-so/{dossier_id}")

    clerk.post(f"/ho-so/{dossier_id}/cap-so")
    document = seen(dossier_id).row.result_document_id
    assert document is not None
    documents.render_now(document, by=SYSTEM, at=AT)
    assert "01/UBND-XNT" in clerk.get(f"/ho-so/{dossier_id}")
    assert leader.client.get(f"/can-bo/van-ban/{document}.pdf").content.startswith(b"%PDF")
    assert leader.client.get(f"/can-bo/van-ban/{document}/1.png").content.startswith(b"\x89PNG")

    leader.post(f"/ho-so/{dossier_id}/ky")
    assert seen(dossier_id).row.status in {Status.SIGNING, Status.DELIVERED}


def test_a_result_for_the_counter_is_handed_over_against_a_signature(reception: Officer) -> None:
    dossier_id = issued_for_the_counter()
    address = f"/ho-so/{dossier_id}/tra-ket-qua"
    assert "Trao kết quả" in reception.get(f"/ho-so/{dossier_id}")

    page = reception.post(address, status=422, channel="counter", evidence=" ")
    assert 'id="deliver-evidence-error"' in page
    reception.post(address, channel="counter", evidence="Ký sổ 12, dòng 40")

    assert seen(dossier_id).row.status == Status.DELIVERED
