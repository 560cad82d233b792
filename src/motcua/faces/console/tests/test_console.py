"""What operators see, and what machines that watch are told."""

from uuid import UUID

import pytest
from django.test import Client

from motcua.faces.portal.account import cookies
from motcua.kernel import clock
from motcua.kernel.models import Delivery
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies.testing import load_tree
from motcua.rooms.agencies.types import agency_id
from motcua.rooms.dossiers import testing
from motcua.rooms.identity import queries, services
from motcua.rooms.identity.testing import LAN, signed_in
from motcua.rooms.identity.types import OfficeGrant

AGENCY = "hcm25_w26740"


def at_work(role: str) -> Client:
    """A browser signed in as an officer with this role."""
    load_tree()
    at, home = clock.now(), agency_id(AGENCY)
    account = signed_in(LAN).account_id
    services.grant_office(account, OfficeGrant(home, role, None), by=SYSTEM, at=at)
    token = signed_in(LAN).session_token
    himself = queries.actor_for_session(token, at)
    assert himself is not None
    client = Client()
    token = services.choose_capacity(token, home, by=himself, at=at).session_token
    client.cookies[cookies.session_name()] = token
    return client


def parked(fault: str) -> UUID:
    """A delivery that was given up after several tries."""
    testing.world()
    testing.filed(testing.citizen())
    with scope(SYSTEM, writes=True):
        delivery = Delivery.objects.order_by("id").first()
        assert delivery is not None
        Delivery.objects.filter(id=delivery.id).update(state="parked", fault=fault)
    return delivery.id


def test_the_operator_sees_deliveries_and_jobs(db: None) -> None:
    page = at_work("technical_admin").get("/van-hanh/")

    assert page.status_code == 200
    assert "Mọi thứ đang chạy tốt" in page.content.decode()


def test_a_parked_delivery_is_shown_with_its_fault_and_tried_again(db: None) -> None:
    operator = at_work("technical_admin")
    delivery = parked("connection refused")

    page = operator.get("/van-hanh/").content.decode()
    assert "1 việc chuyển tin cần người xử lý" in page
    assert "connection refused" in page
    answer = operator.post(f"/van-hanh/giao-lai/{delivery}")

    assert answer["Location"] == "/van-hanh/"
    assert "connection refused" not in operator.get("/van-hanh/").content.decode()


@pytest.mark.parametrize("role", ["reception_officer", "signing_authority"])
def test_others_are_told_whom_to_ask(db: None, role: str) -> None:
    page = at_work(role).get("/van-hanh/")

    assert page.status_code == 403
    assert "quản trị kỹ thuật" in page.content.decode()


def test_a_delivery_that_is_not_parked_is_not_sent_again(db: None) -> None:
    answer = at_work("technical_admin").post(f"/van-hanh/giao-lai/{UUID(int=5)}")

    assert answer.status_code == 404


def test_machines_hear_whether_we_live_and_whether_we_are_ready(db: None, client: Client) -> None:
    assert client.get("/song").content == b"ok\n"
    assert client.get("/san-sang").content == b"ready\n"
