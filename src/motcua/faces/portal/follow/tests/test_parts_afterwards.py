"""C16 of a linked dossier without JavaScript: each part offers what a dossier of its own would, and says what came of it."""

from html import unescape
from uuid import UUID

import pytest
from django.test import Client

from motcua.faces.portal.account import cookies
from motcua.kernel.tenancy import scope
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.testing import AT
from motcua.rooms.dossiers.tests import linked
from motcua.rooms.dossiers.tests.linked import Office
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity.testing import HOA, LAN, signed_in
from motcua.rooms.identity.types import IdentityClaims

pytestmark = pytest.mark.django_db


class Owner:
    """A citizen signed in, without JavaScript."""

    def __init__(self, claims: IdentityClaims = HOA) -> None:
        token = signed_in(claims).session_token
        actor = identity.actor_for_session(token, AT)
        assert actor is not None
        self.actor, self.client = actor, Client()
        self.client.cookies[cookies.session_name()] = token

    def get(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address)
        assert answer.status_code == status, answer.status_code
        return unescape(answer.content.decode())

    def sent(self, address: str, **fields: str) -> str:
        """Where a form leads to."""
        answer = self.client.post(address, fields)
        assert answer.status_code == 302, answer.status_code
        return str(answer["Location"])


@pytest.fixture
def owner() -> Owner:
    linked.world()
    return Owner()


@pytest.fixture
def group(owner: Owner) -> UUID:
    """Three parts: two decided, the notice still at work."""
    made = linked.accepted(owner.actor)
    for key in ("entry", "card"):
        linked.decide(made, key)
    return made


def part(page: str, key: str) -> str:
    return page.split(f'id="part-{key}"')[1].split("</section>", maxsplit=1)[0]


def office_of(group: UUID, key: str) -> Office:
    agency = agencies.agency(linked.member(group, key).agency_id)
    assert agency is not None
    return Office.of(agency)


def test_each_part_with_a_result_offers_both_and_an_open_one_neither(owner: Owner, group: UUID) -> None:
    page = owner.get(f"/ho-so/{group}")

    for key in ("entry", "card"):
        dossier_id = linked.member(group, key).dossier_id
        assert f"/ho-so/{dossier_id}/ket-qua-sai" in part(page, key)
        assert f"/ho-so/{dossier_id}/ban-sao" in part(page, key)
    assert "ket-qua-sai" not in part(page, "notice")
    assert "ban-sao" not in part(page, "notice")
    assert f"/ho-so/{group}/ban-sao" not in page


def test_a_copy_of_a_part_is_asked_for_with_its_agency_and_price(owner: Owner, group: UUID) -> None:
    card = linked.member(group, "card").dossier_id
    address, reference = f"/ho-so/{card}/ban-sao", linked.progress(group).reference

    page = owner.get(address)
    assert "Bảo hiểm xã hội" in page
    assert "3.000" in page
    assert reference in page
    assert f'href="/ho-so/{group}#part-card"' in page
    assert owner.client.post(address, {"reason": ""}).status_code == 422
    assert owner.sent(address, reason="Mất thẻ") == f"/ho-so/{group}"

    page = owner.get(f"/ho-so/{group}")
    assert "Đã xin cấp bản sao" in part(page, "card")
    assert "Đã xin cấp bản sao" not in part(page, "entry")
    assert address not in page
    with scope(owner.actor):
        owed = queries.copies_of(card, by=owner.actor)[0].obligation_id if card else None
    assert f"/thanh-toan/{owed}" in part(page, "card")
    paying = owner.get(f"/thanh-toan/{owed}")
    assert f'href="/ho-so/{card}"' in paying
    assert owner.client.get(f"/ho-so/{card}")["Location"] == f"/ho-so/{group}#part-card"


def test_a_wrong_result_of_a_part_is_told_to_its_agency_and_answered_in_its_place(owner: Owner, group: UUID) -> None:
    card = linked.member(group, "card").dossier_id
    assert card is not None

    assert owner.sent(f"/ho-so/{card}/ket-qua-sai", wrong="Sai họ tên") == f"/ho-so/{group}"
    page = owner.get(f"/ho-so/{group}")
    assert "Sai họ tên" in part(page, "card")
    assert "Đang sửa kết quả sai" in part(page, "card")
    assert "ket-qua-sai" not in part(page, "card")
    assert "Sai họ tên" not in part(page, "entry")

    services.decline_correction(card, "Đúng như tờ khai", by=office_of(group, "card").chief, at=AT)
    page = part(owner.get(f"/ho-so/{group}"), "card")
    assert "Trả lời: Đúng như tờ khai" in page
    assert "người đứng đầu Bảo hiểm xã hội Thành phố Hồ Chí Minh" in page


def test_a_refused_part_can_be_told_to_be_wrong_too(owner: Owner) -> None:
    group = linked.accepted(owner.actor)
    card = linked.decide(group, "card", kind="refused")

    assert f"/ho-so/{card}/ket-qua-sai" in part(owner.get(f"/ho-so/{group}"), "card")


def test_nobody_else_asks_anything_of_a_part(group: UUID) -> None:
    card, other = linked.member(group, "card").dossier_id, Owner(LAN)

    for address in ("ban-sao", "ket-qua-sai"):
        other.get(f"/ho-so/{card}/{address}", status=404)
        assert other.client.post(f"/ho-so/{card}/{address}", {"reason": "x", "wrong": "x"}).status_code == 404
