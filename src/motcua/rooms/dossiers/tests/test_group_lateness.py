"""A group promises one date: its lead agency apologises for it, the open parts follow, the counter watches over it."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from motcua.kernel import events, relay
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.calendar.rules import ZONE
from motcua.rooms.documents import queries as documents
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.events import DossierEscalated, DueChanged
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.reading import control
from motcua.rooms.dossiers.rules.folding import fold
from motcua.rooms.dossiers.testing import AT, PEOPLE, citizen
from motcua.rooms.dossiers.tests import linked
from motcua.rooms.notifications import queries as notifications

LAN = citizen()
LATER = datetime(2026, 12, 1, 17, tzinfo=ZONE)
WHY = {"ground": "waiting_for_agency", "reason": "Công an đang xác minh"}


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    linked.world()


def dossier(dossier_id: UUID) -> Dossier:
    with scope(SYSTEM):
        return Dossier.objects.get(id=dossier_id)


def part(group: UUID, key: str) -> Dossier:
    found = linked.member(group, key).dossier_id
    assert found is not None
    return dossier(found)


def extended(group: UUID) -> None:
    services.extend(group, LATER, **WHY, by=PEOPLE.chief, at=AT)
    for _ in range(3):
        relay.drain(at=lambda: AT)


def due(one: Dossier) -> datetime:
    assert one.current_due_at is not None
    return one.current_due_at


def test_the_lead_puts_the_one_date_off_and_every_open_part_follows_within_it() -> None:
    group = linked.accepted(LAN, purpose="marriage")
    before = {key: due(part(group, key)) for key in ("entry", "card")}
    planned = linked.member(group, "notice").due_at
    extended(group)

    assert due(dossier(group)) == LATER
    for key, old in before.items():
        now = part(group, key)
        assert old < due(now) <= LATER
        assert now.original_due_at == old  # lateness still counts from the first date
        assert now.extension_count == 1
        with scope(SYSTEM):
            assert fold(events.history(now.id)).current_due_at == due(now)
    assert planned is not None
    moved = due(part(group, "entry"))
    services.advance_group(group, by=SYSTEM, at=AT)
    assert due(part(group, "entry")) == moved


def test_a_part_that_begins_later_gets_its_share_of_the_new_date() -> None:
    group = linked.accepted(LAN)
    planned = linked.member(group, "notice").due_at
    extended(group)
    again = linked.member(group, "notice").due_at
    linked.decide(group, "entry", at=AT + timedelta(hours=1))

    assert planned is not None
    assert again == LATER
    assert planned < due(part(group, "notice")) <= LATER
    assert part(group, "notice").extension_count == 0


def test_the_applicant_gets_one_apology_for_one_date() -> None:
    group = linked.accepted(LAN, purpose="marriage")
    extended(group)

    with scope(LAN):
        told = [one for one in notifications.inbox(by=LAN) if one.event == "late_apology"]
        letters = [one for one in documents.documents(group, by=LAN) if one.kind == "apology"]
    assert len(told) == 1
    assert "01/12/2026" in told[0].body
    assert len(letters) == 1
    with scope(SYSTEM):
        values = documents.values_of(letters[0].id, by=SYSTEM)
    assert "Ủy ban nhân dân" in str(values["at_fault"]) or "Uỷ ban nhân dân" in str(values["at_fault"])
    assert "Bảo hiểm" in str(values["at_fault"])


def test_no_part_is_put_off_by_itself() -> None:
    group = linked.accepted(LAN)
    entry = part(group, "entry")
    with pytest.raises(Refused, match="date-of-the-whole"):
        services.extend(entry.id, LATER, **WHY, by=PEOPLE.chief, at=AT)
    with scope(PEOPLE.chief), pytest.raises(Refused, match="date-of-the-whole"):
        queries.refuse_impossible(entry.id, "dossiers.extend", by=PEOPLE.chief)


def test_an_apology_for_the_whole_lies_ready_as_soon_as_a_part_is_late_and_none_for_the_part() -> None:
    group = linked.accepted(LAN)
    moment = due(part(group, "entry")) + timedelta(minutes=1)
    assert moment < due(dossier(group)) - timedelta(days=1)
    services.climb(moment)

    with scope(PEOPLE.chief):
        ready = queries.prepared_extension(group, by=PEOPLE.chief)
        assert queries.prepared_extension(part(group, "entry").id, by=PEOPLE.chief) is None
    assert ready is not None
    assert ready.reason.startswith("Chưa xong: Vào sổ (")
    assert "Thông báo (" in ready.reason


def test_the_counter_of_the_lead_hears_of_the_group_and_of_a_late_part_elsewhere() -> None:
    staff = testing.staffed()
    group = linked.accepted(LAN, purpose="marriage")
    card = part(group, "card")
    assert card.agency_id != card.reception_agency_id
    for at in (due(dossier(group)) + timedelta(hours=1), due(dossier(group)) + timedelta(days=2)):
        services.climb(at)
        for _ in range(2):
            relay.drain(at=lambda moment=at: moment)  # type: ignore[misc]

    with scope(staff.desk_head):
        told = notifications.at_desk(by=staff.desk_head)
    about = [(one.subject_id, one.event) for one in told]
    assert (group, "desk_overdue") in about
    assert (card.id, "desk_overdue") in about
    (first, *_) = (one for one in told if one.subject_id == group)
    assert "Vào sổ (" in first.body
    with scope(SYSTEM):
        rungs = [fact.rung for fact in events.history(group) if isinstance(fact, DossierEscalated)]
    assert rungs == ["reminder", "due", "one_stop"]


def test_the_control_slip_of_a_group_shows_each_agency_s_share_and_every_hand_over() -> None:
    group = linked.accepted(LAN)
    linked.decide(group, "entry")

    with scope(PEOPLE.chief):
        found = control.rows(dossier(group))
        values = control._values(dossier(group), by=PEOPLE.chief, at=AT)
    assert any(row.note.startswith("Vào sổ") for row in found)
    assert [row.at for row in found] == sorted(row.at for row in found)
    assert "Vào sổ, hẹn xong" in values["cooperating"]
    assert "Thông báo, hẹn xong" in values["cooperating"]
    own = part(group, "entry")
    with scope(SYSTEM):
        assert not any(row.note.startswith("Vào sổ") for row in control.rows(own))


def test_facts_of_an_extension_name_it_as_one() -> None:
    group = linked.accepted(LAN)
    extended(group)

    with scope(SYSTEM):
        moved = [fact for fact in events.history(part(group, "entry").id) if isinstance(fact, DueChanged)]
    assert [(fact.cause, fact.ground.split(". ")[-1]) for fact in moved] == [("extension", WHY["reason"])]
