"""What a cashier gives back himself: cash against a slip, a transfer to a named account, never twice."""

from datetime import timedelta
from uuid import UUID

import pytest

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor, ActorKind, Office
from motcua.rooms.documents import queries as documents
from motcua.rooms.payments import gateways, handlers, queries, services, testing
from motcua.rooms.payments.events import RefundDoubled, RefundLeftToCashier
from motcua.rooms.payments.models import Obligation, RefundCase
from motcua.rooms.payments.ports import RefundAnswer, RefundOrder
from motcua.rooms.payments.tests.conftest import NOON
from motcua.rooms.payments.types import RefundReason, RefundState, RefundWay, Repayment

pytestmark = pytest.mark.django_db
WHO = "Nguyễn Thị An, căn cước 079190001234"
LATER = NOON + timedelta(hours=49)


def officer(role: str, agency_id: UUID, name: str = "Mai Thu Ngân") -> Actor:
    office = Office(role, agency_id)
    return Actor(id=new_id(), kind=ActorKind.OFFICER, name=name, agency_id=agency_id, offices=(office,))


@pytest.fixture
def obligation(an: Actor, agency_id: UUID) -> Obligation:
    return testing.owed(an, agency_id, at=NOON)


@pytest.fixture
def cashier(agency_id: UUID) -> Actor:
    return officer("cashier", agency_id)


def in_cash(obligation: Obligation, cashier: Actor) -> UUID:
    services.take_cash(obligation.id, 30_000, by=cashier, at=NOON)
    return services.refund(obligation.id, reason="Rút hồ sơ", cause=RefundReason.WITHDRAWN, by=SYSTEM, at=NOON)


def by_card(obligation: Obligation, an: Actor) -> UUID:
    way = services.start_attempt(obligation.id, "vnpay", return_url="http://x", client_ip="", by=an, at=NOON)
    services.record_callback(queries.read_callback("vnpay", testing.ipn(way.reference)), by=SYSTEM, at=NOON)
    return services.refund(obligation.id, reason="Rút hồ sơ", cause=RefundReason.WITHDRAWN, by=SYSTEM, at=NOON)


def waiting(by: Actor) -> list[Repayment]:
    with scope(by):
        return queries.repayments_waiting(by=by)


def case() -> RefundCase:
    with scope(SYSTEM):
        return RefundCase.objects.get()


def balances() -> dict[str, int]:
    with scope(SYSTEM):
        return {account: amount for account, amount in queries.balances(by=SYSTEM).items() if amount}


def told(kind: type, obligation: Obligation) -> list[object]:
    with scope(SYSTEM):
        return [fact for fact in events.history(obligation.subject_id) if isinstance(fact, kind)]


def test_cash_goes_back_against_a_numbered_slip_and_leaves_the_drawer(obligation: Obligation, cashier: Actor) -> None:
    refund_id = in_cash(obligation, cashier)
    (one,) = waiting(cashier)
    assert (one.id, one.payer_name, one.reason, one.late(NOON)) == (refund_id, "Nguyễn Thị An", "withdrawn", False)

    services.hand_back_cash(refund_id, evidence=WHO, by=cashier, at=NOON)

    assert waiting(cashier) == []
    with scope(cashier):
        (back,) = queries.cash_returned(NOON.date(), by=cashier)
        taken = queries.cash_taken(NOON.date(), by=cashier)
        (sums,) = queries.cash_sums(taken, [back])
        assert back.slip_document_id is not None
        values = documents.values_of(back.slip_document_id, by=SYSTEM)
    assert (sums.total, sums.returned, sums.left) == (30_000, 30_000, 0)
    assert back.slip_number.endswith("/PCHT")
    assert (values["amount"], values["receiver"], values["cashier"]) == ("30.000", WHO, "Mai Thu Ngân")
    assert balances() == {}


def test_the_second_click_hears_that_it_was_paid(obligation: Obligation, cashier: Actor, agency_id: UUID) -> None:
    refund_id = in_cash(obligation, cashier)
    services.hand_back_cash(refund_id, evidence=WHO, by=cashier, at=NOON)

    for again in (services.hand_back_cash, services.complete_refund):
        with pytest.raises(Refused, match="paid-already"):
            again(refund_id, evidence="FT9", by=officer("cashier", agency_id), at=NOON)
    assert (case().way, case().paid_by_name) == (RefundWay.CASH, "Mai Thu Ngân")


@pytest.mark.parametrize("role", ["reception_officer", "case_officer", "unit_head", "signing_authority"])
def test_only_a_cashier_gives_money_back(obligation: Obligation, cashier: Actor, agency_id: UUID, role: str) -> None:
    refund_id = in_cash(obligation, cashier)

    for act in (services.hand_back_cash, services.complete_refund):
        with pytest.raises(Refused, match="not-permitted"):
            act(refund_id, evidence=WHO, by=officer(role, agency_id), at=NOON)


def test_another_agencys_cashier_sees_nothing_of_it(obligation: Obligation, cashier: Actor) -> None:
    refund_id = in_cash(obligation, cashier)
    stranger = officer("cashier", new_id())

    assert waiting(stranger) == []
    with pytest.raises(Refused, match="out-of-reach"):
        services.hand_back_cash(refund_id, evidence=WHO, by=stranger, at=NOON)
    with scope(stranger), pytest.raises(Refused, match="out-of-reach"):
        queries.repayment(refund_id, by=stranger)


def test_a_transfer_goes_to_the_account_its_owner_named(obligation: Obligation, an: Actor, cashier: Actor) -> None:
    way = services.start_attempt(obligation.id, "vietqr", return_url="http://x", client_ip="", by=an, at=NOON)
    advice = testing.credit_advice(way.reference)
    services.record_credit(queries.read_credit_advice(**advice), by=SYSTEM, at=NOON)
    refund_id = services.refund(obligation.id, reason="Rút hồ sơ", by=SYSTEM, at=NOON)

    services.name_account(refund_id, "970436", "0071 000 123456", "NGUYEN THI AN", by=an, at=NOON)

    with scope(cashier):
        account = queries.repayment_account(refund_id, by=cashier)
        assert queries.repayment(refund_id, by=cashier).has_account
    assert account is not None
    assert (account.bank, account.number) == ("Vietcombank", "0071000123456")
    assert b"0071000" not in bytes(case().account or b"")
    services.complete_refund(refund_id, evidence="FT26332", by=cashier, at=NOON)
    assert (case().way, case().evidence, balances()) == (RefundWay.TRANSFER, "FT26332", {})


@pytest.mark.parametrize(
    ("bank", "number", "holder", "code"),
    [
        ("", "0071000123456", "AN", "bank-unknown"),
        ("970436", "12", "AN", "number-wrong"),
        ("970436", "0071000123456", " ", "holder-missing"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    obligation: Obligation, an: Actor, cashier: Actor, bank: str, number: str, holder: str, code: str
) -> None:
    refund_id = in_cash(obligation, cashier)

    with pytest.raises(Refused, match=code):
        services.name_account(refund_id, bank, number, holder, by=an, at=NOON)


def test_nobody_else_names_an_account(obligation: Obligation, cashier: Actor) -> None:
    refund_id = in_cash(obligation, cashier)

    with pytest.raises(Refused, match="out-of-reach"):
        services.name_account(refund_id, "970436", "0071000123456", "KE GIAN", by=testing.citizen(), at=NOON)


def test_a_silent_gateway_leaves_it_to_the_cashier(obligation: Obligation, an: Actor, cashier: Actor) -> None:
    refund_id = by_card(obligation, an)
    handlers.send_refunds(NOON)  # nothing listens on port 9
    handlers.watch_refunds(NOON + timedelta(hours=47))
    assert waiting(cashier) == []
    with pytest.raises(Refused, match=r"refund\.not-open"):
        services.complete_refund(refund_id, evidence="FT9", by=cashier, at=NOON)

    handlers.watch_refunds(LATER)

    (one,) = waiting(cashier)
    assert one.gateway_asked
    assert len(told(RefundLeftToCashier, obligation)) == 1
    assert handlers.send_refunds(LATER + timedelta(days=1)) == 0  # it is not asked to pay any more
    services.complete_refund(refund_id, evidence="FT9", by=cashier, at=LATER)
    assert balances() == {"clearing:vietqr": -30_000, "clearing:vnpay": 30_000}


class Answering:
    """A gateway that remembers, all of a sudden, that it has paid."""

    def refunded(self, order: RefundOrder, **_: object) -> RefundAnswer:
        del order
        return RefundAnswer.DONE


def test_a_late_answer_before_the_cashier_paid_closes_the_case(
    obligation: Obligation, an: Actor, cashier: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_card(obligation, an)
    handlers.send_refunds(NOON)
    handlers.watch_refunds(LATER)
    monkeypatch.setitem(gateways._redirects, "vnpay", Answering)

    handlers.watch_refunds(LATER + timedelta(hours=1))

    assert (waiting(cashier), case().state, case().way) == ([], RefundState.REFUNDED, RefundWay.GATEWAY)
    assert balances() == {}


def test_a_late_answer_after_the_cashier_paid_is_a_conflict_that_is_seen(
    obligation: Obligation, an: Actor, cashier: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    refund_id = by_card(obligation, an)
    handlers.send_refunds(NOON)
    handlers.watch_refunds(LATER)
    services.complete_refund(refund_id, evidence="FT9", by=cashier, at=LATER)
    monkeypatch.setitem(gateways._redirects, "vnpay", Answering)

    for hours in (1, 2):
        handlers.watch_refunds(LATER + timedelta(hours=hours))

    (one,) = waiting(cashier)
    assert (one.doubled_at, one.way) == (LATER + timedelta(hours=1), RefundWay.TRANSFER)
    assert len(told(RefundDoubled, obligation)) == 1
    assert balances()["refunded_twice"] == 30_000
    services.settle_doubled(refund_id, words="Người dân đã nộp lại", by=cashier, at=LATER)
    assert waiting(cashier) == []
    with pytest.raises(Refused, match="not-doubled"):
        services.settle_doubled(refund_id, words="x", by=cashier, at=LATER)


def test_what_waits_to_go_back_is_not_voided_too(obligation: Obligation, cashier: Actor) -> None:
    taken = services.take_cash(obligation.id, 30_000, by=cashier, at=NOON)
    services.refund(obligation.id, reason="Rút hồ sơ", by=SYSTEM, at=NOON)

    with pytest.raises(Refused, match="goes-back-already"):
        services.void_cash(taken.id, reason="Nhầm", by=cashier, at=NOON)
