"""How long a dossier waits for the fee due on handing it in: dated configuration, counted in whole days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import yaml

SOURCE = Path(__file__).resolve().parent.parent / "unpaid.yaml"


@dataclass(frozen=True, slots=True)
class Patience:
    """From this day on a dossier handed in waits so many days."""

    since: date
    days: int


@cache
def patiences() -> tuple[Patience, ...]:
    lines = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    return tuple(sorted((Patience(one["from"], one["days"]) for one in lines), key=lambda one: one.since))


def days_on(day: date, known: Sequence[Patience]) -> int:
    """How many days hold for what was handed in on a day: those of the last line begun, else of the first."""
    begun = [one for one in known if one.since <= day]
    return (begun[-1] if begun else known[0]).days


def fewest(known: Sequence[Patience]) -> int:
    return min(one.days for one in known)


def over(owed_since: datetime, at: datetime, known: Sequence[Patience]) -> bool:
    """Tell whether a dossier owed since then has waited long enough."""
    return at > owed_since + timedelta(days=days_on(owed_since.date(), known))
