from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.faces.kit.pace import TRACKING
from motcua.kernel import clock, events
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents import services as documents_do
from motcua.rooms.dossiers import handlers, queries, testing
from motcua.rooms.dossiers.events import DossierSubmitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    testing.world()
    TRACKING._seen.clear()
    return Client()


def test_the_right_pair_shows_progress_and_nothing_of_the_person(visitor: Client) -> None:
    slip = testing.accepted(testing.citizen("Nguyễn Thị Lan"))

    answer = visitor.post("/tra-cuu", {"code": slip.code.lower(), "digits": "5678"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert slip.code in page
    assert "Diễn biến" in page
    assert "Lan" not in page
    assert "0912345678" not in page
    assert answer["Cache-Control"] == "no-store"


def test_every_wrong_pair_gets_the_same_words(visitor: Client) -> None:
    slip = testing.accepted(testing.citizen())

    wrong_phone = visitor.post("/tra-cuu", {"code": slip.code, "digits": "0000"})
    wrong_code = visitor.post("/tra-cuu", {"code": "MC-AAAA-AAAA-A", "digits": "5678"})

    assert wrong_phone.status_code == wrong_code.status_code == 404
    words = "Không có hồ sơ nào khớp cả mã và số điện thoại này"
    assert words in wrong_phone.content.decode()
    assert words in wrong_code.content.decode()
    assert "Chưa tìm thấy hồ sơ" in wrong_code.content.decode()


def test_before_acceptance_the_day_of_the_answer_is_shown(visitor: Client) -> None:
    receipt = testing.filed(testing.citizen())
    with scope(SYSTEM):
        promised = queries.find(receipt.dossier_id, by=SYSTEM).answer_due_at

    page = visitor.post("/tra-cuu", {"code": receipt.receipt_number, "digits": "5678"}).content.decode()

    assert "Hẹn trả lời" in page
    assert f"{clock.local(promised):%H:%M}" in page or f"{clock.local(promised).hour}" in page
    assert "sau khi nhận hồ sơ" not in page


def test_while_the_fee_is_owed_the_answer_counts_from_its_payment(visitor: Client) -> None:
    receipt = testing.filed(testing.citizen(), code=testing.CHARGED)

    page = visitor.post("/tra-cuu", {"code": receipt.receipt_number, "digits": "5678"}).content.decode()

    assert "trong 8 giờ làm việc từ khi trả tiền" in page


def test_a_code_rests_after_ten_wrong_guesses(visitor: Client) -> None:
    slip = testing.accepted(testing.citizen())
    for guess in range(10):
        visitor.post("/tra-cuu", {"code": slip.code, "digits": f"{guess:04}"})

    answer = visitor.post("/tra-cuu", {"code": slip.code, "digits": "5678"})

    assert answer.status_code == 429
    assert "thử quá nhiều lần" in answer.content.decode()


def test_what_is_missing_is_told_beside_its_field_and_kept(visitor: Client) -> None:
    answer = visitor.post("/tra-cuu", {"code": "MC-7K3M", "digits": "12"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("Nhập 4 số cuối của số điện thoại đã ghi khi nộp") == 2
    assert 'value="MC-7K3M"' in page
    assert "Lỗi:" in page


def test_a_code_in_the_address_is_filled_in(visitor: Client) -> None:
    assert 'value="MC-7K3M-9QTX-4"' in visitor.get("/tra-cuu?ma=MC-7K3M-9QTX-4").content.decode()


def test_an_unknown_document_code_is_said_to_be_unknown(visitor: Client) -> None:
    answer = visitor.get("/xac-minh/7K3M9QTX42")

    assert answer.status_code == 404
    assert "Không có giấy nào như vậy" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_a_typed_code_leads_to_its_own_address(visitor: Client) -> None:
    answer = visitor.post("/xac-minh", {"code": "7K3M-9QTX-42"})

    assert answer.status_code == 302
    assert answer["Location"] == "/xac-minh/7K3M-9QTX-42"


def test_neither_code_nor_file_is_a_fault_told_kindly(visitor: Client) -> None:
    answer = visitor.post("/xac-minh", {"code": ""})

    assert answer.status_code == 422
    assert "Nhập mã ghi trên giấy, hoặc chọn tệp" in answer.content.decode()


def test_a_strange_file_is_not_ours(visitor: Client) -> None:
    picture = SimpleUploadedFile("anh.pdf", b"this is no PDF at all", content_type="application/pdf")

    answer = visitor.post("/xac-minh", {"file": picture})

    assert answer.status_code == 200
    assert "không phải PDF" in answer.content.decode()


def receipt_drawn() -> tuple[str, bytes]:
    """The code and the bytes of a receipt that was drawn up for somebody."""
    receipt = testing.filed(testing.citizen("Nguyễn Thị Lan"))
    with scope(SYSTEM):
        drawn = [fact for fact in events.history(receipt.dossier_id) if isinstance(fact, DossierSubmitted)]
    handlers.on_submitted(drawn[0], key="k", at=testing.AT)
    with scope(SYSTEM):
        found = documents.documents(receipt.dossier_id, by=SYSTEM)[0]
    documents_do.render_now(found.id, by=SYSTEM, at=testing.AT)
    with scope(SYSTEM):
        ready = documents.document(found.id, by=SYSTEM)
        return ready.verification_code, documents.document_content(found.id, by=SYSTEM, purpose="test")


def test_a_code_alone_never_says_that_the_paper_is_the_same(visitor: Client) -> None:
    code, pdf = receipt_drawn()

    by_code = unescape(visitor.get(f"/xac-minh/{code}").content.decode())
    sent = SimpleUploadedFile("giay.pdf", pdf, content_type="application/pdf")
    by_file = unescape(visitor.post("/xac-minh", {"file": sent}).content.decode())

    assert "Mã này có thật" in by_code
    assert "So từng dòng dưới đây với giấy đang cầm" in by_code
    assert "Gửi tệp để máy so" in by_code
    assert "N.T.L." in by_code
    assert "Lan" not in by_code
    assert "giống hệt" not in by_code
    assert "Giấy này là thật" not in by_code
    assert "giống hệt" in by_file
