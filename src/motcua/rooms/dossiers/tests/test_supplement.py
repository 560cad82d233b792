"""Completing a dossier: one complete request, an answer to exactly what was asked, the clock after it."""

from datetime import timedelta
from typing import Any

import pytest

from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents import services as documents_do
from motcua.rooms.documents.testing import clean_file
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.testing import AT, PEOPLE, citizen
from motcua.rooms.dossiers.types import Status, SupplementItem
from motcua.rooms.forms import queries as forms

LAN = citizen()
WRONG = [SupplementItem("purpose", "Khác với giấy tờ", "Chọn lại"), SupplementItem("proof", "Ảnh mờ")]


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()


def ask(dossier_id: Any, *, items: Any = WRONG, by: Any = PEOPLE.reception, at: Any = AT, **more: Any) -> Any:
    return services.request_supplement(dossier_id, items, reason=more.pop("reason", "Chưa khớp"), by=by, at=at, **more)


def test_the_applicant_answers_only_what_was_asked_and_the_dossier_waits_for_reception_again() -> None:
    receipt = testing.filed(LAN, purpose="other", purpose_other="Việc gia đình")
    done = ask(receipt.dossier_id)
    assert done.status == Status.SUPPLEMENT_BEFORE
    assert done.document_id is not None
    documents_do.render_now(done.document_id, by=SYSTEM, at=AT)
    later = AT + timedelta(days=2)
    with pytest.raises(Refused, match="field-not-asked"):
        services.answer_supplement(receipt.dossier_id, {"full_name": "Khác"}, by=LAN, at=later)

    file = clean_file(LAN)
    services.save_supplement(receipt.dossier_id, {"purpose": "other"}, version=1, by=LAN, at=later)
    with pytest.raises(Refused, match="incomplete"):
        services.answer_supplement(receipt.dossier_id, {"purpose": ""}, by=LAN, at=later)
    answered = services.answer_supplement(
        receipt.dossier_id, {"purpose": "marriage", "proof": [str(file.id)]}, by=LAN, at=later
    )

    assert answered.status == Status.SUBMITTED
    with scope(PEOPLE.reception):
        view = queries.dossier(receipt.dossier_id, by=PEOPLE.reception)
        answers = forms.answers(view.answers_id, by=PEOPLE.reception).answers
        assert documents.file(file.id, by=PEOPLE.reception).subject_id == receipt.dossier_id
        assert documents.document(done.document_id, by=PEOPLE.reception).fault == ""
    assert (answers["purpose"], answers["full_name"]) == ("marriage", "Nguyễn Thị Lan")
    assert view.open_supplement is None
    assert view.row.answer_due_at > later
    assert services.accept(receipt.dossier_id, by=PEOPLE.reception, at=later).code


def test_what_was_submitted_stays_as_it_was() -> None:
    receipt = testing.asked(LAN)
    with scope(LAN):
        before = queries.dossier(receipt.dossier_id, by=LAN).answers_id
    services.answer_supplement(receipt.dossier_id, {"purpose": "marriage"}, by=LAN, at=AT)

    with scope(LAN):
        after = queries.dossier(receipt.dossier_id, by=LAN).answers_id
        assert forms.answers(before, by=LAN).locked_at is not None
    assert before != after


def test_a_request_is_complete_and_in_words() -> None:
    receipt = testing.filed(LAN)
    with pytest.raises(Refused, match="nothing-named"):
        ask(receipt.dossier_id, items=[])
    with pytest.raises(Refused, match="nothing-named"):
        ask(receipt.dossier_id, items=[SupplementItem("purpose", " ")])
    with pytest.raises(Refused, match="field-unknown"):
        ask(receipt.dossier_id, items=[SupplementItem("shoe_size", "thiếu")])
    with pytest.raises(Refused, match="reason-missing"):
        ask(receipt.dossier_id, reason="")
    with pytest.raises(Refused, match="ground-unknown"):
        ask(receipt.dossier_id, ground="because")


def test_a_second_request_at_the_same_stage_needs_its_reason() -> None:
    receipt = testing.asked(LAN)
    with pytest.raises(Refused, match="already-waiting"):
        ask(receipt.dossier_id)
    services.answer_supplement(receipt.dossier_id, {"purpose": "marriage"}, by=LAN, at=AT)

    with pytest.raises(Refused, match="second-needs-reason"):
        ask(receipt.dossier_id)

    assert ask(receipt.dossier_id, again_because="Giấy mới gửi đã hết hạn").status == Status.SUPPLEMENT_BEFORE


def test_before_acceptance_no_clock_runs_that_a_request_could_stop() -> None:
    """Row 7 of the decision table."""
    receipt = testing.filed(LAN)
    ask(receipt.dossier_id)

    with scope(SYSTEM):
        row = queries.dossier(receipt.dossier_id, by=SYSTEM, at=AT).row
    assert (row.accepted_at, row.original_due_at, row.current_due_at) == (None, None, None)


def test_after_appraisal_the_clock_stops_and_is_counted_again_from_the_start() -> None:
    slip = testing.accepted(LAN, purpose="other", purpose_other="Việc gia đình")
    asked = ask(slip.dossier_id, by=PEOPLE.case, at=AT + timedelta(days=1))
    assert asked.status == Status.SUPPLEMENT_AFTER
    task = testing.task(slip.dossier_id, "appraise")
    with pytest.raises(Refused, match="not-possible-now"):
        services.complete_step(task.id, by=PEOPLE.case, at=AT)

    answered_at = AT + timedelta(days=7)
    mended = {"purpose": "marriage", "proof": [str(clean_file(LAN).id)]}
    services.answer_supplement(slip.dossier_id, mended, by=LAN, at=answered_at)

    with scope(PEOPLE.case):
        view = queries.dossier(slip.dossier_id, by=PEOPLE.case)
    assert view.row.status == Status.IN_APPRAISAL
    assert view.row.current_due_at is not None
    assert view.row.current_due_at.isoformat() == "2026-11-30T10:00:00+00:00"
    moved = testing.task(slip.dossier_id, "appraise").due_at
    assert moved is not None
    assert task.due_at is not None
    assert moved > task.due_at


def test_after_appraisal_one_may_ask_within_three_working_days() -> None:
    slip = testing.accepted(LAN)
    late = AT + timedelta(days=6)

    with pytest.raises(Refused, match="too-late"):
        ask(slip.dossier_id, by=PEOPLE.case, at=late)

    assert ask(slip.dossier_id, by=PEOPLE.case, at=late, sector_law="62/2020/QH14 Điều 102").status


def test_silence_of_fifteen_days_closes_the_dossier() -> None:
    receipt = testing.asked(LAN)
    with pytest.raises(Refused, match="too-early"):
        services.stop(receipt.dossier_id, "applicant_silent", "im lặng", by=PEOPLE.reception, at=AT)

    assert services.close_silent(AT + timedelta(days=14)) == 0
    assert services.close_silent(AT + timedelta(days=16)) == 1
    assert services.close_silent(AT + timedelta(days=16)) == 0

    with scope(LAN):
        row = queries.find(receipt.dossier_id, by=LAN)
    assert (row.status, row.national_status) == (Status.STOPPED, 8)
    with pytest.raises(Refused, match="nothing-asked"):
        services.answer_supplement(receipt.dossier_id, {}, by=LAN, at=AT)


def test_only_the_owner_answers() -> None:
    receipt = testing.asked(LAN)

    with pytest.raises(Refused, match="out-of-reach"):
        services.answer_supplement(receipt.dossier_id, {}, by=citizen("Khác"), at=AT)
    with pytest.raises(Refused, match="not-permitted"):
        services.answer_supplement(receipt.dossier_id, {}, by=PEOPLE.reception, at=AT)


def test_what_was_asked_for_has_to_change() -> None:
    file = clean_file(LAN)
    receipt = testing.filed(LAN, proof=[str(file.id)])
    ask(receipt.dossier_id)

    with pytest.raises(Refused, match="unchanged") as no:
        services.answer_supplement(receipt.dossier_id, by=LAN, at=AT)
    with pytest.raises(Refused, match="unchanged") as paper:
        services.answer_supplement(receipt.dossier_id, confirmed={"purpose", "proof"}, by=LAN, at=AT)
    answered = services.answer_supplement(
        receipt.dossier_id, {"proof": [str(clean_file(LAN).id)]}, confirmed={"purpose"}, by=LAN, at=AT
    )

    assert [str(fault.words) for fault in no.value.params["faults"]] == [
        "Chưa sửa: Dùng giấy để làm gì.", "Tệp này chưa đổi. Chọn ảnh mới rồi gửi.",
    ]  # fmt: skip
    assert [fault.field for fault in paper.value.params["faults"]] == ["proof"]
    assert answered.status == Status.SUBMITTED
    with scope(LAN):
        told = [line.detail for line in queries.dossier(receipt.dossier_id, by=LAN).timeline]
    assert "Người nộp giữ nguyên, cho là đúng: Dùng giấy để làm gì" in told


def test_an_empty_answer_cannot_be_said_to_be_right() -> None:
    receipt = testing.filed(LAN, copies=2)
    ask(receipt.dossier_id, items=[SupplementItem("wedding_date", "Ghi ngày dự định cưới")])

    with pytest.raises(Refused, match="unchanged"):
        services.answer_supplement(receipt.dossier_id, confirmed={"wedding_date"}, by=LAN, at=AT)
