"""Until when an office answers, counted in its own calendar by the policy of the day."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from motcua.kernel import clock
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import add_working_hours, due_at
from motcua.rooms.calendar.types import TimeLimit
from motcua.rooms.feedback import policy
from motcua.rooms.feedback.rules import answer_end


def answer_due(agency_id: UUID, since: datetime, *, about: datetime | None, known: datetime) -> datetime:
    """Until when the office answers what was asked then, about a date that was still to come or why it is late."""
    held, calendar = policy.on(clock.local(since).date()), calendar_for(agency_id, known)
    term = due_at(since, TimeLimit(amount=Decimal(held.answer_working_days)), calendar).due_at or since
    least = add_working_hours(since, held.question_at_least_working_hours, calendar)
    return answer_end(term, about=about, least=least)
