"""All calendars of this installation with their history, held in memory and read again every half minute."""

import time
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar import content
from motcua.rooms.calendar.models import DayException, OfficeCalendar, WorkingWeek
from motcua.rooms.calendar.rules.knowledge import Facts, Known, KnownDay, KnownWeek, Layer, build, facts
from motcua.rooms.calendar.rules.workcalendar import WorkCalendar
from motcua.rooms.calendar.types import DayRule, Intervals, Place, Week

FRESH_FOR = (
    30.0  # seconds; a calendar changed elsewhere is noticed then, and the recomputation makes good what came between
)
MOST_BUILT = 200
NATION = Place()
Layers = Mapping[Place, Layer]

_built: dict[Facts, WorkCalendar] = {}
_read: list[tuple[float, "World"]] = []


@dataclass(frozen=True)
class World:
    """Who works when, as known at any instant."""

    layers: Layers
    _chronicles: dict[UUID | None, "Chronicle"] = field(default_factory=dict, compare=False)

    def calendar(self, agency_id: UUID | None, at: datetime) -> WorkCalendar:
        """The working time of an agency as it was known at `at`."""
        chronicle = self._chronicles.get(agency_id)
        if chronicle is None:
            chronicle = self._chronicles[agency_id] = Chronicle(self.layers_of(agency_id))
        return chronicle.at(at)

    def layers_of(self, agency_id: UUID | None) -> tuple[Layer, ...]:
        """The calendars that bear on an agency, the narrowest first."""
        agency = agencies.agency(agency_id) if agency_id else None
        places = [Place(agency_id=agency_id)] if agency_id else []
        places += [Place(province_code=agency.province_code)] if agency and agency.province_code else []
        return tuple(self.layers[place] for place in [*places, NATION] if place in self.layers)

    def with_known(self, place: Place, days: Iterable[KnownDay] = (), weeks: Iterable[KnownWeek] = ()) -> "World":
        """The same world if these days and weeks were known too."""
        layer = self.layers.get(place, Layer())
        return World({**self.layers, place: Layer((*layer.weeks, *weeks), (*layer.days, *days))})

    def without(self, place: Place, declaration_id: UUID) -> "World":
        """The same world if one declaration were not there."""
        layer = self.layers.get(place, Layer())
        weeks = tuple(week for week in layer.weeks if week.declaration_id != declaration_id)
        days = tuple(day for day in layer.days if day.declaration_id != declaration_id)
        return World({**self.layers, place: Layer(weeks, days)})


class Chronicle:
    """One agency's calendar through time; each state is indexed when somebody asks for it."""

    def __init__(self, layers: tuple[Layer, ...]) -> None:
        self.layers = layers
        self._states: dict[int, WorkCalendar] = {}

    @cached_property
    def _instants(self) -> list[datetime]:
        return sorted(set().union(*(layer.instants() for layer in self.layers)))

    def at(self, at: datetime) -> WorkCalendar:
        """What was known then; before anything was known, what became known first."""
        place = max(bisect_right(self._instants, at) - 1, 0)
        if place not in self._states:
            self._states[place] = indexed(facts(self.layers, self._instants[place]))
        return self._states[place]


def indexed(made_of: Facts) -> WorkCalendar:
    """Index a calendar; offices with the same working time share one index."""
    if made_of not in _built:
        if len(_built) > MOST_BUILT:
            _built.clear()
        _built[made_of] = build(made_of)
    return _built[made_of]


def world() -> World | None:
    """Everything known, or None before anything was loaded."""
    if _read and time.monotonic() - _read[0][0] < FRESH_FOR:
        return _read[0][1]
    layers = _layers()
    if NATION not in layers:
        return None
    fresh = _read[0][1] if _read and _read[0][1].layers == layers else World(layers)
    _read[:] = [(time.monotonic(), fresh)]
    return fresh


def shipped() -> World:
    """The national calendar of the files shipped with the product: what counts before anything was loaded."""
    file = content.shipped_national()
    known = Known(content.first_known(file, None), None)
    weeks = (KnownWeek(known, file.week(), file.known_until),)
    days = tuple(
        KnownDay(Known(content.first_known(file, line), None), day, rule, line.confidence)
        for day, (rule, line) in sorted(file.rules().items())
    )
    return World({NATION: Layer(weeks, days)})


def forget() -> None:
    """Let the next question look at the database again."""
    _read.clear()


def _layers() -> dict[Place, Layer]:
    places = {row.id: Place(row.applies_to, row.province_code) for row in OfficeCalendar.objects.order_by("key")}
    weeks: dict[UUID, list[KnownWeek]] = {}
    days: dict[UUID, list[KnownDay]] = {}
    for week in WorkingWeek.objects.order_by("since", "known_at", "id"):
        known, pattern = Known(week.known_at, week.superseded_at), Week(week.since, weekly(week.weekly), week.source)
        weeks.setdefault(week.calendar_id, []).append(KnownWeek(known, pattern, week.known_until, week.declaration_id))
    for day in DayException.objects.order_by("date", "known_at", "id"):
        days.setdefault(day.calendar_id, []).append(known_day(day))
    return {
        place: Layer(tuple(weeks.get(key, ())), tuple(days.get(key, ())))
        for key, place in places.items()
        if key in weeks or key in days
    }


def known_day(row: DayException) -> KnownDay:
    """A row as a value."""
    rule = DayRule(intervals(row.intervals), row.reason, row.source, row.confidence != "estimated")
    known = Known(row.known_at, row.superseded_at)
    return KnownDay(known, row.date, rule, row.confidence, row.declaration_id)


def weekly(stored: Mapping[str, Iterable[Iterable[int]]]) -> tuple[tuple[int, Intervals], ...]:
    return tuple((int(day), intervals(spans)) for day, spans in sorted(stored.items()))


def intervals(spans: Iterable[Iterable[int]]) -> Intervals:
    return tuple((int(start), int(end)) for start, end in spans)
