"""The applicant changes what he handed in until it is decided; nobody decides on what is no longer so."""

from typing import Any
from uuid import UUID

import pytest

from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.documents import testing as documents_testing
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.testing import AT, PEOPLE, VALUES, citizen
from motcua.rooms.dossiers.types import DossierView, Status
from motcua.rooms.forms import queries as forms

LAN = citizen()


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()


def seen(dossier_id: UUID) -> DossierView:
    with scope(SYSTEM):
        return queries.dossier(dossier_id, by=SYSTEM, at=AT)


def answers(dossier_id: UUID) -> dict[str, Any]:
    with scope(SYSTEM):
        return dict(forms.answers(seen(dossier_id).answers_id, by=SYSTEM).answers)


def test_officers_see_old_and_new_and_the_clock_runs_on() -> None:
    slip = testing.accepted(LAN)
    before, change = answers(slip.dossier_id), {"phone": "0987654321"}

    services.amend(slip.dossier_id, change, reason="Đổi số", by=LAN, at=AT)

    view = seen(slip.dossier_id)
    assert (view.row.status, view.row.current_due_at) == (Status.ACCEPTED, slip.due_at)
    (amended,) = view.amendments
    assert (amended.fields, amended.reason) == (("phone",), "Đổi số")
    with scope(PEOPLE.case):
        (told,) = queries.changes_of(view, amended, by=PEOPLE.case)
    assert told.before != told.after
    with scope(SYSTEM):
        assert forms.answers(amended.before_id, by=SYSTEM).answers == before
        assert queries.rebuilt(slip.dossier_id).answers_id == view.answers_id


def test_papers_are_changed_too() -> None:
    old = documents_testing.clean_file(LAN, name="cũ.pdf", purpose="proof")
    slip = testing.accepted(LAN, proof=[str(old.id)])
    new = documents_testing.clean_file(LAN, name="mới.pdf", purpose="proof")

    services.amend(slip.dossier_id, {"proof": [str(new.id)]}, by=LAN, at=AT)

    assert answers(slip.dossier_id)["proof"] == [str(new.id)]


def test_what_is_typed_waits_until_it_is_sent() -> None:
    slip = testing.accepted(LAN)
    before = answers(slip.dossier_id)

    services.save_amendment(slip.dossier_id, {"phone": "0987654321"}, by=LAN, at=AT)
    assert answers(slip.dossier_id) == before

    services.amend(slip.dossier_id, by=LAN, at=AT)
    assert answers(slip.dossier_id)["phone"] != before["phone"]


def test_a_result_drafted_before_is_neither_passed_on_nor_approved() -> None:
    slip = testing.accepted(LAN)
    services.draft_result(slip.dossier_id, VALUES, by=PEOPLE.case, at=AT)
    services.complete_step(testing.task(slip.dossier_id, "appraise").id, by=PEOPLE.case, at=AT)
    services.amend(slip.dossier_id, {"phone": "0987654321"}, by=LAN, at=AT)

    with pytest.raises(Refused, match="on-older-answers"):
        services.complete_step(testing.task(slip.dossier_id, "work").id, by=PEOPLE.head, at=AT)

    dossier_id = testing.for_approval(LAN)
    services.amend(dossier_id, {"phone": "0987654321"}, by=LAN, at=AT)
    with pytest.raises(Refused, match="on-older-answers"):
        services.approve(dossier_id, seen_version=1, by=PEOPLE.chief, at=AT)
    assert seen(dossier_id).row.status == Status.FOR_APPROVAL
    services.return_for_rework(
        testing.task(dossier_id, "approve").id, "appraise", reason="Hồ sơ đã sửa", by=PEOPLE.chief, at=AT
    )
    services.draft_result(dossier_id, VALUES, by=PEOPLE.case, at=AT)
    services.complete_step(testing.task(dossier_id, "appraise").id, by=PEOPLE.case, at=AT)
    services.complete_step(testing.task(dossier_id, "work").id, by=PEOPLE.head, at=AT)
    assert services.approve(dossier_id, by=PEOPLE.chief, at=AT).status == Status.APPROVED


def test_reception_does_not_accept_unseen_what_was_changed_meanwhile() -> None:
    receipt = testing.filed(LAN)
    read = seen(receipt.dossier_id).answers_id
    services.amend(receipt.dossier_id, {"phone": "0987654321"}, by=LAN, at=AT)

    with pytest.raises(Refused, match=r"dossier\.changed"):
        services.accept(receipt.dossier_id, seen_answers=read, by=PEOPLE.reception, at=AT)
    services.accept(receipt.dossier_id, seen_answers=seen(receipt.dossier_id).answers_id, by=PEOPLE.reception, at=AT)


def test_after_the_decision_nothing_is_changed() -> None:
    for dossier_id in (testing.approved(LAN), testing.signing(LAN), testing.issued(LAN).dossier_id):
        with pytest.raises(Refused, match="not-possible-now"):
            services.amend(dossier_id, {"phone": "0987654321"}, by=LAN, at=AT)


def test_only_the_owner_changes_his_dossier_and_only_to_something_sound() -> None:
    slip = testing.accepted(LAN)
    for by in (citizen("Người khác"), PEOPLE.case, PEOPLE.reception):
        with pytest.raises(Refused, match=r"act\.(not-permitted|out-of-reach)"):
            services.amend(slip.dossier_id, {"phone": "0987654321"}, by=by, at=AT)
    with pytest.raises(Refused, match="nothing-changed"):
        services.amend(slip.dossier_id, {}, by=LAN, at=AT)
    with pytest.raises(Refused, match=r"dossier\.incomplete"):
        services.amend(slip.dossier_id, {"phone": "12"}, by=LAN, at=AT)
    with pytest.raises(Refused, match="too-much"):
        services.amend(slip.dossier_id, {"full_name": "Trần Văn Khác", "phone": "0987654321"}, by=LAN, at=AT)


def test_who_applies_is_not_offered_for_a_change() -> None:
    slip = testing.accepted(LAN)
    with scope(SYSTEM):
        form = catalogue.version(seen(slip.dossier_id).version_id).form

    stays = queries.fixed(form, answers(slip.dossier_id))

    assert "full_name" in stays
    assert "phone" not in stays
    for key in stays:
        with pytest.raises(Refused, match=r"too-much|dossier\.incomplete"):
            services.amend(slip.dossier_id, {key: f"{answers(slip.dossier_id)[key]}x"}, by=LAN, at=AT)
