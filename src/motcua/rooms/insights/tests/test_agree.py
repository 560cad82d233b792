"""Whatever is counted can be opened, and the list has as many dossiers as the number says: every measure, every row."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from motcua.kernel import relay
from motcua.kernel.tenancy import scope
from motcua.kernel.types import Actor
from motcua.rooms.agencies.types import unit_id
from motcua.rooms.dossiers import services as dossiers
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.testing import AT, COMMUNE, PEOPLE
from motcua.rooms.dossiers.tests import linked
from motcua.rooms.feedback import services as feedback
from motcua.rooms.insights import queries
from motcua.rooms.insights.reading import leading
from motcua.rooms.insights.types import Narrowed, Period

pytestmark = pytest.mark.django_db

CITIZEN = testing.citizen()
YEAR = Period(AT.date().replace(month=1, day=1), AT.date())
HERE = testing.officer("Phạm Chiến", "signing_authority", None).agency_id
CITY = testing.officer("Lãnh đạo Thành phố", "signing_authority", None, agency="hcm")


def told() -> None:
    relay.drain(("bulk",), at=lambda: AT)


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    linked.world()


@pytest.fixture
def complaining() -> UUID:
    """A dossier long overdue: passed up by the ladder, its applicant asked why and was not answered in time."""
    late = testing.accepted(CITIZEN, at=AT - timedelta(days=30)).dossier_id
    feedback.complain(late, sentence="Vì sao?", by=CITIZEN, at=AT - timedelta(days=12))
    dossiers.climb(AT)
    return late


@pytest.fixture
def _mixed(complaining: UUID) -> None:
    """A bit of everything, at several units and agencies."""
    for days in (3, 9):
        testing.issued(CITIZEN, at=AT - timedelta(days=days))
    testing.filed(CITIZEN, at=AT - timedelta(days=5))
    testing.filed(CITIZEN, at=AT)
    testing.asked(CITIZEN, at=AT - timedelta(days=1))
    testing.for_approval(CITIZEN, at=AT - timedelta(days=20))
    testing.accepted(CITIZEN, at=AT - timedelta(days=4))
    answered = testing.accepted(CITIZEN, at=AT - timedelta(days=25)).dossier_id
    feedback.complain(answered, by=CITIZEN, at=AT - timedelta(days=10))
    feedback.answer_complaint(answered, "Xong ngày mai.", by=PEOPLE.head, at=AT - timedelta(days=9))
    linked.accepted(CITIZEN)
    linked.handed_in(CITIZEN)
    told()


def length(measure: str, asked: Narrowed, by: Actor) -> int:
    """How many dossiers the list has, page by page."""
    page, found, more = 1, 0, True
    while more:
        answer = queries.cases(measure, asked, page=page, by=by, at=AT)
        found, more, page = found + len(answer.cases), answer.more, page + 1
    return found


def narrower(group: str, key: Any) -> Narrowed:
    if group == "agency":
        return Narrowed(YEAR, agency_id=key)
    if group == "procedure":
        return Narrowed(YEAR, procedure=key)
    return Narrowed(YEAR, HERE, unit_id=key, nowhere=key is None)


@pytest.mark.usefixtures("_mixed")
@pytest.mark.parametrize(
    ("who", "group"), [(CITY, "agency"), (PEOPLE.chief, "unit"), (PEOPLE.head, "unit"), (CITY, "procedure")]
)
def test_every_number_equals_the_list_behind_it(who: Actor, group: str) -> None:
    with scope(who):
        lines = queries.scores(Narrowed(YEAR), group=group, by=who, at=AT)
        wrong = {}
        counted = 0
        for key, measure in queries.MEASURES.items():
            if not measure.listed:
                continue
            told_of = [(Narrowed(YEAR), lines.total), *((narrower(group, row.key), row) for row in lines.rows)]
            for asked, row in told_of:
                counted += row[key] > 0
                if (there := length(key, asked, who)) != row[key]:
                    wrong[key, str(row.key)] = (row[key], there)
            assert sum(row[key] for row in lines.rows) == lines.total[key], key

    assert wrong == {}
    assert counted > 20  # there was something to count


@pytest.mark.usefixtures("_mixed")
@pytest.mark.parametrize("who", [CITY, PEOPLE.chief, PEOPLE.head])
def test_every_urgent_thing_counts_what_its_list_has_there_and_in_all(who: Actor) -> None:
    with scope(who):
        found = [one for one in leading.urgent(Narrowed(YEAR), by=who, at=AT) if one.kind != "to_decide"]
        kinds = {one.kind for one in found}
        for one in found:
            assert length(one.kind, Narrowed(YEAR), who) == one.count
            agency = who is CITY
            there = Narrowed(YEAR, one.place) if agency else Narrowed(YEAR, HERE, one.place)
            assert one.place is None or length(one.kind, there, who) == one.at_place

    assert "complaint_late" in kinds


def test_a_linked_dossier_counts_once_in_public_and_as_its_parts_for_leaders() -> None:
    group = linked.accepted(CITIZEN)
    told()

    board = queries.transparency(YEAR, at=AT, group="both")
    with scope(CITY):
        total = queries.scores(Narrowed(YEAR), by=CITY, at=AT).total
        listed = queries.cases("in_process", Narrowed(YEAR), by=CITY, at=AT)
        below = queries.reach(by=CITY).agency_ids

    assert (board.total.received.exact, board.total.in_process.exact) == (1, 1)
    assert [(row.agency_id, row.procedure) for row in board.rows] == [(HERE, linked.GROUP)]
    begun = [one for one in linked.progress(group).members if one.dossier_id]
    parts = {one.dossier_id for one in begun if one.agency_id in below}  # social insurance answers to nobody here
    assert (len(begun), len(parts)) == (2, 1)
    assert {one.row.id for one in listed.cases} == parts
    assert (total["received"], total["in_process"], total["submitted"]) == (1, 1, 1)


def test_until_it_is_taken_in_a_linked_dossier_waits_as_a_whole() -> None:
    linked.handed_in(CITIZEN)
    told()

    with scope(PEOPLE.chief):
        total = queries.scores(Narrowed(YEAR), by=PEOPLE.chief, at=AT).total

    assert (total["unreceived"], total["submitted"]) == (1, 1)


def test_a_complaint_and_the_last_rung_reach_the_leader(complaining: UUID) -> None:
    told()

    with scope(PEOPLE.chief):
        total = queries.scores(Narrowed(YEAR), by=PEOPLE.chief, at=AT).total
        kinds = [one.kind for one in queries.urgent(Narrowed(YEAR), by=PEOPLE.chief, at=AT)]
        (case,) = queries.cases("complaint_late", Narrowed(YEAR), by=PEOPLE.chief, at=AT).cases

    assert (total["complained"], total["complaint_missed"], total["complaint_open"], total["passed_up"]) == (1, 1, 1, 1)
    assert kinds[:2] == ["passed_up", "complaint_late"]
    assert "overdue" not in kinds  # the same dossier is said once
    assert case.row.id == complaining
    assert case.unit_id == unit_id(COMMUNE, "vp")
    assert case.complaint_due_at is not None
    assert case.passed_up_at == AT


def test_an_answer_in_time_is_kept_one_after_it_is_not(complaining: UUID) -> None:
    feedback.answer_complaint(complaining, "Xong thứ sáu.", by=PEOPLE.head, at=AT)
    other = testing.accepted(CITIZEN, at=AT - timedelta(days=25)).dossier_id
    feedback.complain(other, by=CITIZEN, at=AT)
    feedback.answer_complaint(other, "Xong ngày mai.", by=PEOPLE.head, at=AT)
    told()

    board = queries.transparency(YEAR, at=AT)

    total = board.total
    assert (total.complaints.exact, total.complaints_kept.exact, total.complaints_missed.exact) == (2, 1, 1)
    assert total.complaints.shown is None  # under five
    assert total.complaint_rate is None
