"""What is asked for once a part of a group is decided: its own agency answers, takes its own money, keeps its own time."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from motcua.kernel import clock, events
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.documents import services as documents
from motcua.rooms.documents import testing as documents_testing
from motcua.rooms.documents.testing import clean_file
from motcua.rooms.dossiers import handlers, queries, services, testing
from motcua.rooms.dossiers.events import CopyDeclined, CorrectionRequested, ResultIssued
from motcua.rooms.dossiers.testing import AT, PEOPLE, VALUES, citizen
from motcua.rooms.dossiers.tests import linked
from motcua.rooms.dossiers.tests.linked import Office
from motcua.rooms.dossiers.types import ResultKind
from motcua.rooms.forms import queries as forms
from motcua.rooms.forms.testing import FILLED
from motcua.rooms.identity import services as identity
from motcua.rooms.identity import testing as people
from motcua.rooms.identity.types import PersonNamed
from motcua.rooms.notifications import queries as notifications
from motcua.rooms.payments import queries as payments
from motcua.rooms.payments import services as paying

LAN = citizen()
RIGHT = VALUES | {"result_text": "Nội dung đúng"}


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    linked.world()


def office_of(group: UUID, key: str) -> Office:
    agency = agencies.agency(linked.member(group, key).agency_id)
    assert agency is not None
    return Office.of(agency)


def corrected(dossier_id: UUID, office: Office, values: dict[str, Any] = RIGHT, **more: Any) -> None:
    """The whole way of a correction at the agency of the part, as if the signatures had been made."""
    services.request_correction(dossier_id, "Sai nội dung", by=LAN, at=AT)
    why = {"ground": "office_mistake", "reason": "Chép nhầm"}
    done = services.draft_correction(dossier_id, values, **why | more, by=office.case, at=AT)
    assert done.document_id is not None
    services.approve_correction(dossier_id, by=office.chief, at=AT)
    services.number_correction(dossier_id, by=office.clerk, at=AT)
    documents.render_now(done.document_id, by=SYSTEM, at=AT)
    services.sign_correction(dossier_id, by=office.chief, at=AT)
    documents_testing.taken_as_signed(done.document_id, at=AT)
    services.issue_correction(dossier_id, done.document_id, by=SYSTEM, at=AT)


def test_a_copy_of_a_part_is_paid_to_its_agency_and_granted_there() -> None:
    group = linked.accepted(LAN)
    card = linked.decide(group, "card")
    insurance, commune = office_of(group, "card"), office_of(group, "entry")
    with scope(LAN):
        assert queries.copy_fee(card, by=LAN, at=AT) == 3_000

    services.request_copy(card, "Mất thẻ", by=LAN, at=AT)

    with scope(LAN):
        (copy,) = queries.copies_of(card, by=LAN)
        assert copy.obligation_id is not None
        owed = payments.obligation_by_id(copy.obligation_id, by=LAN)
        assert queries.paid_for(owed.subject_id, by=LAN) == card
        assert queries.paid_for(card, by=LAN) == card
    assert owed.agency_id == insurance.chief.agency_id
    for by, waiting in ((insurance.chief, 1), (commune.chief, 0), (PEOPLE.chief, 0)):
        with scope(by):
            assert queries.count_copies(by=by) == len(queries.copies_asked(by=by, at=AT)) == waiting
    for lead in (commune.chief, PEOPLE.chief):
        with pytest.raises(Refused, match=r"not-permitted|out-of-reach"):
            services.grant_copy(card, by=lead, at=AT)
    with pytest.raises(Refused, match="fee-unpaid"):
        services.grant_copy(card, by=insurance.chief, at=AT)
    paying.waive(copy.obligation_id, reason="Hộ nghèo", evidence="Sổ 12", by=insurance.chief, at=AT)
    done = services.grant_copy(card, by=insurance.chief, at=AT)
    assert done.document_id is not None
    documents_testing.taken_as_signed(done.document_id, at=AT)
    services.issue_copy(card, done.document_id, by=SYSTEM, at=AT)
    with scope(LAN):
        assert queries.copies_of(card, by=LAN)[0].state == "given"
    assert linked.progress(group).status == "in_appraisal"


def test_the_group_as_a_whole_has_no_copy_and_no_correction_of_its_own() -> None:
    group = linked.accepted(LAN)
    linked.decide(group, "entry")

    with pytest.raises(Refused, match="ask-the-member"):
        services.request_copy(group, "Mất", by=LAN, at=AT)
    with pytest.raises(Refused, match="ask-the-member"):
        services.request_correction(group, "Sai", by=LAN, at=AT)


def test_letters_about_a_part_name_it_and_go_by_the_code_of_the_group() -> None:
    group = linked.accepted(LAN)
    card = linked.decide(group, "card")
    services.request_correction(card, "Sai tên", by=LAN, at=AT)
    services.decline_correction(card, "Đúng như tờ khai", by=office_of(group, "card").chief, at=AT)
    services.request_copy(card, "Mất thẻ", by=LAN, at=AT)
    services.decline_copy(card, "Thẻ điện tử thay bản giấy", by=office_of(group, "card").chief, at=AT)
    with scope(SYSTEM):
        facts = events.history(card)
        reference, own = (queries.find(one, by=SYSTEM).reference for one in (group, card))

    for fact in facts:
        if isinstance(fact, ResultIssued):
            handlers.on_result(fact, key="issued", at=AT)
        if isinstance(fact, CorrectionRequested):
            handlers.on_correction_requested(fact, key="asked", at=AT)
        if isinstance(fact, CopyDeclined):
            handlers.on_copy_declined(fact, key="declined", at=AT)

    with scope(LAN):
        bodies = [one.body for one in notifications.inbox(by=LAN)]
    assert len(bodies) == 3
    for body in bodies:
        assert "Việc trong hồ sơ: Thẻ." in body
        assert own not in body
    assert sum("Bảo hiểm xã hội" in body for body in bodies) == 2
    assert sum(reference in body for body in bodies) == 2


def test_a_part_that_begins_after_a_correction_is_fed_with_the_right_result() -> None:
    late = {**linked.MEMBERS[2], "when": "true"}
    late["answers"] = {"full_name": "results.notice.number != '' ? results.entry.result_text : ''"}
    linked.world([*linked.MEMBERS[:2], late])
    group = linked.accepted(LAN)
    entry = linked.decide(group, "entry")

    corrected(entry, office_of(group, "entry"))
    linked.decide(group, "notice")

    card = linked.member(group, "card").dossier_id
    assert card is not None
    with scope(SYSTEM):
        fed = forms.answers(queries.dossier(card, by=SYSTEM).answers_id, by=SYSTEM).answers
    assert fed["full_name"] == "Nội dung đúng"


def test_a_refusal_that_was_wrong_reads_as_granted_once_it_is_corrected() -> None:
    group = linked.accepted(LAN)
    card = linked.decide(group, "card", kind=ResultKind.REFUSED)
    assert linked.member(group, "card").outcome == "refused"

    corrected(card, office_of(group, "card"), kind=ResultKind.GRANTED)

    assert linked.member(group, "card").outcome == "granted"
    assert linked.member(group, "card").outcome_words == "Đã trả kết quả đã sửa"


def test_who_filed_a_group_for_another_goes_on_with_its_parts_and_their_copies() -> None:
    hoa, binh = people.citizen(people.HOA, at=AT), people.citizen(people.LAN, at=AT)
    until = clock.local(AT).date() + timedelta(days=30)
    named = PersonNamed(people.LAN.personal_id, people.LAN.full_name)
    given = identity.authorise(named, procedures=[linked.GROUP], ends_on=until, by=hoa, at=AT)
    draft = services.start_draft_for(given.id, linked.GROUP, by=binh, at=AT)
    as_hoa = queries.principal_of(draft, by=binh)
    assert as_hoa is not None
    rest = {key: value for key, value in FILLED.items() if key not in {"full_name", "personal_id", "birth_date"}}
    services.save_draft(draft, rest | {"proof": [str(clean_file(as_hoa).id)]}, version=1, by=as_hoa, at=AT)
    services.choose_agency(draft, testing.HOME, by=as_hoa, at=AT)
    group = services.submit(draft, by=as_hoa, at=AT).dossier_id
    services.accept(group, by=PEOPLE.reception, at=AT)
    services.advance_group(group, by=SYSTEM, at=AT)
    card = linked.decide(group, "card")

    assert queries.principal_of(card, by=binh) == as_hoa
    services.request_copy(card, "Mất thẻ", by=as_hoa, at=AT)
    with scope(hoa):
        (copy,) = queries.copies_of(card, by=hoa)
    assert queries.principal_of(copy.id, by=binh) == as_hoa
    assert queries.principal_of(copy.id, by=LAN) is None
