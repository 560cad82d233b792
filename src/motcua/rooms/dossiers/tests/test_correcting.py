"""A wrong result is made right by the chain that made it; the old one is revoked and says what took its place."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents import queries as documents_read
from motcua.rooms.documents import services as documents
from motcua.rooms.documents import testing as documents_testing
from motcua.rooms.dossiers import handlers, queries, services, testing
from motcua.rooms.dossiers.events import CorrectionRequested, ResultCorrected
from motcua.rooms.dossiers.rules.states import national_status
from motcua.rooms.dossiers.testing import AT, PEOPLE, VALUES, citizen
from motcua.rooms.dossiers.types import DossierView, Status

LAN = citizen()
RIGHT = VALUES | {"result_text": "Nội dung đúng"}
WHY: dict[str, Any] = {"ground": "office_mistake", "reason": "Chép nhầm"}


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()


def delivered() -> UUID:
    return testing.issued(LAN).dossier_id


def seen(dossier_id: UUID) -> DossierView:
    with scope(SYSTEM):
        return queries.dossier(dossier_id, by=SYSTEM, at=AT)


def corrected(dossier_id: UUID, values: dict[str, Any] = RIGHT, **more: Any) -> UUID:
    """The whole way of a correction, as if the signatures had been made; the new document's id."""
    services.request_correction(dossier_id, "Sai năm sinh", by=LAN, at=AT)
    done = services.draft_correction(dossier_id, values, **WHY | more, by=PEOPLE.case, at=AT)
    assert done.document_id is not None
    services.approve_correction(dossier_id, by=PEOPLE.chief, at=AT)
    services.number_correction(dossier_id, by=PEOPLE.clerk, at=AT)
    documents.render_now(done.document_id, by=SYSTEM, at=AT)
    services.sign_correction(dossier_id, by=PEOPLE.chief, at=AT)
    documents_testing.taken_as_signed(done.document_id, at=AT)
    services.issue_correction(dossier_id, done.document_id, by=SYSTEM, at=AT)
    return done.document_id


def test_the_right_result_takes_the_place_of_the_wrong_one() -> None:
    dossier_id = delivered()
    before = seen(dossier_id)
    old = before.row.result_document_id

    new = corrected(dossier_id)

    after = seen(dossier_id)
    assert (after.row.status, after.row.national_status) == (Status.CORRECTED, 10)
    assert after.row.result_document_id == new != old
    assert (after.row.completed_at, after.delivered_at) == (before.row.completed_at, before.delivered_at)
    assert old is not None
    with scope(SYSTEM):
        wrong, right = documents_read.document(old, by=SYSTEM), documents_read.document(new, by=SYSTEM)
        told = queries.rebuilt(dossier_id)
    assert wrong.revoked_at == AT
    assert (told.status, told.result_document_id) == (after.row.status, new)
    with scope(SYSTEM):
        found = documents_read.verify_code(wrong.verification_code)
    assert found.truth == "revoked"
    assert right.number_text in found.revoked_reason
    assert right.verification_code in found.revoked_reason


def test_the_agency_has_three_working_days() -> None:
    dossier_id = delivered()

    done = services.request_correction(dossier_id, "Sai tên", by=PEOPLE.case, at=AT)

    assert done.due_at is not None
    assert (done.due_at - AT).days in {3, 4, 5}
    with scope(SYSTEM):
        (asked,) = [fact for fact in events.history(dossier_id) if isinstance(fact, CorrectionRequested)]
    assert not asked.by_applicant
    assert national_status(seen(dossier_id).row.status) == 10


def test_a_second_look_may_find_the_result_right() -> None:
    dossier_id = delivered()
    services.request_correction(dossier_id, "Sai tên", by=LAN, at=AT)
    with pytest.raises(Refused, match="reason-missing"):
        services.decline_correction(dossier_id, "", by=PEOPLE.head, at=AT)

    services.decline_correction(dossier_id, "Tên ghi đúng theo giấy khai sinh", by=PEOPLE.head, at=AT)
    assert seen(dossier_id).row.status == Status.DELIVERED

    corrected(dossier_id)
    services.request_correction(dossier_id, "Vẫn sai", by=LAN, at=AT)
    services.decline_correction(dossier_id, "Đã đúng", by=PEOPLE.head, at=AT)
    assert seen(dossier_id).row.status == Status.CORRECTED


def test_every_step_has_its_person_and_its_turn() -> None:
    dossier_id = delivered()
    with pytest.raises(Refused, match="not-asked"):
        services.draft_correction(dossier_id, RIGHT, **WHY, by=PEOPLE.case, at=AT)
    with pytest.raises(Refused, match="nothing-said"):
        services.request_correction(dossier_id, " ", by=LAN, at=AT)
    for by in (citizen("Khác"), testing.officer("Xa", "case_officer", "cm", agency="hcm_police_pc08")):
        with pytest.raises(Refused, match="out-of-reach"):
            services.request_correction(dossier_id, "Sai", by=by, at=AT)
    services.request_correction(dossier_id, "Sai", by=LAN, at=AT)
    with pytest.raises(Refused, match="not-possible-now"):
        services.request_correction(dossier_id, "Sai nữa", by=LAN, at=AT)
    with pytest.raises(Refused, match="not-this-step"):
        services.approve_correction(dossier_id, by=PEOPLE.chief, at=AT)
    services.draft_correction(dossier_id, RIGHT, **WHY, by=PEOPLE.case, at=AT)
    with pytest.raises(Refused, match="not-permitted"):
        services.approve_correction(dossier_id, by=PEOPLE.case, at=AT)
    with pytest.raises(Refused, match=r"result\.changed"):
        services.approve_correction(dossier_id, seen_version=1, by=PEOPLE.chief, at=AT)
    with pytest.raises(Refused, match="not-this-step"):
        services.sign_correction(dossier_id, by=PEOPLE.chief, at=AT)


def test_a_signed_correction_is_issued_by_the_fact_and_only_once() -> None:
    dossier_id = delivered()
    new = corrected(dossier_id)

    services.issue_correction(dossier_id, new, by=SYSTEM, at=AT + timedelta(days=1))

    with scope(SYSTEM):
        facts = [fact for fact in events.history(dossier_id) if isinstance(fact, ResultCorrected)]
    assert len(facts) == 1
    handlers.on_corrected(facts[0], key="k", at=AT)


def test_a_lost_copy_is_given_again_and_a_loss_of_the_office_is_told() -> None:
    dossier_id = delivered()
    with pytest.raises(Refused, match="evidence-missing"):
        services.reissue(dossier_id, "Mất bản giấy", evidence="", by=PEOPLE.clerk, at=AT)

    services.reissue(dossier_id, "Mất bản giấy", evidence="Sổ 3, dòng 9", by=PEOPLE.clerk, at=AT)

    open_one = testing.accepted(LAN).dossier_id
    with pytest.raises(Refused, match="not-possible-now"):
        services.reissue(open_one, "Mất", evidence="Sổ", by=PEOPLE.clerk, at=AT)
    services.record_loss(
        open_one, "Bản chính giấy khai sinh", "Xin trích lục, chi phí do cơ quan chịu", by=PEOPLE.head, at=AT
    )
    with pytest.raises(Refused, match="not-permitted"):
        services.record_loss(open_one, "a", "b", by=PEOPLE.case, at=AT)
    assert any(line.kind == "lost" for line in seen(open_one).timeline)


def issued_for_the_counter() -> UUID:
    """Signed, and waiting at the counter for who comes to fetch it."""
    dossier_id = testing.drafted(LAN)
    services.choose_options(dossier_id, result_channel="counter", by=LAN, at=AT)
    services.submit(dossier_id, by=LAN, at=AT)
    services.accept(dossier_id, by=PEOPLE.reception, at=AT)
    services.draft_result(dossier_id, VALUES, by=PEOPLE.case, at=AT)
    services.complete_step(testing.task(dossier_id, "appraise").id, by=PEOPLE.case, at=AT)
    services.complete_step(testing.task(dossier_id, "work").id, by=PEOPLE.head, at=AT)
    services.approve(dossier_id, by=PEOPLE.chief, at=AT)
    numbered = services.number(dossier_id, by=PEOPLE.clerk, at=AT)
    documents.render_now(numbered.document_id, by=SYSTEM, at=AT)
    services.sign(dossier_id, by=PEOPLE.chief, at=AT)
    services.issue(dossier_id, numbered.document_id, by=SYSTEM, at=AT)
    return dossier_id


def test_a_wrong_result_is_corrected_before_it_is_handed_over() -> None:
    dossier_id = issued_for_the_counter()
    services.request_correction(dossier_id, "Sai tên", by=PEOPLE.reception, at=AT)
    assert seen(dossier_id).row.national_status == 9
    with pytest.raises(Refused, match="not-possible-now"):
        services.deliver(dossier_id, evidence="Ký nhận", by=PEOPLE.reception, at=AT)
    services.decline_correction(dossier_id, "Đã đúng", by=PEOPLE.head, at=AT)
    assert seen(dossier_id).row.status == Status.ISSUED

    new = corrected(dossier_id)

    assert (seen(dossier_id).row.status, seen(dossier_id).row.result_document_id) == (Status.ISSUED, new)
    with scope(SYSTEM):
        assert queries.rebuilt(dossier_id).status == Status.ISSUED
    services.deliver(dossier_id, evidence="Ký nhận", by=PEOPLE.reception, at=AT)
    assert seen(dossier_id).row.status == Status.DELIVERED
    services.request_correction(dossier_id, "Sai", by=LAN, at=AT)
    services.decline_correction(dossier_id, "Đã đúng", by=PEOPLE.head, at=AT)


def test_exactly_what_is_printed_is_mended_and_old_and_new_are_kept() -> None:
    dossier_id = delivered()
    services.request_correction(dossier_id, "Sai tên", by=LAN, at=AT)
    with pytest.raises(Refused, match="not-printed"):
        services.draft_correction(dossier_id, VALUES, **WHY, answers={"phone": "0987654321"}, by=PEOPLE.case, at=AT)
    with pytest.raises(Refused, match="nothing-changed"):
        services.draft_correction(dossier_id, VALUES, **WHY, by=PEOPLE.case, at=AT)
    with pytest.raises(Refused, match="ground-unknown"):
        services.draft_correction(dossier_id, RIGHT, ground="x", reason="y", by=PEOPLE.case, at=AT)
    with pytest.raises(Refused, match="reason-missing"):
        services.draft_correction(dossier_id, RIGHT, ground="layout", reason=" ", by=PEOPLE.case, at=AT)
    services.decline_correction(dossier_id, "Làm lại", by=PEOPLE.head, at=AT)

    corrected(dossier_id, VALUES, answers={"full_name": "Nguyễn Thị Lán"})
    corrected(dossier_id, RIGHT)

    with scope(LAN):
        _declined, first, second = queries.corrections_told(dossier_id, by=LAN)
    assert [(one.field, one.after) for one in first.changes] == [("full_name", "Nguyễn Thị Lán")]
    assert [(one.field, one.before, one.after) for one in second.changes] == [
        ("result_text", "Đủ điều kiện.", "Nội dung đúng")
    ]
    with scope(PEOPLE.case):
        said = queries.result_said(dossier_id, by=PEOPLE.case, at=AT)
    assert (said.answers["full_name"], said.values["result_text"]) == ("Nguyễn Thị Lán", "Nội dung đúng")


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("granted", VALUES),
        ("refused", {"ground": "not_competent", "reason": "Thuộc xã khác", "guidance": "Nộp tại xã B"}),
    ],
)
def test_a_refusal_becomes_the_right_decision(kind: str, values: dict[str, Any]) -> None:
    dossier_id = testing.issued(LAN, kind="refused").dossier_id

    new = corrected(dossier_id, values, kind=kind)

    with scope(SYSTEM):
        (one,) = queries.corrections_of(dossier_id, by=SYSTEM)
        assert documents_read.document(new, by=SYSTEM).kind == ("result" if kind == "granted" else "result_refusal")
    assert seen(dossier_id).row.result_kind == kind
    assert ("kind" in {change.field for change in one.changes}) == (kind == "granted")


def test_a_correction_is_no_business_of_strangers_nor_told_before_it_is_signed() -> None:
    dossier_id = delivered()
    services.request_correction(dossier_id, "Sai tên", by=LAN, at=AT)
    services.draft_correction(dossier_id, RIGHT, **WHY, by=PEOPLE.case, at=AT)

    with scope(LAN):
        (told,) = queries.corrections_told(dossier_id, by=LAN)
    assert (told.wrong, told.changes, told.reason, told.values) == ("Sai tên", (), "", {})
    stranger = citizen("Khác")
    with scope(stranger), pytest.raises(Refused, match="out-of-reach"):
        queries.corrections_told(dossier_id, by=stranger)
