"""The dated rule for complaints of lateness. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Policy:
    since: date
    answer_working_days: int


def policy_on(day: date, policies: Sequence[Policy]) -> Policy:
    """The line that holds on a day: the last one that has begun, else the first."""
    begun = [one for one in sorted(policies, key=lambda one: one.since) if one.since <= day]
    return begun[-1] if begun else min(policies, key=lambda one: one.since)
