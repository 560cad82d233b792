"""What gateways and banks tell us: posted once, parked when it does not fit, never believed unsigned."""

from datetime import timedelta
from itertools import permutations
from uuid import UUID

import pytest

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.payments import queries, services, testing
from motcua.rooms.payments.models import Attempt, GatewayTransaction, Obligation, RefundCase
from motcua.rooms.payments.tests.conftest import NOON
from motcua.rooms.payments.types import Reception

pytestmark = pytest.mark.django_db


@pytest.fixture
def obligation(an: Actor, agency_id: UUID) -> Obligation:
    return testing.owed(an, agency_id, at=NOON)


def begin(obligation: Obligation, an: Actor, gateway: str = "vnpay", minutes: int = 0) -> Attempt:
    at = NOON + timedelta(minutes=minutes)
    way = services.start_attempt(obligation.id, gateway, return_url="http://x/{attempt}", client_ip="", by=an, at=at)
    return fresh(way.attempt_id)


def fresh(attempt_id: UUID) -> Attempt:
    with scope(SYSTEM):
        return Attempt.objects.select_related("obligation").get(id=attempt_id)


def hear(query: str) -> Reception:
    return services.record_callback(queries.read_callback("vnpay", query), by=SYSTEM, at=NOON)


def credit(content: str, number: str = "FT1", amount: int = 30_000) -> Reception:
    told = queries.read_credit_advice(**testing.credit_advice(content, number=number, amount=amount))
    return services.record_credit(told, by=SYSTEM, at=NOON)


def kinds(obligation: Obligation) -> list[str]:
    with scope(SYSTEM):
        return [type(fact).__name__ for fact in events.history(obligation.subject_id)]


def balances() -> dict[str, int]:
    with scope(SYSTEM):
        return {account: amount for account, amount in queries.balances(by=SYSTEM).items() if amount}


def test_a_success_pays_and_says_so_once(obligation: Obligation, an: Actor) -> None:
    attempt = begin(obligation, an)

    answers = [hear(testing.ipn(attempt)) for _ in range(3)]

    assert answers == [Reception.RECORDED, Reception.ALREADY, Reception.ALREADY]
    assert (fresh(attempt.id).state, fresh(attempt.id).obligation.state) == ("paid", "paid")
    assert kinds(obligation) == ["ObligationRaised", "AttemptStarted", "ObligationPaid"]
    assert balances() == {"clearing:vnpay": 30_000, "due:le_phi": -22_000, "due:phi": -8_000}


def test_only_the_system_takes_in_callbacks(obligation: Obligation, an: Actor) -> None:
    heard = queries.read_callback("vnpay", testing.ipn(begin(obligation, an)))

    with pytest.raises(Refused, match="not-permitted"):
        services.record_callback(heard, by=an, at=NOON)


def test_a_success_for_an_unknown_reference_is_parked_once(obligation: Obligation) -> None:
    assert [hear(testing.ipn("MCPKHONGCOTHAT")) for _ in range(2)] == [Reception.UNKNOWN_REFERENCE] * 2

    with scope(SYSTEM):
        (parked,) = queries.parked(by=SYSTEM)
        assert (parked.parked, parked.agency_id) == ("unknown_reference", None)
        assert [type(fact).__name__ for fact in events.history(parked.id)] == ["PaymentParked"]
    assert fresh_obligation(obligation).is_open


def fresh_obligation(obligation: Obligation) -> Obligation:
    with scope(SYSTEM):
        return Obligation.objects.get(id=obligation.id)


def test_a_wrong_amount_is_parked_and_nothing_is_posted(obligation: Obligation, an: Actor) -> None:
    attempt = begin(obligation, an)
    before = balances()

    answers = [hear(testing.ipn(attempt, amount=3_000)) for _ in range(2)]

    assert answers == [Reception.WRONG_AMOUNT] * 2
    assert (fresh(attempt.id).state, balances()) == ("unknown", before)
    with scope(an):
        assert [t.amount for t in queries.parked_on(obligation.id, by=an)] == [3_000]


def test_a_wrong_amount_that_is_corrected_counts(obligation: Obligation, an: Actor) -> None:
    attempt = begin(obligation, an)
    hear(testing.ipn(attempt, amount=3_000))

    assert [hear(testing.ipn(attempt)) for _ in range(2)] == [Reception.RECORDED, Reception.ALREADY]

    assert fresh_obligation(obligation).state == "paid"
    with scope(SYSTEM):
        assert list(queries.parked(by=SYSTEM)) == []
        assert GatewayTransaction.objects.get().amount == 30_000


def test_success_after_failure_still_counts(obligation: Obligation, an: Actor) -> None:
    attempt = begin(obligation, an)

    assert hear(testing.failed_ipn(attempt)) == Reception.RECORDED
    assert fresh(attempt.id).state == "failed"
    assert hear(testing.ipn(attempt)) == Reception.RECORDED
    assert fresh(attempt.id).state == "paid"


def test_failure_after_success_changes_nothing(obligation: Obligation, an: Actor) -> None:
    attempt = begin(obligation, an)
    hear(testing.ipn(attempt))

    assert hear(testing.failed_ipn(attempt)) == Reception.ALREADY
    assert fresh(attempt.id).state == "paid"


def test_pending_makes_it_unknown_until_more_is_heard(obligation: Obligation, an: Actor) -> None:
    attempt = begin(obligation, an)

    hear(testing.pending_ipn(attempt))
    assert fresh(attempt.id).state == "unknown"
    hear(testing.ipn(attempt))
    assert fresh(attempt.id).state == "paid"


@pytest.mark.parametrize("order", [o for n in range(1, 6) for o in sorted(set(permutations("SSPFF", n)))], ids="".join)
def test_every_order_of_callbacks_ends_right(obligation: Obligation, an: Actor, order: tuple[str, ...]) -> None:
    attempt = begin(obligation, an)
    messages = {"S": testing.ipn(attempt), "P": testing.pending_ipn(attempt), "F": testing.failed_ipn(attempt)}

    for letter in order:
        hear(messages[letter])

    paid = "S" in order
    assert (fresh(attempt.id).state == "paid") == paid
    assert fresh_obligation(obligation).state == ("paid" if paid else "open")
    assert kinds(obligation).count("ObligationPaid") == int(paid)
    assert balances().get("clearing:vnpay", 0) == (30_000 if paid else 0)


def test_success_after_a_second_payment_goes_back(obligation: Obligation, an: Actor) -> None:
    first = begin(obligation, an)
    hear(testing.failed_ipn(first))
    second = begin(obligation, an, minutes=1)
    hear(testing.ipn(second, number="2"))

    assert hear(testing.ipn(first, number="1")) == Reception.RECORDED

    assert (fresh(first.id).state, fresh(second.id).state) == ("refunding", "paid")
    with scope(an):
        (case,) = queries.refunds(obligation.id, by=an)
        assert (case.reason, case.amount, case.state) == ("surplus", 30_000, "open")
    assert balances()["refund_payable"] == -30_000
    assert balances()["clearing:vnpay"] == 60_000


def test_success_after_the_dossier_ended_goes_back(obligation: Obligation, an: Actor) -> None:
    attempt = begin(obligation, an)
    services.cancel_all(obligation.subject_id, by=SYSTEM, at=NOON)

    hear(testing.ipn(attempt))

    with scope(SYSTEM):
        assert RefundCase.objects.get().reason == "closed"
    assert fresh(attempt.id).state == "refunding"
    assert balances() == {"clearing:vnpay": 30_000, "refund_payable": -30_000}


def test_late_success_after_expiry_pays_what_is_still_open(obligation: Obligation, an: Actor) -> None:
    attempt = begin(obligation, an, "vietqr")
    services.abandon_attempt(attempt.id, by=an, at=NOON)

    assert credit(attempt.reference) == Reception.RECORDED

    assert fresh(attempt.id).state == "paid"
    assert fresh_obligation(obligation).state == "paid"


# Transfers


def test_a_transfer_is_matched_by_content_and_amount(obligation: Obligation, an: Actor) -> None:
    attempt = begin(obligation, an, "vietqr")

    assert credit(f"MBVCB.99.{attempt.reference.lower()}.CT tu 001") == Reception.RECORDED
    assert credit(f"MBVCB.99.{attempt.reference.lower()}.CT tu 001") == Reception.ALREADY

    assert fresh_obligation(obligation).state == "paid"


def test_a_second_transfer_with_the_same_content_goes_back(obligation: Obligation, an: Actor) -> None:
    attempt = begin(obligation, an, "vietqr")

    assert [credit(attempt.reference, n) for n in ("FT1", "FT2")] == [Reception.RECORDED, Reception.ALREADY]

    assert fresh(attempt.id).state == "paid"
    with scope(an):
        (case,) = queries.refunds(obligation.id, by=an)
        assert (case.reason, case.next_try_at) == ("surplus", None)


def test_a_transfer_of_too_little_waits_for_a_cashier(obligation: Obligation, an: Actor) -> None:
    attempt = begin(obligation, an, "vietqr")

    assert credit(attempt.reference, amount=29_000) == Reception.WRONG_AMOUNT

    assert fresh(attempt.id).state == "unknown"


@pytest.mark.parametrize("both", [False, True])
def test_a_transfer_that_names_nothing_or_two_is_parked(
    obligation: Obligation, an: Actor, agency_id: UUID, both: bool
) -> None:
    content = "gui tien"
    if both:
        other = testing.owed(an, agency_id, at=NOON)
        content = f"{begin(obligation, an, 'vietqr').reference} {begin(other, an, 'vietqr').reference}"

    assert [credit(content), credit(content)] == [Reception.UNKNOWN_REFERENCE, Reception.ALREADY]

    with scope(SYSTEM):
        assert GatewayTransaction.objects.get().parked == "unknown_reference"
        assert content.encode() not in bytes(GatewayTransaction.objects.get().content or b"")
