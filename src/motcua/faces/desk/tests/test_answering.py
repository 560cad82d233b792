"""O: what applicants of late dossiers wait to hear, and what an officer was told; without JavaScript."""

from datetime import timedelta

from motcua.faces.desk.tests.officers import CITIZEN, Officer, plain
from motcua.kernel.types import SYSTEM
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.testing import AT, HOME
from motcua.rooms.feedback import services
from motcua.rooms.notifications import services as notifications


def test_a_question_is_counted_listed_and_answered(head: Officer) -> None:
    slip = testing.accepted(CITIZEN, at=AT - timedelta(days=10))
    services.complain(slip.dossier_id, sentence="Bao giờ xong?", by=CITIZEN, at=AT)

    assert "Cần trả lời 1" in plain(head.get("/viec"))
    assert "Bao giờ xong?" in plain(head.get("/can-tra-loi"))
    address = f"/can-tra-loi/{slip.dossier_id}"
    assert "Bao giờ xong?" in plain(head.get(address))
    assert "Viết câu trả lời" in plain(head.post(address, status=422, words=" "))
    assert "Đã trả lời" in plain(head.post(address, words="Xong chiều nay."))
    assert "Không ai đang chờ trả lời" in plain(head.get("/can-tra-loi"))


def test_what_was_asked_is_named_though_a_sentence_was_added_and_though_the_date_moves(head: Officer) -> None:
    slip = testing.accepted(CITIZEN, at=AT - timedelta(days=3))
    assert slip.due_at is not None
    asked_at = slip.due_at - timedelta(days=1)
    services.complain(slip.dossier_id, sentence="Con tôi cần đi học", by=CITIZEN, at=asked_at)
    services.answer_complaint(slip.dossier_id, "Kịp.", by=head.actor, at=asked_at)
    services.reopen_complaint(slip.dossier_id, by=CITIZEN, at=slip.due_at + timedelta(hours=1))

    page = plain(head.get(f"/can-tra-loi/{slip.dossier_id}"))
    row = plain(head.get("/can-tra-loi"))

    assert "Có kịp ngày hẹn không? “Con tôi cần đi học”" in page
    assert "Hỏi lại lúc" in page
    assert page.count("Vì sao hồ sơ trễ hẹn?") == 1
    assert "Hỏi lại Vì sao hồ sơ trễ hẹn? “Con tôi cần đi học”" in row


def test_a_notice_of_a_question_leads_to_its_answer_and_one_of_lateness_to_the_case(head: Officer) -> None:
    slip = testing.accepted(CITIZEN, at=AT - timedelta(days=10))
    services.complain(slip.dossier_id, by=CITIZEN, at=AT)
    for event in ("desk_question", "desk_overdue"):
        notifications.tell_officer(
            head.actor.id, event, {"code": slip.code}, subject_id=slip.dossier_id, agency_id=HOME, cause=event,
            by=SYSTEM, at=AT,
        )  # fmt: skip

    page = head.get("/thong-bao")

    assert f'href="/can-bo/can-tra-loi/{slip.dossier_id}"' in page
    assert f'href="/can-bo/ho-so/{slip.dossier_id}"' in page
    answer = plain(head.get(f"/can-tra-loi/{slip.dossier_id}"))
    assert "Đã hẹn trả 17:00 ngày" in answer
    assert "Ai giữ: Văn phòng HĐND và UBND." in answer
    assert "Người nộp hỏi lúc 09:00 ngày 18/11/2026" in answer


def test_who_does_not_answer_does_not_see_the_list(clerk: Officer) -> None:
    assert "/can-tra-loi" not in clerk.get("/viec")
    clerk.get("/can-tra-loi", status=403)


def test_an_officer_reads_what_he_was_told_and_says_so(head: Officer) -> None:
    slip = testing.accepted(CITIZEN)
    told = [
        notifications.tell_officer(
            head.actor.id, "desk_overdue", {"code": slip.code, "due_at": "17:00 thứ Hai", "unit": "Văn phòng"},
            subject_id=slip.dossier_id, agency_id=HOME, cause="k", by=SYSTEM, at=AT,
        )
        for _ in range(2)
    ]  # fmt: skip

    assert told == [True, False]
    page = plain(head.get("/thong-bao"))
    assert f"Hồ sơ {slip.code} đã quá hạn" in page
    assert "Mới" in page
    assert "Đánh dấu đã xem hết" not in plain(head.post("/thong-bao"))
