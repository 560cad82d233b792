"""The plug is pulled at every effect: each SQL statement, each COMMIT, each rename of a file, before it and after it.

The act runs in a process of its own against a database that commits. The process counts its effects and kills itself at
the n-th (KILL_AT); n grows until a run ends untouched. Whatever was cut off, asking again with the same key gives one
dossier, one posting, a whole chain of evidence, and no file that is only a name.
"""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import Client

from motcua.faces.api.v1.filing import file_at_once
from motcua.kernel import audit, files, relay
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.documents.testing import clean_file, small_pdf
from motcua.rooms.dossiers import services, testing
from motcua.rooms.dossiers.testing import AT, CHARGED, HOME, citizen
from motcua.rooms.forms.testing import FILLED
from motcua.rooms.payments import queries as payments_read
from motcua.rooms.payments import services as payments
from motcua.rooms.payments.testing import SETTINGS, ipn

pytestmark = [pytest.mark.committed, pytest.mark.slow, pytest.mark.alone]
MOST = 400
KEY = "key-of-a-program-1"


@pytest.fixture(autouse=True)
def _world(settings: Any) -> Iterator[None]:
    settings.MOTCUA = settings.MOTCUA.model_copy(update=SETTINGS)
    testing.world()
    yield
    agencies.forget()
    catalogue.forget()


class Plug:
    """Counts effects and pulls the plug at one of them: 1 is before the first, 2 after it, 3 before the second …

    With `lasting` only what outlives the process counts: COMMIT and rename.
    """

    def __init__(self, *, lasting: bool) -> None:
        self.at, self.seen, self.lasting = int(os.environ["KILL_AT"]), 0, lasting

    def point(self) -> None:
        self.seen += 1
        if self.seen == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, effect: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*args: Any, **named: Any) -> Any:
            self.point()
            answer = effect(*args, **named)
            self.point()
            return answer

        return guarded

    def put_in(self) -> None:
        """Only in a process that will end."""
        DatabaseWrapper._commit = self.around(DatabaseWrapper._commit)  # type: ignore[attr-defined]
        Path.rename = self.around(Path.rename)  # type: ignore[method-assign]
        if not self.lasting:
            connection.execute_wrappers.append(
                lambda execute, *asked: self.around(execute)(*asked),
            )


def killed_at(n: int, work: Callable[[], object], *, lasting: bool) -> bool:
    """Run `work` in a child that kills itself at point n; tell whether it did. Any other end is a fault."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        os.environ["KILL_AT"] = str(n)
        status = 1
        try:
            Plug(lasting=lasting).put_in()
            work()
            status = 0
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    if os.WIFSIGNALED(ended):
        assert os.WTERMSIG(ended) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(ended) == 0, f"the run of point {n} failed"
    return False


def kill_everywhere(work: Callable[[], object], check: Callable[[], object], *, lasting: bool = False) -> int:
    """Cut `work` off at each point in turn until it ends untouched; `check` must hold each time. How many cuts."""
    for n in range(1, MOST):
        if not killed_at(n, work, lasting=lasting):
            check()
            return n - 1
        check()
    raise AssertionError("the work has no end")


def numbers(statement: str) -> tuple[Any, ...]:
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(statement)
        row: tuple[Any, ...] = cursor.fetchone()
    return row


def everything_is_whole() -> None:
    """True at any instant, whatever was cut off just now."""
    with scope(SYSTEM), connection.cursor() as cursor:
        assert list(audit.verify()) == []
        cursor.execute(
            "select count(*) from (select entry_id from payments_posting group by 1 having sum(amount) <> 0) t"
        )
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "select blob from documents_file union select content from documents_document where content <> ''"
        )
        assert [name for (name,) in cursor.fetchall() if not files.store().has(name)] == []
        cursor.execute(
            "select count(*) from dossiers_dossier d left join payments_obligation o on o.subject_id = d.id"
            " left join kernel_event e on e.subject_id = d.id and e.name = 'dossiers.submitted'"
            " where e.id is null or (d.finance_state = 'owed' and o.id is null)"
        )
        assert cursor.fetchone() == (0,), "a dossier without what belongs to it"


def let_go() -> None:
    """What a killed worker had leased becomes free, as it does after two minutes."""
    with scope(SYSTEM, writes=True), connection.cursor() as cursor:
        cursor.execute("update kernel_delivery set leased_until = now() - interval '1 second' where state = 'leased'")


def charged_draft(lan: Actor) -> UUID:
    paper = clean_file(lan, purpose="proof")
    return testing.drafted(lan, code=CHARGED, proof=[str(paper.id)])


def test_submitting_is_whole_or_not_at_all_wherever_it_is_cut_off() -> None:
    lan = citizen()
    draft = charged_draft(lan)

    def check() -> None:
        everything_is_whole()
        drafts, dossiers, owed = numbers(
            "select (select count(*) from dossiers_draft), (select count(*) from dossiers_dossier),"
            " (select count(*) from payments_obligation)"
        )
        assert (drafts, dossiers, owed) in {(1, 0, 0), (0, 1, 1)}

    cuts = kill_everywhere(lambda: services.submit(draft, key=KEY, by=lan, at=AT), check)
    receipts = {services.submit(draft, key=KEY, by=lan, at=AT) for _ in range(2)}

    assert cuts >= 30, cuts
    assert len(receipts) == 1
    assert numbers("select count(*) from kernel_event where name = 'dossiers.submitted'") == (1,)
    assert numbers("select count(*) from documents_file where subject_id is not null") == (1,)


def test_filing_by_a_program_survives_a_kill_between_any_two_lasting_effects() -> None:
    """Several acts and a file in one request: a crash between them is made good by the same request."""
    lan = citizen()

    def work() -> object:
        papers = [("proof", "giấy.pdf", small_pdf())]
        return file_at_once(CHARGED, answers=FILLED, papers=papers, agency_id=HOME, key=KEY, by=lan, at=AT)

    cuts = kill_everywhere(work, everything_is_whole, lasting=True)
    receipts = {work() for _ in range(2)}

    assert cuts >= 10, cuts
    assert len(receipts) == 1
    assert numbers("select count(*) from dossiers_dossier") == (1,)
    assert numbers("select count(*) from dossiers_draft") == (0,)
    assert numbers("select count(*) from payments_obligation") == (1,)
    assert numbers("select count(*) from kernel_event where name = 'dossiers.submitted'") == (1,)


def test_news_of_a_payment_is_posted_once_wherever_the_server_dies() -> None:
    lan = citizen()
    receipt = testing.filed(lan, code=CHARGED)
    assert receipt.obligation_id is not None
    way = payments.start_attempt(receipt.obligation_id, "vnpay", return_url="", client_ip="", by=lan, at=AT)
    query = ipn(way.reference, amount=receipt.amount)
    Client().get("/doi-tac/vnpay/ipn?vnp_TxnRef=forged")  # loads the addresses once, for every child

    def check() -> None:
        everything_is_whole()
        posted = numbers("select count(*) from payments_posting where account = 'clearing:vnpay'")[0]
        state = numbers("select state from payments_obligation")[0]
        assert (posted, state) in {(0, "open"), (1, "paid")}

    cuts = kill_everywhere(lambda: Client().get(f"/doi-tac/vnpay/ipn?{query}"), check)
    again = Client().get(f"/doi-tac/vnpay/ipn?{query}").json()

    assert cuts >= 20, cuts
    assert again["RspCode"] == "02"
    assert numbers("select count(*) from kernel_event where name = 'payments.obligation-paid'") == (1,)
    with scope(SYSTEM):
        assert payments_read.balances(by=SYSTEM)["clearing:vnpay"] == receipt.amount


def test_what_follows_a_payment_happens_once_wherever_the_worker_dies() -> None:
    """The relay is killed between any two lasting effects: receipts, states and messages come once all the same."""
    lan = citizen()
    receipt = testing.filed(lan, code=CHARGED)
    assert receipt.obligation_id is not None
    way = payments.start_attempt(receipt.obligation_id, "vnpay", return_url="", client_ip="", by=lan, at=AT)
    Client().get(f"/doi-tac/vnpay/ipn?{ipn(way.reference, amount=receipt.amount)}")

    def check() -> None:
        everything_is_whole()
        let_go()

    cuts = kill_everywhere(lambda: relay.drain(("interactive", "bulk")), check, lasting=True)

    assert cuts >= 10, cuts
    assert numbers("select finance_state from dossiers_dossier") == ("paid",)
    assert numbers("select count(*), count(distinct number) from payments_receipt") == (1, 1)
    assert numbers("select count(*) from documents_document where kind = 'submission_receipt'") == (1,)
    assert numbers("select count(*) - count(distinct (event, channel)) from notifications_message") == (0,)
    assert numbers("select count(*) from kernel_delivery where state <> 'done' and lane <> 'outside'") == (0,)
