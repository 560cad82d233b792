"""Two at once, with real commits: one wins, the other is told; nothing is lost and nothing is double."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections

from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.testing import AT, PEOPLE, citizen

LAN = citizen()
pytestmark = pytest.mark.committed


@pytest.fixture(autouse=True)
def _world() -> Iterator[None]:
    testing.world()
    yield
    agencies.forget()
    catalogue.forget()


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Let every act begin in the same instant on a connection of its own; answers or refusal codes."""
    gate, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        gate.wait()
        try:
            answers[place] = act()
        except Refused as no:
            answers[place] = no.code  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_button_pressed_many_times_makes_one_dossier() -> None:
    draft = testing.drafted(LAN)

    receipts = at_once(*[lambda: services.submit(draft, by=LAN, at=AT)] * 6)

    assert len(set(receipts)) == 1
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select count(*) from dossiers_dossier")
        assert cursor.fetchone()[0] == 1
        cursor.execute("select count(*) from kernel_event where name = 'dossiers.submitted'")
        assert cursor.fetchone()[0] == 1


def test_two_officers_complete_one_task_once() -> None:
    slip = testing.accepted(LAN)
    task = testing.task(slip.dossier_id, "appraise")

    answers = at_once(
        lambda: services.complete_step(task.id, by=PEOPLE.case, at=AT).status,
        lambda: services.complete_step(task.id, by=PEOPLE.colleague, at=AT).status,
    )

    assert sorted(answers) == ["in_appraisal", "task.already-done"]


def test_codes_taken_at_once_are_gapless_and_single() -> None:
    receipts = [testing.filed(LAN) for _ in range(5)]

    def accept(dossier_id: Any) -> Callable[[], Any]:
        return lambda: services.accept(dossier_id, by=PEOPLE.reception, at=AT).code

    codes = at_once(*[accept(receipt.dossier_id) for receipt in receipts])

    assert sorted(code[-4:] for code in codes) == ["0001", "0002", "0003", "0004", "0005"]


def test_two_receptions_accept_a_dossier_once() -> None:
    receipt = testing.filed(LAN)

    answers = at_once(*[lambda: services.accept(receipt.dossier_id, by=PEOPLE.reception, at=AT).code] * 2)

    assert sum(answer == "dossier.not-awaiting-acceptance" for answer in answers) == 1
    assert sum(str(answer).endswith("-0001") for answer in answers) == 1


def test_withdrawing_while_the_leader_approves_has_one_order() -> None:
    dossier_id = testing.for_approval(LAN)

    withdrawn, approved = at_once(
        lambda: services.withdraw(dossier_id, by=LAN, at=AT).status,
        lambda: services.approve(dossier_id, by=PEOPLE.chief, at=AT).status,
    )

    with scope(SYSTEM):
        status = queries.find(dossier_id, by=SYSTEM).status
    assert withdrawn == "withdrawn"  # before or after the approval, both are lawful
    assert approved in {"approved", "dossier.not-possible-now", "dossier.not-this-step", "task.fell-away"}
    assert status == "withdrawn"


def test_a_signature_ordered_and_a_withdrawal_exclude_each_other() -> None:
    dossier_id = testing.approved(LAN)
    services.number(dossier_id, by=PEOPLE.clerk, at=AT)

    answers = at_once(
        lambda: services.withdraw(dossier_id, by=LAN, at=AT).status,
        lambda: services.sign(dossier_id, by=PEOPLE.chief, at=AT).status,
    )

    assert sum(answer in {"withdrawn", "signing"} for answer in answers) == 1


def test_the_answer_to_a_supplement_counts_once() -> None:
    receipt = testing.asked(LAN)

    answers = at_once(
        *[lambda: services.answer_supplement(receipt.dossier_id, {"purpose": "marriage"}, by=LAN, at=AT).status] * 2
    )

    assert sorted(answers) == ["submitted", "supplement.nothing-asked"]
