"""Declaring a day off, a swap, a closure, other hours or another working week by decree, and taking it back."""

from datetime import date, datetime
from uuid import UUID

from motcua.kernel import events
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar import queries
from motcua.rooms.calendar.events import CalendarChanged
from motcua.rooms.calendar.models import DayException, Declaration, OfficeCalendar, WorkingWeek
from motcua.rooms.calendar.rules.declaring import days_of, faults, touched
from motcua.rooms.calendar.types import DayRule, DeclarationKind, Decree, Place


@act("calendar.declare", law="calendar/holidays")
def declare(decree: Decree, place: Place, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Declare days off, a swap, a closure, other hours or another working week, for the country, a province or an agency.

    Announces the days, so that open due dates are counted again. Refused: act.not-permitted, act.out-of-reach,
    calendar.number-missing, calendar.reason-missing, calendar.days-out-of-order, calendar.swap-needs-a-day,
    calendar.hours-missing, calendar.week-missing, calendar.declared-already, calendar.nowhere
    """
    del key  # the decorator keeps its answer
    home = queries.home_of(place)
    permit(by, "calendar.declare", Target(agency_id=home))
    if home is None and place.province_code:
        raise Refused("calendar.nowhere")
    for code in faults(decree).values():
        raise Refused(code)
    calendar = _held(place)
    days = days_of(decree, queries.usual_hours_of(place, decree.worked_on or decree.first, at))
    _refuse_declared_twice(calendar, decree, [day for day, _ in days])

    made = Declaration.objects.create(
        calendar=calendar, kind=decree.kind, first=decree.first, last=decree.last, worked_on=decree.worked_on,
        hours=[list(span) for span in decree.hours], weekly=_stored(decree), number=decree.number.strip(), decided_on=decree.decided_on,
        reason=decree.reason.strip(), declared_at=at, declared_by=by.id, declared_by_name=by.name,
    )  # fmt: skip
    DayException.objects.bulk_create([_row(calendar, made, day, rule, decree, at) for day, rule in days])
    if decree.kind == DeclarationKind.WEEK:
        WorkingWeek.objects.create(
            calendar=calendar, declaration=made, since=decree.first, weekly=_stored(decree), source=decree.source,
            known_until=calendar.known_until, known_at=at,
        )  # fmt: skip
    _counted_on(calendar)
    audit_note(subject=made.id, place=place.key, number=made.number, first=decree.first, last=decree.last)
    _announce(calendar, decree, len(days), "declared", f"{made.reason} ({decree.source})", at)
    return made.id


@act("calendar.take-back", law="calendar/holidays")
def take_back(declaration_id: UUID, *, number: str, reason: str, by: Actor, at: datetime) -> None:
    """Take a declaration back: its days are again what they were without it. What was known meanwhile stays written.

    Refused: act.out-of-reach, act.not-permitted, calendar.taken-back-already, calendar.number-missing,
    calendar.reason-missing
    """
    made = Declaration.objects.select_for_update().filter(id=declaration_id).order_by("id").first()
    if made is None:
        raise Refused("act.out-of-reach")
    calendar = OfficeCalendar.objects.select_for_update().get(id=made.calendar_id)
    place = Place(calendar.applies_to, calendar.province_code)
    permit(by, "calendar.take-back", Target(agency_id=queries.home_of(place)))
    if made.taken_back_at is not None:
        raise Refused("calendar.taken-back-already")
    if not number.strip():
        raise Refused("calendar.number-missing")
    if not reason.strip():
        raise Refused("calendar.reason-missing")
    made.taken_back_at, made.taken_back_by, made.taken_back_by_name = at, by.id, by.name
    made.taken_back_number, made.taken_back_reason = number.strip(), reason.strip()
    made.save()
    days = made.days.filter(superseded_at=None).update(superseded_at=at)
    made.weeks.filter(superseded_at=None).update(superseded_at=at)
    _counted_on(calendar)
    audit_note(subject=made.id, place=place.key, number=number.strip())
    decree = queries.decree_of(made)
    _announce(calendar, decree, days, "taken-back", f"{reason.strip()} ({number.strip()}; bãi bỏ {made.number})", at)


def _held(place: Place) -> OfficeCalendar:
    """The calendar of the place, made when the first exception is declared for it."""
    national = queries.shipped_national()
    OfficeCalendar.objects.get_or_create(
        applies_to=place.agency_id,
        province_code=place.province_code,
        defaults={"key": place.key, "name": _name(place), "known_until": national.known_until},
    )
    return OfficeCalendar.objects.select_for_update().get(applies_to=place.agency_id, province_code=place.province_code)


def _name(place: Place) -> str:
    if place.agency_id:
        agency = agencies.agency(place.agency_id)
        return f"Lịch làm việc của {agency.name if agency else place.agency_id}"[:120]
    return f"Lịch làm việc của {agencies.place_name(place.province_code)}"[:120]


def _refuse_declared_twice(calendar: OfficeCalendar, decree: Decree, days: list[date]) -> None:
    standing = DayException.objects.filter(
        calendar=calendar, date__in=days, superseded_at=None, declaration__isnull=False
    ).select_related("declaration")
    other = standing.order_by("date").first()
    if other is not None and other.declaration is not None:
        raise Refused("calendar.declared-already", day=f"{other.date:%d/%m/%Y}", number=other.declaration.number)
    if decree.kind != DeclarationKind.WEEK:
        return
    weeks = WorkingWeek.objects.filter(calendar=calendar, since=decree.first, superseded_at=None).order_by("id")
    week = weeks.exclude(declaration=None).select_related("declaration").first()
    if week is not None and week.declaration is not None:
        raise Refused("calendar.declared-already", day=f"{week.since:%d/%m/%Y}", number=week.declaration.number)


def _stored(decree: Decree) -> dict[str, list[list[int]]]:
    return {str(day): [list(span) for span in spans] for day, spans in decree.weekly if spans}


def _counted_on(calendar: OfficeCalendar) -> None:
    calendar.version += 1
    calendar.save(update_fields=["version"])
    queries.forget()


def _row(
    calendar: OfficeCalendar, made: Declaration, day: date, rule: DayRule, decree: Decree, at: datetime
) -> DayException:
    return DayException(
        calendar=calendar, declaration=made, date=day, intervals=[list(span) for span in rule.intervals],
        reason=rule.reason[:200], source=rule.source, confidence="official", announced_on=decree.decided_on, known_at=at,
    )  # fmt: skip


def _announce(calendar: OfficeCalendar, decree: Decree, days: int, cause: str, ground: str, at: datetime) -> None:
    first, last = touched(decree)
    events.record(
        CalendarChanged(
            at, calendar.applies_to, calendar.id, calendar.key, first, last, days, calendar.province_code, cause, ground
        )
    )
