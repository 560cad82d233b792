"""Withdrawal, extension, pause, late decrees, the public look-up, what people are told."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import ANONYMOUS, SYSTEM
from motcua.rooms.calendar import services as calendar
from motcua.rooms.calendar.queries import shipped_national
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents import services as documents_do
from motcua.rooms.dossiers import handlers, queries, services, testing
from motcua.rooms.dossiers.events import DossierSubmitted
from motcua.rooms.dossiers.rules.states import TRANSITIONS
from motcua.rooms.dossiers.testing import AT, CHARGED, PEOPLE, citizen
from motcua.rooms.dossiers.types import DossierView, Status

LAN = citizen()


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()


def view(dossier_id: object, by: object = SYSTEM) -> DossierView:
    with scope(by):  # type: ignore[arg-type]
        return queries.dossier(dossier_id, by=by, at=AT)  # type: ignore[arg-type]


def test_a_person_may_withdraw_until_the_decision_is_being_signed() -> None:
    early, late = testing.filed(LAN).dossier_id, testing.approved(LAN)
    gone = testing.signing(LAN)

    for dossier_id in (early, late):
        assert services.withdraw(dossier_id, reason="đổi ý", by=LAN, at=AT).status == Status.WITHDRAWN
    with pytest.raises(Refused, match="not-possible-now"):
        services.withdraw(gone, by=LAN, at=AT)
    with pytest.raises(Refused, match="not-possible-now"):
        services.withdraw(early, by=LAN, at=AT)
    with pytest.raises(Refused, match=r"already-done|not-possible-now|not-this-step"):
        services.number(late, by=PEOPLE.clerk, at=AT)
    assert view(late).row.national_status == 7


def test_an_extension_is_granted_once_and_in_time_and_lateness_keeps_the_first_date() -> None:
    slip = testing.accepted(LAN)
    assert slip.due_at is not None
    more = {"ground": "needs_more_time", "reason": "Xác minh tại nơi cư trú", "by": PEOPLE.head}
    for wrong, code in (
        ({"at": slip.due_at - timedelta(hours=23)}, "too-late"),
        ({"at": AT, "ground": "because"}, "ground-unknown"),
        ({"at": AT, "reason": ""}, "reason-missing"),
    ):
        with pytest.raises(Refused, match=code):
            services.extend(slip.dossier_id, slip.due_at + timedelta(days=3), **(more | wrong))  # type: ignore[arg-type]
    with pytest.raises(Refused, match="not-later"):
        services.extend(slip.dossier_id, slip.due_at, at=AT, **more)  # type: ignore[arg-type]

    later = slip.due_at + timedelta(days=3)
    services.extend(slip.dossier_id, later, at=AT, **more)  # type: ignore[arg-type]

    with pytest.raises(Refused, match="second"):
        services.extend(slip.dossier_id, later + timedelta(days=1), at=AT, **more)  # type: ignore[arg-type]
    seen = view(slip.dossier_id, LAN)
    assert (seen.row.current_due_at, seen.row.original_due_at) == (later, slip.due_at)
    assert [change.cause for change in seen.due_history] == ["extension"]
    assert any(line.kind == "due-changed" for line in seen.timeline)


def test_a_pause_for_a_financial_obligation_resumes_with_the_time_left() -> None:
    slip = testing.accepted(LAN)
    services.complete_step(testing.task(slip.dossier_id, "appraise").id, by=PEOPLE.case, at=AT)
    paused_at = AT + timedelta(days=1)
    assert (
        services.pause(
            slip.dossier_id, "financial_obligation", reason="Thông báo thuế 15", by=PEOPLE.case, at=paused_at
        ).status
        == "awaiting_payment"
    )
    assert view(slip.dossier_id).row.national_status == 6
    for ground, reason, code in (
        ("system_outage", "Máy hỏng", "ground-unknown"),
        ("financial_obligation", " ", "reason"),
    ):
        with pytest.raises(Refused, match=code):
            services.pause(slip.dossier_id, ground, reason=reason, by=PEOPLE.case, at=paused_at)

    done = services.resume(slip.dossier_id, by=PEOPLE.case, at=paused_at + timedelta(days=5))

    assert done.due_at is not None
    assert done.due_at.date() == date(2026, 11, 26)
    with pytest.raises(Refused, match="not-possible-now"):
        services.resume(slip.dossier_id, by=PEOPLE.case, at=AT)


def test_a_late_decree_moves_open_due_dates_and_tells() -> None:
    calendar.load_shipped(by=SYSTEM, at=AT)
    slip = testing.accepted(LAN)
    national = shipped_national()
    line = national.days[0].model_copy(update={"day": date(2026, 11, 20), "reason": "Nghỉ theo quyết định mới"})
    calendar.load(national.model_copy(update={"days": [*national.days, line]}), by=SYSTEM, at=AT)
    with scope(SYSTEM):
        fact = [f for f in events.history(_calendar_id()) if f.days == 1][-1]

    handlers.on_calendar_changed(fact, key="k", at=AT)
    handlers.on_calendar_changed(fact, key="k", at=AT)

    seen = view(slip.dossier_id, LAN)
    assert seen.row.current_due_at is not None
    assert seen.row.current_due_at.date() == date(2026, 11, 24)
    assert seen.row.original_due_at == slip.due_at
    assert [change.cause for change in seen.due_history] == ["calendar"]


def _calendar_id() -> UUID:
    with connection.cursor() as cursor:
        cursor.execute("select id from calendar_officecalendar where applies_to is null")
        return UUID(str(cursor.fetchone()[0]))


def test_the_public_look_up_shows_progress_only_and_one_answer_to_every_wrong_pair() -> None:
    slip = testing.accepted(LAN)
    receipt = view(slip.dossier_id).row.receipt_number
    with scope(ANONYMOUS):
        found = queries.track(slip.code, "5678", at=AT)
        again = queries.track(receipt.lower().replace("-", " "), "0912 345 678", at=AT)
        wrong = [queries.track(*pair, at=AT) for pair in ((slip.code, "0000"), ("MC-AAAA-AAAA-A", "5678"), ("?", ""))]

    assert found is not None
    assert again == found
    assert wrong == [None, None, None]
    assert (found.reference, found.status_words) == (slip.code, "Đã tiếp nhận")
    assert "Lan" not in str(found)
    assert not any(line.who or line.detail for line in found.timeline)
    assert [line.done for line in found.timeline] == [True, True, False]


def test_the_receipt_is_drawn_up_and_people_are_told() -> None:
    receipt = testing.filed(LAN, code=CHARGED)
    with scope(SYSTEM):
        fact = next(f for f in events.history(receipt.dossier_id) if isinstance(f, DossierSubmitted))

    handlers.on_submitted(fact, key="k1", at=AT)
    handlers.on_submitted(fact, key="k1", at=AT)

    with scope(SYSTEM):
        drawn = [d for d in documents.documents(receipt.dossier_id, by=SYSTEM) if d.kind == "submission_receipt"]
    assert len(drawn) == 1
    assert documents_do.render_now(drawn[0].id, by=SYSTEM, at=AT).fault == ""


def test_every_fact_of_a_whole_life_can_be_told() -> None:
    done = testing.issued(LAN)
    asked = testing.asked(LAN)
    services.answer_supplement(asked.dossier_id, {"purpose": "marriage"}, by=LAN, at=AT)
    services.refuse(asked.dossier_id, "not_eligible", "Không thuộc đối tượng", by=PEOPLE.reception, at=AT)
    by_fact: dict[str, Any] = {
        "DossierAccepted": handlers.on_accepted, "ReceptionRefused": handlers.on_reception_refused,
        "SupplementRequested": handlers.on_supplement_requested, "SupplementAnswered": handlers.on_supplement_answered,
        "ResultIssued": handlers.on_result, "DossierDelivered": handlers.on_delivered,
    }  # fmt: skip
    with scope(SYSTEM):
        facts = [*events.history(done.dossier_id), *events.history(asked.dossier_id)]

    tellable = [fact for fact in facts if type(fact).__name__ in by_fact]
    for number, fact in enumerate(tellable):
        by_fact[type(fact).__name__](fact, key=str(number), at=AT)

    assert len(tellable) == 6


def test_finance_follows_what_payments_announced() -> None:
    receipt = testing.filed(LAN, code=CHARGED)
    assert view(receipt.dossier_id).row.needs_applicant

    services.record_finance(receipt.dossier_id, "paid", by=SYSTEM, at=AT)
    services.record_finance(receipt.dossier_id, "paid", by=SYSTEM, at=AT)

    assert view(receipt.dossier_id).row.finance_state == "paid"


def test_the_database_knows_the_same_transitions() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select before, after from dossiers_transitions() order by before, after")
        known = {(before, after) for before, after in cursor.fetchall()}

    assert known == {(str(b), str(a)) for b, following in TRANSITIONS.items() for a in following}


@pytest.mark.parametrize(
    "change",
    [
        "status = 'delivered', version = version + 1",
        "receipt_number = 'MC-1', version = version + 1",
        "status = 'accepted', code = null, version = version + 1",
        "applicant_name = 'x'",
    ],
)
def test_the_database_refuses_what_the_law_does_not_know(change: str) -> None:
    receipt = testing.filed(LAN)

    with scope(SYSTEM), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"update dossiers_dossier set {change} where id = %s", [receipt.dossier_id])
