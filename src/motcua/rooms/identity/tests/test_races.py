"""The same person in two places at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from motcua.kernel.tenancy import scope
from motcua.kernel.types import ANONYMOUS, SYSTEM
from motcua.rooms.identity import queries, services
from motcua.rooms.identity.models import Account, Person, Session
from motcua.rooms.identity.testing import HOA
from motcua.rooms.identity.types import SignedIn

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
PLACES = 6


@pytest.mark.committed
def test_first_sign_ins_at_the_same_moment_make_one_person_and_one_account() -> None:
    together = Barrier(PLACES)

    def sign_in(_place: int) -> SignedIn:
        together.wait(10)
        try:
            return services.sign_in(HOA, by=ANONYMOUS, at=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(PLACES) as pool:
        signed = list(pool.map(sign_in, range(PLACES)))

    assert len({one.person_id for one in signed}) == 1
    assert all(queries.actor_for_session(one.session_token, NOON) for one in signed)
    with scope(SYSTEM):
        assert (Person.objects.count(), Account.objects.count(), Session.objects.count()) == (1, 1, PLACES)


@pytest.mark.committed
def test_looking_up_a_session_outside_any_transaction_leaves_no_trace_in_the_connection() -> None:
    token = services.sign_in(HOA, by=ANONYMOUS, at=NOON).session_token

    actor = queries.actor_for_session(token, NOON)

    assert actor is not None
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('motcua.system', true), '')")
        assert cursor.fetchone() == ("",)
    assert Person.objects.count() == 0
