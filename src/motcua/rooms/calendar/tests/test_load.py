"""Bringing calendars in, and what the database answers afterwards."""

from datetime import UTC, date, datetime

import pytest

from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor, ActorKind
from motcua.rooms.agencies.types import agency_id
from motcua.rooms.calendar import content, queries, services
from motcua.rooms.calendar.content import CalendarFile
from motcua.rooms.calendar.models import DayException, OfficeCalendar, WorkingWeek
from motcua.rooms.calendar.types import spans

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    queries.forget()


def changed(**more: object) -> CalendarFile:
    return content.shipped_national().model_copy(update=more)


def test_the_shipped_calendars_load_once_and_again_without_effect() -> None:
    services.load_shipped(by=SYSTEM, at=NOON)
    second = services.load_shipped(by=SYSTEM, at=NOON)

    assert [loaded.added for loaded in second] == [0] * len(second)
    assert DayException.objects.filter(superseded_at=None).count() > 40
    with scope(SYSTEM):
        assert queries.calendar_for(None, NOON).exceptions == content.shipped_calendar().exceptions


def test_a_late_decree_supersedes_a_day_and_keeps_what_was_known() -> None:
    services.load_shipped(by=SYSTEM, at=NOON)
    national = content.shipped_national()
    line = national.days[0].model_copy(update={"day": date(2026, 11, 24), "reason": "Nghỉ theo quyết định mới"})

    loaded = services.load(changed(days=[*national.days, line]), by=SYSTEM, at=NOON)

    assert loaded.added == 1
    with scope(SYSTEM):
        assert not queries.calendar_for(None, NOON).is_open(date(2026, 11, 24))
    services.load(national, by=SYSTEM, at=NOON)
    with scope(SYSTEM):
        assert queries.calendar_for(None, NOON).is_open(date(2026, 11, 24))
        assert DayException.objects.get(date=date(2026, 11, 24)).superseded_at == NOON


def test_an_agency_with_its_own_week_keeps_the_national_holidays() -> None:
    services.load_shipped(by=SYSTEM, at=NOON)
    weekly = content.shipped_national().weekly.model_copy(update={"also": {"sat": ["07:30-11:30"]}})
    own = changed(key="pvhcc", applies_to="hcm25_pvhcc", weekly=weekly, days=[])
    services.load(own, by=SYSTEM, at=NOON)

    with scope(SYSTEM):
        there = queries.calendar_for(agency_id("hcm25_pvhcc"), NOON)
        elsewhere = queries.calendar_for(agency_id("hcm25_stp"), NOON)

    assert there.is_open(date(2026, 11, 21))
    assert not there.is_open(date(2026, 9, 2))
    assert not elsewhere.is_open(date(2026, 11, 21))


def test_before_anything_is_loaded_the_shipped_calendar_counts() -> None:
    DayException.objects.all().delete()
    WorkingWeek.objects.all().delete()
    OfficeCalendar.objects.all().delete()
    with scope(SYSTEM):
        assert not queries.calendar_for(None, NOON).is_open(date(2026, 1, 2))
        assert [h.date.year for h in queries.holidays(2026)] == [2026] * len(queries.holidays(2026))


def test_what_was_announced_later_was_not_known_before() -> None:
    services.load_shipped(by=SYSTEM, at=NOON)
    before, after = datetime(2025, 12, 20, tzinfo=UTC), datetime(2025, 12, 26, tzinfo=UTC)

    with scope(SYSTEM):
        assert queries.calendar_for(None, before).is_open(date(2026, 1, 2))
        assert not queries.calendar_for(None, after).is_open(date(2026, 1, 2))


def test_a_week_that_changes_from_a_day_on_leaves_the_days_before_it_alone() -> None:
    services.load_shipped(by=SYSTEM, at=NOON)
    national = content.shipped_national()
    early = {"hours": ["07:00-11:00", "13:00-17:00"], "since": date(2026, 12, 1)}

    services.load(changed(weekly=national.weekly.model_copy(update=early)), by=SYSTEM, at=NOON)

    with scope(SYSTEM):
        calendar = queries.calendar_for(None, NOON)
    assert calendar.intervals(date(2026, 11, 30))[0] == (450, 690)
    assert calendar.intervals(date(2026, 12, 1))[0] == (420, 660)
    assert WorkingWeek.objects.filter(superseded_at=None).count() == 2


def test_an_office_with_other_hours_works_a_swapped_saturday_at_its_own_hours() -> None:
    services.load_shipped(by=SYSTEM, at=NOON)
    weekly = content.shipped_national().weekly.model_copy(update={"hours": ["08:00-12:00", "13:00-17:00"]})
    services.load(changed(key="pvhcc", applies_to="hcm25_pvhcc", weekly=weekly, days=[]), by=SYSTEM, at=NOON)

    with scope(SYSTEM):
        there = queries.calendar_for(agency_id("hcm25_pvhcc"), NOON)

    assert there.intervals(date(2026, 8, 22)) == ((480, 720), (780, 1020))


def test_holidays_are_listed_with_their_source() -> None:
    services.load_shipped(by=SYSTEM, at=NOON)

    with scope(SYSTEM):
        found = {holiday.date: holiday for holiday in queries.holidays(2026)}

    assert found[date(2026, 1, 10)].open
    assert "12729/VPCP-KGVX" in found[date(2026, 1, 2)].source


def test_only_a_business_administrator_may_load() -> None:
    citizen = Actor(id=new_id(), kind=ActorKind.CITIZEN, person_id=new_id())

    with pytest.raises(Refused, match="out-of-reach"):
        services.load_shipped(by=citizen, at=NOON)


def test_files_with_faults_are_refused() -> None:
    national = content.shipped_national().model_dump(mode="json", by_alias=True)
    with pytest.raises(ValueError, match="named twice"):
        CalendarFile.model_validate({**national, "days": [national["days"][0], national["days"][0]]})
    with pytest.raises(ValueError, match="not listed"):
        CalendarFile.model_validate({**national, "sources": {}})
    with pytest.raises(ValueError, match="overlap"):
        spans(["07:00-12:00", "11:00-13:00"])
    with pytest.raises(ValueError, match="time of day"):
        spans(["25:00-26:00"])
