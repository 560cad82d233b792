"""Letters of the office: the apology, the notice of stopping, the set of forms the day of acceptance chose."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents import services as documents_do
from motcua.rooms.documents.types import DocumentKind, DocumentRef
from motcua.rooms.dossiers import handlers, services, testing
from motcua.rooms.dossiers.events import DossierWithdrawn
from motcua.rooms.dossiers.rules.plainness import machine_words
from motcua.rooms.dossiers.rules.signers import office_title, unit_title
from motcua.rooms.dossiers.services import papers
from motcua.rooms.dossiers.testing import AT, CHARGED, PEOPLE, citizen

LAN = citizen()
WHY = {"ground": "needs_more_time", "reason": "Xác minh tại nơi cư trú"}


@pytest.fixture
def _world(db: None) -> None:
    testing.world()


def letters(dossier_id: UUID, kind: str) -> list[DocumentRef]:
    with scope(SYSTEM):
        return [one for one in documents.documents(dossier_id, by=SYSTEM) if one.kind == kind]


def said(document_id: UUID) -> dict[str, object]:
    with scope(SYSTEM):
        return documents.values_of(document_id, by=SYSTEM)


@pytest.mark.usefixtures("_world")
def test_the_apology_is_numbered_and_signed_by_who_puts_the_date_off() -> None:
    slip = testing.accepted(LAN)
    assert slip.due_at is not None
    later = slip.due_at + timedelta(days=3)

    done = services.extend(slip.dossier_id, later, **WHY, by=PEOPLE.head, at=AT)

    (letter,) = letters(slip.dossier_id, DocumentKind.APOLOGY)
    values = said(letter.id)
    assert (letter.id, letter.number_text, letter.draft) == (done.document_id, "01/XLGH-UBND", False)
    assert values["signer"] == {
        "name": "Đỗ Hà",
        "title": "Chánh Văn phòng HĐND và UBND",
        "authority_prefix": "TL. CHỦ TỊCH",
    }
    assert (values["extension_number"], values["history"]) == (1, [])
    assert "Xác minh tại nơi cư trú" in str(values["reason"])
    assert documents_do.render_now(letter.id, at=AT).fault == ""


@pytest.mark.usefixtures("_world")
def test_the_leaders_apology_waits_for_his_digital_signature() -> None:
    slip = testing.accepted(LAN)
    assert slip.due_at is not None

    services.extend(slip.dossier_id, slip.due_at + timedelta(days=3), **WHY, by=PEOPLE.chief, at=AT)

    (letter,) = letters(slip.dossier_id, DocumentKind.APOLOGY)
    with scope(SYSTEM):
        approval = documents.approval(letter.id, by=SYSTEM)
    assert approval is not None
    assert (approval.approver_name, approval.approver_title) == ("Phạm Chiến", "CHỦ TỊCH")
    assert documents_do.render_now(letter.id, at=AT).state == "signing"


@pytest.mark.usefixtures("_world")
def test_nobody_apologises_for_the_agency_without_the_office_for_it() -> None:
    slip = testing.accepted(LAN)
    assert slip.due_at is not None

    for by in (PEOPLE.case, PEOPLE.reception):
        with pytest.raises(Refused, match="not-permitted"):
            services.extend(slip.dossier_id, slip.due_at + timedelta(days=3), **WHY, by=by, at=AT)
    assert letters(slip.dossier_id, DocumentKind.APOLOGY) == []


@pytest.mark.usefixtures("_world")
def test_stopping_says_who_asked_how_far_it_was_and_what_becomes_of_the_money() -> None:
    slip = testing.accepted(LAN, code=CHARGED)

    done = services.stop(slip.dossier_id, "by_law", "Quy hoạch tạm dừng", provision="nd118_21", by=PEOPLE.head, at=AT)

    (letter,) = letters(slip.dossier_id, DocumentKind.STOP_NOTICE)
    values = said(letter.id)
    assert (letter.id, letter.number_text) == (done.document_id, "01/TB-UBND")
    assert (values["asked_by"], values["stage"]) == ("Cơ quan giải quyết", "Đã tiếp nhận")
    assert values["ground"] == "Dừng theo quy định của pháp luật (NĐ 118/2025/NĐ-CP Điều 21)"
    assert values["money"] == "Đã được miễn, không có tiền phải hoàn."
    assert str(values["decision"]).startswith("Chưa có quyết định")
    assert documents_do.render_now(letter.id, at=AT).fault == ""


@pytest.mark.usefixtures("_world")
def test_a_decided_dossier_is_not_stopped_and_gets_no_notice() -> None:
    dossier_id = testing.issued(LAN).dossier_id

    with pytest.raises(Refused, match="not-possible-now"):
        services.stop(dossier_id, "by_law", "Muộn rồi", provision="nd118_21", by=PEOPLE.head, at=AT)
    assert letters(dossier_id, DocumentKind.STOP_NOTICE) == []


@pytest.mark.usefixtures("_world")
def test_withdrawing_is_put_in_writing_once() -> None:
    slip, early = testing.accepted(LAN), testing.filed(LAN)
    for dossier_id in (slip.dossier_id, early.dossier_id):
        services.withdraw(dossier_id, reason="đổi ý", by=LAN, at=AT)
        with scope(SYSTEM):
            fact = next(f for f in events.history(dossier_id) if isinstance(f, DossierWithdrawn))
        for _ in range(2):
            handlers.on_withdrawn(fact, key=f"k{dossier_id}", at=AT)

    (letter,) = letters(slip.dossier_id, DocumentKind.STOP_NOTICE)
    assert said(letter.id)["asked_by"] == "Người nộp hồ sơ"
    assert said(letter.id)["stage"] == "Đã tiếp nhận"
    assert letters(early.dossier_id, DocumentKind.STOP_NOTICE) == []


@pytest.mark.usefixtures("_world")
def test_the_slip_says_the_same_date_as_the_dossier_in_the_form_of_its_day() -> None:
    slip = testing.accepted(LAN)
    old = testing.accepted(LAN, at=datetime(2025, 9, 10, 2, tzinfo=UTC))

    (new_slip,), (old_slip,) = (letters(one.dossier_id, DocumentKind.RECEPTION_SLIP) for one in (slip, old))

    assert said(new_slip.id)["due_at"] == papers.instant(slip.due_at)
    assert said(new_slip.id)["book_entry"] == slip.code
    assert (_form(new_slip.id), _form(old_slip.id)) == ("tt-03-2025", "tt-01-2018")
    assert documents_do.render_now(old_slip.id, at=AT).fault == ""


def _form(document_id: UUID) -> str:
    with scope(SYSTEM):
        source, _ = documents.preview_values(document_id, values={}, by=SYSTEM)
    return "tt-01-2018" if "TT 01/2018" in source else "tt-03-2025"


@pytest.mark.usefixtures("_world")
def test_supplements_and_refusals_are_numbered_and_no_refusal_speaks_like_a_machine() -> None:
    asked = testing.asked(LAN)
    with pytest.raises(Refused, match="reason-technical") as no:
        services.refuse(asked.dossier_id, "not_eligible", "HTTP 500 khi tra cứu", by=PEOPLE.reception, at=AT)
    assert "HTTP 500" in no.value.message

    services.refuse(asked.dossier_id, "not_eligible", "Không thuộc đối tượng", by=PEOPLE.reception, at=AT)

    assert [one.number_text for one in letters(asked.dossier_id, DocumentKind.SUPPLEMENT_REQUEST)] == ["01/HDHS-UBND"]
    assert [one.number_text for one in letters(asked.dossier_id, DocumentKind.REFUSAL_SLIP)] == ["01/TCTN-UBND"]


@pytest.mark.parametrize(
    ("reason", "found"),
    [
        ("Nơi cư trú thuộc phường khác, theo Điều 21 Nghị định 123/2015/NĐ-CP", ""),
        ("Giấy phép số 500 đã hết hạn; mẫu TB/XNT không dùng nữa", ""),
        ("mã lỗi 7", "mã lỗi"),
        ("ERR_CONNECTION_RESET", "ERR_CONNECTION_RESET"),
        ("java.lang.NullPointerException", "NullPointer"),
        ("Lỗi hệ thống, thử lại sau", "Lỗi hệ thống"),
        ("502 bad gateway", "502 bad"),
    ],
)
def test_words_of_a_machine_are_found(reason: str, found: str) -> None:
    assert machine_words(reason) == found


def test_titles_are_those_of_the_office() -> None:
    assert [office_title(kind) for kind in ("commune_pc", "dept_justice", "school")] == [
        "CHỦ TỊCH",
        "GIÁM ĐỐC",
        "THỦ TRƯỞNG",
    ]
    assert unit_title("Phòng Tư pháp") == "Trưởng Phòng Tư pháp"
    assert unit_title("Trung tâm Phục vụ hành chính công") == "Giám đốc Trung tâm Phục vụ hành chính công"
    assert unit_title("") == "Trưởng đơn vị"
