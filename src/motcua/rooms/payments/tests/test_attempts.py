"""Trying to pay: one open attempt, kind refusals, silence is never failure."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.payments import handlers, queries, services, testing
from motcua.rooms.payments.models import Attempt, Obligation
from motcua.rooms.payments.tests.conftest import NOON
from motcua.rooms.payments.types import Heard, Outcome, Redirect, Transfer

pytestmark = pytest.mark.django_db
BACK = "http://127.0.0.1:8000/thanh-toan/{attempt}/ket-qua"


@pytest.fixture
def obligation(an: Actor, agency_id: UUID) -> Obligation:
    return testing.owed(an, agency_id, at=NOON)


def start(obligation: Obligation, an: Actor, gateway: str = "vnpay", minutes: int = 0) -> Redirect | Transfer:
    at = NOON + timedelta(minutes=minutes)
    return services.start_attempt(obligation.id, gateway, return_url=BACK, client_ip="10.0.0.7", by=an, at=at)


def stored(way: Redirect | Transfer) -> Attempt:
    with scope(SYSTEM):
        return Attempt.objects.get(id=way.attempt_id)


def answer(way: Redirect | Transfer, outcome: Outcome | None, minutes: int) -> str:
    heard = (
        None
        if outcome is None
        else Heard("vnpay", way.reference, outcome, 30_000, "77" if outcome == "success" else "")
    )
    return services.record_answer(way.attempt_id, heard, by=SYSTEM, at=NOON + timedelta(minutes=minutes))


def test_the_attempt_is_stored_before_the_address_is_known(obligation: Obligation, an: Actor) -> None:
    way = start(obligation, an)

    assert isinstance(way, Redirect)
    assert f"vnp_TxnRef={way.reference}" in way.address
    assert f"%2Fthanh-toan%2F{way.attempt_id}%2Fket-qua" in way.address
    assert stored(way).state == "sent"


def test_the_amount_comes_from_the_obligation_only(obligation: Obligation, an: Actor) -> None:
    way = start(obligation, an)

    assert isinstance(way, Redirect)
    assert "vnp_Amount=3000000&" in way.address


def test_two_tabs_get_the_same_attempt(obligation: Obligation, an: Actor) -> None:
    assert start(obligation, an) == start(obligation, an, minutes=2)


def test_a_transfer_says_what_to_copy(obligation: Obligation, an: Actor) -> None:
    way = start(obligation, an, "vietqr")

    assert isinstance(way, Transfer)
    assert (way.account, way.amount, way.content) == (testing.ACCOUNT, 30_000, way.reference)
    assert way.reference in way.payload


def test_another_way_must_wait_until_the_first_is_given_up(obligation: Obligation, an: Actor) -> None:
    first = start(obligation, an, "vietqr")
    with pytest.raises(Refused, match="another-open"):
        start(obligation, an, "vnpay")

    services.abandon_attempt(first.attempt_id, by=an, at=NOON)

    assert isinstance(start(obligation, an, "vnpay"), Redirect)
    assert stored(first).state == "expired"


def test_a_gateway_is_asked_before_its_attempt_is_given_up(obligation: Obligation, an: Actor) -> None:
    first = start(obligation, an)
    with pytest.raises(Refused, match="not-asked"):
        services.abandon_attempt(first.attempt_id, by=an, at=NOON)

    assert answer(first, Outcome.UNPAID, 1) == "sent"
    services.abandon_attempt(first.attempt_id, by=an, at=NOON)

    assert stored(first).state == "expired"


def test_while_nobody_knows_a_second_payment_is_refused_kindly(obligation: Obligation, an: Actor) -> None:
    first = start(obligation, an)
    answer(first, None, 3)

    for gateway in ("vnpay", "vietqr"):
        with pytest.raises(Refused, match="outcome-unknown") as no:
            start(obligation, an, gateway)
        assert "12:00" in no.value.words("vi")
    with pytest.raises(Refused, match="outcome-unknown"):
        services.abandon_attempt(first.attempt_id, by=an, at=NOON)


def test_silence_never_becomes_failure(obligation: Obligation, an: Actor) -> None:
    way = start(obligation, an)

    states = [answer(way, None, minutes) for minutes in (3, 30, 60 * 24, 60 * 72, 60 * 24 * 30)]

    assert set(states) == {"unknown"}


def test_an_unpaid_attempt_ends_only_after_its_time_and_a_grace(obligation: Obligation, an: Actor) -> None:
    way = start(obligation, an)

    assert answer(way, Outcome.NOT_FOUND, 16) == "sent"
    assert answer(way, Outcome.NOT_FOUND, 21) == "expired"
    assert isinstance(start(obligation, an, minutes=22), Redirect)


def test_money_held_by_the_bank_stays_unknown_for_ever(obligation: Obligation, an: Actor) -> None:
    way = start(obligation, an)

    assert answer(way, Outcome.PENDING, 60 * 24 * 10) == "unknown"
    assert answer(way, Outcome.SUCCESS, 60 * 24 * 11) == "paid"


def test_an_over_aged_attempt_waits_for_the_answer_of_the_gateway(obligation: Obligation, an: Actor) -> None:
    start(obligation, an)

    with pytest.raises(Refused, match="outcome-unknown"):
        start(obligation, an, minutes=16)


def test_the_clock_asks_again_and_a_gateway_out_of_reach_makes_it_unknown(obligation: Obligation, an: Actor) -> None:
    way = start(obligation, an)
    assert handlers.query_unknown(NOON + timedelta(minutes=2)) == 0

    assert handlers.query_unknown(NOON + timedelta(minutes=3)) == 1  # nothing listens on port 9

    assert stored(way).state == "unknown"
    assert handlers.query_unknown(NOON + timedelta(minutes=4)) == 0
    assert handlers.query_unknown(NOON + timedelta(minutes=9)) == 1


def test_a_transfer_nobody_made_ends_after_three_days(obligation: Obligation, an: Actor) -> None:
    way = start(obligation, an, "vietqr")

    assert handlers.query_unknown(NOON + timedelta(days=3, minutes=6)) == 1

    assert stored(way).state == "expired"


def test_strangers_can_neither_pay_nor_see(obligation: Obligation) -> None:
    stranger = testing.citizen()

    with pytest.raises(Refused, match="out-of-reach"):
        start(obligation, stranger)
    with scope(stranger), pytest.raises(Refused, match="out-of-reach"):
        queries.obligation_by_id(obligation.id, by=stranger)


def test_a_paid_or_closed_obligation_takes_no_attempt(obligation: Obligation, an: Actor) -> None:
    way = start(obligation, an)
    answer(way, Outcome.SUCCESS, 1)
    with pytest.raises(Refused, match="already-paid"):
        start(obligation, an)


def test_an_unknown_gateway_is_refused(obligation: Obligation, an: Actor) -> None:
    with pytest.raises(Refused, match="unknown-gateway"):
        start(obligation, an, "momo")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("state = 'sent'", "cannot go from unknown to sent"),
        ("amount = 1", "never changes"),
        ("reference = 'x'", "never"),
    ],
)
def test_the_database_itself_lets_nothing_go_back(obligation: Obligation, an: Actor, change: str, words: str) -> None:
    answer(start(obligation, an), None, 3)

    with pytest.raises(Exception, match=words), scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(f"update payments_attempt set {change}")
