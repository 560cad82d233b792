"""Counting a date again under another calendar: what is asked, and what may come of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from motcua.rooms.calendar.rules import ZONE, WorkCalendar, counted
from motcua.rooms.calendar.types import Deadline, Pause, TimeLimit


@dataclass(frozen=True, slots=True)
class Question:
    """Since when a clock runs, for how long, what stopped it meanwhile, and what is promised now.

    `extended`: an extension that was granted stays. `floor`: the one date of a group is never before those of its parts.
    """

    since: datetime
    term: TimeLimit
    promised: datetime
    pauses: Sequence[Pause] = ()
    extended: bool = False
    floor: datetime | None = None


def recounted(question: Question, calendar: WorkCalendar, *, at: datetime) -> Deadline | None:
    """The due date under this calendar if it is another one than promised; None when nothing moves.

    A promise that lies in the past stays, and none is moved into the past: nobody becomes late by a decree.
    """
    if question.extended or question.promised <= at:
        return None
    deadline = counted(question.since, question.term, question.pauses, calendar)
    if question.floor is not None:
        deadline = _not_before(deadline, question.floor, calendar)
    return deadline if may_move(question.promised, deadline.due_at, at=at) else None


def may_move(promised: datetime, due: datetime | None, *, at: datetime, only_later: bool = False) -> bool:
    """Tell whether a term moves from what was promised to `due`: ahead only, and what people were given is not shortened."""
    if due is None or due == promised or promised <= at or due <= at:
        return False
    return due > promised or not only_later


def _not_before(deadline: Deadline, floor: datetime, calendar: WorkCalendar) -> Deadline:
    if deadline.due_at is None or deadline.due_at >= floor:
        return deadline
    first, last = deadline.due_at.date() + timedelta(days=1), floor.astimezone(ZONE).date()
    rest = calendar.explain_range(first, last) if first <= last else []
    rule = f"{deadline.rule} Ngày hẹn chung là ngày của phần xong sau cùng.".strip()
    return replace(deadline, due_at=floor.astimezone(ZONE), steps=[*deadline.steps, *rest], rule=rule)
