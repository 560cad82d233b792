"""What was known when: layers of weekly patterns and exceptions, each row with the time it held as known.

The nation, a province, an agency: the narrower layer wins. Within a layer what was declared wins over what was loaded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from motcua.rooms.calendar.rules.workcalendar import OFFICE_WEEK, WorkCalendar
from motcua.rooms.calendar.types import DayRule, Intervals, Week


@dataclass(frozen=True, slots=True)
class Known:
    """From when to when something was held to be so."""

    known_at: datetime
    superseded_at: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.known_at <= at and (self.superseded_at is None or at < self.superseded_at)


@dataclass(frozen=True, slots=True)
class KnownWeek:
    """A weekly pattern, and until when exceptions had been published."""

    known: Known
    week: Week
    known_until: date
    declaration_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class KnownDay:
    """What one row says about a day."""

    known: Known
    date: date
    rule: DayRule
    confidence: str
    declaration_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """Everything ever known of one calendar, oldest first."""

    weeks: tuple[KnownWeek, ...] = ()
    days: tuple[KnownDay, ...] = ()

    def instants(self) -> set[datetime]:
        """When anything became known or ceased to count."""
        rows = [*(week.known for week in self.weeks), *(day.known for day in self.days)]
        return {row.known_at for row in rows} | {row.superseded_at for row in rows if row.superseded_at}

    def weeks_at(self, at: datetime) -> list[KnownWeek]:
        """By the day they begin; of two that begin on one day the declared one counts."""
        there = [week for week in self.weeks if week.known.holds(at)]
        by_day = {week.week.since: week for week in sorted(there, key=lambda w: w.declaration_id is not None)}
        return [by_day[since] for since in sorted(by_day)]

    def known_until(self, at: datetime) -> date | None:
        """Until when exceptions have been published; a declared week says nothing of that."""
        files = [week for week in self.weeks if week.declaration_id is None and week.known.holds(at)]
        return max(files, key=lambda week: week.week.since).known_until if files else None

    def days_at(self, at: datetime) -> list[KnownDay]:
        """Loaded days first, declared ones after them, so that a later one replaces an earlier."""
        return sorted((day for day in self.days if day.known.holds(at)), key=lambda d: d.declaration_id is not None)


Facts = tuple[tuple[Week, ...], tuple[tuple[date, DayRule], ...], date]


def facts(layers: Sequence[Layer], at: datetime) -> Facts:
    """Everything a calendar is made of, as a value. `layers` come from the narrowest to the widest."""
    own = patterns(layers, at)
    found: dict[date, DayRule] = {}
    for place, layer in reversed(list(enumerate(layers))):
        theirs = patterns(layers[place:], at)
        for day in layer.days_at(at):
            found[day.date] = _own_hours(day.date, day.rule, theirs, own)
    ends = [end for layer in layers if (end := layer.known_until(at))]
    return tuple(own), tuple(sorted(found.items(), key=lambda pair: pair[0])), min(ends)


def patterns(layers: Sequence[Layer], at: datetime) -> list[Week]:
    """The weekly patterns that follow each other; those of a narrower calendar hold from their first day on."""
    found: list[Week] = []
    for layer in reversed(layers):
        theirs = [known.week for known in layer.weeks_at(at)]
        if theirs:
            found = [week for week in found if week.since < theirs[0].since] + theirs
    return found


def build(made_of: Facts) -> WorkCalendar:
    """Index what is known. The first pattern holds for everything before it too."""
    (first, *later), dated, known_until = made_of
    return WorkCalendar(
        weekly=dict(first.days),
        exceptions=dict(dated),
        known_until=known_until,
        weekly_source=first.source,
        weeks=later,
    )


def usual_hours(weeks: Iterable[Week], day: date) -> Intervals:
    """The opening intervals of an ordinary working day under the pattern that holds on `day`."""
    patterns = sorted(weeks, key=lambda week: week.since)
    holding = [week for week in patterns if week.since <= day] or patterns[:1]
    days = dict(holding[-1].days) if holding else dict(OFFICE_WEEK)
    return next(days[weekday] for weekday in sorted(days) if days[weekday])


def _own_hours(day: date, rule: DayRule, theirs: Sequence[Week], own: Sequence[Week]) -> DayRule:
    """A day of rest worked with usual hours is worked with an office's own usual hours."""
    if not rule.intervals or theirs == own or rule.intervals != usual_hours(theirs, day):
        return rule
    return DayRule(usual_hours(own, day), rule.reason, rule.source, rule.certain)
