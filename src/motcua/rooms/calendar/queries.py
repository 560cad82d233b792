"""Questions about working time."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from motcua.kernel import clock
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar import world as worlds
from motcua.rooms.calendar.content import shipped_calendar, shipped_national
from motcua.rooms.calendar.models import Declaration
from motcua.rooms.calendar.rules import WorkCalendar, working_hours_between
from motcua.rooms.calendar.rules.declaring import days_of, faults, touched
from motcua.rooms.calendar.rules.knowledge import Known, KnownDay, KnownWeek, patterns, usual_hours
from motcua.rooms.calendar.types import DeclarationKind, DeclarationView, Decree, Holiday, Intervals, Place, Week
from motcua.rooms.calendar.world import NATION, World, forget, intervals, weekly

__all__ = [
    "calendar_for",
    "declaration",
    "declarations",
    "faults",
    "forget",
    "holidays",
    "home_of",
    "shipped_calendar",
    "shipped_national",
    "touched",
    "under",
    "usual_hours_of",
    "weeks_of",
    "without",
]

CalendarOf = Callable[[UUID | None], WorkCalendar]
PROPOSED = UUID(int=0)
KEEPER = "vpcp"  # swaps and days off of the whole country are announced by the Office of the Government


def calendar_for(agency_id: UUID | None, at: datetime) -> WorkCalendar:
    """The working time of an agency, of its province and of the country, as it was known at `at`.

    Answered from memory; looked up again every half minute. Before anything was loaded, the files shipped with the
    product count.
    """
    known = worlds.world()
    return shipped_calendar() if known is None else known.calendar(agency_id, at)


def working_hours_left(agency_id: UUID | None, at: datetime, due: datetime) -> float:
    """Opening time of an agency that is left until something is due, in hours."""
    return working_hours_between(at, due, calendar_for(agency_id, at))


def holidays(year: int, place: Place = NATION, *, at: datetime | None = None) -> list[Holiday]:
    """Every day of a year that differs from the ordinary week: in the country, then in this place, by date."""
    known, now = _world(), at or clock.now()
    found: dict[date, Holiday] = {}
    for where in _places(place):
        layer = known.layers.get(where)
        days = layer.days_at(now) if layer else []
        found |= {day.date: _holiday(day, where) for day in days if day.date.year == year}
    return [found[day] for day in sorted(found)]


def declarations(place: Place, *, year: int | None = None) -> list[DeclarationView]:
    """What was declared for a place, the newest first; those taken back too."""
    rows = Declaration.objects.filter(
        calendar__applies_to=place.agency_id, calendar__province_code=place.province_code
    ).order_by("-declared_at", "id")
    if year is not None:
        since = Q(kind=DeclarationKind.WEEK)
        rows = rows.filter(Q(last__year__gte=year) | since, first__year__lte=year)
    return [_view(row) for row in rows.select_related("calendar")]


def declaration(declaration_id: UUID) -> DeclarationView | None:
    row = Declaration.objects.select_related("calendar").filter(id=declaration_id).order_by("id").first()
    return _view(row) if row else None


def under(decree: Decree, place: Place, at: datetime) -> CalendarOf:
    """Working time as it would be if this were declared, for looking ahead; nothing is written."""
    known = Known(at, None)
    usual = usual_hours_of(place, decree.worked_on or decree.first, at)
    days = [KnownDay(known, day, rule, "official", PROPOSED) for day, rule in days_of(decree, usual)]
    weeks = [KnownWeek(known, Week(decree.first, decree.weekly, decree.source), decree.first, PROPOSED)]
    return _asked(_world().with_known(place, days, weeks if decree.kind == DeclarationKind.WEEK else ()), at)


def without(view: DeclarationView, at: datetime) -> CalendarOf:
    """Working time as it would be if this declaration were taken back."""
    return _asked(_world().without(view.place, view.id), at)


def usual_hours_of(place: Place, day: date, at: datetime) -> Intervals:
    """The opening intervals of an ordinary working day there."""
    return usual_hours(weeks_of(place, at), day)


def weeks_of(place: Place, at: datetime) -> list[Week]:
    """The ordinary weeks of a place that follow each other, each with the day it begins and its source."""
    known = _world()
    return patterns([known.layers[one] for one in reversed(_places(place)) if one in known.layers], at)


def home_of(place: Place) -> UUID | None:
    """The agency that answers for a place: itself, the people's committee of the province, the Government's office."""
    if place.agency_id is not None:
        return place.agency_id
    if not place.province_code:
        keeper = agencies.agency_by_key(KEEPER)
        return keeper.id if keeper else None
    seats = agencies.agencies("province_pc")
    return next((one.id for one in seats if one.province_code == place.province_code), None)


def _asked(world: World, at: datetime) -> CalendarOf:
    return lambda agency_id: world.calendar(agency_id, at)


def _world() -> World:
    return worlds.world() or worlds.shipped()


def _places(place: Place) -> list[Place]:
    """From the country to the place."""
    if place.province_code:
        return [NATION, place]
    agency = agencies.agency(place.agency_id) if place.agency_id else None
    if agency is None:
        return [NATION]
    return [NATION, *([Place(province_code=agency.province_code)] if agency.province_code else []), place]


def _holiday(day: KnownDay, where: Place) -> Holiday:
    rule = day.rule
    return Holiday(
        day.date, bool(rule.intervals), rule.reason, rule.source, day.confidence, "" if where == NATION else where.key,
        rule.intervals, day.declaration_id,
    )  # fmt: skip


def decree_of(row: Declaration) -> Decree:
    """What was declared, as a value."""
    return Decree(
        DeclarationKind(row.kind), row.first, row.last, row.number, row.decided_on, row.reason, row.worked_on,
        intervals(row.hours), weekly(row.weekly),
    )  # fmt: skip


def _view(row: Declaration) -> DeclarationView:
    return DeclarationView(
        row.id, Place(row.calendar.applies_to, row.calendar.province_code), decree_of(row), row.declared_at,
        row.declared_by_name, row.taken_back_at, row.taken_back_by_name, row.taken_back_number, row.taken_back_reason,
    )  # fmt: skip
