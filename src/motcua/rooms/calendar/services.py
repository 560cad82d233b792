"""Acts of the calendar: bringing an official calendar in."""

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
from motcua.rooms.calendar.models import DayException, OfficeCalendar
from motcua.rooms.calendar.types import DayRule


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

    Announces the days that changed, so that open due dates are computed again.
    """
    permit(by, "calendar.load", Target())
    calendar = _held(file)
    current = {day.date: day for day in calendar.days.filter(superseded_at=None)}
    wanted = file.rules()
    stale = [d for d, row in current.items() if d not in wanted or _differs(row, *wanted[d])]
    fresh = [d for d in wanted if d not in current or d in stale]

    DayException.objects.filter(id__in=[current[d].id for d in stale]).update(superseded_at=at)
    DayException.objects.bulk_create([_row(calendar.id, d, *wanted[d], at=at) for d in fresh])
    weekly_changed = _settle(calendar, file)

    queries.forget()
    changed = sorted({*stale, *fresh})
    audit_note(subject=calendar.id, added=len(fresh), superseded=len(stale))
    if changed or weekly_changed:
        days = changed or [file.valid_from, file.known_until]
        events.record(
            CalendarChanged(at, calendar.applies_to, calendar.id, calendar.key, days[0], days[-1], len(changed))
        )
    return Loaded(file.key, len(fresh), len(stale))


def _held(file: CalendarFile) -> OfficeCalendar:
    home = agency_id(file.applies_to) if file.applies_to else None
    facts: dict[str, Any] = {"name": file.name, "applies_to": home, "known_until": file.known_until}
    OfficeCalendar.objects.get_or_create(key=file.key, defaults=facts)
    return OfficeCalendar.objects.select_for_update().get(key=file.key)


def _settle(calendar: OfficeCalendar, file: CalendarFile) -> bool:
    """Write what the file says about the week; true when working time itself changed."""
    weekly = {str(day): [list(span) for span in spans] for day, spans in file.weekly.intervals().items()}
    changed = bool(calendar.weekly) and calendar.weekly != weekly
    calendar.weekly, calendar.weekly_source = weekly, file.weekly.source
    calendar.name, calendar.known_until = file.name, file.known_until
    calendar.version += 1
    calendar.save()
    return changed


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
