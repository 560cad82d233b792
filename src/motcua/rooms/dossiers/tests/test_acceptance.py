"""Reception: the legal code, the clock and its explanation, the refusal."""

from datetime import timedelta

import pytest

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies.queries import agency
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents import services as documents_do
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.events import DossierAccepted
from motcua.rooms.dossiers.rules import codes
from motcua.rooms.dossiers.testing import AT, CHARGED, HOME, PEOPLE, citizen
from motcua.rooms.dossiers.types import Status, WorklistFilters

LAN = citizen()


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()


def test_acceptance_gives_code_due_date_slip_and_the_first_task() -> None:
    slip = testing.accepted(LAN)

    home = agency(HOME)
    assert home is not None
    assert slip.code == f"{home.code}-261118-0001"
    assert slip.due_at is not None
    assert slip.due_at.isoformat() == "2026-11-23T17:00:00+07:00"
    assert "Hạn trả: 17:00 thứ Hai, 23/11/2026" in slip.explanation
    with scope(PEOPLE.case):
        view = queries.dossier(slip.dossier_id, by=PEOPLE.case)
    assert view.row.status == Status.ACCEPTED
    assert view.row.national_status == 2
    assert [(t.step_key, t.state) for t in view.tasks] == [("receive", "done"), ("appraise", "open")]
    counted = [step["date"] for step in view.due_explanation["steps"] if step["counted"]]
    assert counted == ["2026-11-19", "2026-11-20", "2026-11-23"]


def test_the_slip_is_set_as_a_document_the_applicant_can_open() -> None:
    slip = testing.accepted(LAN)
    assert slip.document_id is not None

    documents_do.render_now(slip.document_id, by=SYSTEM, at=AT)

    with scope(LAN):
        found = documents.document(slip.document_id, by=LAN)
        pdf = documents.document_content(slip.document_id, by=LAN)
    assert found.fault == ""
    assert pdf.startswith(b"%PDF")


def test_codes_of_a_day_follow_each_other_without_a_gap() -> None:
    first = testing.accepted(LAN)
    with pytest.raises(Refused, match="not-awaiting-acceptance"):
        services.accept(first.dossier_id, by=PEOPLE.reception, at=AT)
    second = testing.accepted(LAN)
    next_day = testing.accepted(LAN, at=AT + timedelta(days=1))

    assert [slip.code[-11:] for slip in (first, second, next_day)] == ["261118-0001", "261118-0002", "261119-0001"]


def test_a_fee_due_on_submission_comes_first() -> None:
    receipt = testing.filed(LAN, code=CHARGED)
    with pytest.raises(Refused, match="fee-unpaid") as no:
        services.accept(receipt.dossier_id, by=PEOPLE.reception, at=AT)
    assert "15.000 đồng" in no.value.message

    testing.pay(receipt)

    assert services.accept(receipt.dossier_id, by=PEOPLE.reception, at=AT).code


def test_only_reception_of_the_agency_accepts() -> None:
    receipt = testing.filed(LAN)
    stranger = testing.officer("Lạ", "reception_officer", None, agency="hcm25_stp")

    with pytest.raises(Refused, match="not-permitted"):
        services.accept(receipt.dossier_id, by=PEOPLE.case, at=AT)
    with pytest.raises(Refused, match="out-of-reach"):
        services.accept(receipt.dossier_id, by=stranger, at=AT)
    with pytest.raises(Refused, match="not-permitted"):
        services.accept(receipt.dossier_id, by=LAN, at=AT)


def test_a_refusal_stands_on_a_ground_of_law_and_reasons() -> None:
    receipt = testing.filed(LAN)
    with pytest.raises(Refused, match="ground-unknown"):
        services.refuse(receipt.dossier_id, "server_error", "hỏng", by=PEOPLE.reception, at=AT)
    with pytest.raises(Refused, match="reason-missing"):
        services.refuse(receipt.dossier_id, "not_competent", " ", by=PEOPLE.reception, at=AT)

    done = services.refuse(receipt.dossier_id, "not_competent", "Nộp tại nơi cư trú.", by=PEOPLE.reception, at=AT)

    assert done.document_id is not None
    documents_do.render_now(done.document_id, by=SYSTEM, at=AT)
    with scope(LAN):
        view = queries.dossier(receipt.dossier_id, by=LAN)
        assert documents.document(done.document_id, by=LAN).fault == ""
    assert (view.row.status, view.row.national_status) == ("refused_reception", 3)
    assert view.ended_reason == "Nộp tại nơi cư trú."
    assert {ground.key for ground in queries.refusal_grounds()} >= {"not_competent", "not_eligible"}


def test_the_reception_list_is_ordered_by_the_answers_term() -> None:
    late = testing.filed(LAN)
    early = testing.filed(LAN, at=AT - timedelta(days=1))
    with scope(PEOPLE.reception):
        first = queries.worklist(by=PEOPLE.reception, filters=WorklistFilters(view="reception"), at=AT, limit=1)
        second = queries.worklist(
            by=PEOPLE.reception, filters=WorklistFilters(view="reception"), at=AT, after=first.next_after, limit=1
        )
        counts = queries.counts(by=PEOPLE.reception, at=AT)

    assert [page.rows[0].dossier.id for page in (first, second)] == [early.dossier_id, late.dossier_id]
    assert second.next_after is None
    assert counts.reception == 2
    with scope(PEOPLE.case):
        assert queries.worklist(by=PEOPLE.case, filters=WorklistFilters(view="reception"), at=AT).rows == ()


def test_the_fact_of_acceptance_carries_the_explanation() -> None:
    slip = testing.accepted(LAN)

    with scope(SYSTEM):
        fact = next(f for f in events.history(slip.dossier_id) if isinstance(f, DossierAccepted))

    assert (fact.code, fact.due_at, fact.by_name) == (slip.code, slip.due_at, "Trần Thu")


def test_codes_overflow_to_five_digits_and_are_read_in_both_forms() -> None:
    day = AT.date()
    assert codes.dossier_code("H29.12", day, 9999) == "H29.12-261118-9999"
    assert codes.dossier_code("H29.12", day, 10000) == "H29.12-261118-10000"
    with pytest.raises(ValueError, match="begin with 1"):
        codes.dossier_code("H29.12", day, 0)
    present = codes.parse("h15.50.05.13-261008-0975")
    former = codes.parse("000.05.13.H15-201008-0975")
    assert present is not None
    assert (present.agency, present.number, present.former) == ("H15.50.05.13", 975, False)
    assert former is not None
    assert former.former
    assert codes.parse("anything") is None
    assert codes.phone_tail("+84 912 345 678") == "5678"
    assert codes.phone_tail("12") == ""
