"""An apology that lies ready is for the date promised now: another date, or an end, puts it aside."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from motcua.kernel import events, relay
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.calendar import services as calendar
from motcua.rooms.calendar.rules import ZONE
from motcua.rooms.calendar.types import DeclarationKind, Decree, Place
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents import services as documents_do
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.events import DossierEscalated
from motcua.rooms.dossiers.testing import AT, HOME, PEOPLE, People, citizen
from motcua.rooms.dossiers.types import SupplementItem
from motcua.rooms.notifications import queries as notifications

LAN = citizen()
WARD = Place(agency_id=HOME)
FRIDAY = datetime(2026, 11, 20, 15, tzinfo=ZONE)  # due on Monday; the step at hand should have been done by noon
STORM = Decree(DeclarationKind.CLOSURE, date(2026, 11, 23), date(2026, 11, 23), "88/CĐ", date(2026, 11, 20), "Bão số 9")


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()
    calendar.load_shipped(by=SYSTEM, at=AT - timedelta(days=9))


def relayed(at: datetime) -> None:
    for _ in range(3):
        relay.drain(at=lambda: at)


def ready(dossier_id: UUID) -> tuple[datetime, str] | None:
    with scope(PEOPLE.head):
        found = queries.prepared_extension(dossier_id, by=PEOPLE.head)
    return (found.due_at, found.reason) if found else None


def drafts(dossier_id: UUID) -> int:
    with scope(PEOPLE.head):
        return sum(one.draft and one.kind == "apology" for one in documents.documents(dossier_id, by=PEOPLE.head))


def drafted(people: People = PEOPLE) -> UUID:
    """A dossier whose step is late, so that an apology lies ready."""
    slip = testing.accepted(LAN, people=people)
    services.climb(FRIDAY)
    relayed(FRIDAY)
    assert ready(slip.dossier_id) is not None
    assert drafts(slip.dossier_id) == 1
    return slip.dossier_id


def extended(dossier_id: UUID) -> None:
    later = datetime(2026, 11, 27, 17, tzinfo=ZONE)
    services.extend(dossier_id, later, ground="needs_more_time", reason="Chờ xác minh", by=PEOPLE.head, at=FRIDAY)


def withdrawn(dossier_id: UUID) -> None:
    services.withdraw(dossier_id, reason="Không cần nữa", by=LAN, at=FRIDAY)


def supplement(dossier_id: UUID) -> None:
    items = [SupplementItem("purpose", "Chụp lại cho rõ")]
    services.request_supplement(dossier_id, items, reason="Mờ", by=PEOPLE.case, at=FRIDAY)


def notice(dossier_id: UUID) -> None:
    services.pause(dossier_id, "financial_obligation", reason="Thông báo 12/TB", by=PEOPLE.case, at=FRIDAY)


@pytest.mark.parametrize("happens", [extended, withdrawn, supplement, notice])
def test_what_moves_the_date_or_ends_the_dossier_puts_the_draft_aside(happens: Callable[[UUID], None]) -> None:
    dossier_id = drafted()

    happens(dossier_id)
    at_once = ready(dossier_id)
    relayed(FRIDAY)

    assert at_once is None
    assert drafts(dossier_id) == 0
    assert services.set_aside_apologies(dossier_id, by=SYSTEM, at=FRIDAY) == 0


def test_a_decree_puts_the_draft_aside_and_the_ladder_lays_a_new_one_ready_for_the_new_date() -> None:
    dossier_id = drafted()
    first = ready(dossier_id)
    calendar.declare(STORM, WARD, by=SYSTEM, at=FRIDAY)
    relayed(FRIDAY)
    between = drafts(dossier_id)
    services.climb(FRIDAY + timedelta(hours=4))

    second = ready(dossier_id)
    with scope(SYSTEM):
        rungs = [fact for fact in events.history(dossier_id) if isinstance(fact, DossierEscalated)]
    assert between == 0
    assert drafts(dossier_id) == 1
    assert first is not None
    assert second is not None
    assert second[0] - first[0] == timedelta(days=1)
    assert [(one.rung, one.due_at.date().day) for one in rungs] == [("reminder", 23), ("reminder", 24)]


def test_who_has_the_work_hears_that_a_date_became_earlier_and_nothing_of_a_later_one() -> None:
    staff = testing.staffed()
    slip = testing.accepted(LAN, people=staff)
    services.claim(testing.task(slip.dossier_id, "appraise").id, by=staff.case, at=AT)
    storm = calendar.declare(STORM, WARD, by=SYSTEM, at=AT + timedelta(hours=1))
    relayed(AT + timedelta(hours=1))
    with scope(staff.case):
        later = notifications.at_desk(by=staff.case)
    calendar.take_back(storm, number="89/CĐ", reason="Bão tan", by=SYSTEM, at=AT + timedelta(hours=2))
    relayed(AT + timedelta(hours=2))

    with scope(staff.case):
        (told,) = notifications.at_desk(by=staff.case)
    assert later == []
    assert told.event == "desk_due_earlier"
    assert "Trước đây hẹn trả 17:00 thứ Ba, 24/11/2026" in told.body
    assert "Nay hẹn trả 17:00 thứ Hai, 23/11/2026" in told.body
    with scope(staff.head):
        assert notifications.at_desk(by=staff.head) == []


def test_only_the_system_puts_drafts_aside() -> None:
    dossier_id = drafted()
    with scope(SYSTEM):
        (one,) = (one for one in documents.documents(dossier_id, by=SYSTEM) if one.kind == "apology")

    with pytest.raises(Refused, match="not-permitted"):
        services.set_aside_apologies(dossier_id, by=PEOPLE.head, at=FRIDAY)
    with pytest.raises(Refused, match="not-permitted"):
        documents_do.put_aside(one.id, reason="x", by=PEOPLE.chief, at=FRIDAY)
