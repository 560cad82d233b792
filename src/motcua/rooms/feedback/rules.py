"""The dated rule for questions and complaints about the promised date. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Policy:
    since: date
    answer_working_days: int
    question_at_least_working_hours: int = 2


def policy_on(day: date, policies: Sequence[Policy]) -> Policy:
    """The line that holds on a day: the last one that has begun, else the first."""
    begun = [one for one in sorted(policies, key=lambda one: one.since) if one.since <= day]
    return begun[-1] if begun else min(policies, key=lambda one: one.since)


def answer_end(term: datetime, *, about: datetime | None, least: datetime) -> datetime:
    """Until when the office answers: the whole term when asked why it is late (`about` is empty).

    Whether a date ahead will be kept is answered by that date: later the answer is worth nothing. Only who asks in the
    last working hours before it waits for `least`, the time an office needs to look, and then hears how it ended.
    """
    return term if about is None else min(term, max(about, least))
