"""From a draft to a receipt."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents.testing import clean_file
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.testing import AT, CHARGED, COMMUNE, FREE, HOME, PEOPLE, citizen
from motcua.rooms.dossiers.types import Status
from motcua.rooms.forms.testing import FILLED

LAN = citizen()
OTHER = citizen("Người khác")


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()


def test_a_draft_becomes_one_dossier_with_a_receipt() -> None:
    receipt = testing.filed(LAN)

    with scope(LAN):
        row = queries.find(receipt.dossier_id, by=LAN)
        assert queries.drafts(by=LAN) == []
    assert (row.status, row.receipt_number, row.code) == (Status.SUBMITTED, receipt.receipt_number, None)
    assert (row.applicant_name, row.procedure_code, row.national_status) == ("Nguyễn Thị Lan", FREE, 1)
    assert receipt.receipt_number.startswith("MC-")
    assert receipt.answer_due_at.isoformat() == "2026-11-19T09:00:00+07:00"


def test_submitting_again_gives_the_same_receipt() -> None:
    draft = testing.drafted(LAN, code=CHARGED)
    first = services.submit(draft, by=LAN, at=AT)

    assert services.submit(draft, by=LAN, at=AT) == first
    assert services.submit(draft, key="a", by=LAN, at=AT) == services.submit(draft, key="a", by=LAN, at=AT) == first
    assert first.amount == 15_000
    assert testing.owed(first, by=LAN) == 15_000


def test_every_fault_is_told_at_once_and_the_draft_stays() -> None:
    draft = testing.drafted(LAN, full_name="", phone="12", birth_date="2030-01-01")

    with pytest.raises(Refused) as no:
        services.submit(draft, by=LAN, at=AT)

    assert no.value.code == "dossier.incomplete"
    assert [fault.field for fault in no.value.params["faults"]] == ["full_name", "birth_date", "phone"]
    with scope(LAN):
        assert queries.draft(draft, by=LAN).id == draft


def test_files_are_bound_and_a_missing_one_is_a_fault_of_its_field() -> None:
    file = clean_file(LAN)
    receipt = testing.filed(LAN, proof=[str(file.id)])
    gone = testing.drafted(LAN, proof=["0199c7a0-0000-7000-8000-000000000000"])

    with pytest.raises(Refused) as no:
        services.submit(gone, by=LAN, at=AT)

    assert [fault.field for fault in no.value.params["faults"]] == ["proof"]
    with scope(LAN):
        facts = events.history(receipt.dossier_id)
    assert [fact.files for fact in facts if hasattr(fact, "files")] == [1]


def test_submission_takes_few_statements() -> None:
    file = clean_file(LAN)
    draft = testing.drafted(LAN, code=CHARGED, proof=[str(file.id)])
    services.submit(testing.drafted(LAN), by=LAN, at=AT)  # what is kept in memory is there

    with CaptureQueriesContext(connection) as made:
        services.submit(draft, by=LAN, at=AT)

    only_in_tests = (
        "SAVEPOINT",
        "RELEASE",
        "select wrapped from kernel_datakey",
        "select id, wrapped from kernel_datakey",
    )
    statements = [q["sql"] for q in made if not q["sql"].startswith(only_in_tests)][:-1]  # the last restores the scope
    assert len(statements) <= 12, "\n".join(s[:150] for s in statements)


@pytest.mark.parametrize(
    "act",
    [
        lambda draft: services.submit(draft, by=OTHER, at=AT),
        lambda draft: services.save_draft(draft, {"copies": 2}, by=OTHER, at=AT),
        lambda draft: services.discard(draft, by=OTHER, at=AT),
        lambda draft: services.choose_agency(draft, HOME, by=OTHER, at=AT),
    ],
)
def test_a_draft_is_nobody_elses_business(act: Callable[[Any], Any]) -> None:
    draft = testing.drafted(LAN)

    with pytest.raises(Refused, match="out-of-reach"):
        act(draft)
    with scope(OTHER), pytest.raises(Refused, match="out-of-reach"):
        queries.draft(draft, by=OTHER)


def test_what_is_typed_is_kept_and_a_draft_can_be_thrown_away() -> None:
    draft = services.start_draft(FREE, by=LAN, at=AT)
    version = services.save_draft(draft, {"full_name": "Lan"}, {}, 1, by=LAN, at=AT)
    services.save_draft(draft, {"copies": 3}, version=version, by=LAN, at=AT)

    services.discard(draft, by=LAN, at=AT)

    with scope(LAN):
        assert queries.drafts(by=LAN) == []
    with pytest.raises(Refused, match="out-of-reach"):
        services.submit(draft, by=LAN, at=AT)


def test_the_same_key_begins_one_draft() -> None:
    assert services.start_draft(FREE, key="k", by=LAN, at=AT) == services.start_draft(FREE, key="k", by=LAN, at=AT)


def test_who_may_begin_is_decided_by_the_procedure() -> None:
    with pytest.raises(Refused, match=r"procedure\.unknown"):
        services.start_draft("9.999999", by=LAN, at=AT)
    with pytest.raises(Refused, match="owner-missing"):
        services.start_draft(FREE, by=SYSTEM, at=AT)
    low = type(LAN)(id=LAN.id, kind=LAN.kind, person_id=LAN.person_id, assurance=0)
    with pytest.raises(Refused, match="assurance-too-low"):
        services.start_draft(FREE, by=low, at=AT)


def test_a_dossier_goes_to_a_competent_agency_only() -> None:
    draft = services.start_draft(FREE, answers=FILLED, by=LAN, at=AT)
    with pytest.raises(Refused, match="agency-missing"):
        services.submit(draft, by=LAN, at=AT)
    department = testing.officer("x", "case_officer", None, agency="hcm25_stp").agency_id
    assert department is not None
    with pytest.raises(Refused, match="not-competent"):
        services.choose_agency(draft, department, by=LAN, at=AT)


def test_an_officer_files_for_the_person_at_his_counter() -> None:
    draft = services.start_draft(
        FREE, method="counter", owner_id=LAN.person_id, agency_id=HOME, answers=FILLED, by=PEOPLE.reception, at=AT
    )

    receipt = services.submit(draft, by=PEOPLE.reception, at=AT)

    with scope(LAN):
        row = queries.find(receipt.dossier_id, by=LAN)
    assert (row.method, row.result_channel, row.applicant_name) == ("counter", "counter", "Nguyễn Thị Lan")


def test_choices_of_a_draft_are_checked() -> None:
    draft = testing.drafted(LAN)
    services.choose_options(draft, result_channel="post", by=LAN, at=AT)

    with pytest.raises(Refused, match="channel-unknown"):
        services.choose_options(draft, result_channel="pigeon", by=LAN, at=AT)
    with pytest.raises(Refused, match="case-unknown"):
        services.choose_options(draft, case="nothing", by=LAN, at=AT)
    with scope(LAN):
        assert queries.draft(draft, by=LAN).result_channel == "post"


def test_forgotten_drafts_are_removed() -> None:
    testing.drafted(LAN)

    later = AT.replace(year=2027)
    assert services.remove_expired_drafts(AT) == 0
    assert services.remove_expired_drafts(later) == 1


def test_the_commune_is_the_one_of_the_tests() -> None:
    assert PEOPLE.reception.agency_id == HOME
    assert COMMUNE.startswith("hcm25")
