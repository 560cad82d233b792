"""Pure rules: what is urgent, and how facts fold into work."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from motcua.rooms.dossiers import events as d
from motcua.rooms.feedback import events as f
from motcua.rooms.insights.rules import Urgent, fold, three
from motcua.rooms.insights.types import Waiting
from motcua.rooms.process import events as p
from motcua.rooms.process.types import TaskRef

MONDAY = datetime(2026, 11, 16, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SUBJECT, AGENCY, OWNER, DESK, UNIT = (UUID(int=n) for n in range(10, 15))
LAN, MINH = UUID(int=20), UUID(int=21)


def hours(start: datetime, end: datetime) -> float:
    return (end - start) / HOUR


def of_dossier(at: datetime, by: UUID = LAN) -> dict[str, Any]:
    return {
        "occurred_at": at,
        "agency_id": AGENCY,
        "subject_id": SUBJECT,
        "owner_id": OWNER,
        "by_id": by,
        "by_name": str(by.int),
    }


def submitted(at: datetime = MONDAY) -> d.DossierSubmitted:
    return d.DossierSubmitted(
        **of_dossier(at, OWNER), procedure_key="k", procedure_code="c", procedure_name="n", version_id=UUID(int=1),
        reception_agency_id=AGENCY, answers_id=UUID(int=2), method="online", case="", result_channel="portal",
        receipt_number="R", answer_due_at=at + DAY, fee_total=0, files=0,
    )  # fmt: skip


def accepted(at: datetime) -> d.DossierAccepted:
    return d.DossierAccepted(
        **of_dossier(at), code="H", due_at=at + 5 * DAY, limit="", explanation="", unit_id=DESK, procedure_key="k",
        procedure_code="c", method="online", submitted_at=MONDAY, slip_id=None,
    )  # fmt: skip


def moved(
    at: datetime, cause: str, *, done: UUID | None, opens: UUID | None = None, step: str = "appraise"
) -> p.ProcessMoved:
    opened = (TaskRef(opens, step, step, step, "case_officer", UNIT, at + 2 * DAY),) if opens else ()
    return p.ProcessMoved(at, AGENCY, SUBJECT, OWNER, cause, done, step, "done", MINH, "21", opened, (), False)


def a_life() -> tuple[list[Any], UUID, UUID]:
    """Handed in, received after two hours, appraised."""
    received, appraised = uuid4(), uuid4()
    at = MONDAY + 2 * HOUR
    return [submitted(), moved(at, "started", done=received, opens=appraised), accepted(at)], received, appraised


def test_receiving_is_work_since_the_dossier_was_handed_in() -> None:
    facts, received, appraised = a_life()

    state = fold(facts, hours)

    assert state.pieces[received].hours == 2
    assert (state.pieces[received].unit_id, state.unit_id) == (DESK, UNIT)
    assert (state.waits_for, state.waits_since) == (Waiting.OFFICER, MONDAY + 2 * HOUR)
    assert state.clock_due_at == MONDAY + 2 * HOUR + 5 * DAY
    assert state.step is state.pieces[appraised]


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 40))
def test_the_time_the_applicant_was_waited_for_is_nobodys_work(before: int, waited: int, after: int) -> None:
    facts, _, appraised = a_life()
    asked_at = MONDAY + 2 * HOUR + before * HOUR
    back_at = asked_at + waited * HOUR
    request = UUID(int=30)
    facts += [
        d.SupplementRequested(**of_dossier(asked_at, MINH), request_id=request, stage="appraisal", fields=("x",), reason="", due_at=back_at, slip_id=None),
        d.SupplementAnswered(**of_dossier(back_at, OWNER), request_id=request, stage="appraisal", answers_id=UUID(int=2), due_at=back_at + DAY, answer_due_at=None),
    ]  # fmt: skip

    stopped = fold(facts[:-1], hours)
    state = fold([*facts, moved(back_at + after * HOUR, "done", done=appraised)], hours)

    assert (stopped.waits_for, stopped.clock_due_at) == (Waiting.APPLICANT, None)
    assert state.pieces[appraised].hours == before + after
    assert state.clock_due_at == back_at + DAY


def test_a_second_request_at_the_same_stage_is_marked() -> None:
    facts, _, _ = a_life()
    for n in (1, 2):
        at = MONDAY + n * DAY
        facts.append(
            d.SupplementRequested(**of_dossier(at, MINH), request_id=UUID(int=n), stage="appraisal", fields=(), reason="", due_at=at, slip_id=None)
        )  # fmt: skip

    assert [ask.again for ask in fold(facts, hours).asks] == [False, True]


def test_work_returned_counts_for_whoever_did_it_last() -> None:
    facts, _, first = a_life()
    review, again = uuid4(), uuid4()
    at = MONDAY + DAY
    facts += [
        moved(at, "done", done=first, opens=review, step="work"),
        moved(at + HOUR, "returned", done=review, opens=again),
        d.ReturnedForRework(
            **of_dossier(at + HOUR), task_id=review, step_key="work", to_step="appraise", reason="", status=""
        ),
    ]

    state = fold(facts, hours)

    assert (state.pieces[first].sent_back, state.pieces[review].sent_back, state.sent_back) == (True, False, 1)


def test_an_opinion_asked_for_is_waited_for_until_it_comes() -> None:
    facts, _, _ = a_life()
    at, opinion = MONDAY + DAY, UUID(int=40)
    where: dict[str, Any] = {"consultation_id": opinion, "to_agency_id": AGENCY, "to_unit_id": UNIT}
    facts.append(d.ConsultationAsked(**of_dossier(at), **where, due_at=at + DAY))

    state = fold(facts, hours)
    answered = fold([*facts, d.ConsultationAnswered(**of_dossier(at + HOUR), **where, late=False)], hours)

    assert (state.waits_for, state.waits_since, state.consult_due_at) == (Waiting.CONSULTED, at, at + DAY)
    assert (answered.waits_for, answered.consult_due_at) == (Waiting.OFFICER, None)


def test_a_wrong_result_is_owed_until_it_is_corrected_or_declined() -> None:
    facts, _, _ = a_life()
    at = MONDAY + DAY
    one, other = UUID(int=50), UUID(int=51)
    for n, correction in enumerate((one, other), start=3):
        facts.append(
            d.CorrectionRequested(
                **of_dossier(at, OWNER), correction_id=correction, by_applicant=True, due_at=at + n * DAY
            )
        )
    declined = d.CorrectionDeclined(**of_dossier(at), correction_id=one, reason="", status="issued")

    assert fold(facts, hours).correction_due_at == at + 3 * DAY
    assert fold([*facts, declined], hours).correction_due_at == at + 4 * DAY


def test_passing_work_on_is_counted_and_taking_it_is_not() -> None:
    facts, _, task = a_life()
    given_to = p.TaskAssigned(MONDAY + DAY, AGENCY, SUBJECT, OWNER, task, LAN, "20", LAN)
    facts += [
        given_to,
        replace(given_to, assignee_id=MINH),
        p.WorkHandedOver(MONDAY + DAY, AGENCY, SUBJECT, OWNER, task, UNIT, DESK, "", LAN),
    ]

    piece = fold(facts, hours).pieces[task]

    assert (piece.moved, piece.officer_id, piece.unit_id) == (2, None, DESK)


def test_broken_promises_come_first_then_the_longest_delay() -> None:
    found = [
        Urgent("nobodys", 9, MONDAY - 9 * DAY), Urgent("at_risk", 5, MONDAY + DAY), Urgent("overdue", 1, MONDAY - HOUR),
        Urgent("to_decide", 2, MONDAY - DAY), Urgent("unanswered", 0),
    ]  # fmt: skip

    assert [one.kind for one in three(found, MONDAY)] == ["overdue", "nobodys", "to_decide"]


@given(
    st.lists(
        st.builds(
            Urgent,
            st.sampled_from(["overdue", "nobodys", "at_risk", "to_decide"]),
            st.integers(0, 5),
            st.none() | st.integers(-99, 99).map(lambda n: MONDAY + n * HOUR),
        )
    )
)
def test_three_at_most_and_never_an_empty_one(found: list[Urgent]) -> None:
    chosen = three(found, MONDAY)

    assert len(chosen) == min(3, sum(1 for one in found if one.count))
    assert all(one.count for one in chosen)


def test_what_waits_late_for_the_leaders_own_hand_is_never_pushed_out() -> None:
    promised = [Urgent(kind, 4, MONDAY - 9 * DAY) for kind in ("overdue", "complaint_late", "unanswered")]
    late, early = Urgent("to_decide", 6, MONDAY - DAY), Urgent("to_decide", 6, MONDAY + DAY)

    assert [one.kind for one in three([*promised, late], MONDAY)] == ["complaint_late", "overdue", "to_decide"]
    assert "to_decide" not in {one.kind for one in three([*promised, early], MONDAY)}


def test_nobody_is_late_with_a_dossier_whose_fee_is_owed() -> None:
    owed = replace(submitted(), fee_total=15_000)
    paid = d.FinanceChanged(**of_dossier(MONDAY + 9 * DAY), state="paid", answer_due_at=MONDAY + 10 * DAY)
    asked = d.SupplementRequested(
        **of_dossier(MONDAY + DAY), request_id=UUID(int=7), stage="reception", fields=(), reason="", due_at=MONDAY + 9 * DAY,
        slip_id=None,
    )  # fmt: skip
    back = d.SupplementAnswered(
        **of_dossier(MONDAY + 2 * DAY, OWNER), request_id=UUID(int=7), stage="reception", answers_id=UUID(int=2),
        due_at=None, answer_due_at=MONDAY + 3 * DAY,
    )  # fmt: skip

    assert (fold([owed], hours).waits_for, fold([owed], hours).clock_due_at) == (Waiting.PAYMENT, None)
    assert fold([owed, asked, back], hours).waits_for == Waiting.PAYMENT
    met = fold([owed, asked, back, paid], hours)
    assert (met.waits_for, met.clock_due_at) == (Waiting.RECEPTION, MONDAY + 10 * DAY)


def about(at: datetime) -> dict[str, Any]:
    return {
        "occurred_at": at,
        "agency_id": AGENCY,
        "subject_id": SUBJECT,
        "owner_id": OWNER,
        "reference": "H",
        "unit_id": UNIT,
    }


def test_a_complaint_is_waited_for_until_each_of_its_answers_and_one_late_answer_is_enough() -> None:
    facts, _, _ = a_life()
    asked = MONDAY + 9 * DAY
    complained = f.LatenessComplained(**about(asked), due_at=asked - DAY, late=True, answer_due_at=asked + 3 * DAY)
    moved_on = f.AnswerMoved(**about(asked), ground="Bão", before=asked + 3 * DAY, answer_due_at=asked + 4 * DAY)
    in_time = f.ComplaintAnswered(**about(asked + DAY), round=1, in_time=True, by_id=LAN, by_name="x")
    again = f.ComplaintReopened(**about(asked + 2 * DAY), answer_due_at=asked + 5 * DAY)
    late = f.ComplaintAnswered(**about(asked + 7 * DAY), round=2, in_time=False, by_id=LAN, by_name="x")

    seen = []
    for n in range(1, 6):
        state = fold([*facts, *[complained, moved_on, in_time, again, late][:n]], hours)
        due = state.complaint_due_at
        seen.append(((due - asked).days if due else None, state.complaint_missed))
        assert state.complained_at == asked

    assert seen == [(3, False), (4, False), (None, False), (5, False), (None, True)]


def test_only_the_last_rung_is_passed_up_to_the_leader() -> None:
    facts, _, _ = a_life()
    rungs = [
        d.DossierEscalated(**of_dossier(MONDAY + n * DAY), rung=rung, to=("agency_head",), due_at=MONDAY, draft_id=None)
        for n, rung in enumerate(("due", "one_stop", "leader", "leader"), start=6)
    ]

    assert fold([*facts, *rungs[:2]], hours).passed_up_at is None
    assert fold([*facts, *rungs], hours).passed_up_at == MONDAY + 8 * DAY


def test_what_was_passed_up_is_not_said_a_second_time_as_overdue() -> None:
    passed, overdue = Urgent("passed_up", 2, MONDAY), Urgent("overdue", 2, MONDAY)

    assert three([passed, overdue], MONDAY + DAY) == (passed,)
    assert len(three([passed, replace(overdue, count=3)], MONDAY + DAY)) == 2
