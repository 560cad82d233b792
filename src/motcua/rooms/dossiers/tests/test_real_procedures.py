"""Real procedures from the first question to the signed page, with their own forms, processes, fees and templates.

The polished ones always; all of them with MOTCUA_EVERY_PROCEDURE=1.
"""

import os
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor, ActorKind, Office
from motcua.rooms.agencies import testing as agencies_testing
from motcua.rooms.calendar import queries as calendar
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue import testing as catalogue_testing
from motcua.rooms.catalogue.package import Example, folders, load_package
from motcua.rooms.documents import queries as documents_read
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.testing import clean_file
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.forms import logic

ROOT = Path(__file__).resolve().parents[5]
PACKAGES = list(folders(ROOT / "procedures"))
ROLES = (
    "reception_officer",
    "case_officer",
    "unit_head",
    "signing_authority",
    "records_clerk",
    "dispatcher",
    "cashier",
)


def chosen() -> list[Path]:
    if os.environ.get("MOTCUA_EVERY_PROCEDURE"):
        return PACKAGES
    named = {"1.004873", "1.001193", "1.013225", "2.001827"}
    return [folder for folder in PACKAGES if folder.name in named or folder.name.startswith("co_form_d")]


def example_of(folder: Path) -> tuple[str, Example] | None:
    package = load_package(folder)
    sound = [e for e in package.examples.examples if not e.expect.faults]
    online = [e for e in sound if e.channel == "online"] or sound
    return (package.procedure.public_code, online[0]) if online else None


def officer(role: str, agency_id: UUID, name: str) -> Actor:
    return Actor(
        id=new_id(), kind=ActorKind.OFFICER, name=name, agency_id=agency_id, offices=(Office(role, agency_id),)
    )


def filled(code: str, example: Example, by: Actor) -> dict[str, Any]:
    """The example's answers, with a clean file for every paper that is asked for."""
    definition = catalogue.procedure(code)
    assert definition is not None
    answers = dict(example.answers)
    today = example.received_at.date()
    for field in definition.form.fields():
        if field.kind == "file" and answers.get(field.key):
            answers[field.key] = [str(clean_file(by).id) for _ in answers[field.key]]
    for fault in logic.check(definition.form, answers, today=today):
        wanted = definition.form.by_key.get(fault.field)
        if wanted is not None and wanted.kind == "file":
            answers[fault.field] = [str(clean_file(by).id) for _ in range(wanted.limits.min_items or 1)]
    return answers


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize("folder", chosen(), ids=lambda folder: folder.name)
def test_a_real_procedure_goes_all_the_way(folder: Path) -> None:
    agencies_testing.load_tree()
    catalogue_testing.load_catalogue()
    calendar.forget()
    found = example_of(folder)
    assert found is not None, "no sound example"
    code, example = found
    at = example.received_at
    citizen = testing.citizen("Nguyễn Thị Lan")
    definition = catalogue.procedure(code)
    assert definition is not None
    competent = catalogue.competent_agencies(definition, ward_code="26740", province_code="79") or (
        catalogue.competent_agencies(definition)
    )
    assert competent, "nobody is competent"
    home = competent[0].id
    people = {role: officer(role, home, f"Cán bộ {role}") for role in ROLES}
    counter = people["reception_officer"] if example.channel != "online" else None

    draft = services.start_draft(
        code, method=example.channel.value, agency_id=home, owner_id=citizen.person_id,
        answers=filled(code, example, citizen), by=counter or citizen, at=at,
    )  # fmt: skip
    services.choose_options(draft, case=example.case or "", result_channel="portal", by=counter or citizen, at=at)
    receipt = services.submit(draft, by=counter or citizen, at=at)
    pay_for(receipt.obligation_id, people["signing_authority"], at)
    slip = services.accept(receipt.dossier_id, by=people["reception_officer"], at=at)
    if example.expect.due:
        assert slip.due_at is not None
        assert slip.due_at.isoformat().startswith(example.expect.due)
    path = work_through(receipt.dossier_id, people, at)

    if example.expect.path:
        assert path == [step for step in example.expect.path if step not in {"receive", "deliver"}]
    refuse_unless_sound(receipt.dossier_id, at)
    if definition.procedure.result.printed_number:
        with scope(SYSTEM):
            drawn = documents_read.documents(receipt.dossier_id, by=SYSTEM)
        starts = definition.procedure.result.printed_number.replace("{number}", "01")[:3]
        numbers = [d.number_text[:3] for d in drawn if d.kind == "result"]
        assert numbers == [starts], "not the number the paper prints"


def refuse_unless_sound(dossier_id: UUID, at: Any) -> None:
    """Delivered, told by the facts, and every page set without a fault."""
    with scope(SYSTEM):
        view = queries.dossier(dossier_id, by=SYSTEM)
        drawn = documents_read.documents(dossier_id, by=SYSTEM)
        assert queries.rebuilt(dossier_id).status == view.row.status == "delivered"
    faults = [(d.kind, documents.render_now(d.id, by=SYSTEM, at=at).fault) for d in drawn]
    assert all(fault == "" for _, fault in faults), faults
    assert {kind for kind, _ in faults} == {"reception_slip", "result"}


def pay_for(obligation_id: UUID | None, leader: Actor, at: Any) -> None:
    from motcua.rooms.payments import services as payments

    if obligation_id:
        payments.waive(obligation_id, reason="Thử", evidence="Thử", by=leader, at=at)


def work_through(dossier_id: UUID, people: dict[str, Actor], at: Any) -> list[str]:
    """Do every step as its role; answers the keys of the steps done."""
    path: list[str] = []
    for _ in range(30):
        with scope(SYSTEM):
            view = queries.dossier(dossier_id, by=SYSTEM, at=at)
        waiting = [t for t in view.tasks if t.state in {"open", "claimed"}]
        task = next((t for t in waiting if t.does != "deliver"), None)
        if task is None:
            break
        path.append(task.step_key)
        worker = people[task.role]
        if task.does in {"appraise", "draft_result"} and not _drafted(dossier_id, worker, at):
            _draft(dossier_id, worker, at)
        _do(task, dossier_id, worker, at)
    assert view.row.result_document_id is not None
    services.issue(dossier_id, view.row.result_document_id, by=SYSTEM, at=at)
    return path


def _drafted(dossier_id: UUID, by: Actor, at: Any) -> bool:
    del at
    with scope(by):
        return queries.result_draft(dossier_id, by=by) is not None


def _draft(dossier_id: UUID, by: Actor, at: Any) -> None:
    with scope(by):
        fields = queries.result_fields(dossier_id, by=by)
    written = {
        field.key: "THE OFFICER WROTE" for field in fields if field.required and field.kind in {"text", "textarea"}
    }
    written |= {field.key: "079326004518" for field in fields if field.required and field.kind == "personal_id"}
    values = written | {field.key: field.value for field in fields if field.value not in (None, "")}
    try:
        services.draft_result(dossier_id, values, by=by, at=at)
    except Refused as no:
        faults = [(fault.field, str(fault.words)) for fault in no.params.get("faults", ())]
        raise AssertionError(f"{no.code}: {faults}") from no


def _do(task: Any, dossier_id: UUID, worker: Actor, at: Any) -> None:
    match task.does:
        case "approve":
            services.approve(dossier_id, by=worker, at=at)
        case "number":
            numbered = services.number(dossier_id, by=worker, at=at)
            assert documents.render_now(numbered.document_id, by=SYSTEM, at=at).fault == ""
        case "sign":
            services.sign(dossier_id, by=worker, at=at)
        case _:
            services.complete_step(task.id, by=worker, at=at)
