"""Counting a due date again under another calendar: what is asked, and what may come of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.rooms.calendar.rules import WorkCalendar, counted
from motcua.rooms.calendar.types import Deadline, Pause, TimeLimit


@dataclass(frozen=True, slots=True)
class Question:
    """Since when a clock runs, for how long, what stopped it meanwhile, and what is promised now."""

    since: datetime
    term: TimeLimit
    promised: datetime
    pauses: Sequence[Pause] = ()


def recounted(question: Question, calendar: WorkCalendar, *, at: datetime) -> Deadline | None:
    """The due date under this calendar if it is another one than promised; None when nothing moves.

    A promise that lies in the past stays, and none is moved into the past: nobody becomes late by a decree.
    """
    if question.promised <= at:
        return None
    deadline = counted(question.since, question.term, question.pauses, calendar)
    if deadline.due_at is None or deadline.due_at == question.promised or deadline.due_at <= at:
        return None
    return deadline
