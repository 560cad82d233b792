"""Figures nobody can polish: an independent count of the raw facts, written without our rules, comes to the same."""

import json
from collections import Counter
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection

from motcua.kernel import relay
from motcua.kernel.clock import ZONE
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.dossiers import services as dossiers
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.queries import dossier
from motcua.rooms.dossiers.testing import AT, PEOPLE
from motcua.rooms.insights import queries
from motcua.rooms.insights.types import Narrowed, Period

pytestmark = pytest.mark.django_db

CITIZEN = testing.citizen()
DAYS = Period((AT - timedelta(days=29)).date(), AT.date())


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()


def a_mixed_month() -> None:
    """On time, late, refused at the door, withdrawn, asked, open in time, overdue, and put off with an apology."""
    for days in (3, 9, 40):
        testing.issued(CITIZEN, at=AT - timedelta(days=days))
    late = testing.signing(CITIZEN, at=AT - timedelta(days=20))
    with scope(SYSTEM):
        document = dossier(late, by=SYSTEM).row.result_document_id
    assert document is not None
    dossiers.issue(late, document, by=SYSTEM, at=AT - timedelta(days=2))
    refused = testing.filed(CITIZEN, at=AT - timedelta(days=5))
    dossiers.refuse(refused.dossier_id, "not_competent", "Nơi khác.", by=PEOPLE.reception, at=AT - timedelta(days=5))
    gone = testing.accepted(CITIZEN, at=AT - timedelta(days=4))
    dossiers.withdraw(gone.dossier_id, reason="", by=CITIZEN, at=AT - timedelta(days=3))
    testing.asked(CITIZEN, at=AT - timedelta(days=1))
    put_off = testing.accepted(CITIZEN, at=AT - timedelta(days=12))
    later = AT + timedelta(days=9)
    when = AT - timedelta(days=12)
    dossiers.extend(put_off.dossier_id, later, ground="needs_more_time", reason="Xác minh", by=PEOPLE.chief, at=when)
    testing.accepted(CITIZEN, at=AT)
    relay.drain(("bulk",), at=lambda: AT)


def counted_by_hand() -> Counter[str]:
    """A plain loop over the stored facts."""
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select subject_id, name, payload from kernel_event where name like 'dossiers.%' order by seq")
        facts = [
            (row[0], row[1], json.loads(row[2]) if isinstance(row[2], str) else row[2]) for row in cursor.fetchall()
        ]
    begin = datetime.combine(DAYS.first, time.min, ZONE)
    end = datetime.combine(DAYS.last + timedelta(days=1), time.min, ZONE)
    cases: dict[Any, dict[str, Any]] = {}
    for subject, name, told in facts:
        case = cases.setdefault(subject, {})
        when = datetime.fromisoformat(told["occurred_at"])
        match name.removeprefix("dossiers."):
            case "submitted":
                case["submitted"] = when
            case "accepted":
                case |= {"accepted": when, "due": datetime.fromisoformat(told["due_at"])}
            case "supplement-requested":
                case["asked"] = True
            case "result-issued" | "result-refused" | "withdrawn" | "stopped" | "reception-refused":
                case.setdefault("ended", when)
    found: Counter[str] = Counter()
    for case in cases.values():
        accepted, ended = case.get("accepted"), case.get("ended")
        found["submitted"] += begin <= case["submitted"] < end
        found["asked"] += begin <= case["submitted"] < end and case.get("asked", False)
        if accepted is None:
            continue
        found["received"] += begin <= accepted < end
        if ended is None:
            found["in_process"] += 1
            found["open_late"] += case["due"] < AT
        elif begin <= ended < end:
            found["resolved"] += 1
            found["late" if ended > case["due"] else "on_time"] += 1
    return found


def test_an_independent_count_of_the_facts_gives_the_same_numbers() -> None:
    a_mixed_month()

    with scope(PEOPLE.chief):
        total = queries.scores(Narrowed(DAYS), by=PEOPLE.chief, at=AT).total

    by_hand = counted_by_hand()
    assert {name: total[name] for name in by_hand} == dict(by_hand)
    assert by_hand["late"] >= 1
    assert by_hand["open_late"] >= 1
    assert total["early"] + total["on_day"] == total["on_time"]
    assert total["open_in_time"] + total["open_late"] == total["in_process"]
    assert total["online"] + total["counter"] + total["postal"] == total["received"]
