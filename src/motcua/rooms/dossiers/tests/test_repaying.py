"""Money of a dossier that ended goes back: people are told once, the dossier and its history follow."""

from typing import Any

import pytest

from motcua.kernel import events
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.dossiers import handlers, queries, services, testing
from motcua.rooms.dossiers.events import DossierWithdrawn, ReceptionRefused
from motcua.rooms.dossiers.testing import AT, CHARGED, PEOPLE
from motcua.rooms.dossiers.types import FinanceState, Receipt
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity.testing import HOA, signed_in
from motcua.rooms.notifications import queries as notifications
from motcua.rooms.payments import queries as payments
from motcua.rooms.payments import services as paying
from motcua.rooms.payments import testing as money
from motcua.rooms.payments.events import RefundDone, RefundLeftToCashier, RefundOpened
from motcua.rooms.payments.ports import RefundAnswer

CASHIER = testing.officer("Mai Thu Ngân", "cashier", "pvhcc")


class Payer:
    """Who paid for a dossier and reads what he is told."""

    def __init__(self, gateway: str) -> None:
        found = identity.actor_for_session(signed_in(HOA).session_token, AT)
        assert found is not None
        self.actor = found
        self.receipt: Receipt = testing.filed(self.actor, code=CHARGED)
        self.id = self.receipt.dossier_id
        self._pay(gateway)
        services.record_finance(self.id, "paid", by=SYSTEM, at=AT)

    def _pay(self, gateway: str) -> None:
        if gateway == "cash":
            services.take_cash(self.id, self.receipt.amount, by=PEOPLE.reception, at=AT)
            return
        assert self.receipt.obligation_id is not None
        money.paid_through(gateway, self.receipt.obligation_id, self.receipt.amount, by=self.actor, at=AT)

    def hears(self, kind: type, handler: Any) -> None:
        with scope(SYSTEM):
            facts = [one for one in events.history(self.id) if isinstance(one, kind)]
        handler(facts[-1], key=kind.__name__, at=AT)

    def withdraws(self) -> None:
        services.withdraw(self.id, by=self.actor, at=AT)
        self.hears(DossierWithdrawn, handlers.on_withdrawn)
        self.hears(RefundOpened, handlers.on_refund_opened)

    @property
    def told(self) -> dict[str, str]:
        with scope(self.actor):
            return {one.event: one.body for one in notifications.inbox(by=self.actor)}

    @property
    def refund(self) -> Any:
        with scope(SYSTEM):
            return payments.repayments_of(self.id, by=SYSTEM)[-1]

    @property
    def finance(self) -> str:
        with scope(SYSTEM):
            return queries.find(self.id, by=SYSTEM).finance_state

    @property
    def history(self) -> list[str]:
        with scope(self.actor):
            return [line.title for line in queries.dossier(self.id, by=self.actor).timeline]


@pytest.fixture(autouse=True)
def _world(db: None, settings: Any) -> None:
    settings.MOTCUA = settings.MOTCUA.model_copy(update=money.SETTINGS)
    testing.world()


def test_the_letter_about_a_withdrawal_says_what_comes_back_and_nothing_else_does() -> None:
    payer = Payer("vnpay")

    payer.withdraws()

    assert "15.000 đồng đã nộp được hoàn theo cách đã trả, trước hết ngày 25/11/2026." in payer.told["withdrawn"]
    assert "refund_opened" not in payer.told
    assert payer.finance == FinanceState.REFUNDING
    assert "Bắt đầu hoàn trả 15.000 đồng" in payer.history


def test_who_has_to_name_an_account_gets_a_letter_with_the_way_there() -> None:
    payer = Payer("vietqr")

    payer.withdraws()

    letter = payer.told["refund_opened"]
    assert "Cần biết số tài khoản" in letter
    assert letter.endswith(f"/ho-so/{payer.id}/hoan-tien/{payer.refund.id}")
    assert "15.000 đồng đã nộp được chuyển khoản trả lại" in payer.told["withdrawn"]


def test_a_refusal_says_that_cash_waits_at_the_desk_until_it_is_fetched() -> None:
    payer = Payer("cash")
    services.refuse(payer.id, "not_competent", "Nộp ở Phường Bến Thành", by=PEOPLE.reception, at=AT)
    payer.hears(ReceptionRefused, handlers.on_reception_refused)

    assert "15.000 đồng đã nộp: nhận tiền mặt tại quầy của Uỷ ban nhân dân" in payer.told["refused"]
    paying.hand_back_cash(payer.refund.id, evidence="Nguyễn Thị Hoa, căn cước", by=CASHIER, at=AT)
    payer.hears(RefundDone, handlers.on_refund_done)
    payer.hears(RefundOpened, handlers.on_refund_opened)  # told late: the money is back all the same

    assert "15.000 đồng tiền mặt đã trả tại quầy" in payer.told["refund_done"]
    assert payer.finance == FinanceState.REFUNDED
    assert "Đã hoàn trả 15.000 đồng" in payer.history


def test_what_the_gateway_refuses_needs_an_account() -> None:
    payer = Payer("vnpay")
    payer.withdraws()
    paying.mark_refund_sent(payer.refund.id, by=SYSTEM, at=AT)
    paying.record_refund_answer(payer.refund.id, RefundAnswer.REFUSED, by=SYSTEM, at=AT)

    payer.hears(RefundLeftToCashier, handlers.on_refund_left)

    assert "Chưa hoàn được 15.000 đồng" in payer.told["refund_by_hand"]
    assert "Cổng thanh toán chưa hoàn được, thủ quỹ sẽ trả" in payer.history


def test_money_paid_twice_leaves_the_fee_paid() -> None:
    payer = Payer("vietqr")
    with scope(SYSTEM):
        assert payer.receipt.obligation_id is not None
        reference = payments.attempts(payer.receipt.obligation_id, by=SYSTEM)[0].reference
    advice = money.credit_advice(reference, number="FT2", amount=payer.receipt.amount)
    paying.record_credit(payments.read_credit_advice(**advice), by=SYSTEM, at=AT)

    payer.hears(RefundOpened, handlers.on_refund_opened)

    assert payer.finance == FinanceState.PAID
    assert "khoản này đã được nộp hai lần" in payer.told["refund_opened"]


def test_a_fee_for_work_begun_is_left_to_the_notice_of_stopping() -> None:
    payer = Payer("vnpay")
    services.accept(payer.id, by=PEOPLE.reception, at=AT)
    services.withdraw(payer.id, by=payer.actor, at=AT)

    payer.hears(DossierWithdrawn, handlers.on_withdrawn)

    assert "15.000 đồng đã nộp: có trả lại không, xem Thông báo dừng giải quyết." in payer.told["withdrawn"]
    assert payer.finance == FinanceState.PAID
