"""From the first step to the result in the applicant's hands."""

from datetime import timedelta

import pytest

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents import queries as documents
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.testing import AT, COMMUNE, PEOPLE, VALUES, citizen
from motcua.rooms.dossiers.types import DossierView, Status, WorklistFilters
from motcua.rooms.identity import testing as identity

LAN = citizen()


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()


def view(dossier_id: object, by: object = SYSTEM) -> DossierView:
    with scope(by):  # type: ignore[arg-type]
        return queries.dossier(dossier_id, by=by, at=AT)  # type: ignore[arg-type]


def test_the_whole_way_to_the_portal() -> None:
    done = testing.issued(LAN)

    seen = view(done.dossier_id, LAN)
    assert done.status == Status.DELIVERED
    assert (seen.row.national_status, seen.row.delivery_state, seen.row.result_kind) == (10, "delivered", "granted")
    assert seen.row.punctuality == "done_in_time"
    kinds = [line.kind for line in seen.timeline if line.kind != "step"]
    assert kinds == ["submitted", "accepted", "issued", "delivered"]
    assert [line.title for line in seen.timeline if line.kind == "step"] == [
        "Thẩm định, soạn kết quả", "Soát xét", "Duyệt", "Cấp số", "Ký số", "Trả kết quả",
    ]  # fmt: skip
    assert all(line.unit for line in seen.timeline)
    assert seen.tasks == ()


def test_nothing_goes_before_the_leader_without_a_draft() -> None:
    slip = testing.accepted(LAN)
    services.complete_step(testing.task(slip.dossier_id, "appraise").id, by=PEOPLE.case, at=AT)

    with pytest.raises(Refused, match="not-drafted"):
        services.complete_step(testing.task(slip.dossier_id, "work").id, by=PEOPLE.head, at=AT)

    assert view(slip.dossier_id).row.status == Status.IN_APPRAISAL


def test_a_draft_proposes_checks_and_replaces() -> None:
    slip = testing.accepted(LAN)
    with scope(PEOPLE.case):
        fields = queries.result_fields(slip.dossier_id, by=PEOPLE.case)
        picture = queries.result_preview(slip.dossier_id, by=PEOPLE.case, at=AT)
    assert [(f.key, f.value) for f in fields] == [("result_text", "Xét đề nghị của Nguyễn Thị Lan")]
    assert picture.startswith(b"\x89PNG")
    with pytest.raises(Refused, match="incomplete"):
        services.draft_result(slip.dossier_id, {}, by=PEOPLE.case, at=AT)

    first = services.draft_result(slip.dossier_id, VALUES, by=PEOPLE.case, at=AT)
    again = services.draft_result(slip.dossier_id, {"result_text": "Mới"}, version=1, by=PEOPLE.case, at=AT)

    assert first.document_id == again.document_id
    with scope(PEOPLE.chief):
        held = queries.result_draft(slip.dossier_id, by=PEOPLE.chief)
        assert queries.result_preview(slip.dossier_id, values={"result_text": "Thử"}, by=PEOPLE.chief, at=AT)
        with pytest.raises(Refused, match="no-picture"):
            queries.result_preview(slip.dossier_id, page=9, by=PEOPLE.chief, at=AT)
    assert held is not None
    assert (held.values, held.version) == ({"result_text": "Mới"}, 2)
    with pytest.raises(Refused, match=r"result\.changed"):
        services.draft_result(slip.dossier_id, VALUES, version=1, by=PEOPLE.colleague, at=AT)
    with scope(LAN), pytest.raises(Refused, match="out-of-reach"):
        queries.result_draft(slip.dossier_id, by=LAN)


def test_who_drafted_does_not_approve() -> None:
    dossier_id = testing.for_approval(LAN)
    both = testing.officer("Hai vai", "signing_authority", "ld")
    drafter = type(both)(
        id=PEOPLE.case.id, kind=both.kind, name="Lê Minh", agency_id=both.agency_id, offices=both.offices
    )

    with pytest.raises(Refused, match="own-draft"):
        services.approve(dossier_id, by=drafter, at=AT)
    with pytest.raises(Refused, match="not-permitted"):
        services.approve(dossier_id, by=PEOPLE.case, at=AT)


def test_the_leader_approves_the_version_he_read() -> None:
    dossier_id = testing.for_approval(LAN)

    with pytest.raises(Refused, match=r"result\.changed"):
        services.approve(dossier_id, seen_version=7, by=PEOPLE.chief, at=AT)
    assert services.approve(dossier_id, seen_version=1, by=PEOPLE.chief, at=AT).status == Status.APPROVED
    with pytest.raises(Refused, match="already-done"):
        services.approve(dossier_id, by=PEOPLE.chief, at=AT)


def test_work_comes_back_for_rework_and_goes_up_again() -> None:
    dossier_id = testing.for_approval(LAN)
    task = testing.task(dossier_id, "approve")
    back = services.return_for_rework(task.id, "appraise", reason="Thiếu căn cứ", by=PEOPLE.chief, at=AT)
    assert back.status == Status.REWORK

    services.draft_result(dossier_id, {"result_text": "Có căn cứ"}, by=PEOPLE.case, at=AT)
    services.complete_step(testing.task(dossier_id, "appraise").id, by=PEOPLE.case, at=AT)
    services.complete_step(testing.task(dossier_id, "work").id, by=PEOPLE.head, at=AT)

    assert services.approve(dossier_id, by=PEOPLE.chief, at=AT).status == Status.APPROVED
    inside, outside = view(dossier_id, PEOPLE.case), view(dossier_id, LAN)
    assert any(line.kind == "rework" for line in inside.timeline)
    assert not any(line.kind == "rework" for line in outside.timeline)


def test_a_rejection_with_reasons_is_a_result_with_its_own_document_and_number() -> None:
    done = testing.issued(LAN, kind="refused")

    seen = view(done.dossier_id)
    assert (seen.row.status, seen.row.result_kind) == (Status.DELIVERED, "refused")
    assert done.document_id is not None
    with scope(PEOPLE.chief):
        document = documents.document(done.document_id, by=PEOPLE.chief)
    assert document.kind == "result_refusal"
    assert document.number_text.endswith("/TB-UBND")
    assert document.fault == ""


def test_a_rejection_needs_a_reason() -> None:
    slip = testing.accepted(LAN)

    with pytest.raises(Refused, match="reason-missing"):
        services.draft_result(slip.dossier_id, {"ground": "not_true"}, kind="refused", by=PEOPLE.case, at=AT)
    with pytest.raises(Refused, match="ground-unknown"):
        services.draft_result(slip.dossier_id, {"ground": "x", "reason": "y"}, kind="refused", by=PEOPLE.case, at=AT)


def test_numbers_follow_each_other_in_the_book() -> None:
    first, second = testing.approved(LAN), testing.approved(LAN)

    numbers = [services.number(one, by=PEOPLE.clerk, at=AT).number for one in (first, second)]

    assert numbers[0].endswith("/UBND-XNT")
    assert [n.split("/")[0].lstrip("0") for n in numbers] == ["1", "2"]
    with pytest.raises(Refused, match="already-done"):
        services.number(first, by=PEOPLE.clerk, at=AT)


def test_steps_with_an_act_of_their_own_are_not_done_in_passing() -> None:
    dossier_id = testing.for_approval(LAN)

    with pytest.raises(Refused, match="has-own-act"):
        services.complete_step(testing.task(dossier_id, "approve").id, by=PEOPLE.chief, at=AT)
    with pytest.raises(Refused, match="not-this-step"):
        services.number(dossier_id, by=PEOPLE.clerk, at=AT)
    with pytest.raises(Refused, match="not-this-step"):
        services.sign(dossier_id, by=PEOPLE.chief, at=AT)


def test_a_result_for_the_counter_waits_there_for_its_receiver() -> None:
    draft = testing.drafted(LAN)
    services.choose_options(draft, result_channel="counter", by=LAN, at=AT)
    receipt = services.submit(draft, by=LAN, at=AT)
    services.accept(receipt.dossier_id, by=PEOPLE.reception, at=AT)
    services.draft_result(receipt.dossier_id, VALUES, by=PEOPLE.case, at=AT)
    services.complete_step(testing.task(receipt.dossier_id, "appraise").id, by=PEOPLE.case, at=AT)
    services.complete_step(testing.task(receipt.dossier_id, "work").id, by=PEOPLE.head, at=AT)
    services.approve(receipt.dossier_id, by=PEOPLE.chief, at=AT)
    services.number(receipt.dossier_id, by=PEOPLE.clerk, at=AT)
    services.sign(receipt.dossier_id, by=PEOPLE.chief, at=AT)
    document = view(receipt.dossier_id).row.result_document_id
    assert document is not None
    issued = services.issue(receipt.dossier_id, document, by=SYSTEM, at=AT)
    assert services.issue(receipt.dossier_id, document, by=SYSTEM, at=AT) == issued
    assert issued.status == Status.ISSUED
    with pytest.raises(Refused, match="evidence-missing"):
        services.deliver(receipt.dossier_id, evidence="", by=PEOPLE.reception, at=AT)

    done = services.deliver(receipt.dossier_id, evidence="Ký nhận", by=PEOPLE.reception, at=AT)

    assert done.status == Status.DELIVERED
    with pytest.raises(Refused, match="not-possible-now"):
        services.deliver(receipt.dossier_id, evidence="Ký nhận", by=PEOPLE.reception, at=AT)


def test_late_is_measured_against_the_original_date() -> None:
    dossier_id = testing.signing(LAN)
    document = view(dossier_id).row.result_document_id
    assert document is not None

    services.issue(dossier_id, document, by=SYSTEM, at=AT + timedelta(days=30))

    assert view(dossier_id).row.punctuality == "done_late"


def test_notes_are_internal_and_people_find_their_work() -> None:
    slip = testing.accepted(LAN)
    services.note(slip.dossier_id, "Gọi lại chiều nay", by=PEOPLE.case, at=AT)
    with pytest.raises(Refused, match=r"note\.empty"):
        services.note(slip.dossier_id, " ", by=PEOPLE.case, at=AT)

    assert [note.text for note in view(slip.dossier_id, PEOPLE.case).notes] == ["Gọi lại chiều nay"]
    assert view(slip.dossier_id, LAN).notes == ()
    services.claim(testing.task(slip.dossier_id, "appraise").id, by=PEOPLE.case, at=AT)
    with scope(PEOPLE.case):
        mine = queries.worklist(by=PEOPLE.case, filters=WorklistFilters(view="mine"), at=AT)
        late = queries.worklist(by=PEOPLE.case, filters=WorklistFilters(view="overdue"), at=AT + timedelta(days=9))
        found = queries.worklist(by=PEOPLE.case, filters=WorklistFilters(view="all", text=slip.code), at=AT)
        with pytest.raises(Refused, match="view-unknown"):
            queries.worklist(by=PEOPLE.case, filters=WorklistFilters(view="everything"), at=AT)
    assert [row.dossier.id for row in mine.rows] == [slip.dossier_id]
    assert [row.late for row in late.rows] == [True]
    assert [row.assignee_name for row in found.rows] == ["Lê Minh"]


def test_who_has_the_dossier_on_his_desk_drafts() -> None:
    slip = testing.accepted(LAN)
    elsewhere = testing.officer("Ngoài", "case_officer", "kt")
    with pytest.raises(Refused, match="not-yours"):
        services.draft_result(slip.dossier_id, VALUES, by=elsewhere, at=AT)
    services.claim(testing.task(slip.dossier_id, "appraise").id, by=PEOPLE.case, at=AT)

    with pytest.raises(Refused, match="held-by-another"):
        services.draft_result(slip.dossier_id, VALUES, by=PEOPLE.colleague, at=AT)

    assert services.draft_result(slip.dossier_id, VALUES, by=PEOPLE.case, at=AT).version == 1


def test_work_is_given_to_a_colleague_who_holds_the_role() -> None:
    head = identity.officer("unit_head", agency=COMMUNE, unit="vp", claims=identity.LAN)
    colleague = identity.officer("case_officer", agency=COMMUNE, unit="vp", claims=identity.HOA)
    slip = testing.accepted(LAN)
    task = testing.task(slip.dossier_id, "appraise")

    services.assign(task.id, colleague.id, by=head, at=clock.now())

    given = testing.task(slip.dossier_id, "appraise")
    assert (given.assignee_id, given.assignee_name, given.state) == (colleague.id, "Nguyễn Thị Hoa", "claimed")
    assert services.complete_step(task.id, by=colleague, at=AT).status == Status.IN_APPRAISAL


def test_work_is_handed_over_and_released_through_the_dossier() -> None:
    slip = testing.accepted(LAN)
    task = testing.task(slip.dossier_id, "appraise")
    services.claim(task.id, by=PEOPLE.case, at=AT)
    services.release(task.id, by=PEOPLE.case, at=AT)
    with pytest.raises(Refused, match="nobody-there"):
        services.assign(task.id, PEOPLE.colleague.id, by=PEOPLE.head, at=AT)

    kt = testing.officer("Kinh tế", "case_officer", "kt")
    services.hand_over(task.id, kt.offices[0].unit_id, reason="đúng việc", by=PEOPLE.case, at=AT)  # type: ignore[arg-type]

    with scope(kt):
        rows = queries.worklist(by=kt, filters=WorklistFilters(view="unit"), at=AT).rows
    assert [row.dossier.id for row in rows] == [slip.dossier_id]
