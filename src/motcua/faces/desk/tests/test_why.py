"""A dossier one has no part in: the page asks why, without a script, and tells the applicant."""

from uuid import UUID

import pytest
from django.test import Client

from motcua.faces.desk.tests.officers import CITIZEN, Desk, Officer, plain
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents.testing import clean_file
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.models import Presence
from motcua.rooms.dossiers.testing import AT, HOME
from motcua.rooms.forms.testing import FILLED
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity import services as accounts
from motcua.rooms.identity.testing import HOA
from motcua.rooms.identity.testing import citizen as known_citizen

QUESTION = "Mở hồ sơ này để làm gì?"


@pytest.fixture
def tram(officer: Desk) -> Officer:
    """A case officer of another unit."""
    return officer("tram")


def with_paper() -> tuple[UUID, UUID]:
    """An accepted dossier and its one paper."""
    paper = clean_file(CITIZEN, name="chung-minh.pdf", purpose="proof")
    draft = services.start_draft(
        testing.FREE, agency_id=HOME, answers=FILLED | {"proof": [str(paper.id)]}, by=CITIZEN, at=AT
    )
    services.choose_agency(draft, HOME, by=CITIZEN, at=AT)
    services.submit(draft, by=CITIZEN, at=AT)
    services.accept(draft, by=testing.PEOPLE.reception, at=AT)
    return draft, paper.id


def test_nothing_but_the_code_is_shown_before_the_reason(tram: Officer) -> None:
    slip = testing.accepted(CITIZEN)

    asked = plain(tram.get(f"/ho-so/{slip.dossier_id}"))

    assert QUESTION in asked
    assert slip.code in asked
    assert FILLED["full_name"] not in asked
    with scope(tram.actor):
        assert not Presence.objects.filter(dossier_id=slip.dossier_id).exists()


def test_a_reason_opens_it_and_the_applicant_reads_it(tram: Officer) -> None:
    hoa = known_citizen(HOA, at=AT)
    slip = testing.accepted(hoa)

    opened = tram.post(f"/ho-so/{slip.dossier_id}/ly-do", reason="complaint", note="Đơn 12")

    assert "đọc được hồ sơ này đến" in plain(opened)
    assert FILLED["full_name"] in plain(opened)
    assert QUESTION not in plain(tram.get(f"/ho-so/{slip.dossier_id}"))
    with scope(tram.actor):
        assert Presence.objects.get(officer_id=tram.actor.id).opened == 1
    with scope(hoa):
        told = {one.purpose for one in identity.readings(by=hoa) if one.what == "dossier"}
    assert told == {f"{slip.code}: Đang trả lời khiếu nại, phản ánh: Đơn 12"}


@pytest.mark.parametrize(
    ("typed", "words"),
    [({}, "Chọn lý do mở hồ sơ"), ({"reason": "work", "note": ""}, "Viết thêm việc cụ thể")],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(tram: Officer, typed: dict[str, str], words: str) -> None:
    slip = testing.accepted(CITIZEN)

    page = tram.post(f"/ho-so/{slip.dossier_id}/ly-do", status=422, **typed)

    assert words in plain(page)
    assert ('value="work" checked' in page.replace("\n", " ")) == ("reason" in typed)


def test_papers_wait_for_the_reason_too(tram: Officer, case_officer: Officer) -> None:
    dossier_id, paper = with_paper()
    addresses = (
        f"/tep/{paper}",
        f"/tep/{paper}/1.png",
        f"/ho-so/{dossier_id}/phieu-kiem-soat.pdf",
        f"/ho-so/{dossier_id}/so-sanh",
    )

    for address in addresses:
        assert "nêu lý do" in plain(tram.get(address, status=403))
    assert case_officer.client.get(f"/can-bo/tep/{paper}").status_code == 200
    tram.post(f"/ho-so/{dossier_id}/ly-do", reason="visitor")
    assert [tram.client.get(f"/can-bo{one}").status_code for one in addresses] == [200] * len(addresses)


def test_who_was_asked_why_by_the_search_finds_his_words_again(tram: Officer) -> None:
    lan = known_citizen(HOA, at=AT)
    ids = [testing.accepted(lan).dossier_id for _ in range(2)]

    found = tram.get("/tim?q=nguyen thi lan&reason=complaint&note=Đơn 12").replace("&amp;", "&")
    link = next(part.split('"')[0] for part in found.split('href="') if f"/ho-so/{ids[0]}?" in part.split('"')[0])
    asked = tram.client.get(link).content.decode()

    assert QUESTION in plain(asked)
    assert 'value="Đơn 12"' in asked


def test_from_his_list_and_from_dossier_to_dossier_nobody_is_asked(case_officer: Officer) -> None:
    first, second = testing.accepted(CITIZEN).dossier_id, testing.accepted(CITIZEN).dossier_id
    listed = case_officer.get("/viec?view=unit")
    assert f"/ho-so/{first}" in listed

    assert QUESTION not in plain(case_officer.get(f"/ho-so/{first}?view=unit"))
    answer = case_officer.client.get(f"/can-bo/ho-so/{first}/tiep?view=unit", follow=True)
    assert str(second) in answer.redirect_chain[-1][0]
    assert QUESTION not in plain(answer.content.decode())


def test_openings_are_read_by_the_leader_and_not_by_case_officers(tram: Officer, leader: Officer) -> None:
    slip = testing.accepted(CITIZEN)
    tram.post(f"/ho-so/{slip.dossier_id}/ly-do", reason="inspection", note="Đoàn 3")

    page = plain(leader.get("/mo-co-ly-do"))

    assert slip.code in page
    assert "Kiểm tra, giám sát: Đoàn 3" in page
    assert tram.actor.name in page
    assert FILLED["full_name"] not in page
    tram.get("/mo-co-ly-do", status=403)


def test_a_program_is_told_how_to_mend_it(tram: Officer) -> None:
    slip = testing.accepted(CITIZEN)
    token = accounts.issue_token(str(tram.actor.id), agency_id=HOME, by=SYSTEM, at=AT).token
    program = Client(headers={"Authorization": f"Bearer {token}"})
    address = f"/api/v1/dossiers/{slip.dossier_id}"

    refused = program.get(address)
    assert (refused.status_code, refused.json()["code"]) == (403, "dossier.reason-needed")
    assert refused.json()["open_at"] == f"{address}/openings"
    body = {"reason": "work", "words": "Hồ sơ 17"}
    mended = program.post(refused.json()["open_at"], body, content_type="application/json")
    assert mended.status_code == 201
    assert program.get(address).json()["code"] == slip.code
    with scope(tram.actor):
        assert queries.dossier(slip.dossier_id, by=tram.actor).opened_for.endswith("Hồ sơ 17")
