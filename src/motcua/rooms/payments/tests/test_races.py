"""Many at the same instant: duplicates from a gateway, two tabs, two kinds of news. Committed for real."""

import threading
from collections import Counter
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection

from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.payments import queries, services, testing
from motcua.rooms.payments.models import Attempt, GatewayTransaction, Obligation, Receipt, RefundCase
from motcua.rooms.payments.tests.conftest import NOON
from motcua.rooms.payments.types import Reception

pytestmark = pytest.mark.committed
HANDS = 8


def together(*jobs: Callable[[], object]) -> list[object]:
    """Let every job start at once, each with a connection of its own; answers what each gave or raised."""
    answers: list[object] = [None] * len(jobs)
    gate = threading.Barrier(len(jobs))

    def run(place: int) -> None:
        gate.wait()
        try:
            answers[place] = jobs[place]()
        except Exception as fault:  # noqa: BLE001
            answers[place] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def start(obligation: Obligation, an: Actor, gateway: str = "vnpay") -> UUID:
    way = services.start_attempt(obligation.id, gateway, return_url="http://x", client_ip="", by=an, at=NOON)
    return way.attempt_id


def hear(query: str) -> Reception:
    return services.record_callback(queries.read_callback("vnpay", query), by=SYSTEM, at=NOON)


def one(attempt_id: UUID) -> Attempt:
    with scope(SYSTEM):
        return Attempt.objects.select_related("obligation").get(id=attempt_id)


def events_of(obligation: Obligation) -> Counter[str]:
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select name from kernel_event where subject_id = %s", [obligation.subject_id])
        return Counter(name for (name,) in cursor.fetchall())


def test_the_same_callback_many_times_at_once_is_posted_once(an: Actor, agency_id: UUID) -> None:
    for _ in range(5):
        obligation = testing.owed(an, agency_id, at=NOON)
        attempt = one(start(obligation, an))
        query = testing.ipn(attempt, number=attempt.reference)

        answers = together(*[lambda: hear(query)] * HANDS)  # noqa: B023

        assert Counter(answers) == {Reception.RECORDED: 1, Reception.ALREADY: HANDS - 1}
        assert one(attempt.id).obligation.state == "paid"
        assert events_of(obligation)["payments.obligation-paid"] == 1
    with scope(SYSTEM):
        assert queries.balances(by=SYSTEM)["clearing:vnpay"] == 5 * 30_000


def test_success_and_failure_at_once_end_paid(an: Actor, agency_id: UUID) -> None:
    for _ in range(5):
        attempt = one(start(testing.owed(an, agency_id, at=NOON), an))
        good, bad = testing.ipn(attempt, number=attempt.reference), testing.failed_ipn(attempt)

        together(*[lambda: hear(good), lambda: hear(bad)] * 3)  # noqa: B023

        assert one(attempt.id).state == "paid"


def test_two_tabs_at_once_get_one_attempt(an: Actor, agency_id: UUID) -> None:
    obligation = testing.owed(an, agency_id, at=NOON)

    answers = together(*[lambda: start(obligation, an)] * HANDS)

    assert len(set(answers)) == 1
    with scope(SYSTEM):
        assert Attempt.objects.count() == 1


def test_two_ways_at_once_get_one_attempt_and_a_kind_refusal(an: Actor, agency_id: UUID) -> None:
    obligation = testing.owed(an, agency_id, at=NOON)

    answers = together(*[lambda g=g: start(obligation, an, g) for g in ("vnpay", "vietqr") * 3])

    started = {a for a in answers if isinstance(a, UUID)}
    refused = [a for a in answers if isinstance(a, Refused)]
    assert len(started) == 1
    assert {r.code for r in refused} == {"attempt.another-open"}
    assert len(answers) == len([a for a in answers if a in started]) + len(refused)


def test_two_payments_of_one_obligation_at_once_keep_one(an: Actor, agency_id: UUID) -> None:
    obligation = testing.owed(an, agency_id, at=NOON)
    first = one(start(obligation, an))
    hear(testing.failed_ipn(first))
    second = one(start(obligation, an))

    together(*[lambda a=a: hear(testing.ipn(a, number=a.reference)) for a in (first, second) * 3])

    states = sorted([one(first.id).state, one(second.id).state])
    assert states == ["paid", "refunding"]
    with scope(SYSTEM):
        assert RefundCase.objects.get().amount == 30_000
        assert GatewayTransaction.objects.count() == 2


def test_a_waiver_and_a_payment_at_once_leave_no_money_lost(an: Actor, agency_id: UUID) -> None:
    for _ in range(5):
        obligation = testing.owed(an, agency_id, at=NOON)
        attempt = one(start(obligation, an))
        query = testing.ipn(attempt, number=attempt.reference)

        together(
            lambda: hear(query),  # noqa: B023
            lambda: services.waive(obligation.id, reason="x", evidence="y", by=SYSTEM, at=NOON),  # noqa: B023
        )

        ended = one(attempt.id)
        assert (ended.obligation.state, ended.state) in {("paid", "paid"), ("waived", "refunding")}


def test_receipts_at_once_have_no_gap_and_no_double(an: Actor, agency_id: UUID) -> None:
    paid = []
    for _ in range(4):
        obligation = testing.owed(an, agency_id, at=NOON)
        attempt = one(start(obligation, an))
        hear(testing.ipn(attempt, number=attempt.reference))
        paid.append(obligation)

    jobs = [lambda o=o: services.issue_receipt(o.id, by=SYSTEM, at=NOON) for o in paid * 2]
    answers = together(*jobs)

    assert len(set(answers)) == 4
    with scope(SYSTEM):
        assert sorted(Receipt.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_an_unknown_callback_many_times_at_once_is_parked_once() -> None:
    query = testing.ipn("MCPKHONGCO", number="1")

    assert set(together(*[lambda: hear(query)] * HANDS)) == {Reception.UNKNOWN_REFERENCE}

    with scope(SYSTEM):
        assert GatewayTransaction.objects.count() == 1
