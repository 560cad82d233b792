"""A clock that the law stops runs on with the time that was left (row 10 of the decision table)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from motcua.rooms.calendar.rules.deadlines import add_working_days, due_at
from motcua.rooms.calendar.rules.workcalendar import ZONE, WorkCalendar
from motcua.rooms.calendar.types import CountedDay, Deadline, LimitUnit, Pause, TimeLimit, spoken


def due_after_pauses(
    start: datetime, limit: TimeLimit, pauses: Sequence[Pause], calendar: WorkCalendar
) -> datetime | None:
    """When the result is due once the law's pauses are taken out: the rest of the time resumes, it does not begin
    again.
    """
    return counted(start, limit, pauses, calendar).due_at


def counted(start: datetime, limit: TimeLimit, pauses: Sequence[Pause], calendar: WorkCalendar) -> Deadline:
    """The deadline with its pauses taken out and told."""
    plain = due_at(start, limit, calendar)
    if not pauses:
        return plain
    due, steps, rule = plain.due_at, list(plain.steps), plain.rule
    for pause in sorted(pauses, key=lambda p: p.since):
        if due is None or pause.since >= due:
            break
        due = _resume(due, pause, limit, calendar)
        since, until = pause.since.astimezone(ZONE), pause.until.astimezone(ZONE)
        rule = f"{rule} Tạm dừng từ {spoken(since)} đến {spoken(until)}: {pause.ground}.".strip()
        stopped = f"Tạm dừng: {pause.ground}"
        before = [step for step in steps if step.date <= since.date()]
        still = [calendar.explain(day) for day in _days_after(since, until)]
        waiting = [replace(day, counted=False, reason=stopped if day.counted else day.reason) for day in still]
        steps = [*before, *waiting, *_rest(until, due, limit, calendar)]
    return replace(plain, due_at=due, steps=steps, rule=rule)


def _resume(due: datetime, pause: Pause, limit: TimeLimit, calendar: WorkCalendar) -> datetime:
    """Hours go on to the second, working days as whole working days, other days as days; a published date stays."""
    since, until = pause.since.astimezone(ZONE), pause.until.astimezone(ZONE)
    if limit.windows:
        return due
    if limit.unit == LimitUnit.HOUR:
        end = until + (due - since)
        last = calendar.next_open(end.date())
        return end if last == end.date() else calendar.closes_at(last)
    in_hours = limit.unit == LimitUnit.WORKING_DAY and limit.amount is not None and limit.amount % 1 != 0
    if limit.unit == LimitUnit.WORKING_HOUR or limit.same_day or in_hours:
        rest = calendar.seconds_until(due) - calendar.seconds_until(since)
        return calendar.instant_after(calendar.seconds_until(until) + max(rest, 1))
    if limit.unit == LimitUnit.WORKING_DAY:
        rest = calendar.working_days_between(since.date(), due.date())
        return calendar.closes_at(add_working_days(until.date(), rest, calendar))
    rest = (due.date() - since.date()).days
    return calendar.closes_at(calendar.next_open(until.date() + timedelta(days=rest)))


def _days_after(since: datetime, until: datetime) -> list[date]:
    return [since.date() + timedelta(days=n) for n in range(1, (until.date() - since.date()).days + 1)]


def _rest(until: datetime, due: datetime, limit: TimeLimit, calendar: WorkCalendar) -> list[CountedDay]:
    """The days after the clock ran on."""
    first, last = until.date() + timedelta(days=1), due.date()
    by_days = limit.unit in {LimitUnit.WORKING_DAY, LimitUnit.WORKING_HOUR}
    return calendar.explain_range(first, last) if by_days else calendar.count_every(first, last)
