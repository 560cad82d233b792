"""The calendar files of content/calendars, read and checked."""

from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from motcua.rooms.calendar.rules import ZONE, WorkCalendar
from motcua.rooms.calendar.types import DayRule, Week, spans

CONTENT = Path(__file__).resolve().parents[4] / "content" / "calendars"
WEEKDAY_KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Confidence = Literal["official", "law", "estimated"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Weekly(_Strict):
    """The ordinary week. `also` adds days with other hours, such as Saturday morning."""

    hours: list[str]
    days: list[Weekday]
    also: dict[Weekday, list[str]] = Field(default_factory=dict)
    source: str
    confidence: str = "unverified"
    since: date | None = None

    def intervals(self) -> dict[int, tuple[tuple[int, int], ...]]:
        week = {WEEKDAY_KEYS.index(day): spans(self.hours) for day in self.days}
        return week | {WEEKDAY_KEYS.index(day): spans(hours) for day, hours in self.also.items()}


class DayLine(_Strict):
    """One line of `days`: a day or a run of days, closed or open."""

    day: date | None = None
    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")
    kind: Literal["closed", "open"]
    hours: list[str] | None = None
    reason: str
    source: str
    confidence: Confidence
    announced_on: date | None = None

    @model_validator(mode="after")
    def _dated(self) -> "DayLine":
        if (self.day is None) == (self.first is None or self.last is None):
            raise ValueError("a line has either «day», or «from» and «to»")
        if self.first and self.last and self.first > self.last:
            raise ValueError("«from» comes after «to»")
        return self

    def dates(self) -> list[date]:
        first, last = self.day or self.first, self.day or self.last
        if first is None or last is None:
            return []
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]


class CalendarFile(_Strict):
    """One file: a weekly pattern, the named sources, the days. It applies to an agency, a province, or everywhere."""

    key: str
    name: str
    applies_to: str | None = None
    province: str = ""
    weekly: Weekly
    valid_from: date
    known_until: date
    checked_on: date
    sources: dict[str, str]
    days: list[DayLine]

    @model_validator(mode="after")
    def _sourced(self) -> "CalendarFile":
        unknown = {line.source for line in self.days} - self.sources.keys()
        if unknown:
            raise ValueError(f"sources not listed under «sources»: {', '.join(sorted(unknown))}")
        dates = [day for line in self.days for day in line.dates()]
        twice = {day for day in dates if dates.count(day) > 1}
        if twice:
            raise ValueError(f"days named twice: {', '.join(map(str, sorted(twice)))}")
        return self

    def week(self) -> Week:
        """The weekly pattern, from the day it holds on."""
        days = tuple(sorted(self.weekly.intervals().items()))
        return Week(self.weekly.since or self.valid_from, days, self.weekly.source)

    def rules(self) -> dict[date, tuple[DayRule, DayLine]]:
        """Every dated exception with the rule it means."""
        usual = spans(self.weekly.hours)
        found: dict[date, tuple[DayRule, DayLine]] = {}
        for line in self.days:
            hours = (spans(line.hours) if line.hours else usual) if line.kind == "open" else ()
            rule = DayRule(hours, line.reason, self.sources[line.source], line.confidence != "estimated")
            found |= dict.fromkeys(line.dates(), (rule, line))
        return found


def first_known(file: CalendarFile, line: DayLine | None) -> datetime:
    """When something became known that stood in the first calendar of an office: on the day it was announced."""
    day = line.announced_on if line and line.announced_on else file.valid_from
    return datetime.combine(day, time(), ZONE)


def read(path: Path) -> CalendarFile:
    document: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    return CalendarFile.model_validate(document)


def shipped_national() -> CalendarFile:
    return next(file for file in shipped() if file.applies_to is None and not file.province)


@cache
def shipped_calendar() -> WorkCalendar:
    """The national calendar as shipped, without a database: for the command line, for tests, and before any load."""
    file = shipped_national()
    return WorkCalendar(
        weekly=file.weekly.intervals(),
        exceptions={day: rule for day, (rule, _) in file.rules().items()},
        known_until=file.known_until,
        weekly_source=file.weekly.source,
    )


def shipped() -> list[CalendarFile]:
    return [read(path) for path in sorted(CONTENT.glob("*.yaml"))]
