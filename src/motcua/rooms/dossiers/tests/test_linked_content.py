"""The two national groups from one submission to the set of results, with the real forms, agencies and papers."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.agencies import testing as agencies_testing
from motcua.rooms.calendar import queries as calendar
from motcua.rooms.catalogue import testing as catalogue_testing
from motcua.rooms.catalogue.package import Example, load_package
from motcua.rooms.documents import queries as documents_read
from motcua.rooms.documents import services as documents
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.tests import test_real_procedures as real
from motcua.rooms.dossiers.types import GroupProgress
from motcua.rooms.forms import queries as forms

PROCEDURES = Path(__file__).resolve().parents[5] / "procedures"
pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    agencies_testing.load_tree()
    catalogue_testing.load_catalogue()
    calendar.forget()


def example(folder: str) -> tuple[str, Example]:
    package = load_package(PROCEDURES / folder)
    return package.procedure.public_code, package.examples.examples[0]


def people_of(agency_id: UUID) -> dict[str, Actor]:
    return {role: real.officer(role, agency_id, f"Cán bộ {role}") for role in real.ROLES}


def begun(folder: str, ward: str, citizen: Actor) -> tuple[UUID, datetime]:
    """Handed in and accepted by the one-stop of the ward."""
    code, case = example(folder)
    lead = agencies.commune_for(ward)
    assert lead is not None
    at = case.received_at
    draft = services.start_draft(code, agency_id=lead.id, answers=real.filled(code, case, citizen), by=citizen, at=at)
    receipt = services.submit(draft, by=citizen, at=at)
    slip = services.accept(receipt.dossier_id, by=people_of(lead.id)["reception_officer"], at=at)
    assert slip.due_at is not None
    assert slip.due_at.isoformat().startswith(str(case.expect.due))
    services.advance_group(receipt.dossier_id, by=SYSTEM, at=at)
    return receipt.dossier_id, at


def progress(group: UUID, by: Actor, at: datetime) -> GroupProgress:
    with scope(by):
        found = queries.group(group, by=by, at=at)
    assert found is not None
    return found


def done(group: UUID, key: str, at: datetime) -> dict[str, Any]:
    """The agency of the member decides it; answers what its form held."""
    member = next(one for one in progress(group, SYSTEM, at).members if one.key == key)
    assert member.dossier_id is not None
    real.work_through(member.dossier_id, people_of(member.agency_id), at)
    services.advance_group(group, by=SYSTEM, at=at)
    with scope(SYSTEM):
        view = queries.dossier(member.dossier_id, by=SYSTEM)
        drawn = documents_read.documents(member.dossier_id, by=SYSTEM)
        answers = forms.answers(view.answers_id, by=SYSTEM).answers
    assert view.row.status == "delivered"
    assert [documents.render_now(one.id, by=SYSTEM, at=at).fault for one in drawn] == [""] * len(drawn)
    return answers


def test_birth_residence_and_health_card_are_one_submission() -> None:
    mother = testing.citizen("Lê Thị Hoa")
    group, at = begun("moj/3.000722", "26743", mother)

    first = progress(group, mother, at)
    assert [one.waiting for one in first.members] == [False, True, True]
    done(group, "birth", at)
    both = progress(group, mother, at).members
    assert [agencies.agency(one.agency_id).key for one in both] == ["hcm25_w26743", "hcm25_p26743", "hcm_bhxh"]  # type: ignore[union-attr]
    assert all(one.due_at and first.due_at and one.due_at <= first.due_at for one in both)
    residence, card = done(group, "residence", at), done(group, "health_card", at)

    assert residence["registrant_id_number"] == card["child_id_number"] == "079326004518"
    assert residence["registrant_full_name"] == card["child_full_name"] == "Trần Lê Bảo Ngọc"
    assert residence["household_head_name"] == "Trần Quang Minh"
    assert card["birth_certificate_number"]
    last = progress(group, mother, at)
    assert (last.status, [one.outcome for one in last.members]) == ("delivered", ["granted"] * 3)
    with scope(SYSTEM):
        listed = next(one for one in documents_read.documents(group, by=SYSTEM) if one.kind == "other")
    assert documents.render_now(listed.id, by=SYSTEM, at=at).fault == ""


def test_death_removal_and_funeral_allowance_are_one_submission() -> None:
    child = testing.citizen("Nguyễn Thị Lan")
    group, at = begun("moj/2.002913", "26740", child)

    done(group, "death", at)
    removal, funeral = done(group, "removal", at), done(group, "funeral", at)

    assert removal["death_extract_number"] == funeral["death_extract_number"] != ""
    assert removal["removal_reason"] == "death"
    assert funeral["organiser_name"] == "Nguyễn Thị Lan"
    last = progress(group, child, at)
    assert (last.status, [one.outcome for one in last.members]) == ("delivered", ["granted"] * 3)
