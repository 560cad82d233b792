"""A group tells one truth: the joint form follows what a member is corrected in, and the other members hear of it."""

from typing import Any
from uuid import UUID

import pytest

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents.testing import clean_file, small_jpeg
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.events import JointAnswersFollowed, VersionKept
from motcua.rooms.dossiers.models import GroupMember
from motcua.rooms.dossiers.testing import AT, citizen
from motcua.rooms.dossiers.tests import linked
from motcua.rooms.dossiers.types import DossierView, Outcome, Status, SupplementItem
from motcua.rooms.forms import queries as forms

LAN = citizen()
NEW = "Nguyễn Thị Lan Anh"


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    linked.world()


def view(dossier_id: UUID) -> DossierView:
    with scope(SYSTEM):
        return queries.dossier(dossier_id, by=SYSTEM, at=AT)


def answers(dossier_id: UUID) -> dict[str, Any]:
    with scope(SYSTEM):
        return dict(forms.answers(view(dossier_id).answers_id, by=SYSTEM).answers)


def facts(dossier_id: UUID, kind: type[Any]) -> list[Any]:
    with scope(SYSTEM):
        return [fact for fact in events.history(dossier_id) if isinstance(fact, kind)]


def part(group: UUID, key: str) -> UUID:
    found = linked.member(group, key).dossier_id
    assert found is not None
    return found


def clerk(group: UUID, key: str) -> Actor:
    agency = {"entry": testing.COMMUNE, "card": "hcm_bhxh"}[key]
    return testing.officer(f"Cán bộ {key}", "case_officer", None, agency=agency)


def completed(group: UUID, key: str, changes: dict[str, Any]) -> None:
    """The agency of a member asks, the applicant answers, the group moves on."""
    items = [SupplementItem(name, "Khác với giấy tờ") for name in changes]
    services.request_supplement(part(group, key), items, reason="Chưa khớp", by=clerk(group, key), at=AT)
    services.answer_supplement(part(group, key), changes, by=LAN, at=AT)
    services.advance_group(group, by=SYSTEM, at=AT)


def test_the_joint_form_and_the_other_members_follow_an_answer() -> None:
    group = linked.accepted(LAN)

    completed(group, "card", {"full_name": NEW})

    assert answers(group)["full_name"] == answers(part(group, "entry"))["full_name"] == NEW
    (fact,) = facts(group, JointAnswersFollowed)
    assert (fact.member, fact.fields) == ("card", ("full_name",))
    (amended,) = view(part(group, "entry")).amendments
    assert amended.fields == ("full_name",)
    assert view(part(group, "card")).amendments == ()
    assert "Sửa theo phần Thẻ" in [line.title for line in view(part(group, "entry")).timeline]
    with scope(SYSTEM):
        for one in (group, part(group, "entry"), part(group, "card")):
            assert queries.rebuilt(one).answers_id == view(one).answers_id


def test_carrying_again_changes_nothing() -> None:
    group = linked.accepted(LAN)
    completed(group, "card", {"full_name": NEW})
    before = [view(one).answers_id for one in (group, part(group, "entry"), part(group, "card"))]

    services.advance_group(group, by=SYSTEM, at=AT)

    assert [view(one).answers_id for one in (group, part(group, "entry"), part(group, "card"))] == before


def test_a_member_that_begins_later_begins_with_the_truth() -> None:
    group = linked.accepted(LAN)

    completed(group, "card", {"full_name": NEW})
    linked.decide(group, "entry")

    assert answers(part(group, "notice"))["full_name"] == NEW


def test_a_decided_member_keeps_its_version_and_shows_it() -> None:
    group = linked.accepted(LAN)
    entry = linked.decide(group, "entry")
    before = answers(entry)

    completed(group, "card", {"full_name": NEW})

    assert answers(entry) == before
    (fact,) = facts(entry, VersionKept)
    assert (fact.through, fact.fields) == ("phần Thẻ", ("full_name",))
    assert linked.member(group, "entry").behind == (("Câu hỏi", "Question"),)
    assert answers(part(group, "notice"))["full_name"] == NEW
    assert view(entry).row.status == Status.DELIVERED


def test_new_papers_are_carried_too() -> None:
    group = linked.accepted(LAN)
    file = clean_file(LAN, name="mới.jpg", content=small_jpeg())

    completed(group, "entry", {"proof": [str(file.id)]})

    joint, own = answers(group)["proof"], answers(part(group, "entry"))["proof"]
    with scope(SYSTEM):
        there = {str(one.id): one for one in documents.files_of(group, by=SYSTEM)}
        mine = {str(one.id): one for one in documents.files_of(part(group, "entry"), by=SYSTEM)}
    assert joint != own
    assert [there[one].sha256 for one in joint] == [mine[one].sha256 for one in own]


def test_what_waits_for_the_applicant_follows_without_losing_what_he_types() -> None:
    group = linked.accepted(LAN)
    entry = part(group, "entry")
    items = [SupplementItem("proof", "Ảnh mờ")]
    services.request_supplement(entry, items, reason="Mờ", by=clerk(group, "entry"), at=AT)
    file = clean_file(LAN, name="rõ.jpg", content=small_jpeg())
    services.save_supplement(entry, {"proof": [str(file.id)]}, by=LAN, at=AT)

    completed(group, "card", {"full_name": NEW})
    services.answer_supplement(entry, by=LAN, at=AT)
    services.advance_group(group, by=SYSTEM, at=AT)

    assert (answers(entry)["full_name"], answers(entry)["proof"]) == (NEW, [str(file.id)])


def test_the_joint_form_is_changed_until_a_part_is_decided_on_it() -> None:
    group = linked.accepted(LAN)
    entry, card = part(group, "entry"), part(group, "card")
    before = answers(entry)["proof"]
    file = clean_file(LAN, name="đúng.jpg", content=small_jpeg())

    services.amend(group, {"proof": [str(file.id)]}, reason="Chụp nhầm", by=LAN, at=AT)
    services.advance_group(group, by=SYSTEM, at=AT)
    assert answers(entry)["proof"] != before
    assert [one.fields for one in view(entry).amendments] == [("proof",)]
    assert view(card).amendments == ()

    linked.decide(group, "entry")
    other = clean_file(LAN, name="khác.pdf")
    with pytest.raises(Refused, match="part-decided"):
        services.amend(group, {"proof": [str(other.id)]}, by=LAN, at=AT)
    services.amend(group, {"phone": "0987654321"}, by=LAN, at=AT)


def test_who_takes_part_is_not_changed_and_a_member_not_alone() -> None:
    group = linked.accepted(LAN)

    with pytest.raises(Refused, match="too-much"):
        services.amend(group, {"purpose": "job"}, by=LAN, at=AT)
    with pytest.raises(Refused, match="amend-the-whole"):
        services.amend(part(group, "card"), {"full_name": NEW}, by=LAN, at=AT)


def test_one_part_is_taken_back_begun_or_not() -> None:
    group = linked.accepted(LAN)

    services.withdraw_part(group, "notice", reason="Không cần nữa", by=LAN, at=AT)
    assert linked.member(group, "notice").outcome == Outcome.WITHDRAWN
    services.withdraw_part(group, "card", by=LAN, at=AT)
    services.advance_group(group, by=SYSTEM, at=AT)
    with pytest.raises(Refused, match="not-possible-now"):
        services.withdraw_part(group, "card", by=LAN, at=AT)
    with pytest.raises(Refused, match=r"not-permitted|out-of-reach"):
        services.withdraw_part(group, "entry", by=citizen("Khác"), at=AT)

    linked.decide(group, "entry")
    assert [one.outcome for one in linked.progress(group).members] == ["granted", "withdrawn", "withdrawn"]
    assert view(group).row.status == Status.DELIVERED


def test_taking_back_what_others_wait_for_ends_them_too() -> None:
    group = linked.accepted(LAN)

    services.withdraw_part(group, "entry", by=LAN, at=AT)
    services.advance_group(group, by=SYSTEM, at=AT)

    assert [one.outcome for one in linked.progress(group).members] == ["withdrawn", "not_started", ""]


def test_members_begun_before_this_was_kept_are_read_from_their_facts() -> None:
    group = linked.accepted(LAN)
    with scope(SYSTEM, writes=True):
        GroupMember.objects.filter(group_id=group).update(answers_id=None, joint_id=None)

    completed(group, "card", {"full_name": NEW})

    assert {answers(part(group, key))["full_name"] for key in ("entry", "card")} == {NEW}
    assert answers(group)["full_name"] == NEW
