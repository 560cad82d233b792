"""Agencies and applicant of one group at the same instant: one order, one published date, and the facts tell the same.

MOTCUA_RACE_ROUNDS=200 .venv/bin/python -m pytest tests/properties/test_group_races.py
"""

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from motcua.kernel import audit, events
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.testing import AT, citizen
from motcua.rooms.dossiers.tests import linked
from motcua.rooms.dossiers.types import ResultKind, SupplementItem
from motcua.rooms.forms import queries as forms

pytestmark = [pytest.mark.committed, pytest.mark.slow]
ROUNDS = int(os.environ.get("MOTCUA_RACE_ROUNDS", "3"))
OFTEN = {"ProcessMoved", "DocumentRequested"}
LAN = citizen()


@pytest.fixture(autouse=True)
def _world() -> Iterator[None]:
    linked.world()
    yield
    with scope(SYSTEM):
        assert list(audit.verify()) == []
    agencies.forget()
    catalogue.forget()


def race(*acts: Callable[[], Any]) -> list[Any]:
    """Let every act begin in the same instant, each on a connection of its own; what it answered, or its refusal."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            gate.wait(60)
            return act()
        except Refused as no:
            return no.code if no.message else f"{no.code} without words"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as runners:
        return [answer.result() for answer in [runners.submit(run, act) for act in acts]]


def issued(group: UUID, dossier_id: UUID, document_id: UUID) -> str:
    """A result is issued, and its group told, as the worker does it."""
    services.issue(dossier_id, document_id, by=SYSTEM, at=AT)
    return str(services.advance_group(group, by=SYSTEM, at=AT).status)


def told(group: UUID) -> Counter[tuple[str, str]]:
    """How often each thing was told of the group."""
    with scope(SYSTEM):
        facts = events.history(group)
    return Counter((type(fact).__name__, getattr(fact, "member", "")) for fact in facts)


def outcomes(group: UUID) -> list[str]:
    return [one.outcome for one in linked.progress(group).members]


def hold(group: UUID) -> None:
    """The facts fold to every row, and the group says one date."""
    progress = linked.progress(group)
    with scope(SYSTEM):
        for dossier_id in (group, *(one.dossier_id for one in progress.members if one.dossier_id)):
            row, facts = queries.find(dossier_id, by=SYSTEM), queries.rebuilt(dossier_id)
            assert (facts.status, facts.current_due_at) == (row.status, row.current_due_at)
            assert facts.answers_id == row.answers_id
    assert all(count == 1 for (name, _), count in told(group).items() if name not in OFTEN), told(group)


def test_two_members_that_end_at_once_let_the_next_begin_once() -> None:
    for _ in range(ROUNDS):
        group = linked.accepted(LAN)
        due = linked.progress(group).due_at
        entry, card = linked.signed(group, "entry"), linked.signed(group, "card")

        race(partial(issued, group, *entry), partial(issued, group, *card))

        assert outcomes(group) == ["granted", "", "granted"]
        assert told(group)["MemberStarted", "notice"] == 1
        assert linked.progress(group).due_at == due
        hold(group)


def test_a_refusal_and_the_last_result_gather_the_group_once() -> None:
    for _ in range(ROUNDS):
        group = linked.accepted(LAN)
        entry = linked.signed(group, "entry", kind=ResultKind.REFUSED)
        card = linked.signed(group, "card")

        race(partial(issued, group, *entry), partial(issued, group, *card))

        assert outcomes(group) == ["refused", "not_started", "granted"]
        assert told(group)["ResultsGathered", ""] == 1
        hold(group)


def test_a_withdrawal_and_a_decision_have_one_order() -> None:
    for _ in range(ROUNDS):
        group = linked.accepted(LAN)
        entry, office = linked.numbered(group, "entry")

        withdrawn, signed = race(
            partial(services.withdraw, group, by=LAN, at=AT),
            partial(services.sign, entry, by=office.chief, at=AT),
        )

        if isinstance(signed, str):  # the applicant came first
            assert signed in {"dossier.not-possible-now", "task.fell-away", "dossier.not-this-step"}
            assert withdrawn.status == "withdrawn"
        else:
            with scope(SYSTEM):
                document_id = queries.find(entry, by=SYSTEM).result_document_id
            assert document_id is not None
            issued(group, entry, document_id)
        services.advance_group(group, by=SYSTEM, at=AT)
        assert outcomes(group)[0] == ("withdrawn" if isinstance(signed, str) else "granted")
        hold(group)


def test_two_answers_about_the_same_thing_end_in_one_truth() -> None:
    for _ in range(ROUNDS):
        group = linked.accepted(LAN)
        parts = {one.key: one.dossier_id for one in linked.progress(group).members if one.dossier_id}
        for key, agency in (("entry", testing.COMMUNE), ("card", "hcm_bhxh")):
            clerk = testing.officer("Cán bộ", "case_officer", None, agency=agency)
            items = [SupplementItem("full_name", "Khác với giấy tờ")]
            services.request_supplement(parts[key], items, reason="Chưa khớp", by=clerk, at=AT)

        def answer(key: str, name: str) -> None:
            services.answer_supplement(parts[key], {"full_name": name}, by=LAN, at=AT)  # noqa: B023
            services.advance_group(group, by=SYSTEM, at=AT)  # noqa: B023

        race(partial(answer, "entry", "Nguyễn Thị Lan Anh"), partial(answer, "card", "Nguyễn Thị Lan Chi"))
        services.advance_group(group, by=SYSTEM, at=AT)

        with scope(SYSTEM):
            held = [queries.dossier(one, by=SYSTEM).answers_id for one in (group, *parts.values())]
            said = {forms.answers(one, by=SYSTEM).answers["full_name"] for one in held}
        assert len(said) == 1
        assert said != {"Nguyễn Thị Lan"}
