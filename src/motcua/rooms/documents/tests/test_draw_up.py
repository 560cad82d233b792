"""Drawing up, numbering, approving: what the office may do with a document before it is signed."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.documents import handlers, queries, services, testing
from motcua.rooms.documents.events import DocumentReady, DocumentRequested
from motcua.rooms.documents.models import Approval, Document
from motcua.rooms.documents.testing import text_of
from motcua.rooms.documents.tests.office_work import CERTIFICATE, certificate, numbered, receipt
from motcua.rooms.documents.tests.samples import FORMS
from motcua.rooms.documents.types import (
    SUBMISSION_RECEIPT,
    DocumentState,
    TemplateRef,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


def test_a_receipt_is_set_by_the_worker_and_read_by_its_owner(huong: Actor, office: UUID) -> None:
    drawn = receipt(huong, office)
    assert (drawn.state, drawn.usable) == (DocumentState.PENDING, False)
    with scope(huong), pytest.raises(Refused, match=r"document\.not-ready"):
        queries.document_content(drawn.id, by=huong)

    with scope(SYSTEM):
        asked = events.history(drawn.subject_id)
    assert [type(f) for f in asked] == [DocumentRequested]
    handlers.on_document_requested(asked[0], key="k", at=NOON)

    with scope(huong):
        assert "MC-7K3M-9QTX-4" in text_of(queries.document_content(drawn.id, by=huong))
        assert queries.document_page(drawn.id, 1, by=huong, width=160).startswith(b"\x89PNG")
    with scope(SYSTEM):
        assert isinstance(events.history(drawn.subject_id)[-1], DocumentReady)


def test_setting_a_document_twice_changes_nothing(huong: Actor, office: UUID) -> None:
    drawn = receipt(huong, office)
    first = services.render_now(drawn.id, at=NOON)

    assert services.render_now(drawn.id, at=NOON).sha256 == first.sha256


def test_values_lie_sealed(huong: Actor, office: UUID) -> None:
    drawn = receipt(huong, office)

    with scope(huong):
        row = Document.objects.get(id=drawn.id)
        assert "Hường".encode() not in bytes(row.values)
        assert row.holder_initials == "L.T.H."
        assert queries.values_of(drawn.id, by=huong)["receipt_number"] == "MC-7K3M-9QTX-4"


def test_the_same_key_draws_up_once(huong: Actor, office: UUID) -> None:
    subject = new_id()
    values = {**FORMS[SUBMISSION_RECEIPT], "applicant": {"name": "x"}}

    first, again = (
        services.draw_up(
            SUBMISSION_RECEIPT, values, subject_id=subject, agency_id=office, owner_id=huong.person_id,
            kind="submission_receipt", by=huong, at=NOON, key="k1",
        )
        for _ in range(2)
    )  # fmt: skip

    assert first.id == again.id


def test_an_unknown_form_is_refused(huong: Actor, office: UUID) -> None:
    for form in (TemplateRef.form("99", "tt-03-2025"), TemplateRef.form("../../types", "motcua")):
        with pytest.raises(Refused, match="unknown-form"):
            services.draw_up(
                form,
                {},
                subject_id=new_id(),
                agency_id=office,
                owner_id=huong.person_id,
                kind="other",
                by=huong,
                at=NOON,
            )


def test_a_faulty_template_ends_as_failed_with_the_reason(drafter: Actor) -> None:
    drawn = services.draw_up(
        TemplateRef.content("#nothing"), {}, subject_id=new_id(), agency_id=drafter.agency_id, owner_id=None,
        kind="other", by=drafter, at=NOON,
    )  # fmt: skip

    failed = services.render_now(drawn.id, at=NOON)

    assert failed.state == DocumentState.FAILED
    assert "unknown variable" in failed.fault


def test_the_owner_sees_no_draft_of_a_result(drafter: Actor, huong: Actor) -> None:
    drawn = certificate(drafter, owner=huong.person_id)

    with scope(huong), pytest.raises(Refused, match="out-of-reach"):
        queries.document(drawn.id, by=huong)
    with scope(drafter):
        assert queries.document(drawn.id, by=drafter).draft


def test_the_agency_and_the_signer_are_filled_in_by_the_office(drafter: Actor, chair: Actor, clerk: Actor) -> None:
    ready = numbered(drafter, chair, clerk)

    with scope(drafter):
        text = text_of(queries.document_content(ready.id, by=drafter))
    assert ready.number_text == "01/GXN-UBND"
    assert not ready.draft
    for words in (
        "Số: 01/GXN-UBND",
        "ngày 20 tháng 11 năm 2026",
        "CHỦ TỊCH",
        "Nguyễn Thị Ánh Tuyết",
        ready.verification_code,
    ):
        assert words in text
    assert "DỰ THẢO" not in text


def test_who_drafted_may_not_approve(office: UUID) -> None:
    both = testing.officer("unit_head", office)
    drawn = services.draw_up(
        CERTIFICATE, {"answers": {"name": "x"}}, subject_id=new_id(), agency_id=office, owner_id=None, kind="result",
        draft=True, by=both, at=NOON,
    )  # fmt: skip
    services.render_now(drawn.id, at=NOON)

    with pytest.raises(Refused, match=r"approval\.own-draft"):
        services.approve(drawn.id, signer_title="Chủ tịch", by=both, at=NOON)


def test_the_database_itself_refuses_one_pair_of_eyes(drafter: Actor) -> None:
    drawn = certificate(drafter)

    with scope(SYSTEM), pytest.raises(IntegrityError, match="drafter_does_not_approve"), transaction.atomic():
        Approval.objects.create(
            agency_id=new_id(), document_id=drawn.id, version=1, purpose="personal", values_digest="x",
            drafter_id=drafter.id, approver_id=drafter.id, approver_name="x", approver_title="x", approved_at=NOON,
        )  # fmt: skip


def test_an_approval_is_never_changed(drafter: Actor, chair: Actor) -> None:
    drawn = certificate(drafter)
    services.approve(drawn.id, signer_title="Chủ tịch", by=chair, at=NOON)

    with scope(SYSTEM), pytest.raises(Exception, match=r"append-only|permission denied"), transaction.atomic():
        Approval.objects.filter(document_id=drawn.id).update(approver_name="kẻ khác")


def test_approval_counts_for_the_version_that_was_seen(drafter: Actor, chair: Actor, clerk: Actor) -> None:
    drawn = certificate(drafter)
    changed = services.redraw(drawn.id, {"answers": {"name": "Lê Thị Hương"}}, version=1, by=drafter, at=NOON)

    with pytest.raises(Refused, match="version-changed"):
        services.approve(drawn.id, version=1, signer_title="Chủ tịch", by=chair, at=NOON)
    with pytest.raises(Refused, match="version-changed"):
        services.redraw(drawn.id, {}, version=1, by=drafter, at=NOON)
    services.approve(drawn.id, version=changed.version, signer_title="Chủ tịch", by=chair, at=NOON)
    services.redraw(drawn.id, {"answers": {"name": "Người Khác"}}, by=drafter, at=NOON)
    with pytest.raises(Refused, match="not-approved"):
        services.number(drawn.id, book="GXN", by=clerk, at=NOON)


def test_numbers_follow_without_a_gap_and_start_again_each_year(drafter: Actor, chair: Actor, clerk: Actor) -> None:
    december = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)  # 23:59 in Hà Nội
    january = datetime(2026, 12, 31, 17, 1, tzinfo=UTC)  # 0:01, another year

    texts = [numbered(drafter, chair, clerk, at=at).number_text for at in (NOON, NOON, december, january)]

    assert texts == ["01/GXN-UBND", "02/GXN-UBND", "03/GXN-UBND", "01/GXN-UBND"]
    with scope(clerk):
        assert [n.number for n in queries.register(by=clerk, year=2026, book="GXN")] == [1, 2, 3]


def test_a_refused_numbering_leaves_no_gap(drafter: Actor, chair: Actor, clerk: Actor) -> None:
    numbered(drafter, chair, clerk)
    unapproved = certificate(drafter)
    with pytest.raises(Refused, match="not-approved"):
        services.number(unapproved.id, book="GXN", by=clerk, at=NOON)

    assert numbered(drafter, chair, clerk).number_text == "02/GXN-UBND"


def test_a_numbered_document_changes_no_more(drafter: Actor, chair: Actor, clerk: Actor) -> None:
    ready = numbered(drafter, chair, clerk)

    with pytest.raises(Refused, match="cannot-change"):
        services.redraw(ready.id, {}, by=drafter, at=NOON)
    with pytest.raises(Refused, match="already-numbered"):
        services.number(ready.id, book="GXN", by=clerk, at=NOON)


def test_another_agency_sees_nothing(drafter: Actor) -> None:
    drawn = certificate(drafter)
    stranger = testing.officer("signing_authority", new_id())

    with scope(stranger):
        assert Document.objects.count() == 0
    with pytest.raises(Refused, match="out-of-reach"):
        services.approve(drawn.id, signer_title="Chủ tịch", by=stranger, at=NOON)
