"""Many at the same instant, each on a connection of its own, with real commits: one order, one winner, nothing twice."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections
from django.test import Client

from motcua.kernel import audit
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.testing import AT, CHARGED, PEOPLE, citizen
from motcua.rooms.payments import queries as payments_read
from motcua.rooms.payments import services as payments
from motcua.rooms.payments.testing import SETTINGS, ipn

pytestmark = pytest.mark.committed
LAN = citizen()


@pytest.fixture(autouse=True)
def _world(settings: Any) -> Iterator[None]:
    settings.MOTCUA = settings.MOTCUA.model_copy(update=SETTINGS)
    testing.world()
    yield
    with scope(SYSTEM):
        assert list(audit.verify()) == []
    agencies.forget()
    catalogue.forget()


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Let every act begin in the same instant; what each answered or raised."""
    gate, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            gate.wait(60)
            answers[place] = act()
        except Exception as fault:  # noqa: BLE001
            answers[place] = fault  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def number(statement: str) -> Any:
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def code_of(answer: Any) -> str:
    assert isinstance(answer, Refused), answer
    assert answer.message
    return answer.code


@pytest.mark.slow
def test_fifty_identical_submissions_make_one_dossier_and_one_receipt() -> None:
    draft = testing.drafted(LAN, code=CHARGED)

    receipts = at_once(*[lambda: services.submit(draft, key="one-key", by=LAN, at=AT)] * 50)

    assert len(set(receipts)) == 1, receipts
    assert number("select count(*) from dossiers_dossier") == 1
    assert number("select count(*) from payments_obligation") == 1
    assert number("select count(*) from kernel_event where name = 'dossiers.submitted'") == 1


def test_starting_the_same_draft_many_times_at_once_starts_one() -> None:
    def start() -> UUID:
        return services.start_draft(testing.FREE, answers={"full_name": "x"}, key="one-key", by=LAN, at=AT)

    answers = at_once(*[start] * 12)

    started = {answer for answer in answers if isinstance(answer, UUID)}
    assert len(started) == 1, answers
    assert {code_of(a) for a in answers if not isinstance(a, UUID)} <= {"request.in-progress"}
    assert number("select count(*) from dossiers_draft") == 1


def test_of_two_officers_at_one_task_one_wins_and_the_other_hears_who_and_when() -> None:
    for _ in range(5):
        task = testing.task(testing.accepted(LAN).dossier_id, "appraise")

        answers = at_once(
            *[
                lambda by=by, task=task: services.complete_step(task.id, by=by, at=AT)
                for by in (PEOPLE.case, PEOPLE.colleague)
            ]
        )

        (loser,) = [answer for answer in answers if isinstance(answer, Refused)]
        winner = PEOPLE.colleague if loser is answers[0] else PEOPLE.case
        assert code_of(loser) == "task.already-done"
        assert loser.http_status == 409
        assert winner.name in loser.message
        assert "09:00" in loser.message


def test_a_task_given_out_at_once_is_given_to_one() -> None:
    task = testing.task(testing.accepted(LAN).dossier_id, "appraise")

    answers = at_once(
        *[lambda by=by: services.claim(task.id, by=by, at=AT) for by in (PEOPLE.case, PEOPLE.colleague) * 4]
    )

    holders = {place % 2 for place, answer in enumerate(answers) if isinstance(answer, UUID)}
    assert len(holders) == 1, answers
    assert {code_of(a) for a in answers if isinstance(a, Exception)} <= {"task.held-by-another"}


def test_withdrawing_and_approving_at_once_have_one_order() -> None:
    for _ in range(5):
        dossier_id = testing.for_approval(LAN)

        withdrawn, approved = at_once(
            lambda: services.withdraw(dossier_id, by=LAN, at=AT).status,  # noqa: B023
            lambda: services.approve(dossier_id, by=PEOPLE.chief, at=AT).status,  # noqa: B023
        )

        with scope(SYSTEM):
            row, told = queries.find(dossier_id, by=SYSTEM), queries.rebuilt(dossier_id)
        assert withdrawn == "withdrawn"
        assert approved == "approved" or code_of(approved) in {
            "dossier.not-possible-now",
            "dossier.not-this-step",
            "task.fell-away",
        }
        assert row.status == told.status == "withdrawn"


def test_signing_and_withdrawing_at_once_exclude_each_other() -> None:
    for _ in range(5):
        dossier_id = testing.approved(LAN)
        services.number(dossier_id, by=PEOPLE.clerk, at=AT)

        answers = at_once(
            lambda: services.withdraw(dossier_id, by=LAN, at=AT).status,  # noqa: B023
            lambda: services.sign(dossier_id, by=PEOPLE.chief, at=AT).status,  # noqa: B023
        )

        assert sum(isinstance(answer, Refused) for answer in answers) == 1, answers


@pytest.mark.slow
def test_twenty_notices_of_one_payment_at_once_are_posted_once() -> None:
    receipt = testing.filed(LAN, code=CHARGED)
    assert receipt.obligation_id is not None
    way = payments.start_attempt(receipt.obligation_id, "vnpay", return_url="", client_ip="", by=LAN, at=AT)
    query = ipn(way.reference, amount=receipt.amount)

    answers = at_once(*[lambda: Client().get(f"/doi-tac/vnpay/ipn?{query}").json()["RspCode"]] * 20)

    assert Counter(answers) == {"00": 1, "02": 19}
    assert number("select count(*) from payments_posting where account = 'clearing:vnpay'") == 1
    assert number("select coalesce(sum(amount), 0) from payments_posting") == 0
    assert number("select count(*) from kernel_event where name = 'payments.obligation-paid'") == 1
    with scope(SYSTEM):
        assert payments_read.balances(by=SYSTEM)["clearing:vnpay"] == receipt.amount


def test_codes_of_one_day_taken_at_once_are_single_and_gapless() -> None:
    receipts = [testing.filed(LAN) for _ in range(8)]
    accept = [lambda r=r: services.accept(r.dossier_id, by=PEOPLE.reception, at=AT).code for r in receipts]

    codes = at_once(*accept, *accept)

    taken = sorted(code for code in codes if isinstance(code, str))
    assert [code[-4:] for code in taken] == [f"{n:04d}" for n in range(1, 9)], codes
    assert {code_of(c) for c in codes if not isinstance(c, str)} == {"dossier.not-awaiting-acceptance"}


def test_a_refused_acceptance_leaves_no_gap_behind_it() -> None:
    """Unpaid dossiers are refused in the same instant; the codes of the others have no hole."""
    free, unpaid = [testing.filed(LAN) for _ in range(5)], [testing.filed(LAN, code=CHARGED) for _ in range(3)]

    codes = at_once(
        *[lambda r=r: services.accept(r.dossier_id, by=PEOPLE.reception, at=AT).code for r in [*unpaid, *free]]
    )

    assert sorted(code[-4:] for code in codes if isinstance(code, str)) == [f"{n:04d}" for n in range(1, 6)], codes
