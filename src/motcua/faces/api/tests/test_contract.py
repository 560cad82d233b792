"""What the interface promises to programs: filing, repeating, following, handling, verifying, and how it says no."""

import base64
import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.faces.api.tests.worlds import NAMES, PERSONAL_IDS, PHONES, World
from motcua.rooms.documents.testing import small_pdf
from motcua.rooms.dossiers.testing import CHARGED, FREE
from motcua.rooms.forms.testing import FILLED

KEY = "key-of-a-program-1"


def wanted(world: World, **changes: Any) -> dict[str, Any]:
    answers = FILLED | {"full_name": NAMES["a"], "personal_id": PERSONAL_IDS["a"], "phone": PHONES["a"]}
    return {"procedure": FREE, "agency": str(world.agency_id), "answers": answers} | changes


def send(client: Client, body: Any, *, key: str = KEY) -> Any:
    return client.post(
        "/api/v1/dossiers", json.dumps(body), content_type="application/json", headers={"Idempotency-Key": key}
    )


def complete(client: Client, task: object, **body: Any) -> Any:
    return client.post(f"/api/v1/tasks/{task}/completion", json.dumps(body), content_type="application/json")


def problem(answer: Any, status: int, code: str = "") -> dict[str, Any]:
    """An answer that is a problem document as RFC 9457 has it."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = json.loads(answer.content)
    assert answer.status_code == told["status"] == status, told
    assert told["type"].startswith("urn:motcua:problem:")
    assert told["title"]
    assert told["detail"]
    assert told["code"] == (code or told["code"])
    return told


def test_a_complete_dossier_is_filed_with_its_papers_in_json(citizen: Client, world: World) -> None:
    paper = {"field": "proof", "name": "giấy.pdf", "content": base64.b64encode(small_pdf()).decode()}

    answer = send(citizen, wanted(world, files=[paper]))
    receipt = answer.json()
    told = citizen.get(receipt["href"]).json()

    assert answer.status_code == 201
    assert receipt["receipt_number"].startswith("MC-")
    assert (receipt["amount"], receipt["payment_url"]) == (0, None)
    assert (told["applicant_name"], told["status"]) == (NAMES["a"], "submitted")
    assert told["timeline"]


def test_a_complete_dossier_is_filed_with_its_papers_in_parts(citizen: Client, world: World) -> None:
    parts = {
        "dossier": json.dumps(wanted(world, procedure=CHARGED)),
        "proof": [SimpleUploadedFile(f"{n}.pdf", small_pdf(), "application/pdf") for n in range(2)],
    }

    answer = citizen.post("/api/v1/dossiers", parts, headers={"Idempotency-Key": KEY})

    assert answer.status_code == 201, answer.content
    assert answer.json()["amount"] == 15_000
    assert str(answer.json()["obligation_id"]) in answer.json()["payment_url"]


def test_the_same_key_always_gives_the_same_receipt(citizen: Client, world: World) -> None:
    before = len(citizen.get("/api/v1/dossiers").json()["items"])

    answers = [send(citizen, wanted(world)) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len(citizen.get("/api/v1/dossiers").json()["items"]) == before + 1


def test_a_key_used_for_something_else_is_refused(citizen: Client, world: World) -> None:
    send(citizen, wanted(world))
    other = wanted(world)
    other["answers"] = other["answers"] | {"copies": 3}

    problem(send(citizen, other), 409, "request.key-reused")


def test_every_fault_of_the_answers_is_named_at_once(citizen: Client, world: World) -> None:
    body = wanted(world)
    body["answers"] = body["answers"] | {"personal_id": "12", "phone": ""}

    told = problem(send(citizen, body), 422, "dossier.incomplete")

    assert {fault["field"] for fault in told["faults"]} == {"personal_id", "phone"}
    assert all(fault["words"] for fault in told["faults"])


@pytest.mark.parametrize(
    "changes",
    [
        {"answers": {"nobody_asked": 1}},
        {"answers": {"proof": [str(uuid4())]}},
        {"files": [{"field": "full_name", "name": "x", "content": ""}]},
        {"files": [{"field": "proof", "name": "x", "content": "not base64!"}]},
        {"answers": []},
        {"agency": "Phường Sài Gòn"},
        {"procedure": None},
    ],
)
def test_what_the_form_does_not_know_is_refused(citizen: Client, world: World, changes: dict[str, Any]) -> None:
    problem(send(citizen, wanted(world, **changes)), 422, "request.faulty-body")


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "[" * 100_000, '{"answers": "\\ud800"}'])
def test_what_is_no_dossier_is_refused(citizen: Client, body: str) -> None:
    answer = citizen.post("/api/v1/dossiers", body, content_type="application/json", headers={"Idempotency-Key": KEY})

    problem(answer, 422, "request.faulty-body")


def test_filing_without_a_key_is_refused(citizen: Client, world: World) -> None:
    answer = citizen.post("/api/v1/dossiers", json.dumps(wanted(world)), content_type="application/json")

    problem(answer, 422, "request.faulty")


def test_strangers_are_asked_to_sign_in(world: World) -> None:
    for header in (
        {},
        {"Authorization": "Bearer x"},
        {"Authorization": f"Bearer {chr(233)}"},
        {"Authorization": "Bearer "},
    ):
        for address in ("/api/v1/dossiers", f"/api/v1/dossiers/{world.settings[0]['dossier_id']}", "/api/v1/tasks"):
            answer = Client(headers=header).get(address)
            problem(answer, 401, "request.not-signed-in")
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_what_is_not_there_and_what_may_not_be_done(citizen: Client, officer: Client, world: World) -> None:
    waiting = world.settings[1]["dossier_id"]

    problem(citizen.get(f"/api/v1/dossiers/{uuid4()}"), 404, "act.out-of-reach")
    problem(complete(citizen, world.settings[2]["task_id"], outcome="grant"), 404, "act.out-of-reach")
    problem(complete(citizen, waiting, outcome="accept"), 403, "act.not-permitted")
    problem(complete(officer, waiting, outcome="accept"), 409, "dossier.fee-unpaid")
    problem(complete(officer, waiting, outcome="dance"), 422, "task.outcome-unknown")


def test_an_officer_finishes_work_once(citizen: Client, officer: Client, world: World) -> None:
    send(citizen, wanted(world))
    waiting = [one for one in officer.get("/api/v1/tasks").json()["items"] if one["does"] == "receive"]
    fresh = next(one for one in waiting if one["dossier_id"] != str(world.settings[1]["dossier_id"]))

    accepted = complete(officer, fresh["id"], outcome="accept")
    task = next(
        t for t in officer.get("/api/v1/tasks?limit=200").json()["items"] if t["dossier_id"] == fresh["dossier_id"]
    )
    first = complete(officer, task["id"], outcome="grant", version=task["version"])
    second = complete(officer, task["id"], outcome="grant", version=task["version"])

    assert accepted.status_code == first.status_code == 200, first.content
    assert accepted.json()["code"].startswith("H29.201-")
    assert "Cán bộ a" in problem(second, 409)["detail"]


def test_following_shows_one_message_for_every_wrong_pair(world: World) -> None:
    reference, tail = world.settings[0]["reference"], world.phone[-4:]
    stranger = Client()

    def ask(code: str, phone: str) -> Any:
        return stranger.get("/api/v1/tracking", {"code": code, "phone": phone})

    right = ask(reference, tail)
    wrong = [ask(reference, "0000"), ask("H29.201-261118-9999", tail), ask("MC-0000-0000-0", tail), ask("x", "")]

    assert right.status_code == 200
    assert right.json()["reference"] == reference
    assert not any(canary in json.dumps(right.json(), ensure_ascii=False) for canary in world.canaries)
    assert "no-store" in right.headers["Cache-Control"]
    assert len({answer.content for answer in wrong}) == 1
    problem(wrong[0], 404, "tracking.no-match")


def test_telephones_cannot_be_guessed_through_the_interface(world: World) -> None:
    reference, stranger = world.settings[0]["reference"], Client()
    for guess in range(10):
        stranger.get("/api/v1/tracking", {"code": reference, "phone": f"{guess:04d}"})

    answer = stranger.get("/api/v1/tracking", {"code": reference, "phone": world.phone[-4:]})

    problem(answer, 429, "tracking.too-often")


def test_anybody_verifies_a_document_by_its_code(world: World) -> None:
    told = Client().get(f"/api/v1/verification/{world.settings[0]['verification_code']}").json()
    unknown = Client().get("/api/v1/verification/KHONGCO12345").json()

    assert told["truth"] == "valid"
    assert told["holder_initials"]
    assert NAMES["a"] not in json.dumps(told, ensure_ascii=False)
    assert (unknown["truth"], unknown["title"], unknown["holder_initials"]) == ("unknown", "", "")


def test_anybody_verifies_a_file() -> None:
    file = SimpleUploadedFile("x.pdf", small_pdf(), "application/pdf")

    assert Client().post("/api/v1/verification", {"file": file}).json()["truth"] == "unknown"


def test_the_catalogue_tells_what_a_program_needs_to_file(world: World) -> None:
    told = Client().get(f"/api/v1/procedures/{FREE}").json()

    assert {field["key"] for page in told["form"]["pages"] for field in page["fields"]} >= {"full_name", "proof"}
    problem(Client().get("/api/v1/procedures/khong-co"), 404, "act.out-of-reach")


def test_personal_answers_are_kept_by_nobody(citizen: Client, world: World) -> None:
    for address in ("/api/v1/dossiers", f"/api/v1/dossiers/{world.settings[0]['dossier_id']}"):
        assert citizen.get(address).headers["Cache-Control"] == "no-store"
