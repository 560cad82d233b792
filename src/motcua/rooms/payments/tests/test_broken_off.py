"""A fault at any statement of owing, starting and hearing leaves nothing half done, and the same again works."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.payments import queries, services, testing
from motcua.rooms.payments.models import Attempt, GatewayTransaction, Obligation, Posting
from motcua.rooms.payments.tests.conftest import NOON
from motcua.rooms.payments.types import Reception

pytestmark = pytest.mark.django_db
MOST = 60


class Cut(Exception):
    """The line went dead."""


class CutAt:
    """Breaks the n-th statement, before or after the database has done it."""

    def __init__(self, place: int, *, after: bool) -> None:
        self.left, self.after = place, after

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.left -= 1
        if self.left == 0 and not self.after:
            raise Cut
        answer = execute(sql, params, many, context)
        if self.left == 0:
            raise Cut
        return answer


def picture() -> tuple[Any, ...]:
    """Everything payments keeps, and how many facts there are."""
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select count(*) from kernel_event")
        facts = cursor.fetchone()[0]
        return (
            facts,
            sorted(Obligation.objects.values_list("id", "state")),
            sorted(Attempt.objects.values_list("id", "state")),
            GatewayTransaction.objects.count(),
            Posting.objects.count(),
        )


def break_everywhere(job: Callable[[], object]) -> int:
    """Cut a job off at each statement in turn until it is done, be it only that its answer was lost.

    Answers how many statements were cut without leaving a trace; what is done then must be whole.
    """
    for place in range(1, MOST):
        for after in (False, True):
            before = picture()
            try:
                with connection.execute_wrapper(CutAt(place, after=after)):
                    job()
            except Cut:
                if picture() != before:
                    return place - 1
            else:
                return place - 1
    raise AssertionError("the job has no end")


def test_hearing_of_money_is_all_or_nothing(an: Actor, agency_id: UUID) -> None:
    obligation = testing.owed(an, agency_id, at=NOON)
    way = services.start_attempt(obligation.id, "vnpay", return_url="", client_ip="", by=an, at=NOON)
    heard = queries.read_callback("vnpay", testing.ipn(way.reference))

    cuts = break_everywhere(lambda: services.record_callback(heard, by=SYSTEM, at=NOON))

    assert cuts > 8
    assert services.record_callback(heard, by=SYSTEM, at=NOON) is Reception.ALREADY
    with scope(SYSTEM):
        assert queries.balances(by=SYSTEM)["clearing:vnpay"] == 30_000


def test_owing_is_all_or_nothing(an: Actor, agency_id: UUID) -> None:
    assert break_everywhere(lambda: testing.owed(an, agency_id, at=NOON)) > 3

    with scope(an):
        assert queries.unpaid(by=an).count() == 1
        assert queries.balances(by=an) == {"receivable": 30_000, "due:le_phi": -22_000, "due:phi": -8_000}


def test_starting_is_all_or_nothing(an: Actor, agency_id: UUID) -> None:
    obligation = testing.owed(an, agency_id, at=NOON)

    def start() -> object:
        return services.start_attempt(obligation.id, "vnpay", return_url="", client_ip="", by=an, at=NOON)

    assert break_everywhere(start) > 3
    start()
    with scope(an):
        assert queries.attempts(obligation.id, by=an).count() == 1
