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
from motcua.rooms.identity.testing import HOA, signed_in
from motcua.rooms.payments import queries as payments
from motcua.rooms.payments import services as paying
from motcua.rooms.payments import testing as money
from motcua.rooms.payments.ports import RefundAnswer

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
        way = paying.start_attempt(
            self.receipt.obligation_id, gateway, return_url="http://x", client_ip="", by=self.actor, at=AT
        )
        if gateway == "vnpay":
            told = money.ipn(way.reference, amount=self.receipt.amount)
            paying.record_callback(payments.read_callback("vnpay", told), by=SYSTEM, at=AT)
        else:
            advice = money.credit_advice(way.reference, amount=self.receipt.amount)
            paying.record_credit(payments.read_credit_advice(**advice), by=SYSTEM, at=AT)

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
    assert "do thủ quỹ của cơ quan hoàn" in page
    assert "đang được hoàn" not in page


def test_where_nothing_was_paid_nothing_goes_back(payer: Payer) -> None:
    payer.is_refused()

    assert payer.refunds() == []
    assert "hoàn" not in payer.reads().split("<main", 1)[1].split("</main", 1)[0]
