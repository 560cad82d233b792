"""Who lost his copy of a result asks for another one: paid where the procedure says so, certified, told."""

from typing import Any
from uuid import UUID

import pytest

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents import queries as documents_read
from motcua.rooms.documents import testing as documents_testing
from motcua.rooms.documents.events import DocumentSigned
from motcua.rooms.dossiers import handlers, queries, services, testing
from motcua.rooms.dossiers.events import CopyDeclined, CopyGiven
from motcua.rooms.dossiers.testing import AT, PEOPLE, citizen
from motcua.rooms.dossiers.types import CopyView
from motcua.rooms.payments import queries as payments_read
from motcua.rooms.payments import services as payments

LAN = citizen()


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()


def copies(dossier_id: UUID) -> list[CopyView]:
    with scope(LAN):
        return queries.copies_of(dossier_id, by=LAN)


def test_a_copy_is_asked_for_certified_and_lies_with_the_dossier() -> None:
    dossier_id = testing.issued(LAN).dossier_id

    services.request_copy(dossier_id, "Mất bản giấy", by=LAN, at=AT)
    with scope(PEOPLE.chief):
        (line,) = queries.copies_asked(by=PEOPLE.chief, at=AT)
        assert queries.count_copies(by=PEOPLE.chief) == 1
    done = services.grant_copy(dossier_id, by=PEOPLE.chief, at=AT)
    assert done.document_id is not None
    documents_testing.taken_as_signed(done.document_id, at=AT)
    signed = DocumentSigned(
        occurred_at=AT, agency_id=testing.HOME, subject_id=dossier_id, owner_id=LAN.person_id,
        document_id=done.document_id, kind="result_copy", sha256="",
    )  # fmt: skip
    for _twice in range(2):
        handlers.on_document_signed(signed, key="k", at=AT)

    assert (line.copy.reason, line.copy.amount) == ("Mất bản giấy", 0)
    (copy,) = copies(dossier_id)
    assert (copy.state, copy.document_id) == ("given", done.document_id)
    with scope(LAN):
        paper = documents_read.document(done.document_id, by=LAN)
        assert paper.number_text == "01/SY-UBND"
        assert paper.id in {one.id for one in documents_read.documents(dossier_id, by=LAN)}
    with scope(SYSTEM):
        facts = [fact for fact in events.history(dossier_id) if isinstance(fact, CopyGiven)]
        told = queries.rebuilt(dossier_id)
        row = queries.find(dossier_id, by=SYSTEM)
    assert len(facts) == 1
    assert told.status == row.status == "delivered"
    handlers.on_copy_given(facts[0], key="k", at=AT)


def test_a_copy_is_asked_for_one_at_a_time_by_who_may() -> None:
    open_one = testing.accepted(LAN).dossier_id
    with pytest.raises(Refused, match="not-possible-now"):
        services.request_copy(open_one, "Mất", by=LAN, at=AT)
    dossier_id = testing.issued(LAN).dossier_id
    with pytest.raises(Refused, match="reason-missing"):
        services.request_copy(dossier_id, " ", by=LAN, at=AT)
    for by in (citizen("Khác"), testing.officer("Xa", "reception_officer", "mc", agency="hcm_police_pc08")):
        with pytest.raises(Refused, match="out-of-reach"):
            services.request_copy(dossier_id, "Mất", by=by, at=AT)
    with pytest.raises(Refused, match="not-asked"):
        services.grant_copy(dossier_id, by=PEOPLE.chief, at=AT)
    services.request_copy(dossier_id, "Mất", by=PEOPLE.reception, at=AT)
    with pytest.raises(Refused, match="already-asked"):
        services.request_copy(dossier_id, "Mất", by=LAN, at=AT)
    for by in (PEOPLE.case, PEOPLE.clerk, LAN):
        with pytest.raises(Refused, match="not-permitted"):
            services.grant_copy(dossier_id, by=by, at=AT)
    with pytest.raises(Refused, match="not-asked"):
        services.issue_copy(dossier_id, new_id(), by=SYSTEM, at=AT)
    assert not copies(dossier_id)[0].by_applicant


def test_a_declined_copy_says_why_and_another_may_be_asked_for() -> None:
    dossier_id = testing.issued(LAN).dossier_id
    services.request_copy(dossier_id, "Mất", by=LAN, at=AT)
    with pytest.raises(Refused, match="reason-missing"):
        services.decline_copy(dossier_id, "", by=PEOPLE.reception, at=AT)

    services.decline_copy(dossier_id, "Kết quả đang được sửa", by=PEOPLE.reception, at=AT)

    assert (copies(dossier_id)[0].state, copies(dossier_id)[0].ended_reason) == ("declined", "Kết quả đang được sửa")
    services.request_copy(dossier_id, "Mất", by=LAN, at=AT)


@pytest.fixture
def _costs(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the procedure took 3.000 đồng for a further copy."""
    published = testing.RESULT
    fee = {"code": "copy", "kind": "phi", "name": {"vi": "Phí cấp bản sao"}, "amount": 3_000, "due": "on_copy"}
    method = testing._method

    def dear(channel: str, days: int, amount: int) -> dict[str, Any]:
        found = method(channel, days, amount)
        return found | {"fees": [*found["fees"], fee]}

    monkeypatch.setattr(testing, "_method", dear)
    assert published
    testing.world()


@pytest.mark.usefixtures("_costs")
def test_what_a_copy_costs_is_paid_first_and_goes_back_when_there_is_none() -> None:
    dossier_id = testing.issued(LAN).dossier_id
    with scope(LAN):
        assert queries.copy_fee(dossier_id, by=LAN, at=AT) == 3_000
    services.request_copy(dossier_id, "Mất", by=LAN, at=AT)
    (copy,) = copies(dossier_id)
    assert (copy.amount, copy.obligation_id is not None) == (3_000, True)
    with pytest.raises(Refused, match="fee-unpaid"):
        services.grant_copy(dossier_id, by=PEOPLE.chief, at=AT)

    services.decline_copy(dossier_id, "Không có bản chính", by=PEOPLE.reception, at=AT)
    with scope(SYSTEM):
        (declined,) = [fact for fact in events.history(dossier_id) if isinstance(fact, CopyDeclined)]
    handlers.on_copy_declined(declined, key="k", at=AT)
    assert copy.obligation_id is not None
    with scope(SYSTEM):
        assert payments_read.obligation_by_id(copy.obligation_id, by=SYSTEM).state == "cancelled"
        assert queries.find(dossier_id, by=SYSTEM).finance_state == "nothing_due"

    services.request_copy(dossier_id, "Mất", by=LAN, at=AT)
    again = copies(dossier_id)[-1].obligation_id
    assert again is not None
    payments.waive(again, reason="Hộ nghèo", evidence="Sổ 12", by=PEOPLE.chief, at=AT)
    assert services.grant_copy(dossier_id, by=PEOPLE.chief, at=AT).document_id


@pytest.mark.usefixtures("_costs")
def test_what_the_office_lost_costs_nothing() -> None:
    dossier_id = testing.issued(LAN).dossier_id
    services.record_loss(dossier_id, "Bản giấy tại quầy", "Cấp bản sao", by=PEOPLE.head, at=AT)

    services.request_copy(dossier_id, "Cơ quan làm mất", by=PEOPLE.clerk, at=AT)

    assert copies(dossier_id)[0].amount == 0
