"""For which reasons a dossier may be opened by whoever has nothing to do with it, and for how long: dated configuration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

SOURCE = Path(__file__).resolve().parent.parent / "openings.yaml"


@dataclass(frozen=True, slots=True)
class OpeningReason:
    """One reason of the list; `tell`: it needs some words of his own beside it."""

    key: str
    words: str
    words_en: str
    hours: int
    tell: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """From this day on these reasons open a dossier."""

    since: date
    reasons: Mapping[str, OpeningReason]


@cache
def policies() -> tuple[Policy, ...]:
    sets = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    found = (Policy(one["from"], {line["key"]: _reason(line) for line in one["reasons"]}) for one in sets)
    return tuple(sorted(found, key=lambda one: one.since))


def reasons_on(day: date, known: Sequence[Policy]) -> Mapping[str, OpeningReason]:
    """The reasons that hold on a day: those of the last set begun, else of the first."""
    begun = [one for one in known if one.since <= day]
    return (begun[-1] if begun else known[0]).reasons


def _reason(line: Mapping[str, object]) -> OpeningReason:
    return OpeningReason(
        key=str(line["key"]), words=str(line["vi"]), words_en=str(line["en"]), hours=int(str(line["hours"])),
        tell=bool(line.get("tell")),
    )  # fmt: skip
