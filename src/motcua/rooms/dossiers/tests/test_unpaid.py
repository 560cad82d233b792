"""A dossier whose fee is owed: nobody is late with it, its answer counts from the money, and the clock closes it."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import clock, events, relay
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents import queries as documents
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.events import DossierStopped
from motcua.rooms.dossiers.rules.unpaid import Patience, days_on, over
from motcua.rooms.dossiers.testing import AT, CHARGED, FREE, PEOPLE, citizen
from motcua.rooms.dossiers.types import DossierView, Status, WorklistFilters

LAN = citizen()
LATER = AT + timedelta(days=10)


@pytest.fixture
def unpaid(db: None) -> UUID:
    testing.world()
    return testing.filed(LAN, code=CHARGED).dossier_id


def view(dossier_id: UUID, at: datetime = AT) -> DossierView:
    with scope(SYSTEM):
        return queries.dossier(dossier_id, by=SYSTEM, at=at)


def listed(which: str, *, at: datetime) -> list[UUID]:
    with scope(PEOPLE.reception):
        found = queries.worklist(by=PEOPLE.reception, filters=WorklistFilters(view=which), at=at)
        return [row.dossier.id for row in found.rows]


def test_nobody_is_late_with_what_nobody_may_accept(unpaid: UUID) -> None:
    free = testing.filed(LAN, code=FREE).dossier_id

    with scope(PEOPLE.reception):
        counts = queries.counts(by=PEOPLE.reception, at=LATER)

    assert (counts.reception, counts.unpaid, counts.overdue) == (1, 1, 1)
    assert listed("reception", at=LATER) == [free]
    assert listed("unpaid", at=LATER) == [unpaid]
    assert listed("overdue", at=LATER) == [free]
    assert not view(unpaid, LATER).row.late
    assert view(free, LATER).row.late


def test_the_receipt_promises_no_answer_while_the_fee_is_owed_and_says_what_follows(unpaid: UUID) -> None:
    free = testing.filed(LAN, code=FREE).dossier_id
    relay.drain(at=lambda: AT)

    owed, nothing = receipt(unpaid), receipt(free)
    assert owed["fee"] == "15.000 đồng, chưa nộp"
    assert "Nộp phí, lệ phí chậm nhất lúc 09:00 thứ Năm, 03/12/2026 thì hồ sơ mới được xem xét." in owed["next"]
    assert "Nhận được tiền, cơ quan trả lời trong 8 giờ làm việc" in owed["next"]
    assert "Cơ quan trả lời chậm nhất" not in owed["next"]
    assert nothing["next"].startswith("Cơ quan trả lời chậm nhất lúc")


def receipt(dossier_id: UUID) -> dict[str, Any]:
    """What stands on the receipt of the submission."""
    with scope(SYSTEM):
        drawn = documents.documents(dossier_id, by=SYSTEM)
        (one,) = (found for found in drawn if found.kind == "submission_receipt")
        return dict(documents.values_of(one.id, by=SYSTEM))


def test_the_answer_is_due_from_the_payment_on_and_the_facts_say_so(unpaid: UUID) -> None:
    services.record_finance(unpaid, "paid", by=SYSTEM, at=LATER)

    row = view(unpaid, LATER).row
    assert row.answer_due_at > LATER
    assert row.answer_awaited == row.answer_due_at
    with scope(SYSTEM):
        assert queries.rebuilt(unpaid).answer_due_at == row.answer_due_at
    assert listed("reception", at=LATER) == [unpaid]


def test_what_is_never_paid_for_is_closed_by_the_clock_on_a_ground_of_its_own(unpaid: UUID) -> None:
    assert services.close_unpaid(AT + timedelta(days=14, hours=23)) == 0
    assert services.close_unpaid(AT + timedelta(days=15, minutes=1)) == 1
    assert services.close_unpaid(AT + timedelta(days=15, minutes=1)) == 0

    assert view(unpaid).row.status == Status.STOPPED
    with scope(SYSTEM):
        told = [fact for fact in events.history(unpaid) if isinstance(fact, DossierStopped)]
    assert [fact.ground for fact in told] == ["unpaid"]
    assert "15 ngày" in told[0].reason


def test_money_that_has_come_keeps_the_dossier_open(db: None) -> None:
    testing.world()
    receipt = testing.filed(LAN, code=CHARGED)
    testing.pay(receipt)

    assert services.close_unpaid(AT + timedelta(days=40)) == 0
    assert view(receipt.dossier_id).row.status == Status.SUBMITTED


def test_an_officer_stops_nothing_that_only_waits_to_be_received(unpaid: UUID) -> None:
    with pytest.raises(Refused, match="not-possible-now"):
        services.stop(unpaid, "by_law", "Dừng", provision="nd118_21", by=PEOPLE.reception, at=AT)
    with pytest.raises(Refused, match="too-early"):
        services.stop(unpaid, "unpaid", "Chưa nộp", by=PEOPLE.reception, at=AT)


@given(st.dates(date(2025, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_a_dossier_waits_the_days_of_the_line_in_force_when_it_was_handed_in(day: date, days: int) -> None:
    known = (Patience(date(2025, 7, 1), 15), Patience(date(2027, 1, 1), 30))

    since = datetime.combine(day, time(9), clock.ZONE)

    assert days_on(day, known) == (30 if day >= date(2027, 1, 1) else 15)
    assert over(since, since + timedelta(days=days), known) == (days > days_on(day, known))
