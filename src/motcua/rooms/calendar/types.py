"""Working time in the words of the law: limits, counted days, deadlines."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

DAY_ZERO = "Ngày nhận hồ sơ không tính"
EVERY_DAY = "Tính mọi ngày"
LAST_DAY = "Ngày cuối"
WORKING_DAY = "Ngày làm việc"
SATURDAY, SUNDAY = "Thứ Bảy", "Chủ nhật"
EXPECTED = frozenset({DAY_ZERO, EVERY_DAY, LAST_DAY, WORKING_DAY, SATURDAY, SUNDAY})
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


Intervals = tuple[tuple[int, int], ...]


class LimitUnit(StrEnum):
    WORKING_DAY = "working_day"
    WORKING_HOUR = "working_hour"
    HOUR = "hour"
    CALENDAR_DAY = "calendar_day"
    WEEK = "week"
    MONTH = "month"
    WINDOW = "window"


UNIT_WORDS = {
    LimitUnit.WORKING_DAY: "ngày làm việc",
    LimitUnit.WORKING_HOUR: "giờ làm việc",
    LimitUnit.HOUR: "giờ",
    LimitUnit.CALENDAR_DAY: "ngày",
    LimitUnit.WEEK: "tuần",
    LimitUnit.MONTH: "tháng",
    LimitUnit.WINDOW: "theo đợt",
}


class Window(BaseModel):
    """One round of a procedure that takes dossiers between two days only (đợt).

    Its results are due on the day published for it, or when it closes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    opens_on: date
    closes_on: date
    due_on: date | None = None
    name: str = ""
    source: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> "Window":
        if self.closes_on < self.opens_on:
            raise ValueError("a window closes after it opens")
        if self.due_on is not None and self.due_on < self.closes_on:
            raise ValueError("the results of a window are not due before it closes")
        return self


class TimeLimit(BaseModel):
    """How long the law gives the agency (thời hạn giải quyết).

    `same_day`: the result is due the day it is received, or the next working day when received after `cutoff`. After
    means after: what comes at 15:00:00 is in time, a second later it is not («nhận sau 15 giờ»).
    `windows`: the dates of a limit that has no length but rounds; without them nothing is promised.
    `note` stands for a limit without a length, `remark` follows its words.
    `cutoff_shifts_deadline`: a dossier received after `cutoff` counts as received the next working day; without it the
    cut-off only says when paper is forwarded (NĐ 118/2025 Art. 18), and the clock runs from acceptance (Art. 17.3).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount: Decimal | None = Field(default=None, ge=0)
    unit: LimitUnit | None = LimitUnit.WORKING_DAY
    cutoff: time | None = None
    same_day: bool = False
    cutoff_shifts_deadline: bool = False
    windows: tuple[Window, ...] = ()
    note: str = ""
    remark: str = ""

    @field_validator("cutoff", mode="before")
    @classmethod
    def _sexagesimal(cls, value: Any) -> Any:
        """YAML reads an unquoted 15:00 as the number 900; it is an hour of the day all the same."""
        if isinstance(value, int):
            return time(value // 60, value % 60)
        return value

    @model_validator(mode="after")
    def _whole(self) -> "TimeLimit":
        if self.amount is not None and self.unit in {None, LimitUnit.WINDOW}:
            raise ValueError("an amount of time needs a unit that can be counted")
        if self.windows and self.unit != LimitUnit.WINDOW:
            raise ValueError("only a limit of unit «window» has windows")
        return self

    @property
    def words(self) -> str:
        """The limit as the slip prints it."""
        if self.amount is None or self.unit is None:
            return self.note or "Không quy định"
        amount = f"{self.amount.normalize():f}".replace(".", ",")
        text = f"{amount} {UNIT_WORDS[self.unit]}"
        text = f"{text} (trả trong ngày)" if self.same_day else text
        return f"{text}, {self.remark}" if self.remark else text


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day between start and due date: counted or not, why, and on whose authority."""

    date: date
    counted: bool
    reason: str
    source: str = ""
    certain: bool = True

    def as_dict(self) -> dict[str, Any]:
        """The day for keeping. An ordinary day rests on the ordinary week, which the deadline names once for all."""
        return {
            "date": self.date.isoformat(),
            "counted": self.counted,
            "reason": self.reason,
            "source": "" if self.reason in EXPECTED else self.source,
            "certain": self.certain,
        }


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is due, and every day that led there. `due_at` is None when the law fixes no term.

    `term` is kept with it, so that the date can be counted again under another calendar without asking anything else.
    """

    started_at: datetime
    due_at: datetime | None
    term: TimeLimit
    steps: Sequence[CountedDay] = field(default=())
    rule: str = ""

    @property
    def limit(self) -> str:
        """The term in words, as the slip prints it."""
        return self.term.words

    @property
    def week(self) -> str:
        """On whose authority the ordinary week rests that these days were counted by."""
        return next((step.source for step in self.steps if step.reason in EXPECTED and step.source), "")

    @property
    def certain(self) -> bool:
        """False when a day was counted for which no official calendar has been published yet."""
        return all(step.certain for step in self.steps)

    @property
    def text(self) -> str:
        """The explanation in sentences, as the citizen reads it."""
        start = f"Nhận lúc {spoken(self.started_at)}. Thời hạn: {self.limit}."
        if self.due_at is None:
            return f"{start} Không có ngày hẹn cố định."
        parts = [start, self.rule, *_remarks(self.steps)]
        parts.append(f"Hạn trả: {spoken(self.due_at)}.")
        if not self.certain:
            parts.append("Lịch nghỉ chính thức của khoảng này chưa công bố nên ngày hẹn có thể thay đổi.")
        return " ".join(part for part in parts if part)

    def as_dict(self) -> dict[str, Any]:
        return self.head(self.text) | {"steps": [step.as_dict() for step in self.steps]}

    def head(self, text: str) -> dict[str, Any]:
        """Everything but the days; `text` is the explanation in sentences."""
        return {
            "started_at": self.started_at.isoformat(),
            "due_at": self.due_at.isoformat() if self.due_at else None,
            "limit": self.limit,
            "term": self.term.model_dump(mode="json", exclude_defaults=True),
            "rule": self.rule,
            "week": self.week,
            "certain": self.certain,
            "text": text,
        }


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the law stops the clock, with its ground."""

    since: datetime
    until: datetime
    ground: str


@dataclass(frozen=True, slots=True)
class DayRule:
    """What the calendar says about one date against the weekly pattern; no intervals means closed."""

    intervals: tuple[tuple[int, int], ...]
    reason: str
    source: str = ""
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Week:
    """The ordinary working week from a day on: the intervals of each weekday (0 Monday), in minutes after midnight."""

    since: date
    days: tuple[tuple[int, Intervals], ...]
    source: str = ""


class DeclarationKind(StrEnum):
    """What an authority declares: a day off, a day off worked on another day, a closure, a day worked, other hours; or
    another working week from a day on.
    """

    DAY_OFF = "day_off"
    SWAP = "swap"
    CLOSURE = "closure"
    WORKED = "worked"
    HOURS = "hours"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a calendar holds: in the whole country, in a province, at one agency."""

    agency_id: UUID | None = None
    province_code: str = ""

    @property
    def key(self) -> str:
        """How its calendar is called."""
        if self.agency_id:
            return f"agency-{self.agency_id}"
        return f"province-{self.province_code}" if self.province_code else "national"


@dataclass(frozen=True, slots=True)
class Decree:
    """What a decision says about days: closed from `first` to `last`; a swap names the day of rest worked instead.

    `hours` are the opening intervals of a day worked or of a day with other hours; empty means the usual ones. A working
    week holds from `first` on with the intervals of each weekday in `weekly`; weekdays without any are days of rest.
    """

    kind: DeclarationKind
    first: date
    last: date
    number: str
    decided_on: date
    reason: str
    worked_on: date | None = None
    hours: Intervals = ()
    weekly: tuple[tuple[int, Intervals], ...] = ()

    @property
    def source(self) -> str:
        return f"{self.number} ngày {self.decided_on:%d/%m/%Y}"


@dataclass(frozen=True, slots=True)
class DeclarationView:
    """A declaration as administrators see it."""

    id: UUID
    place: Place
    decree: Decree
    declared_at: datetime
    declared_by: str
    taken_back_at: datetime | None = None
    taken_back_by: str = ""
    taken_back_number: str = ""
    taken_back_reason: str = ""


@dataclass(frozen=True, slots=True)
class Holiday:
    """One dated exception as shown to people and administrators. `place` is empty when it holds in the whole country."""

    date: date
    open: bool
    reason: str
    source: str
    confidence: str
    place: str = ""
    hours: tuple[tuple[int, int], ...] = ()
    declaration_id: UUID | None = None


def spoken(instant: datetime) -> str:
    """An instant as Vietnamese offices write it; expects local time."""
    return f"{instant:%H:%M} {WEEKDAYS[instant.weekday()]}, {instant:%d/%m/%Y}"


def _day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"


def _remarks(steps: Sequence[CountedDay]) -> list[str]:
    """What a reader would not expect: weekdays that were skipped, weekends that were counted; runs in one sentence."""
    runs: list[tuple[CountedDay, CountedDay]] = []
    for step in steps:
        if step.reason in EXPECTED:
            continue
        if runs and runs[-1][0].reason == step.reason and runs[-1][0].counted == step.counted:
            runs[-1] = (runs[-1][0], step)
        else:
            runs.append((step, step))
    return [_remark(first, last) for first, last in runs]


def _remark(first: CountedDay, last: CountedDay) -> str:
    days = _day(first.date) if first.date == last.date else f"từ {_day(first.date)} đến {_day(last.date)}"
    verb = "Có tính" if first.counted else "Không tính"
    name, _, rest = first.reason.partition(", ")
    if rest and name.lower() == WEEKDAYS[first.date.weekday()].lower():
        return f"{verb} {days}: {rest}."  # a Saturday needs no word that it is one
    return f"{verb} {days}: {first.reason}."


def spans(hours: Sequence[str]) -> Intervals:
    """Read "07:30-11:30" as minutes after midnight; intervals in order, none overlapping."""
    found = []
    for text in hours:
        start, _, end = text.partition("-")
        found.append((_minute(start), _minute(end)))
    flat = [minute for span in found for minute in span]
    if flat != sorted(set(flat)):
        raise ValueError(f"working hours overlap or run backwards: {', '.join(hours)}")
    return tuple(found)


def _minute(text: str) -> int:
    hour, _, minute = text.strip().partition(":")
    value = int(hour) * 60 + int(minute or 0)
    if not 0 <= value <= 24 * 60:
        raise ValueError(f"{text} is not a time of day")
    return value
