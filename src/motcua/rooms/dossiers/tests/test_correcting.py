"""A wrong result is made right by the chain that made it; the old one is revoked and says what took its place."""

from datetime import timedelta
from uuid import UUID

import pytest

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents import queries as documents_read
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.models import Document
from motcua.rooms.dossiers import handlers, queries, services, testing
from motcua.rooms.dossiers.events import CorrectionRequested, ResultCorrected
from motcua.rooms.dossiers.rules.states import national_status
from motcua.rooms.dossiers.testing import AT, PEOPLE, VALUES, citizen
from motcua.rooms.dossiers.types import DossierView, Status

LAN = citizen()
RIGHT = VALUES | {"result_text": "Nội dung đúng"}


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()


def delivered() -> UUID:
    return testing.issued(LAN).dossier_id


def seen(dossier_id: UUID) -> DossierView:
    with scope(SYSTEM):
        return queries.dossier(dossier_id, by=SYSTEM, at=AT)


def corrected(dossier_id: UUID) -> UUID:
    """The whole way of a correction, as if the signatures had been made; the new document's id."""
    services.request_correction(dossier_id, "Sai năm sinh", by=LAN, at=AT)
    done = services.draft_correction(dossier_id, RIGHT, by=PEOPLE.case, at=AT)
    assert done.document_id is not None
    services.approve_correction(dossier_id, by=PEOPLE.chief, at=AT)
    services.number_correction(dossier_id, by=PEOPLE.clerk, at=AT)
    documents.render_now(done.document_id, by=SYSTEM, at=AT)
    services.sign_correction(dossier_id, by=PEOPLE.chief, at=AT)
    with scope(SYSTEM, writes=True):
        Document.objects.filter(id=done.document_id).update(state="signed", signed_at=AT)
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
        services.draft_correction(dossier_id, RIGHT, by=PEOPLE.case, at=AT)
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
    services.draft_correction(dossier_id, RIGHT, by=PEOPLE.case, at=AT)
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
