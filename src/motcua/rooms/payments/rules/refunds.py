"""Terms of money that goes back: dated configuration, chosen by the day the case was opened."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import yaml

SOURCE = Path(__file__).resolve().parent.parent / "refunds.yaml"
NUMBER = re.compile(r"[0-9A-Z]{6,19}")


@dataclass(frozen=True, slots=True)
class Terms:
    """From this day on: promised within so many working days, a silent gateway is waited for so long."""

    since: date
    within_working_days: int
    gateway_silent: timedelta
    watched: timedelta


@cache
def terms() -> tuple[Terms, ...]:
    lines = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    found = (
        Terms(
            one["from"],
            one["within_working_days"],
            timedelta(hours=one["gateway_silent_hours"]),
            timedelta(days=one["watched_days"]),
        )
        for one in lines
    )
    return tuple(sorted(found, key=lambda one: one.since))


def terms_on(day: date, known: Sequence[Terms]) -> Terms:
    """The terms of what was opened on a day: those of the last line begun, else of the first."""
    begun = [one for one in known if one.since <= day]
    return begun[-1] if begun else known[0]


def silent_too_long(sent_at: datetime | None, at: datetime, held: Terms) -> bool:
    """Tell whether a gateway that was asked to send money back has kept us waiting too long."""
    return sent_at is not None and at >= sent_at + held.gateway_silent


def longest_watch() -> timedelta:
    """For how long, at most, a gateway is asked whether it paid what was left to a cashier."""
    return max(one.watched for one in terms())


def account_number(text: str) -> str:
    """An account's number as banks write it, without spaces and dots; empty when it cannot be one."""
    plain = re.sub(r"[\s.\-]", "", text).upper()
    return plain if NUMBER.fullmatch(plain) else ""
