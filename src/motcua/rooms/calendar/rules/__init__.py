"""Working time as pure functions: the day index, what is due when, and what pauses do to it."""

from motcua.rooms.calendar.rules.deadlines import (
    HOURS_PER_WORKING_DAY,
    add_months,
    add_working_days,
    add_working_hours,
    answer_due,
    due_at,
    extension_notice_due,
    is_late,
    working_hours_between,
)
from motcua.rooms.calendar.rules.pauses import counted, due_after_pauses
from motcua.rooms.calendar.rules.workcalendar import (
    FIRST,
    LAST,
    OFFICE_HOURS,
    OFFICE_WEEK,
    ZONE,
    CalendarFault,
    WorkCalendar,
)
from motcua.rooms.calendar.types import Intervals

__all__ = [
    "FIRST",
    "HOURS_PER_WORKING_DAY",
    "LAST",
    "OFFICE_HOURS",
    "OFFICE_WEEK",
    "ZONE",
    "CalendarFault",
    "Intervals",
    "WorkCalendar",
    "add_months",
    "add_working_days",
    "add_working_hours",
    "answer_due",
    "counted",
    "due_after_pauses",
    "due_at",
    "extension_notice_due",
    "is_late",
    "working_hours_between",
]
