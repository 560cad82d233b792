"""Group dossiers: one submission, one code, several agencies, one set of results."""

from datetime import timedelta

import pytest
from django.db import connection

from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents import queries as documents
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.testing import AT, PEOPLE, citizen
from motcua.rooms.dossiers.tests import linked
from motcua.rooms.dossiers.types import DossierView, Outcome, ResultKind, Status, SupplementItem
from motcua.rooms.forms import queries as forms

LAN = citizen()


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    linked.world()


def view(dossier_id: object, by: object = SYSTEM) -> DossierView:
    with scope(by):  # type: ignore[arg-type]
        return queries.dossier(dossier_id, by=by, at=AT)  # type: ignore[arg-type]


def test_one_acceptance_lets_every_member_begin_that_needs_nothing() -> None:
    group = linked.accepted(LAN)

    seen = linked.progress(group)
    entry, notice, card = seen.members
    assert seen.reference == view(group).row.code
    assert (entry.status, card.status, notice.waiting) == ("accepted", "accepted", True)
    assert notice.waits_for == ("Vào sổ",)
    assert len({entry.agency_id, notice.agency_id, card.agency_id}) == 3
    assert entry.due_at is not None
    assert seen.due_at is not None
    assert entry.due_at < seen.due_at == notice.due_at
    assert view(group).row.status == Status.IN_APPRAISAL


def test_a_member_has_the_answers_and_files_of_the_joint_form_as_its_own() -> None:
    entry = linked.member(linked.accepted(LAN), "entry").dossier_id
    assert entry is not None

    with scope(SYSTEM):
        answers = forms.answers(view(entry).answers_id, by=SYSTEM).answers
        files = documents.files_of(entry, by=SYSTEM)
    assert answers["full_name"] == "Nguyễn Thị Lan"
    assert answers["proof"] == [str(file.id) for file in files]
    assert "phone" not in answers


def test_a_member_that_needs_a_result_begins_with_it() -> None:
    group = linked.accepted(LAN)

    linked.decide(group, "entry")

    notice = linked.member(group, "notice").dossier_id
    assert notice is not None
    with scope(SYSTEM):
        answers = forms.answers(view(notice).answers_id, by=SYSTEM).answers
    assert answers["entry_text"] == "Đủ điều kiện."
    assert answers["entry_number"].endswith("UBND-XNT")


def test_the_group_ends_when_every_member_has_and_its_facts_tell_the_same() -> None:
    group = linked.accepted(LAN)
    for key in ("entry", "card"):
        linked.decide(group, key)
        assert view(group).row.status == Status.IN_APPRAISAL

    linked.decide(group, "notice")

    ended = view(group)
    assert ended.row.status == Status.DELIVERED
    assert ended.row.result_kind == ResultKind.GRANTED
    with scope(SYSTEM):
        for dossier_id in (group, *(m.dossier_id for m in linked.progress(group).members if m.dossier_id)):
            assert queries.rebuilt(dossier_id).status == view(dossier_id).row.status == "delivered"


def test_one_refusal_does_not_lose_the_others() -> None:
    group = linked.accepted(LAN)

    linked.decide(group, "card", kind=ResultKind.REFUSED)
    linked.decide(group, "entry")
    linked.decide(group, "notice")

    assert [one.outcome for one in linked.progress(group).members] == ["granted", "granted", "refused"]
    assert view(group).row.result_kind == ResultKind.GRANTED


def test_what_needs_a_refused_result_is_told_to_be_impossible() -> None:
    group = linked.accepted(LAN)

    linked.decide(group, "entry", kind=ResultKind.REFUSED)

    assert linked.member(group, "notice").outcome == Outcome.NOT_STARTED
    linked.decide(group, "card")
    assert view(group).row.status == Status.DELIVERED


def test_a_member_not_asked_for_is_no_part_of_the_group() -> None:
    group = linked.accepted(LAN, purpose="other", purpose_other="Việc khác")

    assert [one.key for one in linked.progress(group).members] == ["entry", "notice"]


def test_withdrawal_before_any_decision_ends_every_member() -> None:
    group = linked.accepted(LAN)

    assert services.withdraw(group, reason="đổi ý", by=LAN, at=AT).status == Status.WITHDRAWN
    services.advance_group(group, by=SYSTEM, at=AT)

    seen = linked.progress(group)
    assert {view(one.dossier_id).row.status for one in seen.members if one.dossier_id} == {"withdrawn"}
    assert all(not view(one.dossier_id).tasks or one.step == "" for one in seen.members if one.dossier_id)


def test_withdrawal_keeps_what_was_decided_already() -> None:
    group = linked.accepted(LAN)
    linked.decide(group, "entry")

    services.withdraw(group, reason="đủ rồi", by=LAN, at=AT)
    services.advance_group(group, by=SYSTEM, at=AT)

    assert [one.outcome for one in linked.progress(group).members] == ["granted", "withdrawn", "withdrawn"]
    assert view(group).row.status == Status.DELIVERED


def test_moving_a_group_on_again_changes_nothing() -> None:
    group = linked.accepted(LAN)
    before = linked.progress(group)

    services.advance_group(group, by=SYSTEM, at=AT)

    assert linked.progress(group) == before


def test_only_the_agencies_of_the_group_and_its_owner_see_it() -> None:
    group = linked.accepted(LAN)
    card = linked.member(group, "card").dossier_id
    assert card is not None
    insurance = testing.officer("Bảo hiểm", "case_officer", None, agency="hcm_bhxh")
    stranger = testing.officer("Người lạ", "case_officer", None, agency="hcm25_w26743")

    assert [one.key for one in linked.progress(card, by=insurance).members] == ["entry", "notice", "card"]
    assert [one.key for one in linked.progress(group, by=LAN).members] == ["entry", "notice", "card"]
    assert view(card, PEOPLE.reception).row.group_id == group
    for nobody, subject in ((stranger, group), (insurance, group), (stranger, card)):
        with pytest.raises(Refused, match="out-of-reach"), scope(nobody):
            queries.group(subject, by=nobody)
    for by, rows in ((insurance, 3), (PEOPLE.case, 3), (LAN, 3), (stranger, 0), (citizen("Khác"), 0)):
        with scope(by), connection.cursor() as cursor:
            cursor.execute("select count(*) from dossiers_groupmember")
            assert cursor.fetchone() == (rows,)


def test_the_lead_reads_a_member_but_does_not_decide_it() -> None:
    card = linked.member(linked.accepted(LAN), "card").dossier_id
    assert card is not None

    with pytest.raises(Refused, match=r"not-permitted|out-of-reach"):
        services.draft_result(card, testing.VALUES, by=PEOPLE.case, at=AT)


def test_an_accepted_group_itself_takes_no_supplement_pause_or_stop() -> None:
    group = linked.accepted(LAN)

    with pytest.raises(Refused, match="ask-the-member"):
        services.pause(group, "financial_obligation", reason="Thông báo thuế", by=PEOPLE.case, at=AT)
    with pytest.raises(Refused, match="ask-the-member"):
        services.stop(group, "by_law", "Luật", provision="nd118_21", by=PEOPLE.head, at=AT)


def test_nobody_but_the_system_moves_a_group_on() -> None:
    group = linked.accepted(LAN)

    for by in (LAN, PEOPLE.reception, PEOPLE.chief):
        with pytest.raises(Refused, match="not-permitted"):
            services.advance_group(group, by=by, at=AT)


def test_the_date_of_the_group_follows_a_member_that_was_completed() -> None:
    group = linked.accepted(LAN)
    before = linked.progress(group).due_at
    card = linked.member(group, "card").dossier_id
    assert card is not None
    assert before is not None
    clerk = testing.officer("Bảo hiểm", "case_officer", None, agency="hcm_bhxh")
    items = [SupplementItem("full_name", "Khác với giấy tờ")]
    services.request_supplement(card, items, reason="Chưa khớp", by=clerk, at=AT)
    assert linked.member(group, "card").paused

    later = before + timedelta(days=1)
    services.answer_supplement(card, confirmed={"full_name"}, by=LAN, at=later)
    services.advance_group(group, by=SYSTEM, at=later)

    assert linked.progress(group).due_at == linked.member(group, "card").due_at
    with scope(SYSTEM):
        assert queries.rebuilt(group).original_due_at == linked.progress(group).due_at
    assert linked.progress(group).due_at != before
    entry = linked.member(group, "entry")
    assert entry.due_at is not None
    assert entry.due_at < before


def test_paper_is_given_out_when_it_is_there_and_by_the_lead_only() -> None:
    group = linked.accepted(LAN, channel="counter")
    linked.decide(group, "entry")
    linked.decide(group, "card")

    assert [one.paper for one in linked.progress(group).members] == ["here", "", "awaited"]
    with pytest.raises(Refused, match="paper-not-here"):
        services.hand_parts(group, ["card"], evidence="Ký nhận", by=PEOPLE.reception, at=AT)
    with pytest.raises(Refused, match="part-not-ready"):
        services.hand_parts(group, ["notice"], evidence="Ký nhận", by=PEOPLE.reception, at=AT)
    with pytest.raises(Refused, match="evidence-missing"):
        services.hand_parts(group, ["entry"], evidence=" ", by=PEOPLE.reception, at=AT)
    with pytest.raises(Refused, match="no-part-named"):
        services.hand_parts(group, [], evidence="Ký nhận", by=PEOPLE.reception, at=AT)
    for by in (LAN, PEOPLE.case, testing.officer("Lạ", "reception_officer", None, agency="hcm25_w26743")):
        with pytest.raises(Refused, match=r"not-permitted|out-of-reach"):
            services.hand_parts(group, ["entry"], evidence="Ký nhận", by=by, at=AT)

    services.hand_parts(group, ["entry"], evidence="Ký nhận", by=PEOPLE.reception, at=AT)
    linked.paper_arrived(group, "card")
    assert [one.paper for one in linked.progress(group).members] == ["handed", "", "here"]
    assert view(group).row.status == Status.IN_APPRAISAL
    with pytest.raises(Refused, match="part-not-ready"):
        services.hand_parts(group, ["entry"], evidence="Ký nhận", by=PEOPLE.reception, at=AT)
    linked.decide(group, "notice")
    services.deliver(group, evidence="Ký nhận", by=PEOPLE.reception, at=AT)
    assert [one.paper for one in linked.progress(group).members] == ["handed"] * 3
