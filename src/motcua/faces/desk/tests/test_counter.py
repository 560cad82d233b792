"""O2 without JavaScript: from the card to the slip, at the own counter and for another agency."""

import re
from typing import Any
from uuid import UUID

import pytest

from motcua.faces.desk.tests.officers import Desk, Officer, plain, seen
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.dossiers import queries
from motcua.rooms.dossiers.testing import CHARGED, FREE, HOME
from motcua.rooms.dossiers.types import Status
from motcua.rooms.identity import testing as identity
from motcua.rooms.identity.types import IdentityClaims
from motcua.rooms.payments import queries as payments

YEAR: dict[str, Any] = {"born-year": "1958"}
PROOF: dict[str, Any] = {"paper-proof": "yes", "paper-proof-originals": "1"}
CARD = "079158001190||Võ Thị Tuyết|19111958|Nữ|77 Quang Trung, Phường Gò Vấp, Thành phố Hồ Chí Minh|01012022"
REST = {"phone": "0901230005", "purpose": "marriage", "copies": "1", "delivery": "online", "truth": "yes"}


@pytest.fixture
def away(officer: Desk) -> Officer:
    """At the counter of Phường Bến Thành."""
    return officer("thu")


def met(desk: Officer, card: str = CARD, **more: Any) -> str:
    """The address of the person's page, below /can-bo."""
    desk.post("/quay", card=card, checked="yes", **more)
    return desk.led_to.removeprefix("/can-bo")


def begun(desk: Officer, code: str = FREE) -> str:
    desk.post(f"{met(desk)}/thu-tuc", code=code)
    return desk.led_to.removeprefix("/can-bo")


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


def filled(desk: Officer, address: str, status: int = 302, **more: Any) -> str:
    page = desk.get(address)
    fields: dict[str, Any] = {
        "_seen": hidden(page, "_seen"),
        "_papers": hidden(page, "_papers"),
        "agency": str(HOME),
        "channel": "counter",
        **REST,
        **more,
    }
    return desk.post(address, status, **fields)


def finished(desk: Officer, code: str = FREE, **more: Any) -> UUID:
    """The whole way; the dossier that came of it."""
    address = begun(desk, code)
    filled(desk, address, **PROOF)
    desk.post(f"{address}/kiem-tra", **({"confirmed": "yes", "do": "accept"} | more))
    return UUID(desk.led_to.rpartition("/")[2])


def test_from_the_card_to_an_accepted_dossier(reception: Officer) -> None:
    address = begun(reception)
    asked = reception.get(address)
    assert 'name="full_name"' not in asked  # the card told it
    assert "Võ Thị Tuyết" in plain(asked)
    filled(reception, address, **PROOF)
    checked = reception.get(f"{address}/kiem-tra")
    assert "Miễn phí" in plain(checked)

    done = reception.post(f"{address}/kiem-tra", confirmed="yes", do="accept")

    view = seen(UUID(reception.led_to.rpartition("/")[2]))
    assert (view.row.status, view.row.method, view.row.applicant_name) == (Status.ACCEPTED, "counter", "Võ Thị Tuyết")
    assert str(view.row.code) in plain(done)
    assert [paper.key for paper in view.papers] == ["proof"]


def test_a_mangled_card_is_explained(reception: Officer) -> None:
    page = reception.post("/quay", 422, card=CARD.replace("Tuyết", "Tuyeết"))

    assert "Chuyển bộ gõ sang tiếng Anh" in plain(page)


def test_an_unknown_number_asks_for_a_name(reception: Officer) -> None:
    page = reception.post("/quay", 422, card="079158001190")
    assert 'name="name"' in page

    found = reception.post("/quay", card="079158001190", name="Võ Thị Tuyết", **YEAR)

    assert "Võ Thị Tuyết" in plain(found)
    assert "Chưa có tài khoản" in plain(found)


def test_words_typed_with_the_card_find_procedures(reception: Officer) -> None:
    address = met(reception, q="giấy xác nhận thử")

    assert FREE in reception.get(f"{address.partition('?')[0]}?q=giấy xác nhận thử")
    part = reception.client.get(f"/can-bo{address.partition('?')[0]}?q=giấy", headers={"HX-Request": "true"})
    assert b"<html" not in part.content


def test_everything_missing_is_said_at_once_and_kept(reception: Officer) -> None:
    address = begun(reception)

    page = filled(reception, address, 422, phone="12", purpose="")

    assert "faults" in page
    assert 'value="12"' in page
    assert reception.post(f"{address}/kiem-tra", 422, do="accept")


def test_the_fee_is_taken_in_cash_and_listed(reception: Officer) -> None:
    dossier_id = finished(reception, CHARGED, pays="cash")

    assert seen(dossier_id).row.status == Status.ACCEPTED
    page = plain(reception.get(f"/quay/da-nhan/{dossier_id}"))
    assert "Đã trả phí" in page or "01BLP/26E" in page
    assert "15.000" in plain(reception.get("/quay/tien-mat"))
    slip = plain(reception.get(f"/quay/da-nhan/{dossier_id}/phieu"))
    assert "01BLP/26E 0000001" in slip


def test_who_pays_later_is_not_accepted_yet(reception: Officer) -> None:
    dossier_id = finished(reception, CHARGED, pays="later")

    assert seen(dossier_id).row.status == Status.SUBMITTED
    reception.post(f"/quay/da-nhan/{dossier_id}/thu-tien", amount="15000")
    reception.post(f"/quay/da-nhan/{dossier_id}/huy-bien-lai", reason="Nhầm người")
    reception.post(f"/quay/da-nhan/{dossier_id}/thu-tien", amount="15000")
    reception.post(f"/quay/da-nhan/{dossier_id}/tiep-nhan")
    assert seen(dossier_id).row.status == Status.ACCEPTED
    with scope(SYSTEM):
        owed = payments.obligation(dossier_id, by=SYSTEM)
        assert owed is not None
        assert owed.receipts.count() == 2


def test_another_agencys_dossier_is_followed_and_its_paper_sent(away: Officer, reception: Officer) -> None:
    dossier_id = finished(away)

    assert "Uỷ ban nhân dân Phường Sài Gòn" in plain(away.get("/quay/da-nhan"))
    ways = away.get("/quay/giay-to")
    way = re.search(r"/quay/giay-to/([0-9a-f-]{36})/di", ways)
    assert way is not None
    assert "Phiếu bàn giao" in plain(away.get(f"/quay/giay-to/{way[1]}"))
    away.post(f"/quay/giay-to/{way[1]}/di", carrier="Bưu tá Nam")
    reception.post(f"/quay/giay-to/{way[1]}/den", remark="Đủ")
    with scope(SYSTEM):
        assert queries.paper_ways(dossier_id, by=SYSTEM)[0].received_by_name
    reception.get("/quay/giay-to")
    away.get(f"/quay/da-nhan/{dossier_id}")


def test_a_third_agency_finds_nothing(away: Officer, officer: Desk) -> None:
    dossier_id = finished(away)
    stranger = officer("viet")

    stranger.get(f"/quay/da-nhan/{dossier_id}", 404)
    stranger.get(f"/quay/da-nhan/{dossier_id}/phieu", 404)
    assert str(dossier_id) not in stranger.get("/quay/da-nhan")


def test_a_draft_is_thrown_away(reception: Officer) -> None:
    address = begun(reception)

    reception.post(f"{address}/xoa")

    reception.get(address, 404)


def test_only_the_desk_has_a_counter(case_officer: Officer) -> None:
    case_officer.get("/quay", 403)
    assert "/quay" not in case_officer.get("/viec?view=unit")


def test_at_home_it_is_simply_there(reception: Officer) -> None:
    dossier_id = finished(reception)

    tuyet = identity.citizen(IdentityClaims("079158001190", "Võ Thị Tuyết", "1958-11-19", assurance=1))

    with scope(tuyet):
        assert [row.id for row in queries.mine(by=tuyet)] == [dossier_id]


def test_somebody_files_for_another_by_a_paper_the_officer_saw(reception: Officer) -> None:
    hoa = identity.citizen(identity.HOA)
    address = met(reception)
    until: dict[str, Any] = {"until-day": "1", "until-month": "12", "until-year": "2026"}
    page = reception.post(
        f"{address}/nop-thay", name="Nguyễn Thị Hoa", number="079190012345", evidence="Công chứng số 9", **until
    )
    assert "Nộp cho Nguyễn Thị Hoa" in plain(page)

    whose: dict[str, Any] = {"for": hidden(page, "for")}
    reception.post(f"{address}/thu-tuc", code=FREE, **whose)
    draft = reception.led_to.removeprefix("/can-bo")
    assert "Võ Thị Tuyết, nộp thay người khác" in plain(reception.get(draft))
    filled(reception, draft, **PROOF)
    reception.post(f"{draft}/kiem-tra", confirmed="yes", do="accept")

    view = seen(UUID(reception.led_to.rpartition("/")[2]))
    assert (view.row.applicant_name, view.representative_name) == ("Nguyễn Thị Hoa", "Võ Thị Tuyết")
    assert view.owner_id == hoa.person_id
    assert "Người nộp thay" in plain(reception.get(f"/quay/da-nhan/{view.id}/phieu"))
