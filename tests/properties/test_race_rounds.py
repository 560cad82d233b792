"""Two at once, as often as one likes: one wins, the other is told why, the facts tell one story.

MOTCUA_RACE_ROUNDS=10000 .venv/bin/python -m pytest tests/properties/test_race_rounds.py
"""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections

from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id, receipt_number
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers import services, testing
from motcua.rooms.dossiers.testing import AT, PEOPLE, citizen
from motcua.rooms.dossiers.types import SupplementItem

pytestmark = [pytest.mark.committed, pytest.mark.slow]
ROUNDS = int(os.environ.get("MOTCUA_RACE_ROUNDS", "5"))
LAN = citizen()
LATE = AT + timedelta(days=20)


@pytest.fixture(autouse=True)
def _world() -> Iterator[None]:
    testing.world()
    yield
    agencies.forget()
    catalogue.forget()


@dataclass
class Copies:
    """A dossier as it stands, to be copied row by row as often as a race needs a fresh one."""

    dossier_id: UUID
    path: tuple[str, ...]
    columns: dict[str, list[str]]

    @classmethod
    def of(cls, dossier_id: UUID, *path: str) -> "Copies":
        tables = (
            "dossiers_dossier", "process_instance", "process_task", "dossiers_resultdraft", "documents_document",
            "dossiers_supplementrequest",
        )  # fmt: skip
        with scope(SYSTEM), connection.cursor() as cursor:
            found = {}
            for table in tables:
                cursor.execute(
                    "select column_name from information_schema.columns where table_name = %s and is_generated = 'NEVER' order by ordinal_position",
                    [table],
                )
                found[table] = [name for (name,) in cursor.fetchall()]
        return cls(dossier_id, path, found)

    def fresh(self) -> tuple[UUID, UUID]:
        """Another dossier in the same state; its id and that of its open task."""
        new, instance, document = new_id(), new_id(), new_id()
        number = receipt_number()
        with scope(SYSTEM, writes=True), connection.cursor() as cursor:
            self._copy(
                cursor, "dossiers_dossier", "id", new,
                {"id": new, "receipt_number": number, "code": number if "accepted" in self.path else None, "status": "submitted", "version": 1,
                 "result_document_id": document},
            )  # fmt: skip
            for status in self.path:
                cursor.execute(
                    "update dossiers_dossier set status = %s, version = version + 1 where id = %s", [status, new]
                )
            self._copy(cursor, "process_instance", "subject_id", new, {"id": instance, "subject_id": new})
            self._copy(cursor, "process_task", "subject_id", new, {"instance_id": instance, "subject_id": new})
            self._copy(
                cursor, "documents_document", "subject_id", new,
                {"id": document, "subject_id": new, "verification_code": document.hex[-20:]},
                "kind = 'result'",
            )  # fmt: skip
            self._copy(cursor, "dossiers_resultdraft", "dossier_id", new, {"dossier_id": new, "document_id": document})
            self._copy(cursor, "dossiers_supplementrequest", "dossier_id", new, {"dossier_id": new, "id": new_id()})
            cursor.execute("select id from process_task where subject_id = %s and state in ('open', 'claimed')", [new])
            task = cursor.fetchone()
        return new, task[0] if task else new

    def _copy(self, cursor: Any, table: str, key: str, new: UUID, given: dict[str, Any], extra: str = "true") -> None:
        names = self.columns[table]
        fresh_id = table == "process_task"
        chosen = ["gen_random_uuid()" if n == "id" and fresh_id else "%s" if n in given else n for n in names]
        values = [given[n] for n in names if n in given]
        cursor.execute(
            f"insert into {table} ({', '.join(names)}) select {', '.join(chosen)} from {table}"
            f" where {key} = %s and {extra}",
            [*values, self.dossier_id],
        )


def ending(act: Callable[..., Any], *args: Any, **named: Any) -> str:
    """The status an act leaves the dossier in."""
    return str(act(*args, **named).status)


def stopped_by_law(dossier_id: UUID) -> str:
    reason, law = "Theo luật", "nd118_21"
    return ending(services.stop, dossier_id, "by_law", reason, provision=law, by=PEOPLE.head, at=LATE)


class Track:
    """Two runners that stay on their own connections from round to round."""

    def __init__(self) -> None:
        self.gate = threading.Barrier(2)
        self.runners = ThreadPoolExecutor(2)

    def race(self, *acts: Callable[[], Any]) -> list[str]:
        return list(self.runners.map(self._run, acts))

    def _run(self, act: Callable[[], Any]) -> str:
        self.gate.wait()
        try:
            return str(act())
        except Refused as no:
            return no.code if no.message else f"{no.code} without words"

    def _leave(self) -> None:
        self.gate.wait()
        connections.close_all()

    def close(self) -> None:
        closing = [self.runners.submit(self._leave) for _ in range(2)]
        for one in closing:
            one.result()
        self.runners.shutdown()


@pytest.fixture
def track() -> Iterator[Track]:
    made = Track()
    yield made
    made.close()


def status_of(dossier_id: UUID) -> tuple[str, int]:
    """Where it stands, and how many facts say that a step was done or the dossier ended."""
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "select status, (select count(*) from kernel_event e where e.subject_id = d.id and e.name in"
            " ('dossiers.step-completed', 'dossiers.withdrawn', 'dossiers.stopped', 'dossiers.supplement-answered'))"
            " from dossiers_dossier d where id = %s",
            [dossier_id],
        )
        found: tuple[str, int] = cursor.fetchone()
        return found


def test_two_officers_complete_one_task_once(track: Track) -> None:
    copies = Copies.of(testing.accepted(LAN).dossier_id, "accepted")
    for _ in range(ROUNDS):
        dossier_id, task_id = copies.fresh()

        answers = track.race(
            partial(ending, services.complete_step, task_id, by=PEOPLE.case, at=AT),
            partial(ending, services.complete_step, task_id, by=PEOPLE.colleague, at=AT),
        )

        assert sorted(answers) == ["in_appraisal", "task.already-done"]
        assert status_of(dossier_id) == ("in_appraisal", 1)


def test_withdrawing_and_approving_have_one_order(track: Track) -> None:
    copies = Copies.of(testing.for_approval(LAN), "accepted", "in_appraisal", "submitted_for_approval")
    seen = set()
    for _ in range(ROUNDS):
        dossier_id, _task = copies.fresh()

        withdrawn, approved = track.race(
            partial(ending, services.withdraw, dossier_id, by=LAN, at=AT),
            partial(ending, services.approve, dossier_id, by=PEOPLE.chief, at=AT),
        )

        assert withdrawn == "withdrawn"
        assert approved in {"approved", "dossier.not-possible-now", "dossier.not-this-step", "task.fell-away"}
        assert status_of(dossier_id) == ("withdrawn", 1)
        seen.add(approved)
    assert seen


def test_the_applicants_answer_and_the_clock_have_one_order(track: Track) -> None:
    receipt = testing.asked(LAN)
    copies = Copies.of(receipt.dossier_id, "supplement_before_acceptance")
    for _ in range(ROUNDS):
        dossier_id, _task = copies.fresh()

        answered, stopped = track.race(
            partial(ending, services.answer_supplement, dossier_id, {"purpose": "marriage"}, by=LAN, at=LATE),
            partial(ending, services.stop, dossier_id, "applicant_silent", "Quá 15 ngày", by=SYSTEM, at=LATE),
        )

        assert (answered, stopped) in {
            ("submitted", "stop.too-early"),
            ("submitted", "dossier.not-possible-now"),
            ("supplement.nothing-asked", "stopped"),
        }
        assert status_of(dossier_id) == ("submitted" if answered == "submitted" else "stopped", 1)


def test_an_officer_and_the_clock_stop_a_dossier_once(track: Track) -> None:
    slip = testing.accepted(LAN)
    items = [SupplementItem("purpose", "Khác với giấy tờ")]
    services.request_supplement(slip.dossier_id, items, reason="Chưa khớp", by=PEOPLE.case, at=AT)
    copies = Copies.of(slip.dossier_id, "accepted", "supplement_after_appraisal")
    for _ in range(ROUNDS):
        dossier_id, _task = copies.fresh()

        answers = track.race(
            partial(stopped_by_law, dossier_id),
            partial(ending, services.stop, dossier_id, "applicant_silent", "Quá 15 ngày", by=SYSTEM, at=LATE),
        )

        assert sorted(answers) in (
            ["dossier.not-possible-now", "stopped"],
            ["stop.too-early", "stopped"],
        )
        assert status_of(dossier_id) == ("stopped", 1)
