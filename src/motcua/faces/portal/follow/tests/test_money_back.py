"""Money paid for a dossier that was never taken in: it goes back, and the page says how far it is and by whom."""

from typing import Any

import pytest
from django.test import Client

from motcua.faces.portal.account import cookies
from motcua.kernel import events
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.dossiers import handlers, services, testing
from motcua.rooms.dossiers.events import ReceptionRefused
from motcua.rooms.dossiers.testing import AT, PEOPLE
from motcua.rooms.dossiers.types import Receipt
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity.testing import HOA, LAN, signed_in
from motcua.rooms.payments import queries as payments
from motcua.rooms.payments import services as paying
from motcua.rooms.payments import testing as money
from motcua.rooms.payments.ports import RefundAnswer

CASHIER = testing.officer("Mai Thu Ngân", "cashier", "pvhcc")
pytestmark = pytest.mark.django_db


class Payer:
    """The owner of a dossier with a fee, signed in."""

    def __init__(self) -> None:
        token = signed_in(HOA).session_token
        actor = identity.actor_for_session(token, AT)
        assert actor is not None
        self.actor: Actor = actor
        self.client = Client()
        self.client.cookies[cookies.session_name()] = token
        self.receipt: Receipt = testing.filed(actor, code=testing.CHARGED)

    def pay(self, gateway: str) -> None:
        assert self.receipt.obligation_id is not None
        money.paid_through(gateway, self.receipt.obligation_id, self.receipt.amount, by=self.actor, at=AT)

    def is_refused(self) -> None:
        dossier = self.receipt.dossier_id
        services.refuse(dossier, "not_competent", "Nộp ở Phường Bến Thành", by=PEOPLE.reception, at=AT)
        with scope(SYSTEM):
            fact = next(one for one in events.history(dossier) if isinstance(one, ReceptionRefused))
        handlers.give_back(fact, key="k", at=AT)

    def refunds(self) -> list[Any]:
        assert self.receipt.obligation_id is not None
        with scope(SYSTEM):
            return list(payments.refunds(self.receipt.obligation_id, by=SYSTEM))

    def reads(self) -> str:
        answer = self.client.get(f"/ho-so/{self.receipt.dossier_id}")
        assert answer.status_code == 200
        return answer.content.decode()


@pytest.fixture
def payer(settings: Any) -> Payer:
    settings.MOTCUA = settings.MOTCUA.model_copy(update=money.SETTINGS)
    testing.world()
    return Payer()


def test_what_was_paid_by_card_comes_back_by_itself(payer: Payer) -> None:
    payer.pay("vnpay")
    payer.is_refused()

    (case,) = payer.refunds()
    assert case.next_try_at is not None
    assert "đang được hoàn theo cách đã trả" in payer.reads()

    assert paying.mark_refund_sent(case.id, by=SYSTEM, at=AT)
    paying.record_refund_answer(case.id, RefundAnswer.DONE, by=SYSTEM, at=AT)
    assert "Đã hoàn" in payer.reads()


def test_a_transfer_is_given_back_by_the_cashier(payer: Payer) -> None:
    payer.pay("vietqr")
    payer.is_refused()

    (case,) = payer.refunds()
    assert case.next_try_at is None
    page = payer.reads()
    assert "15.000 đồng đã nộp được chuyển khoản trả lại. Cần số tài khoản" in page
    assert "đang được hoàn" not in page


def test_the_account_is_named_without_javascript(payer: Payer) -> None:
    payer.pay("vietqr")
    payer.is_refused()
    (case,) = payer.refunds()
    address = f"/ho-so/{payer.receipt.dossier_id}/hoan-tien/{case.id}"
    assert address in payer.reads()
    assert "Vietcombank" in payer.client.get(address).content.decode()

    wrong = payer.client.post(address, {"bank": "970436", "number": "12", "holder": "HOA"})
    right = payer.client.post(address, {"bank": "970436", "number": "0071 000 123456", "holder": "HOA"})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "từ 6 đến 19 chữ số" in wrong.content.decode()
    assert "sẽ được chuyển vào tài khoản đã cho biết" in payer.reads()
    paying.complete_refund(case.id, evidence="FT1", by=CASHIER, at=AT)
    assert payer.client.get(address)["Location"].endswith(str(payer.receipt.dossier_id))
    assert "Chuyển khoản vào tài khoản ông/bà cho biết" in payer.reads()


def test_the_account_of_anothers_money_is_nobodys_to_name(payer: Payer) -> None:
    payer.pay("vietqr")
    payer.is_refused()
    (case,) = payer.refunds()
    other = testing.filed(payer.actor, code=testing.CHARGED).dossier_id

    assert payer.client.get(f"/ho-so/{other}/hoan-tien/{case.id}").status_code == 404
    payer.client.cookies[cookies.session_name()] = signed_in(LAN).session_token
    assert payer.client.get(f"/ho-so/{payer.receipt.dossier_id}/hoan-tien/{case.id}").status_code == 404


def test_cash_waits_at_the_desk_and_may_be_transferred(payer: Payer) -> None:
    services.take_cash(payer.receipt.dossier_id, payer.receipt.amount, by=PEOPLE.reception, at=AT)
    payer.is_refused()

    page = payer.reads()

    assert "nhận tiền mặt tại quầy" in page
    assert "Nhận chuyển khoản thay vì tiền mặt" in page


def test_where_nothing_was_paid_nothing_goes_back(payer: Payer) -> None:
    payer.is_refused()

    assert payer.refunds() == []
    assert "hoàn" not in payer.reads().split("<main", 1)[1].split("</main", 1)[0]
