"""Money given back once however often the answer is lost; receipts numbered without gaps."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor, ActorKind, Office
from motcua.rooms.documents import queries as documents
from motcua.rooms.payments import handlers, queries, services, testing
from motcua.rooms.payments.models import Attempt, GatewayTransaction, Obligation, Posting, Receipt, RefundCase
from motcua.rooms.payments.ports import RefundAnswer
from motcua.rooms.payments.rules.receipts import ReceiptFacts, receipt_values
from motcua.rooms.payments.tests.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def obligation(an: Actor, agency_id: UUID) -> Obligation:
    return testing.owed(an, agency_id, at=NOON)


@pytest.fixture
def cashier(agency_id: UUID) -> Actor:
    return Actor(id=new_id(), kind=ActorKind.OFFICER, agency_id=agency_id, offices=(Office("cashier", agency_id),))


def pay(obligation: Obligation, an: Actor, gateway: str = "vnpay", number: str = "1") -> UUID:
    way = services.start_attempt(obligation.id, gateway, return_url="http://x", client_ip="", by=an, at=NOON)
    if gateway == "vnpay":
        services.record_callback(
            queries.read_callback("vnpay", testing.ipn(way.reference, number=number)), by=SYSTEM, at=NOON
        )
    else:
        credit(way.reference, number)
    return way.attempt_id


def credit(content: str, number: str, amount: int = 30_000) -> None:
    told = queries.read_credit_advice(**testing.credit_advice(content, number=number, amount=amount))
    services.record_credit(told, by=SYSTEM, at=NOON)


def case() -> RefundCase:
    with scope(SYSTEM):
        return RefundCase.objects.select_related("transaction__attempt").get()


def balances() -> dict[str, int]:
    with scope(SYSTEM):
        return {account: amount for account, amount in queries.balances(by=SYSTEM).items() if amount}


def test_a_decided_refund_goes_through_its_states(obligation: Obligation, an: Actor, cashier: Actor) -> None:
    attempt_id = pay(obligation, an)
    refund_id = services.refund(obligation.id, reason="Rút hồ sơ", by=cashier, at=NOON)
    assert balances() == {"clearing:vnpay": 30_000, "refund_payable": -30_000}

    assert services.mark_refund_sent(refund_id, by=SYSTEM, at=NOON)
    services.record_refund_answer(refund_id, RefundAnswer.DONE, by=SYSTEM, at=NOON)

    with scope(an):
        assert queries.attempt(attempt_id, by=an).state == "refunded"
        assert queries.refunds(obligation.id, by=an)[0].state == "refunded"
    assert balances() == {}


def test_a_refund_is_sent_under_one_number_and_booked_once(obligation: Obligation, an: Actor, cashier: Actor) -> None:
    pay(obligation, an)
    refund_id = services.refund(obligation.id, reason="Rút hồ sơ", by=cashier, at=NOON)

    sent = [services.mark_refund_sent(refund_id, by=SYSTEM, at=NOON) for _ in range(3)]
    for _ in range(3):
        services.record_refund_answer(refund_id, RefundAnswer.DONE, by=SYSTEM, at=NOON)

    assert sent == [True, False, False]
    assert services.mark_refund_sent(refund_id, by=SYSTEM, at=NOON + timedelta(days=1)) is False
    with scope(SYSTEM):
        assert Posting.objects.filter(account="clearing:vnpay", amount__lt=0).count() == 1


def test_a_lost_answer_is_asked_for_again(obligation: Obligation, an: Actor, cashier: Actor) -> None:
    pay(obligation, an)
    services.refund(obligation.id, reason="Rút hồ sơ", by=cashier, at=NOON)

    assert handlers.send_refunds(NOON) == 1  # nothing listens on port 9
    assert (case().state, case().tries) == ("sent", 1)
    assert handlers.send_refunds(NOON) == 0
    assert handlers.send_refunds(NOON + timedelta(minutes=6)) == 1
    assert case().tries == 2


def test_what_the_gateway_refuses_a_cashier_sends_by_hand(obligation: Obligation, an: Actor, cashier: Actor) -> None:
    pay(obligation, an)
    refund_id = services.refund(obligation.id, reason="Rút hồ sơ", by=cashier, at=NOON)
    with pytest.raises(Refused, match=r"refund\.not-open"):
        services.complete_refund(refund_id, evidence="FT9", by=cashier, at=NOON)
    services.mark_refund_sent(refund_id, by=SYSTEM, at=NOON)
    services.record_refund_answer(refund_id, RefundAnswer.REFUSED, by=SYSTEM, at=NOON)

    with pytest.raises(Refused, match="needs-evidence"):
        services.complete_refund(refund_id, evidence=" ", by=cashier, at=NOON)
    services.complete_refund(refund_id, evidence="FT9", by=cashier, at=NOON)

    assert (case().state, case().evidence) == ("refunded", "FT9")
    assert balances() == {"clearing:vietqr": -30_000, "clearing:vnpay": 30_000}  # the bank paid, the gateway still owes


@pytest.mark.parametrize(("paid", "code"), [(False, "not-paid"), (True, "already-open")])
def test_only_paid_money_goes_back_and_only_once(
    obligation: Obligation, an: Actor, cashier: Actor, paid: bool, code: str
) -> None:
    if paid:
        pay(obligation, an)
        services.refund(obligation.id, reason="Rút hồ sơ", by=cashier, at=NOON)

    with pytest.raises(Refused, match=code):
        services.refund(obligation.id, reason="Rút hồ sơ", by=cashier, at=NOON)


def test_a_citizen_decides_no_refund(obligation: Obligation, an: Actor) -> None:
    pay(obligation, an)

    with pytest.raises(Refused, match="not-permitted"):
        services.refund(obligation.id, reason="Rút hồ sơ", by=an, at=NOON)


def test_a_second_transfer_is_sent_back_by_the_cashier(obligation: Obligation, an: Actor, cashier: Actor) -> None:
    attempt_id = pay(obligation, an, "vietqr", "FT1")
    with scope(SYSTEM):
        reference = Attempt.objects.get(id=attempt_id).reference
    credit(reference, "FT2")
    assert handlers.send_refunds(NOON + timedelta(days=1)) == 0

    services.complete_refund(case().id, evidence="FT88", by=cashier, at=NOON)

    with scope(an):
        assert queries.attempt(attempt_id, by=an).state == "paid"
    assert balances() == {"clearing:vietqr": 30_000, "due:le_phi": -22_000, "due:phi": -8_000}


def test_too_little_money_goes_back_and_the_person_can_pay_anew(
    obligation: Obligation, an: Actor, cashier: Actor
) -> None:
    way = services.start_attempt(obligation.id, "vietqr", return_url="", client_ip="", by=an, at=NOON)
    credit(way.reference, "FT1", 29_000)
    with scope(cashier):
        (parked,) = queries.parked(by=cashier)

    services.return_parked(parked.id, reason="Chuyển thiếu", by=cashier, at=NOON)

    with pytest.raises(Refused, match="not-parked"):
        services.return_parked(parked.id, reason="Chuyển thiếu", by=cashier, at=NOON)
    services.complete_refund(case().id, evidence="FT3", by=cashier, at=NOON)
    assert pay(obligation, an, "vietqr", "FT4") != way.attempt_id
    assert balances()["clearing:vietqr"] == 30_000


def test_receipts_count_without_gaps_and_once_per_payment(an: Actor, agency_id: UUID) -> None:
    paid = [testing.owed(an, agency_id, at=NOON) for _ in range(3)]
    for number, obligation in enumerate(paid):
        pay(obligation, an, number=str(number + 1))

    issued = [services.issue_receipt(o.id, by=SYSTEM, at=NOON) for o in [*paid, *paid]]

    assert issued[:3] == issued[3:]
    with scope(an):
        numbers = [r.printed_number for r in Receipt.objects.order_by("number")]
        assert numbers == ["0000001", "0000002", "0000003"]
        receipt = queries.receipt(paid[0].id, by=an)
        assert receipt is not None
        assert receipt.symbol == "01BLP/26E"
        document = documents.document(receipt.document_id, by=an)  # type: ignore[arg-type]
        assert (document.kind, document.owner_id) == ("payment_receipt", an.person_id)


def test_what_is_not_paid_has_no_receipt(obligation: Obligation) -> None:
    with pytest.raises(Refused, match="not-paid"):
        services.issue_receipt(obligation.id, by=SYSTEM, at=NOON)


def test_a_receipt_says_amounts_in_figures_and_words() -> None:
    facts: dict[str, Any] = {
        "agency_name": "UBND phường Sài Gòn","symbol": "01BLP/26E", "number": "0000012",
        "payer": "Nguyễn Thị An", "dossier_code": "MC-7K3M-9QTX-4", "title": "Xác nhận tình trạng hôn nhân",
        "lines": [testing.CHARGE, testing.COPIES], "total": 30_000, "gateway": "vnpay", "transaction": "14226112",
        "paid_at": NOON,
    }  # fmt: skip

    values = receipt_values(ReceiptFacts(**facts))

    assert (values["total"], values["total_in_words"]) == ("30.000", "Ba mươi nghìn đồng")
    assert [(line["kind"], line["amount"]) for line in values["lines"]] == [("Lệ phí", "22.000"), ("Phí", "8.000")]
    assert values["receipt_name"] == "Biên lai thu phí, lệ phí"
    only = receipt_values(ReceiptFacts(**{**facts, "lines": [testing.COPIES]}))
    assert only["receipt_name"] == "Biên lai thu phí"
    assert receipt_values(ReceiptFacts(**{**facts, "lines": [testing.CHARGE]}))["receipt_name"] == "Biên lai thu lệ phí"


def test_money_that_names_nobody_cannot_be_sent_back_blindly(cashier: Actor) -> None:
    credit("gui tien", "FT1")
    with scope(SYSTEM):
        parked = GatewayTransaction.objects.get()

    with pytest.raises(Refused, match="out-of-reach"):
        services.return_parked(parked.id, reason="x", by=cashier, at=NOON)
