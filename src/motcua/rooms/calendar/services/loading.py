"""Bringing an official calendar in."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from motcua.kernel import events
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.agencies.types import agency_id
from motcua.rooms.calendar import content, queries
from motcua.rooms.calendar.content import CalendarFile, DayLine
from motcua.rooms.calendar.events import CalendarChanged
from motcua.rooms.calendar.models import DayException, OfficeCalendar, WorkingWeek
from motcua.rooms.calendar.types import DayRule, Place


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file changed: nothing when it was in already."""

    key: str
    added: int
    superseded: int


def load_shipped(*, by: Actor, at: datetime) -> list[Loaded]:
    """Bring in every file of content/calendars. Orchestrates `load`."""
    return [load(file, by=by, at=at) for file in content.shipped()]


def load_file(path: Path, *, by: Actor, at: datetime) -> Loaded:
    """Bring in one file. Orchestrates `load`."""
    return load(content.read(path), by=by, at=at)


@act("calendar.load", law="calendar/holidays")
def load(file: CalendarFile, *, by: Actor, at: datetime) -> Loaded:
    """Make a calendar file what counts from now on; a line that changed supersedes the earlier one.

    Announces the days that changed, so that open due dates are counted again. What was declared by decree stays.
    Refused: act.not-permitted, act.out-of-reach
    """
    place = Place(agency_id(file.applies_to) if file.applies_to else None, file.province)
    permit(by, "calendar.load", Target(agency_id=queries.home_of(place)))
    calendar = _held(file, place)
    new = not calendar.weeks.filter(declaration=None).exists()
    current = {day.date: day for day in calendar.days.filter(superseded_at=None, declaration=None)}
    wanted = file.rules()
    stale = [d for d, row in current.items() if d not in wanted or _differs(row, *wanted[d])]
    fresh = [d for d in wanted if d not in current or d in stale]

    DayException.objects.filter(id__in=[current[d].id for d in stale]).update(superseded_at=at)
    known = {d: min(content.first_known(file, wanted[d][1]), at) if new else at for d in fresh}
    DayException.objects.bulk_create([_row(calendar.id, d, *wanted[d], at=known[d]) for d in fresh])
    week_changed = _settle(calendar, file, known_at=min(content.first_known(file, None), at) if new else at, at=at)

    queries.forget()
    changed = sorted({*stale, *fresh})
    audit_note(subject=calendar.id, added=len(fresh), superseded=len(stale))
    if changed or (week_changed and not new):
        days = changed if not week_changed else [week_changed, *changed, file.known_until]
        events.record(
            CalendarChanged(
                at, calendar.applies_to, calendar.id, calendar.key, min(days), max(days), len(changed),
                calendar.province_code,
            )
        )  # fmt: skip
    return Loaded(file.key, len(fresh), len(stale))


def _held(file: CalendarFile, place: Place) -> OfficeCalendar:
    facts: dict[str, Any] = {"key": file.key, "name": file.name, "known_until": file.known_until}
    where = {"applies_to": place.agency_id, "province_code": place.province_code}
    OfficeCalendar.objects.get_or_create(**where, defaults=facts)
    return OfficeCalendar.objects.select_for_update().get(**where)


def _settle(calendar: OfficeCalendar, file: CalendarFile, *, known_at: datetime, at: datetime) -> date | None:
    """Write what the file says about the week; answers since when working time itself is another, if it is."""
    week = file.week()
    weekly = {str(day): [list(span) for span in spans] for day, spans in week.days}
    patterns = list(calendar.weeks.filter(superseded_at=None, declaration=None).order_by("since"))
    holding = ([row for row in patterns if row.since <= week.since] or patterns[:1])[-1:]
    same = bool(holding) and holding[0].weekly == weekly
    if not same or holding[0].known_until != file.known_until or holding[0].source != week.source:
        since = holding[0].since if same else week.since
        calendar.weeks.filter(superseded_at=None, declaration=None, since=since).update(superseded_at=at)
        WorkingWeek.objects.create(
            calendar=calendar, since=since, weekly=weekly, source=week.source, known_until=file.known_until,
            known_at=known_at,
        )  # fmt: skip
    calendar.weekly, calendar.weekly_source = weekly, week.source
    calendar.name, calendar.known_until = file.name, file.known_until
    calendar.version += 1
    calendar.save()
    return None if same else week.since


def _differs(row: DayException, rule: DayRule, line: DayLine) -> bool:
    here = (tuple(map(tuple, row.intervals)), row.reason, row.source, row.confidence)
    return here != (rule.intervals, rule.reason, rule.source, line.confidence)


def _row(calendar_id: UUID, day: date, rule: DayRule, line: DayLine, *, at: datetime) -> DayException:
    return DayException(
        calendar_id=calendar_id,
        date=day,
        intervals=[list(span) for span in rule.intervals],
        reason=rule.reason,
        source=rule.source,
        confidence=line.confidence,
        announced_on=line.announced_on,
        known_at=at,
    )
