"""Cases and their tasks: starting, taking, doing, assigning, handing over, returning, closing."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor, ActorKind, Office
from motcua.rooms.agencies import testing as agencies_testing
from motcua.rooms.agencies.types import agency_id, unit_id
from motcua.rooms.process import queries, services
from motcua.rooms.process.services.moving import run_timers
from motcua.rooms.process.tests.test_rules_executor import process
from motcua.rooms.process.types import ProcessDefinition, Progress, TaskFilters

AT = datetime(2026, 11, 18, 2, tzinfo=UTC)  # Wednesday, 09:00 in Vietnam
DUE = datetime(2026, 11, 20, 10, tzinfo=UTC)
AGENCY_KEY = "hcm25_stp"
HOME = agency_id(AGENCY_KEY)
DESK, DIVISION, OFFICE = (unit_id(AGENCY_KEY, suffix) for suffix in ("mc", "p1", "vp"))


def officer(name: str, *roles: tuple[str, UUID | None], agency: UUID = HOME) -> Actor:
    offices = tuple(Office(role, agency, unit) for role, unit in roles)
    return Actor(id=new_id(), kind=ActorKind.OFFICER, name=name, agency_id=agency, offices=offices)


LAN = officer("Lan", ("reception_officer", DESK))
MINH = officer("Minh", ("case_officer", DIVISION))
NAM = officer("Nam", ("case_officer", DIVISION))
HEAD = officer("Hà", ("unit_head", DIVISION))
CHIEF = officer("Chiến", ("signing_authority", None))
STRANGER = officer("Lạ", ("case_officer", unit_id("hcm25_sxd", "p1")), agency=agency_id("hcm25_sxd"))

CHAIN = process(
    {"key": "receive", "does": "receive", "role": "reception_officer", "share": 0.1},
    {"key": "appraise", "does": "appraise", "unit": "p1", "share": 0.6},
    {"key": "approve", "does": "approve", "role": "signing_authority", "unit": "none", "share": 0.3},
)


@pytest.fixture(autouse=True)
def _tree(db: None) -> None:
    agencies_testing.load_tree()


def begin(definition: ProcessDefinition = CHAIN, **more: object) -> Progress:
    facts: dict[str, object] = {
        "agency_id": HOME, "owner_id": new_id(), "due_at": DUE, "received_in": DESK, "reference": "H29.3-261118-0001",
        "title": "Cấp bản sao trích lục", "party": "Nguyễn Văn An",
    }  # fmt: skip
    return services.start(new_id(), definition, {}, **(facts | more), by=LAN, at=AT)  # type: ignore[arg-type]


def read(by: Actor, **filters: object) -> list[str]:
    with scope(by):
        return [task.name for task in queries.tasks(by=by, filters=TaskFilters(**filters)).tasks]  # type: ignore[arg-type]


def test_acceptance_does_the_receiving_step_and_opens_the_next_at_its_unit() -> None:
    progress = begin()

    assert [(task.step_key, task.unit_id) for task in progress.new_tasks] == [("appraise", DIVISION)]
    with scope(MINH):
        done, due = queries.tasks_of(progress.subject_id)
    assert (done.step_key, done.done_by_name, done.unit_id) == ("receive", "Lan", DESK)
    assert due.due_at is not None
    assert AT < due.due_at < DUE


def test_each_officer_sees_the_work_of_his_role_and_unit_only() -> None:
    begin()

    assert read(MINH) == read(HEAD) == ["appraise"]
    assert read(LAN) == read(CHIEF) == read(STRANGER) == []


def test_completing_moves_the_case_until_it_ends() -> None:
    task = begin().new_tasks[0]
    approve = services.complete(task.id, note="đủ", by=MINH, at=AT).new_tasks[0]

    ended = services.complete(approve.id, by=CHIEF, at=AT)

    assert ended.ended
    with scope(MINH):
        assert not queries.running(ended.subject_id)
        assert [t.state for t in queries.tasks_of(ended.subject_id)] == ["done"] * 3


def test_a_task_is_done_once_and_the_second_hears_who_and_when() -> None:
    task = begin().new_tasks[0]
    services.complete(task.id, by=MINH, at=AT)

    with pytest.raises(Refused) as no:
        services.complete(task.id, by=NAM, at=AT)

    assert no.value.code == "task.already-done"
    assert no.value.http_status == 409
    assert "Minh" in no.value.message
    assert "09:00 ngày 18/11/2026" in no.value.message


def test_a_claimed_task_is_the_claimants_until_it_is_put_back() -> None:
    task = begin().new_tasks[0]
    services.claim(task.id, by=MINH, at=AT)
    services.claim(task.id, by=MINH, at=AT)
    with pytest.raises(Refused, match="held-by-another"):
        services.complete(task.id, by=NAM, at=AT)
    with pytest.raises(Refused, match="held-by-another"):
        services.release(task.id, by=NAM, at=AT)

    services.release(task.id, by=MINH, at=AT)
    services.release(task.id, by=MINH, at=AT)

    assert read(NAM, unassigned=True) == ["appraise"]
    services.complete(task.id, by=NAM, at=AT)


def test_work_is_assigned_by_those_in_charge() -> None:
    task = begin().new_tasks[0]
    with pytest.raises(Refused, match="not-permitted"):
        services.assign(task.id, NAM.id, assignee_name="Nam", by=MINH, at=AT)
    elsewhere = officer("Xa", ("dispatcher", OFFICE))
    with pytest.raises(Refused, match="not-in-charge"):
        services.assign(task.id, NAM.id, assignee_name="Nam", by=elsewhere, at=AT)

    services.assign(task.id, NAM.id, assignee_name="Nam", by=HEAD, at=AT)

    assert read(NAM, mine=True) == ["appraise"]
    with pytest.raises(Refused, match="changed"):
        services.assign(task.id, MINH.id, assignee_name="Minh", version=1, by=HEAD, at=AT)


def test_the_wrong_role_or_agency_is_refused() -> None:
    task = begin().new_tasks[0]

    with pytest.raises(Refused, match="not-yours"):
        services.complete(task.id, by=LAN, at=AT)
    with pytest.raises(Refused, match="out-of-reach"):
        services.complete(task.id, by=STRANGER, at=AT)
    with scope(STRANGER), pytest.raises(Refused, match="out-of-reach"):
        queries.task(task.id, by=STRANGER)


def test_work_is_handed_over_between_two_units() -> None:
    task = begin().new_tasks[0]
    services.hand_over(task.id, OFFICE, reason="nhờ phối hợp", by=MINH, at=AT)

    assert read(MINH) == []
    assert read(officer("Vy", ("case_officer", OFFICE))) == ["appraise"]
    for elsewhere in (OFFICE, unit_id("hcm25_sxd", "p1")):
        with pytest.raises(Refused, match="unit-elsewhere"):
            services.hand_over(task.id, elsewhere, by=officer("Vy", ("case_officer", OFFICE)), at=AT)


def test_work_is_returned_for_rework_with_a_reason_and_keeps_the_due_date() -> None:
    first = begin().new_tasks[0]
    approve = services.complete(first.id, by=MINH, at=AT).new_tasks[0]
    with scope(CHIEF):
        assert queries.rework_steps(approve.id) == [("appraise", "appraise")]
    with pytest.raises(Refused, match="reason-missing"):
        services.return_for_rework(approve.id, "appraise", reason=" ", by=CHIEF, at=AT)
    with pytest.raises(Refused, match="no-such-step"):
        services.return_for_rework(approve.id, "receive", reason="thiếu", by=CHIEF, at=AT)

    back = services.return_for_rework(approve.id, "appraise", reason="thiếu căn cứ", by=CHIEF, at=AT)

    assert [(task.step_key, task.due_at) for task in back.new_tasks] == [("appraise", first.due_at)]
    assert read(MINH) == ["appraise"]


def test_closing_from_outside_lets_open_work_fall_away() -> None:
    progress = begin()

    assert services.close(progress.subject_id, cause="withdrawn", by=LAN, at=AT) == 1
    assert services.close(progress.subject_id, cause="withdrawn", by=LAN, at=AT) == 0
    assert services.close(new_id(), cause="withdrawn", by=LAN, at=AT) == 0
    with pytest.raises(Refused, match="fell-away"):
        services.complete(progress.new_tasks[0].id, by=MINH, at=AT)


def test_a_moved_due_date_moves_the_open_steps() -> None:
    progress = begin()

    services.reschedule(progress.subject_id, due_at=DUE + timedelta(days=7), started_at=AT, by=LAN, at=AT)

    with scope(MINH):
        moved = queries.task(progress.new_tasks[0].id, by=MINH)
    assert moved.due_at is not None
    assert progress.new_tasks[0].due_at is not None
    assert moved.due_at > progress.new_tasks[0].due_at
    assert moved.late(moved.due_at + timedelta(seconds=1))


def test_branches_ask_the_sealed_answers_and_the_outcome() -> None:
    branching = process(
        {"key": "receive", "does": "receive", "role": "reception_officer", "share": 1},
        {"key": "look", "unit": "p1", "next": [{"to": "visit", "when": "answers.floors > 3"}, {"to": "end"}]},
        {"key": "visit", "unit": "p1"},
    )
    case = services.start(new_id(), branching, {"answers": {"floors": 5}}, agency_id=HOME, owner_id=None, by=LAN, at=AT)

    assert services.complete(case.new_tasks[0].id, by=MINH, at=AT).new_tasks[0].step_key == "visit"


def test_a_timer_reminds_once() -> None:
    timed = process(
        {"key": "receive", "does": "receive", "role": "reception_officer", "share": 1},
        {"key": "ask", "unit": "p1", "next": "end", "timer": {"after": 8, "to": "remind"}},
        {"key": "remind", "unit": "p1"},
    )
    begin(timed)

    assert run_timers(AT + timedelta(hours=1)) == 0
    assert run_timers(AT + timedelta(days=2)) == 1
    assert run_timers(AT + timedelta(days=2)) == 0
    assert sorted(read(MINH)) == ["ask", "remind"]


def test_the_list_goes_page_by_page_in_the_order_of_due_dates() -> None:
    for n in range(5):
        begin(due_at=DUE + timedelta(days=n) if n < 4 else None, party=f"Người {n}")
    with scope(MINH):
        first = queries.tasks(by=MINH, limit=2)
        second = queries.tasks(by=MINH, after=first.next_after, limit=2)
        third = queries.tasks(by=MINH, after=second.next_after, limit=2)
        with pytest.raises(Refused, match="place-unknown"):
            queries.tasks(by=MINH, after="x|y")

    parties = [task.party for page in (first, second, third) for task in page.tasks]
    assert parties == [f"Người {n}" for n in range(5)]
    assert third.next_after is None


def test_filters_and_counts_tell_how_much_there_is() -> None:
    begin()
    begin(party="Trần Thị Bình", due_at=AT + timedelta(hours=1))

    assert len(read(MINH, text="bình")) == 1
    assert len(read(MINH, overdue_at=DUE + timedelta(days=1), unit_id=DIVISION, does=("appraise",))) == 2
    begin(party="Lê Văn Cao", due_at=AT + timedelta(hours=7))
    with scope(MINH):
        counts = queries.counts(by=MINH, at=AT + timedelta(hours=3), soon=timedelta(hours=6))
    assert (counts.open, counts.unassigned, counts.mine) == (3, 3, 0)
    assert (counts.overdue, counts.due_soon) == (1, 1)  # what is late is not due soon any more


def test_every_move_is_a_fact() -> None:
    progress = begin()
    services.claim(progress.new_tasks[0].id, by=MINH, at=AT)
    services.complete(progress.new_tasks[0].id, by=MINH, at=AT)

    with scope(SYSTEM):
        names = [type(fact).__name__ for fact in events.history(progress.subject_id)]

    assert names == ["ProcessMoved", "TaskAssigned", "ProcessMoved"]
